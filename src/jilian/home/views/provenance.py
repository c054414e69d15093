"""Where records come from, and what has been published."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES, as_file
from jilian.home import formats, operations, queries
from jilian.home.lists import FactFilter, FactTable, SourceFilter, SourceTable

ROWS_A_PAGE = 50
CSV = "csv"


@needs(Permission.SEE_REGISTER)
def sources(request: Request) -> HttpResponse:
    """Where do these records come from?"""
    chosen = SourceFilter(request.GET, queries.sources_of(request.person, request.world))
    table = _paged(request, SourceTable(chosen.qs), "world:export_sources")
    return render(request, "home/sources.html", {"filter": chosen, "table": table})


@needs(Permission.SEE_REGISTER)
def source(request: Request, pk: int) -> HttpResponse:
    """What came from this source?"""
    found = get_object_or_404(queries.sources_of(request.person, request.world), pk=pk)
    facts = queries.facts_of(request.person, request.world).filter(source=found)
    page = {
        "source": found,
        "came": queries.came_from(request.person, request.world, found, request.as_of),
        "recorder": queries.names_of_people({found.recorded_by}).get(found.recorded_by),
        "facts": [queries.worded(fact) for fact in facts],
        "sees_authority": request.reach.may(Permission.REVIEW_CLAIMS),
    }
    return render(request, "home/source.html", page)


@needs(Permission.SEE_REGISTER)
def facts(request: Request) -> HttpResponse:
    """Which figures have been published, and what bounds them?"""
    chosen = FactFilter(request.GET, queries.facts_of(request.person, request.world))
    table = _paged(request, FactTable(chosen.qs), "world:export_facts")
    return render(request, "home/facts.html", {"filter": chosen, "table": table})


@needs(Permission.EXPORT)
@says_purpose
def export_facts(request: Request, taking: Taking) -> HttpResponse:
    """The published figures as the page lists them, as a file."""
    chosen = FactFilter(request.GET, queries.facts_of(request.person, request.world))
    lines = formats.fact_lines(map(queries.worded, chosen.qs))
    return _file(request, taking, "facts", lines)


@needs(Permission.EXPORT)
@says_purpose
def export_sources(request: Request, taking: Taking) -> HttpResponse:
    """The sources as the page lists them, as a file."""
    chosen = SourceFilter(request.GET, queries.sources_of(request.person, request.world))
    return _file(request, taking, "sources", formats.source_lines(chosen.qs))


def _paged(request: Request, table: Any, export: str) -> Any:
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    if request.reach.may(Permission.EXPORT):
        asked = request.GET.urlencode()
        url = reverse(export, kwargs={"world": request.world.code})
        table.exports = [("CSV", f"{url}?{asked}" if asked else url)]
    return table


def _file(request: Request, taking: Taking, what: str, lines: formats.Lines) -> HttpResponse:
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=what, rows=len(lines) - 1,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{request.world.code}-{what}-{request.today.isoformat()}.csv"
    return HttpResponse(
        as_file(CSV, what, lines),
        content_type=CONTENT_TYPES[CSV],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
