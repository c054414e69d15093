"""Pages of this area: what is shown outside, and what that guarantees."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission as P
from jilian.base.sheets import CONTENT_TYPES
from jilian.disclosure import formats, operations, queries


@needs(P.SEE_INDICATORS)
def tables(request: Request) -> HttpResponse:
    """What is shown outside?"""
    rows = queries.tables_seen(request.person, request.world)
    return render(request, "disclosure/tables.html", {"tables": rows})


@needs(P.SEE_INDICATORS)
def method(request: Request) -> HttpResponse:
    """What is guaranteed, and what is not?"""
    return render(request, "disclosure/method.html")


@needs(P.SEE_INDICATORS)
def table(request: Request, key: str) -> HttpResponse:
    """What does this table show for the month?"""
    page = _page(request, key)
    exports = export_links(request, "disclosure:export", key) if page.release else []
    seen = {"page": page, "exports": exports, "may_keep": request.reach.may(P.KEEP_DISCLOSURE)}
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
    lines = formats.table_lines(page.release)
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
    asked = request.GET
    found = queries.table_page(
        request.person, request.world, key, asked.get("month", ""), asked.get("of", "")
    )
    if found is None:
        raise Http404
    return found
