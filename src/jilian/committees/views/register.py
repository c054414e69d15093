"""The lists, the page of one procedure, the part of a cluster's page, the papers."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.committees import formats, operations, queries
from jilian.committees.lists import (
    ProcedureFilter,
    ProcedureTable,
    TermFilter,
    TermTable,
    ordered_by_due,
)
from jilian.committees.models import Procedure
from jilian.committees.queries.record import record_of
from jilian.committees.rules import first_reminder
from jilian.committees.views.finding import address_of, seen_or_404
from jilian.committees.views.words import KINDS

PER_PAGE = 25


@needs(Permission.SEE_PROCEDURES)
def procedures(request: Request) -> HttpResponse:
    """Which bodies are being set up, and what waits?"""
    seen = queries.procedures_seen(request.person, request.world, request.today)
    chosen = ProcedureFilter(request.GET, queryset=seen, day=request.today)
    table = ProcedureTable(chosen.qs.order_by(*queries.ORDER))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "committees:export")
    page = {
        "filter": chosen,
        "table": table,
        "running": seen.running().count(),
        "standing": seen.standing().count(),
        "due": queries.due_soon(seen, request.today).count(),
        "is_empty": not seen.exists(),
    }
    return render(request, "committees/list.html", page)


@needs(Permission.SEE_PROCEDURES)
def terms(request: Request) -> HttpResponse:
    """Whose term ends when?"""
    seen = queries.terms_seen(request.person, request.world, request.today)
    chosen = TermFilter(request.GET, queryset=seen, day=request.today)
    table = TermTable(ordered_by_due(chosen.qs))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "committees:export_terms")
    page: dict[str, Any] = {"filter": chosen, "table": table, "is_empty": not seen.exists()}
    page["due"] = queries.due_soon(seen, request.today).count()
    page["soon"] = first_reminder()
    page["soon_url"] = f"?within={page['soon']}"
    if request.reach.may(Permission.SEE_PROCEDURES):
        page["others"] = queries.bodies_without_term(request.world, request.today)
    return render(request, "committees/terms.html", page)


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list of procedures as a file."""
    seen = queries.procedures_seen(request.person, request.world, request.today)
    rows = ProcedureFilter(request.GET, queryset=seen, day=request.today).qs.order_by(
        *queries.ORDER
    )
    lines = formats.procedure_lines(rows, request.today)
    return _file(request, taking, kind, "procedures", _("Setting up of bodies"), lines)


@needs(Permission.EXPORT)
@says_purpose
def export_terms(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list of terms as a file."""
    seen = queries.terms_seen(request.person, request.world, request.today)
    rows = ordered_by_due(TermFilter(request.GET, queryset=seen, day=request.today).qs)
    lines = formats.term_lines(rows, request.today)
    return _file(request, taking, kind, "terms", _("Terms of office"), lines)


@needs(Permission.SEE_PROCEDURES)
def detail(request: Request, pk: int) -> HttpResponse:
    """How far has the setting up of this body come?"""
    procedure = seen_or_404(request, pk)
    page = queries.procedure_page(request.person, procedure, request.today)
    may_take = request.reach.may(Permission.PROPOSE_BODIES, procedure.own_scopes)
    return render(
        request,
        "committees/detail.html",
        {
            "page": page,
            "procedure": procedure,
            "usual": page.usual and (address_of(procedure, page.usual), KINDS[page.usual]),
            "kinds": [
                (address_of(procedure, step), KINDS[step])
                for step in page.next
                if step != page.usual
            ],
            "papers": formats.papers_of(record_of(procedure)) if may_take else [],
        },
    )


@needs(Permission.SEE_PROCEDURES)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: its body, what is under way, when the term ends."""
    clusters = Cluster.objects.visible_to(request.person, request.world)
    cluster = get_object_or_404(clusters.select_related("world"), pk=pk)
    seen = queries.procedures_seen(request.person, request.world, request.today).filter(
        cluster=cluster
    )
    rows = [row for row in seen.order_by(*queries.ORDER) if row.is_open or row.is_standing]
    scopes = (("cluster", str(cluster.pk)),)
    may_begin = request.reach.may(Permission.PROPOSE_BODIES, scopes)
    set_up = {row.organisation_id for row in rows}
    body = cluster.bodies.on(request.as_of).select_related("organisation", "source").first()
    page = {
        "cluster": cluster,
        "body": body if body and body.organisation_id not in set_up else None,
        "rows": rows,
        "may_begin": may_begin and not any(row.is_open for row in rows),
    }
    return render(request, "committees/of_cluster.html", page)


@needs(Permission.PROPOSE_BODIES)
@says_purpose
def paper(request: Request, taking: Taking, pk: int, paper: str) -> HttpResponse:
    """A paper as a Word file, made from the record."""
    seen = Procedure.objects.visible_to(request.person, request.world, Permission.PROPOSE_BODIES)
    procedure = get_object_or_404(seen.select_related("world", "cluster", "superior"), pk=pk)
    kinds = [kind for kind in formats.Paper if procedure.state in formats.MADE_FROM[kind]]
    if paper not in kinds:
        raise Http404
    sheet = formats.made_of(record_of(procedure), formats.Paper(paper))
    content = formats.as_docx(sheet)
    operations.note_paper(
        by=request.person, at=timezone.now(), procedure=procedure, paper=paper,
        fingerprint=hashlib.sha256(content).hexdigest(), missing=len(sheet.missing),
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{paper}-{procedure.cluster.key}-{procedure.pk}.docx"
    return HttpResponse(
        content,
        content_type=formats.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file(
    request: Request, taking: Taking, kind: str, what: str, title: str, lines: formats.Lines
) -> HttpResponse:
    if kind not in CONTENT_TYPES:
        raise Http404
    operations.note_list(
        by=request.person, at=timezone.now(), world=request.world, what=what, kind=kind,
        rows=len(lines) - 1, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{what}-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, title, name)
