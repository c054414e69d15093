"""What is shown outside: the tables, their cells, what that guarantees."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission as P
from jilian.base.paging import COLUMN, RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.disclosure import formats, operations, queries
from jilian.disclosure.lists import CellFilter, CellTable

PER_PAGE = 50


@needs(P.SEE_INDICATORS)
def tables(request: Request) -> HttpResponse:
    """What is shown outside?"""
    rows = queries.tables_seen(request.person, request.world)
    may_keep = request.reach.may(P.KEEP_DISCLOSURE)
    return render(request, "disclosure/tables.html", {"tables": rows, "may_keep": may_keep})


@needs(P.SEE_INDICATORS)
def method(request: Request) -> HttpResponse:
    """What is guaranteed, and what is not?"""
    return render(request, "disclosure/method.html")


@needs(P.SEE_INDICATORS)
def table(request: Request, key: str) -> HttpResponse:
    """What does this table show for the month?"""
    page = _page(request, key)
    form, listed = _listed(request, page)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(listed)
    listed.exports = export_links(request, "disclosure:export", key) if page.release else []
    seen = {
        "page": page,
        "table": listed,
        "filter": SimpleNamespace(form=form),
        "may_keep": request.reach.may(P.KEEP_DISCLOSURE),
    }
    return render(request, "disclosure/table.html", seen)


@needs(P.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, key: str, kind: str) -> HttpResponse:
    """The released cells of the month as a file: exactly those that the page shows."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(P.SEE_INDICATORS):
        raise Http404
    page = _page(request, key)
    if page.release is None:
        raise Http404
    _form, listed = _listed(request, page)
    listed.order_by = [one for one in request.GET.getlist("sort") if COLUMN.fullmatch(one)]
    lines = formats.table_lines(page, [row.record for row in listed.rows])
    operations.note_export(
        by=request.person,
        at=timezone.now(),
        world=request.world,
        what=key,
        rows=len(lines) - 1,
        kind=kind,
        purpose=taking.purpose,
        recipient=taking.recipient,
    )
    name = f"shown-{key}-{request.world.code}-{page.release.period}"
    return file_answer(lines, kind, str(page.table), name)


def _page(request: Request, key: str) -> queries.TablePage:
    found = queries.table_page(request.person, request.world, key, request.GET.get("month", ""))
    if found is None:
        raise Http404
    return found


def _listed(request: Request, page: queries.TablePage) -> tuple[CellFilter, CellTable]:
    """The cells as they are narrowed."""
    form = CellFilter(request.GET, page)
    may_keep = request.reach.may(P.KEEP_DISCLOSURE)
    return form, CellTable(page, form.narrowed(page.rows), may_keep=may_keep)
