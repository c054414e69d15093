"""Selections of a world, the table of one, and who leads a cluster."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.leaders import analysis, formats, operations, queries
from jilian.leaders.lists import FirmFilter, FirmTable, SelectionFilter, SelectionTable
from jilian.leaders.models import Selection
from jilian.leaders.views.tables import SIDE_BY_SIDE, columns_of, rows_of

ROWS_A_PAGE = 25


@needs(Permission.SEE_SELECTIONS)
def selections(request: Request) -> HttpResponse:
    """Which leading firms were chosen, from which table?"""
    rows = queries.listed_selections(request.person, request.world)
    narrowed = SelectionFilter(request.GET, queryset=rows)
    table = SelectionTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    open_count = rows.open().count()
    return render(
        request,
        "leaders/list.html",
        {"filter": narrowed, "table": table, "open_count": open_count, "count": rows.count(),
         "may_choose": request.reach.may(Permission.CHOOSE_LEADERS)},
    )  # fmt: skip


def selection_or_404(request: Request, pk: int) -> Selection:
    """Return a selection that the person may see."""
    rows = Selection.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("cluster__world"), pk=pk)


def cluster_or_404(request: Request, pk: int) -> Cluster:
    """Return a cluster that the person may see."""
    rows = Cluster.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("world"), pk=pk)


@needs(Permission.SEE_SELECTIONS)
def detail(request: Request, pk: int) -> HttpResponse:
    """Who stands first, by what, and how firmly?"""
    selection = selection_or_404(request, pk)
    page = {
        "selection": selection,
        "cluster": selection.cluster,
        "declared": queries.declared_now(selection),
        "choices": list(selection.choices.select_related("firm__merged_into")),
        "may_choose": request.reach.may(Permission.CHOOSE_LEADERS),
    }
    if selection.result is not None:
        page |= _ranked(request, selection)
    return render(request, "leaders/detail.html", page)


def _ranked(request: Request, selection: Selection) -> dict[str, object]:
    ranking = queries.ranking_of(selection)
    narrowed = FirmFilter(request.GET)
    rows = narrowed.kept(ranking.rows)
    table = FirmTable(rows, ranking=ranking)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    table.exports = export_links(request, "leaders:export", selection.pk)
    chosen = {choice.firm_id for choice in selection.choices.all()}
    shown = [one.record.row for one in table.paginated_rows][:SIDE_BY_SIDE]
    return {
        "ranking": ranking, "filter": narrowed, "table": table,
        "columns": columns_of(shown, request.world.code, chosen),
        "rows": rows_of(ranking, shown),
    }  # fmt: skip


@needs(Permission.SEE_SELECTIONS)
def again(request: Request, pk: int) -> HttpResponse:
    """Does it come out the same, to the last digit?"""
    selection = selection_or_404(request, pk)
    try:
        found = analysis.rank_again(selection)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("leaders:detail", request.world.code, pk)
    part = "#answer" if request.headers.get("HX-Request") else ""
    return render(
        request,
        f"leaders/again.html{part}",
        {
            "selection": selection,
            "again": found,
            "changes": queries.differences(selection, found.result),
        },
    )


@needs(Permission.SEE_SELECTIONS)
@says_purpose
def export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The table as a file."""
    selection = selection_or_404(request, pk)
    if kind not in CONTENT_TYPES or selection.result is None:
        raise Http404
    lines = formats.ranking_lines(queries.ranking_of(selection))
    operations.note_export(
        by=request.person, at=timezone.now(), selection=selection, kind=kind, rows=len(lines) - 1,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"leaders-{selection.pk}-{selection.as_of.isoformat()}"
    return file_answer(lines, kind, _("Selection"), name)


@needs(Permission.SEE_REGISTER)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: who leads since when and why, and who is the chain head."""
    cluster = cluster_or_404(request, pk)
    found = queries.leading_now(request.person, cluster, request.as_of)
    return render(request, "leaders/of_cluster.html", {"cluster": cluster, "now": found})


def back_to(request: HttpRequest, name: str, *args: object) -> str:
    """The address of a page of this area within the world of the request."""
    world = request.world  # type: ignore[attr-defined]
    return reverse(f"leaders:{name}", args=(world.code, *args))
