"""One return: its values, what happened to it, what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.returns import queries
from jilian.returns.models import MonthlyReturn
from jilian.returns.rules.words import State, UnitKind
from jilian.returns.views.shared import return_or_404

P = Permission


@dataclass(frozen=True)
class Act:
    """Something that may be done now: its verb and address."""

    verb: str
    url: str
    quiet: bool = False


@needs(P.SEE_RETURNS)
def detail(request: Request, pk: int) -> HttpResponse:
    """What was reported, what did the checks say, with whom does it lie?"""
    row = return_or_404(request, pk)
    found = queries.return_seen(row)
    page = {
        "row": row,
        "found": found,
        "form": found.form,
        "steps": list(row.course),
        "acts": acts_of(request, row, is_ready=found.is_ready),
        "history": queries.history_of(row),
        "sheet": queries.sheets_seen(request.person, request.world)
        .filter(form=row.form, unit_kind=row.unit_kind, unit_key=row.unit_key, month=row.month)
        .first(),
        "may_enter": request.reach.may(P.ENTER_RETURNS, row.own_scopes),
    }
    return render(request, "returns/detail.html", page)


def acts_of(request: Request, row: MonthlyReturn, *, is_ready: bool) -> list[Act]:
    """What the reader may do with a return now: the next step first."""
    held, code = request.reach, request.world.code
    acts: list[Act] = []

    def act(verb: str, name: str, *slots: object, quiet: bool = False) -> None:
        acts.append(Act(verb, reverse(f"returns:{name}", args=(code, row.pk, *slots)), quiet))

    if held.may(P.ENTER_RETURNS, row.own_scopes):
        if row.is_open:
            act(_("Go on entering"), "enter", 1, quiet=is_ready)
            act(_("Check and send"), "check", quiet=not is_ready)
            if row.revision > 1 and row.state == State.ENTERED:
                act(_("Take the correction back"), "withdraw", quiet=True)
        elif row.state == State.RELEASED:
            act(_("Correct it"), "correct", quiet=True)
    is_commission = held.may(P.REVIEW_RETURNS)
    of_cluster = row.unit_kind == UnitKind.CLUSTER
    may_town = held.may(P.REVIEW_RETURNS, row.town_scopes)
    if row.state == State.SENT and of_cluster and may_town:
        act(_("It is checked"), "act", "checked")
    waits_for_town = of_cluster and bool(row.town_scopes) and row.state == State.SENT
    if is_commission and row.state in (State.SENT, State.CHECKED) and not waits_for_town:
        act(_("Accept it"), "act", "accepted")
    back = {State.SENT, State.CHECKED, State.ACCEPTED} if is_commission else {State.SENT}
    if may_town and row.state in back:
        act(_("Send it back"), "act", "sent_back", quiet=True)
    return acts
