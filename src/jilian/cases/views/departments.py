"""What a department sees: its own branches, one of them, and nothing else of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.cases.formats.acts import VERBS
from jilian.cases.formats.words import due_words, ground_words, since_words
from jilian.cases.forms.departments import BranchFilter, BranchTable
from jilian.cases.models import CaseEvent, Matter, MatterStep
from jilian.cases.queries import departments as queries
from jilian.cases.queries.importing import short_number
from jilian.cases.rules.acts import kinds_of_matter, kinds_of_step
from jilian.cases.rules.words import MatterState, PaperState, StepState
from jilian.cases.views.acts import Act

P = Permission
PER_PAGE, MOST_MATTERS = 25, 25
MARKS: Mapping[str, str] = {
    StepState.WAITING: "waiting", StepState.OPEN: "open", StepState.RETURNED: "waiting",
    StepState.ENDED: "closed",
}  # fmt: skip
PAPER_MARKS: Mapping[str, str] = {
    PaperState.NEEDED: "open", PaperState.PROMISED: "soon", PaperState.GIVEN: "closed",
}  # fmt: skip


@needs(P.DECIDE_BRANCHES)
def branches(request: Request) -> HttpResponse:
    """Which branches wait for us, with their clock and papers?"""
    now = timezone.now()
    own = queries.own_branches(request.person, request.world)
    chosen = BranchFilter(request.GET, queryset=own, now=now)
    table = BranchTable(queries.in_order(chosen.qs))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    for row in table.paginated_rows:
        _shown(request, row.record, now)
    plain = queries.still_to_do(own)
    matters = list(queries.own_matters(request.person, request.world)[: MOST_MATTERS + 1])
    here = reverse("cases:branches", args=(request.world.code,))
    page = {
        "filter": chosen, "table": table,
        "open": plain.filter(state=StepState.OPEN).count(), "open_url": f"{here}?state=open",
        "over": queries.overdue(plain, now).count(), "over_url": f"{here}?due=over",
        "due_today": queries.due_until(plain, queries.tomorrow(now)).count(),
        "today_url": f"{here}?due=today",
        "matters": [_matter_shown(request, one, now) for one in matters[:MOST_MATTERS]],
        "more": len(matters) > MOST_MATTERS,
    }  # fmt: skip
    page["is_empty"] = not request.GET and not matters and not own.exists()
    return render(request, "cases/branches.html", page)


@needs(P.DECIDE_BRANCHES)
def branch(request: Request, key: UUID) -> HttpResponse:
    """How far is this branch, what is wanted, and what can be entered now?"""
    step = queries.own_branch(request.person, request.world, key)
    if step is None:
        raise Http404
    now = timezone.now()
    _shown(request, step, now)
    page = {
        "step": step, "since": since_words(step.since, now),
        "papers": [
            (one, "late" if _is_late(one.due_on, one.state, now) else PAPER_MARKS[one.state])
            for one in queries.papers_of(step)
        ],
        "events": [_event(one) for one in queries.events_of(step)],
        "is_paused": step.matter.state == MatterState.PAUSED,
    }  # fmt: skip
    return render(request, "cases/branch.html", page)


def _is_late(due: Any, state: str, now: datetime) -> bool:
    return state == PaperState.PROMISED and due < timezone.localtime(now).date()


def _shown(request: Request, step: Any, now: datetime) -> None:
    """Set on a branch what a page prints of it: how it stands, its clock, what can be entered."""
    step.mark = MARKS[step.state]
    is_running = step.state == StepState.OPEN and step.matter.state == MatterState.ACCEPTED
    step.due_mark, step.due_words = due_words(step.due_at, now) if is_running else ("", "")
    step.acts = list(_acts(request, step))
    step.number = short_number(step.matter)


def _acts(request: Request, step: MatterStep) -> Iterator[Act]:
    matter = step.matter
    if not matter.case.is_open:
        return
    for kind in kinds_of_step(matter.state, step.state):
        slots = (request.world.code, matter.case.key, kind, step.key)
        yield Act(str(VERBS[kind]), str(step), reverse("cases:enter", args=slots), kind)


def _matter_shown(request: Request, matter: Matter, now: datetime) -> dict[str, Any]:
    code = request.world.code
    due = matter.promised_due_at or matter.statutory_due_at
    mark, words = due_words(due, now) if matter.state == MatterState.ACCEPTED else ("", "")
    acts = [
        Act(str(VERBS[kind]), str(matter),
            reverse("cases:enter", args=(code, matter.case.key, kind, matter.key)), kind)
        for kind in kinds_of_matter(matter.state, 0)[:2]
    ]  # fmt: skip
    return {"row": matter, "due": due, "mark": mark, "words": words, "acts": acts,
            "number": short_number(matter)}  # fmt: skip


def _event(one: CaseEvent) -> dict[str, Any]:
    parts = (ground_words(one.ground), one.notice, one.words)
    return {"at": one.at, "what": one.get_event_display(), "is_corrected": False,
            "words": " · ".join(part for part in parts if part)}  # fmt: skip
