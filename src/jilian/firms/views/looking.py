"""Firms as of a day: the list, the page of one, titles and carriers, lists as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tables2 import Table

from jilian.accounts.gate import Request, Taking, export_links, needs, part_address, says_purpose
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.base.paging import BoundedPaginator, ExactPaginator, RequestConfig
from jilian.base.sheets import CONTENT_TYPES, as_file, csv_chunks
from jilian.firms import formats, operations, queries
from jilian.firms.lists import FirmFilter, FirmTable, TitleTable
from jilian.firms.models import Firm, Title
from jilian.firms.rules import TitleLevel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS_A_PAGE = 25
XLSX_AT_MOST = 50_000
HIGHEST = "highest"  # in addresses: each holder once, at its highest level


@needs(Permission.SEE_REGISTER)
def firm_list(request: Request) -> HttpResponse:
    """Which firms are there, where, and what do they make?"""
    narrowed = _narrowed(request)
    hidden = () if narrowed.title_kinds else ("titles",)
    table = FirmTable(narrowed.qs, exclude=hidden)
    _page(request, table, BoundedPaginator if narrowed.in_force else ExactPaginator)
    table.exports = export_links(request, "firms:export")
    part = "#found" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"firms/list.html{part}", {"filter": narrowed, "table": table})


@needs(Permission.SEE_REGISTER)
def detail(request: Request, pk: int) -> HttpResponse:
    """Who is this firm, where is it, since when is that known?"""
    firm = Firm.objects.visible_to(request.person, request.world).filter(pk=pk).first()
    if firm is None:
        return _to_root(request, pk)
    operations.note_look(by=request.person, at=timezone.now(), firm=firm)
    page = queries.firm_page(request.person, request.world, firm, request.as_of)
    return render(
        request,
        "firms/detail.html",
        {
            "firm": firm,
            "page": page,
            "sees_links": request.reach.may_somewhere(Permission.SEE_LINKS),
            "sees_organisations": request.reach.may_somewhere(Permission.SEE_ORGANISATIONS),
            "sees_history": request.reach.may(
                Permission.SEE_HISTORY,
                [scope for record in page.records for scope in record.own_scopes],
            ),
            "may_merge": request.reach.may(Permission.MERGE_FIRMS),
            "breaks": _breaks(request, page.records, firm),
            "checks": _checks(request, page, firm),
            "cases": _cases(request, page, firm),
            "merges": queries.merges_in_force(page),
        },
    )


def _breaks(request: Request, records: Sequence[Firm], firm: Firm) -> str:
    """The address of the part on what breaks: of any firm for an office, of its own for a firm."""
    own = [scope for record in records for scope in record.own_scopes]
    may = request.reach.may_somewhere(Permission.SEE_BREAKS)
    if may or request.reach.may(Permission.CORRECT_FIRM, own):
        return part_address(request, "chain:of_firm", firm.pk)
    return ""


def _checks(request: Request, page: queries.FirmPage, firm: Firm) -> str:
    """The address of the part on what it qualifies for: for an office, its town, the firm."""
    if request.reach.may(Permission.SEE_CHECKS, _scopes(page)):
        return part_address(request, "policies:of_firm", firm.pk)
    return ""


def _cases(request: Request, page: queries.FirmPage, firm: Firm) -> str:
    """The address of the part on its cases, for the same readers."""
    if request.reach.may(Permission.SEE_CASES, _scopes(page)):
        return part_address(request, "cases:of_firm", firm.pk)
    return ""


def _scopes(page: queries.FirmPage) -> list[tuple[str, str]]:
    """The scopes of a firm: its own records and the towns of its sites."""
    own = [scope for record in page.records for scope in record.own_scopes]
    return [*own, *((ScopeKind.TOWN.value, site.division.code) for site in page.sites_then)]


def _to_root(request: Request, pk: int) -> HttpResponse:
    """Lead from a merged record to the one that stands for its firm; else there is no such page."""
    merged = queries.find_merged(request.person, request.world, pk)
    if merged is None:
        raise Http404
    said = _("%(merged)s is merged into %(kept)s; this is the page of both.")
    messages.info(request, said % {"merged": merged, "kept": merged.root})
    asked = request.GET.urlencode()
    address = reverse("firms:detail", args=(request.world.code, merged.root_id))
    return redirect(f"{address}?{asked}" if asked else address)


@needs(Permission.SEE_REGISTER)
def titles(request: Request) -> HttpResponse:
    """How many hold which title, at which level, on the day?"""
    kinds = queries.titles_by_kind(request.person, request.world, request.as_of)
    asked = request.GET.get("kind", "")
    chosen = next((one for one in kinds if one.kind == asked), kinds[0] if kinds else None)
    context: dict[str, object] = {"kinds": kinds, "chosen": chosen}
    if chosen is not None:
        rows = _titles(request, chosen.kind)
        table = TitleTable(rows)
        _page(request, table, ExactPaginator)
        table.exports = export_links(request, "firms:export_titles")
        context |= {"table": table, "level": _level(request), "highest": _highest(request)}
    return render(request, "firms/titles.html", context)


@needs(Permission.SEE_REGISTER)
def carrier(request: Request, pk: int) -> HttpResponse:
    """What is this carrier, who runs it, which titles does it hold?"""
    rows = queries.carriers_seen(request.person, request.world)
    found = get_object_or_404(
        rows.select_related("operator__merged_into", "division", "source"), pk=pk
    )
    page = queries.carrier_page(found, request.as_of)
    return render(request, "firms/carrier.html", {"carrier": found, "page": page})


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponseBase:
    """The firms as the page lists them, as a file."""
    rows = _narrowed(request).qs
    count = rows.order_by().count()
    if refusal := _too_long(count, kind):
        messages.error(request, refusal)
        back = reverse("firms:list", args=(request.world.code,))
        return redirect(f"{back}?{request.GET.urlencode()}")
    _note(request, taking, "firms", kind, count)
    lines = formats.firm_lines(rows.iterator(chunk_size=2_000), request.as_of)
    return _file(kind, f"firms-{request.world.code}-{request.as_of.isoformat()}", _("Firms"), lines)


@needs(Permission.EXPORT)
@says_purpose
def export_titles(request: Request, taking: Taking, kind: str) -> HttpResponseBase:
    """The titles as the page lists them, as a file."""
    asked = request.GET.get("kind", "")
    rows = _titles(request, asked)
    if kind not in CONTENT_TYPES:
        raise Http404
    _note(request, taking, "titles", kind, rows.count())
    lines = formats.title_lines(rows, request.as_of)
    name = f"titles-{request.world.code}-{request.as_of.isoformat()}"
    return _file(kind, name, _("Titles"), lines)


def _narrowed(request: Request) -> FirmFilter:
    rows = queries.listed_firms(request.person, request.world, request.as_of)
    return FirmFilter(request.GET, rows, request)


def _page(request: Request, table: Table, paginator: type[Paginator[object]]) -> None:
    pages = {"per_page": ROWS_A_PAGE, "paginator_class": paginator}
    RequestConfig(request, paginate=pages).configure(table)


def _level(request: Request) -> int | None:
    asked = request.GET.get("level", "")
    return int(asked) if asked in {str(level.value) for level in TitleLevel} else None


def _highest(request: Request) -> bool:
    return request.GET.get("level") == HIGHEST


def _titles(request: Request, kind: str) -> QuerySet[Title]:
    """The titles of a kind at the level asked for, or each holder's highest."""
    person, world, day = request.person, request.world, request.as_of
    if _highest(request):
        return queries.highest_titles(person, world, day, kind)
    return queries.title_rows(person, world, day, kind, _level(request))


def _too_long(count: int, kind: str) -> StrOrPromise | None:
    """Why the list does not fit into such a file; 404 for a kind of file that there is not."""
    if kind not in CONTENT_TYPES:
        raise Http404
    if kind == "csv" or count <= XLSX_AT_MOST:
        return None
    return _(
        "An Excel file holds at most %(most)d rows here, and %(count)d fit. Filter further, or"
        " take CSV."
    ) % {"most": XLSX_AT_MOST, "count": count}


def _note(request: Request, taking: Taking, what: str, kind: str, rows: int) -> None:
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=what, kind=kind, rows=rows,
        asked={**request.GET.dict(), "on": request.as_of.isoformat()},
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip


def _file(kind: str, name: str, title: str, lines: formats.Lines) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    if kind == "csv":
        return StreamingHttpResponse(
            csv_chunks(lines), content_type=CONTENT_TYPES[kind], headers=headers
        )
    return HttpResponse(
        as_file(kind, title, list(lines)), content_type=CONTENT_TYPES[kind], headers=headers
    )
