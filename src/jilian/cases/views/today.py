"""The officer's morning: what is due, what is stuck with whom, which papers are outstanding."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.cases.formats.words import due_words, held_shown, moment_words
from jilian.cases.forms.acting import LeaveForm
from jilian.cases.models import Case, Matter
from jilian.cases.operations import holding
from jilian.cases.queries.listing import cases_listed, in_order, matters_of, promised_overdue
from jilian.cases.queries.reading import leave_now
from jilian.cases.rules.held import Held, held_now
from jilian.cases.rules.words import MatterState
from jilian.cases.views.handling import officers
from jilian.ui.parts import Waiting

P = Permission
SOON = timedelta(days=3)


@needs(P.CARRY_CASES)
def today(request: Request) -> HttpResponse:
    """What is due today, and what is stuck with whom since when?"""
    now = timezone.now()
    rows = cases_listed(request.person, request.world).filter(officer=request.person.username)
    mine = list(in_order(rows.open()))
    stuck = _stuck(request, mine, now)
    due = _due(request, mine, now)
    promised = [
        _paper(request, one, now)
        for one in promised_overdue(request.person, request.world, now + SOON)
        if one.case.officer == request.person.username
    ]
    page: dict[str, Any] = {
        "due": due, "stuck": stuck, "promised": promised, "open": len(mine),
        "over": sum(one.state == "late" for one in due),
        "with_firm": sum(held.kind == "firm" for one in mine for held in held_now(matters_of(one))),
        "leave": leave_now(request.person, request.world),
        "mine_url": reverse("cases:list", args=(request.world.code,)),
        "may_open": request.reach.may_somewhere(P.OPEN_CASES),
    }  # fmt: skip
    return render(request, "cases/today.html", page)


def _url(request: Request, case: Case) -> str:
    return reverse("cases:detail", args=(request.world.code, case.key))


def _due(request: Request, cases: list[Case], now: datetime) -> list[Waiting]:
    """Matters whose running clock ends today or has ended, with both clocks."""
    end = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    end += timedelta(days=1)
    found: list[tuple[datetime, Waiting]] = []
    for case in cases:
        for matter in matters_of(case):
            first = first_due(matter)
            if matter.state != MatterState.ACCEPTED or first is None or first >= end:
                continue
            mark, words = due_words(first, now)
            found.append((first, Waiting(
                f"{case.firm} · {matter}", _url(request, case), _("Look"), both_clocks(matter, now),
                state=mark, state_words=words,
            )))  # fmt: skip
    return [one for _first, one in sorted(found, key=lambda pair: pair[0])]


def first_due(matter: Matter) -> datetime | None:
    """The earlier of the two dues of a matter."""
    known = [one for one in (matter.promised_due_at, matter.statutory_due_at) if one is not None]
    return min(known, default=None)


def both_clocks(matter: Matter, now: datetime) -> str:
    """The promised and the statutory due beside each other."""
    parts = []
    if matter.promised_due_at is not None:
        parts.append(_("promised %s") % moment_words(matter.promised_due_at, now))
    if matter.statutory_due_at is not None:
        parts.append(_("by law %s") % moment_words(matter.statutory_due_at, now))
    return " · ".join(parts)


def _stuck(request: Request, cases: list[Case], now: datetime) -> list[Waiting]:
    """What stands with somebody, those that stand longest first."""
    found: list[tuple[Held, Case]] = [
        (held, case)
        for case in cases
        for held in held_now(matters_of(case))
        if held.kind != "nobody" and held.since is not None
    ]
    found.sort(key=lambda pair: (not pair[0].is_late(now), pair[0].since))
    shown = []
    for held, case in found:
        line = held_shown(held, now)
        shown.append(Waiting(
            f"{line.holder}: {line.what}", _url(request, case), _("Look"),
            f"{case.firm} · {line.words}",
            state="late" if line.is_stuck else "",
            state_words=_("overdue") if line.is_stuck else "",
        ))  # fmt: skip
    return shown


def _paper(request: Request, one: Any, now: datetime) -> Waiting:
    is_late = one.due_on < timezone.localtime(now).date()
    return Waiting(
        one.kind, _url(request, one.case), _("Look"), str(one.case.firm),
        due=None if is_late else one.due_on, state="late" if is_late else "",
        state_words=_("overdue") if is_late else "",
    )  # fmt: skip


@needs(P.CARRY_CASES)
def leave(request: Request) -> HttpResponse:
    """Who stands in while you are away?"""
    if leave_now(request.person, request.world) is not None:
        raise Http404
    count = Case.objects.filter(world=request.world, officer=request.person.username).open().count()
    form = LeaveForm(request.POST or None, officers=officers(request))
    if request.method == "POST" and form.is_valid():
        try:
            holding.go_on_leave(by=request.person, at=timezone.now(), world=request.world,
                                **form.cleaned_data)  # fmt: skip
            messages.success(request, _("Your cases have another officer from this minute."))
            return redirect("cases:today", request.world.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    words = ngettext("%(n)s open case goes to the deputy in the minute you press the button.",
                     "%(n)s open cases go to the deputy in the minute you press the button.",
                     count) % {"n": count}  # fmt: skip
    return render(request, "cases/leave.html", {"form": form, "words": words})


@needs(P.CARRY_CASES)
@require_POST
def back(request: Request) -> HttpResponse:
    """She is back: what the deputy still holds of hers comes back."""
    try:
        holding.come_back(by=request.person, at=timezone.now(), world=request.world)
        messages.success(request, _("You are back; what your deputy still held is yours again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:today", request.world.code)
