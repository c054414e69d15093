"""The cases that a person sees, with filters, and as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.cases.formats.lines import case_lines
from jilian.cases.formats.words import HeldShown, held_shown
from jilian.cases.lists import CaseFilter, CaseTable
from jilian.cases.models import Case, Department, TemplateVersion, sees_whole_cases
from jilian.cases.operations.taken_out import note_export
from jilian.cases.queries.listing import cases_listed, due_before, in_order, matters_of, title_seen
from jilian.cases.rules.held import held_now
from jilian.firms.models import Firm

P = Permission
PER_PAGE, MOST_OF_FIRM = 25, 6


def chosen(request: Request) -> CaseFilter:
    """The cases of the reader, narrowed as the address asks."""
    now = timezone.localtime(timezone.now())
    return CaseFilter(
        request.GET, queryset=cases_listed(request.person, request.world), now=now,
        person=request.person, world=request.world,
        departments=departments_to_choose(request),
        templates=list(TemplateVersion.objects.of_world(request.world)),
    )  # fmt: skip


def departments_to_choose(request: Request) -> list[Department]:
    """The departments to narrow by: all, or those in which the reader works."""
    rows = Department.objects.filter(world=request.world)
    if not sees_whole_cases(request.person, request.world):
        rows = rows.filter(key__in=request.reach.keys(P.SEE_CASES, ScopeKind.DEPARTMENT))
    return list(rows)


@needs(P.SEE_CASES)
def cases(request: Request) -> HttpResponse:
    """Which cases are open, and with whom do they stand?"""
    kept = chosen(request)
    now = timezone.now()
    is_whole = sees_whole_cases(request.person, request.world)
    table = CaseTable(in_order(kept.qs), now=now, is_whole=is_whole, world=request.world)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "cases:export")
    seen = Case.objects.visible_to(request.person, request.world)
    here = reverse("cases:list", args=(request.world.code,))
    page: dict[str, Any] = {
        "filter": kept, "table": table, "question": question_of(request),
        "open": seen.open().count(), "open_url": f"{here}?state=open",
        "over": due_before(cases_listed(request.person, request.world), now).count(),
        "over_url": f"{here}?due=over",
        "unsolved": seen.unsolved().count(), "unsolved_url": f"{here}?state=not_solved",
        "may_open": request.reach.may_somewhere(P.OPEN_CASES),
        "may_carry": request.reach.may_somewhere(P.CARRY_CASES),
    }  # fmt: skip
    page["is_empty"] = not request.GET and not page["open"] and not seen.exists()
    return render(request, "cases/list.html", page)


def question_of(request: Request) -> str:
    """The question of the list in the reader's words."""
    if request.reach.keys(P.SEE_CASES, ScopeKind.FIRM):
        return _("How far are my cases, and who has them?")
    if request.reach.keys(P.SEE_CASES, ScopeKind.DEPARTMENT):
        return _("Which branches are with us?")
    return _("Which cases are stuck with whom?")


@needs(P.SEE_CASES)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as a file, by its filters; without the name of any person."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.EXPORT):
        raise Http404
    lines = case_lines(in_order(chosen(request).qs), timezone.now())
    note_export(
        by=request.person, at=timezone.now(), world=request.world, rows=len(lines) - 1, kind=kind,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"cases-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Cases"), name)


@needs(P.SEE_CASES)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page: its cases that the reader sees, the open ones first."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    seen = cases_listed(request.person, request.world)
    rows = list(in_order(seen.filter(Q(firm=firm) | Q(firm__merged_into=firm)))[: MOST_OF_FIRM + 1])
    now = timezone.now()
    is_whole = sees_whole_cases(request.person, request.world)
    page = {
        "cases": [_line(one, now, is_whole=is_whole) for one in rows[:MOST_OF_FIRM]],
        "firm": firm, "more": len(rows) > MOST_OF_FIRM,
        "may_open": request.reach.may_somewhere(P.OPEN_CASES),
    }  # fmt: skip
    return render(request, "cases/of_firm.html", page)


def _line(case: Case, now: datetime, *, is_whole: bool) -> tuple[Case, str, list[HeldShown]]:
    held = held_now(matters_of(case), partly=not is_whole) if case.is_open else ()
    title = title_seen(case, is_whole=is_whole)
    return case, title, [held_shown(one, now) for one in held]
