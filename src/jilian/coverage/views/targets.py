"""One target; moving one or many, always with a confirmation that says what will happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.coverage import operations, queries
from jilian.coverage.forms import (
    CountForm,
    DoneForm,
    NoteForm,
    NothingForm,
    NotYetForm,
    ReasonForm,
    RecordCoverForm,
    RemovalForm,
)
from jilian.coverage.models import Campaign, Target
from jilian.coverage.rules import MOST_AT_ONCE
from jilian.coverage.views.board import narrowed
from jilian.coverage.views.shared import few, listed_campaign, numbers, say
from jilian.organisations.models import Organisation
from jilian.organisations.operations import cover_firm
from jilian.ui.parts import Effect


@dataclass(frozen=True)
class Act:
    """One act on chosen targets."""

    form: type[forms.Form]
    verb: Any
    operation: Callable[..., operations.Applied]
    change: Any


ACTS = {
    "done": Act(
        DoneForm, gettext_lazy("Say that it is done"), operations.say_done,
        gettext_lazy("waits for the signature of a second person"),
    ),
    "not_yet": Act(
        NotYetForm, gettext_lazy("Say why not yet"), operations.say_not_yet,
        gettext_lazy("is “not yet, with reason”"),
    ),
    "open": Act(
        NothingForm, gettext_lazy("Take up again"), operations.take_up_again,
        gettext_lazy("is “not yet worked” again"),
    ),
    "note": Act(
        NoteForm, gettext_lazy("Note office and day"), operations.note_target,
        gettext_lazy("gets an advisor's office or a day on which it is due"),
    ),
    "sign": Act(
        NothingForm, gettext_lazy("Sign"), operations.sign_off,
        gettext_lazy("comes into the end state that was said"),
    ),
    "send_back": Act(
        ReasonForm, gettext_lazy("Send back"), operations.send_back,
        gettext_lazy("stays where it was"),
    ),
}  # fmt: skip


@needs(Permission.MOVE_TARGETS)
def move(request: Request, pk: int) -> HttpResponse:
    """What will happen to the chosen targets? Then it happens."""
    campaign = listed_campaign(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    act = ACTS.get(asked.get("act", ""))
    back = asked.get("back", "board")
    if act is None or back not in ("board", "signing", "target"):
        return redirect("coverage:board", request.world.code, pk)
    rows = _chosen(request, campaign, asked)
    count = rows.count()
    if not count or count > MOST_AT_ONCE:
        words = _("Choose at least one target, and at most %(most)d.") % {"most": MOST_AT_ONCE}
        messages.error(request, words)
        return redirect("coverage:board", request.world.code, pk)
    confirmed = request.method == "POST" and "confirmed" in request.POST
    form = act.form(request.POST if confirmed else None, initial={"on": request.today})
    if confirmed and form.is_valid():
        try:
            applied = act.operation(
                by=request.person, at=timezone.now(), campaign=campaign,
                targets=list(rows.values_list("pk", flat=True)), **_stated(form),
            )  # fmt: skip
            say(request, applied)
            return _back(request, campaign, back, rows)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = _confirmation(campaign, act, rows, count)
    page |= {"form": form, "act_name": asked.get("act"), "back": back, "campaign": campaign}
    page["pks"] = ",".join(map(str, rows.order_by("number").values_list("pk", flat=True)))
    return render(request, "coverage/move.html", page)


def _stated(form: forms.Form) -> dict[str, Any]:
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if not (name in ("advisor_office", "due_on") and not value)
    }


def _chosen(request: Request, campaign: Campaign, asked: Any) -> QuerySet[Target, Any]:
    """The ticked targets, or all that the filters of the board keep."""
    rows = queries.movable(request.person, campaign).order_by()
    if asked.get("all") and not asked.get("pks"):
        towns = queries.figures_of(request.person, campaign).by_town
        kept = narrowed(request, campaign, [(one.key, "") for one in towns]).qs.order_by()
        return rows.filter(pk__in=kept.values("pk"))
    picked = asked.getlist("pick") + asked.get("pks", "").split(",")
    return rows.filter(pk__in=numbers(picked)[: MOST_AT_ONCE + 1])


def _confirmation(
    campaign: Campaign, act: Act, rows: QuerySet[Target, Any], count: int
) -> dict[str, Any]:
    named = few(rows.order_by("number"))
    effects = [Effect(str(one), act.change) for one in named]
    if count > len(named):
        more = ngettext("and %(n)d more", "and %(n)d more", count - len(named))
        effects.append(Effect(more % {"n": count - len(named)}, act.change))
    question = ngettext("%(verb)s: %(n)d target?", "%(verb)s: %(n)d targets?", count)
    return {
        "act": act,
        "effects": effects,
        "question": question % {"verb": act.verb, "n": count},
        "count": count,
    }


def _back(
    request: Request, campaign: Campaign, back: str, rows: QuerySet[Target, Any]
) -> HttpResponse:
    if back == "target" and (one := rows.first()) is not None:
        return redirect("coverage:target", request.world.code, one.pk)
    return redirect(f"coverage:{back}", request.world.code, campaign.pk)


@needs(Permission.SEE_CAMPAIGNS)
def target(request: Request, pk: int) -> HttpResponse:
    """Where does this firm stand, by which route, and who said so?"""
    seen = Target.objects.visible_to(request.person, request.world)
    found = get_object_or_404(
        seen.select_related("campaign__world", "firm__merged_into", "cover__organisation"), pk=pk
    )
    bodies = Organisation.objects.visible_to(
        request.person, request.world, Permission.CHANGE_ORGANISATIONS
    )
    may_record = request.reach.may_somewhere(Permission.CHANGE_ORGANISATIONS)
    acting = request.POST.get("act") if request.method == "POST" else ""
    given = {acting: request.POST}
    parts: dict[str, forms.Form] = {
        "count": CountForm(given.get("count")),
        "removal": RemovalForm(given.get("removal"), initial={"on": request.today}),
        "record": RecordCoverForm(
            given.get("record"), among=bodies, initial={"from_day": request.today}
        ),
    }
    if acting in parts and parts[acting].is_valid():
        try:
            _act(request, found, acting, parts[acting].cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect("coverage:target", request.world.code, pk)
        except Refusal as refusal:
            parts[acting].add_error(None, str(refusal))
    page = queries.target_page(request.person, found, request.as_of)
    if not page.count and page.sees_count is False:
        parts.pop("count")
    return render(
        request,
        "coverage/target.html",
        {"page": page, "target": found, "campaign": found.campaign, "parts": parts,
         "may_record": may_record and page.may_move,
         "sees_list": queries.sees_list(request.person, found.campaign)},
    )  # fmt: skip


def _act(request: Request, found: Target, acting: str, given: dict[str, Any]) -> None:
    by, at = request.person, timezone.now()
    if acting == "count":
        operations.enter_count(by=by, at=at, target=found, **given)
    elif acting == "removal":
        operations.propose_removal(by=by, at=at, target=found, **given)
    else:
        cover_firm(by=by, at=at, firm=found.firm, **given)
