"""The list of reports, the same as a file, and the part about what waits for a signature."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.reports import operations, queries
from jilian.reports.formats.lines import report_lines
from jilian.reports.lists import ReportFilter, ReportTable
from jilian.reports.models import Report
from jilian.reports.views.shared import may_compile

P = Permission
PER_PAGE = 25
MOST_WAITING = 5


@needs(P.SEE_REPORTS)
def reports(request: Request) -> HttpResponse:
    """Which reports are there, and how far has each come?"""
    rows = queries.reports_seen(request.person, request.world)
    narrowed = ReportFilter(request.GET, queryset=rows)
    table = ReportTable(narrowed.qs, order_by=("-month",))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "reports:export")
    stands = [one.is_signed for one in rows.order_by().only("pk")]
    page = {
        "filter": narrowed,
        "table": table,
        "all": len(stands),
        "signed": sum(stands),
        "open": len(stands) - sum(stands),
        "waiting": queries.waiting_for(request.person, request.world)[:MOST_WAITING],
        "may_compile": may_compile(request),
    }
    return render(request, "reports/list.html", page)


@needs(P.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as it is narrowed, as a file."""
    rows: QuerySet[Report] = queries.reports_seen(request.person, request.world)
    lines = report_lines(ReportFilter(request.GET, queryset=rows).qs)
    operations.note_list_taken_out(
        by=request.person, at=timezone.now(), world=request.world, rows=len(lines) - 1,
        kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"reports-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Reports"), name)


@needs(P.SIGN_REPORTS)
def waiting(request: Request) -> HttpResponse:
    """Which reports wait for my signature? (part of a page)"""
    rows = queries.waiting_for(request.person, request.world)
    page = {"rows": rows[:MOST_WAITING], "more": max(len(rows) - MOST_WAITING, 0)}
    return render(request, "reports/waiting.html", page)
