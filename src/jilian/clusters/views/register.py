"""Clusters as of a day: the list, the page of one, its chain, its members as a file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.dated import Held
from jilian.base.paging import COLUMN, RequestConfig
from jilian.clusters import formats, operations, queries
from jilian.clusters.lists import ClusterFilter, ClusterTable, MemberFilter, MemberTable
from jilian.clusters.models import Cluster
from jilian.clusters.views.parts import (
    asked_kind,
    find_cluster,
    life_address,
    parts_of_others,
)
from jilian.firms.models import Firm
from jilian.ui.address import without

ROWS_A_PAGE = 25


@needs(Permission.SEE_REGISTER)
def cluster_list(request: Request) -> HttpResponse:
    """Which clusters are there, where, and who is in them?"""
    whole, form, entries = _asked_for(request)
    table = ClusterTable(entries, with_outputs=whole.output is not None)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    table.exports = export_links(request, "clusters:export_list")
    members, spots = sum(entry.members for entry in entries), queries.spots_of(entries)
    certain = sum(entry.listed.held is Held.YES for entry in entries)
    return render(
        request,
        "clusters/list.html",
        {
            "table": table,
            "whole": whole,
            "entries": entries,
            "certain": certain,
            "perhaps": len(entries) - certain,
            "filter": SimpleNamespace(form=form),
            "members": members,
            "unplaced": members - sum(count for _spot, count in spots),
            "spots": [(spot, count, _in_place(request, spot)) for spot, count in spots],
            "map_config": _map(request, spots),
            "may_see_runs": request.reach.may_somewhere(Permission.SEE_PROPOSALS),
        },
    )


@needs(Permission.EXPORT)
@says_purpose
def export_list(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The clusters as the page lists them, as a file."""
    _whole, form, entries = _asked_for(request)
    ordered = _in_asked_order(request, entries)
    lines = formats.cluster_lines(ordered, with_outputs="size" in form.fields)
    operations.note_list_export(
        by=request.person, at=timezone.now(), world=request.world, day=request.as_of, kind=kind,
        rows=len(entries), purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"clusters-{request.world.code}-{request.as_of.isoformat()}"
    return file_answer(lines, kind, _("Clusters"), name)


@needs(Permission.SEE_REGISTER)
def detail(request: Request, pk: int) -> HttpResponse:
    """Which firms, in which positions, who leads? What is long is loaded by parts."""
    cluster = find_cluster(request, pk)
    page = queries.cluster_page(request.person, request.world, cluster, request.as_of)
    narrowed = _narrowed(request, cluster, page.towns)
    table = MemberTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    table.exports = export_links(request, "clusters:export", cluster.pk)
    return render(
        request,
        "clusters/detail.html",
        {
            "page": page,
            "cluster": cluster,
            "strip": page.listed.linked_strip(_address(request, cluster)) if page.listed else (),
            "filter": narrowed,
            "table": table,
            "sees_outputs": queries.sees_outputs(request.person, request.world),
            "parts": parts_of_others(request, cluster),
            "life_address": life_address(request, cluster, "clusters:life", asked_kind(request)),
        },
    )


@needs(Permission.SEE_REGISTER)
def chain(request: Request, pk: int) -> HttpResponse:
    """The chain alone, as the page of the cluster and others load it."""
    cluster = find_cluster(request, pk)
    found = queries.chain_of(request.person, cluster, request.as_of, _address(request, cluster))
    return render(request, "clusters/parts/chain.html", {"chain": found, "cluster": cluster})


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The members as the page lists them, as a file."""
    cluster, day = find_cluster(request, pk), request.as_of
    towns = queries.towns_of_members(cluster, day)
    lines = formats.member_lines(_narrowed(request, cluster, towns).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), cluster=cluster, day=day, kind=kind,
        rows=len(lines) - 1, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    return file_answer(lines, kind, _("Members"), f"{cluster.key}-{day.isoformat()}")


@needs(Permission.SEE_REGISTER)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page: in which clusters, in which position, since when."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    rows = queries.memberships_of_firm(firm, request.as_of)
    return render(request, "clusters/of_firm.html", {"rows": rows, "firm": firm})


@needs(Permission.SEE_REGISTER)
def points(request: Request) -> JsonResponse:
    """The map of a world; its shape stands at ``queries.map_points``."""
    return JsonResponse(
        queries.map_points(request.person, request.world, request.as_of),
        json_dumps_params={"ensure_ascii": False},
    )


def _asked_for(request: Request) -> tuple[queries.Directory, ClusterFilter, list[queries.Entry]]:
    """All clusters of the day, what is asked, and those that fit."""
    whole = queries.directory(request.person, request.world, request.as_of)
    sees = queries.sees_outputs(request.person, request.world)
    form = ClusterFilter(request.GET, whole, with_outputs=sees)
    return whole, form, queries.narrowed(whole.entries, form.asked)


def _in_asked_order(request: Request, entries: list[queries.Entry]) -> list[queries.Entry]:
    """The clusters in the order in which the page would list them."""
    table = ClusterTable(entries, with_outputs=True)
    table.order_by = [one for one in request.GET.getlist("sort") if COLUMN.fullmatch(one)]
    return [row.record for row in table.rows]


def _in_place(request: Request, spot: queries.Spot) -> str:
    """The list narrowed to a place; the place that is asked for already leads back to all."""
    rest = without(request, "page", "town")
    if request.GET.get("town") == spot.code:
        return rest
    return f"{rest}{'&' if '?' in rest else '?'}town={spot.code}"


def _map(request: Request, spots: list[tuple[queries.Spot, int]]) -> dict[str, Any]:
    """What map.js draws: members by place, each with the list narrowed to it."""
    path = reverse("world:outlines", kwargs={"world": request.world.code})
    return {
        "outlines_url": path,
        "unit": _("firms"),
        "points": [
            {"label": str(spot), "count": count, "lon": spot.lon, "lat": spot.lat,
             "url": _in_place(request, spot)}
            for spot, count in spots
            if spot.lon is not None and spot.lat is not None
        ],
    }  # fmt: skip


def _narrowed(
    request: Request, cluster: Cluster, towns: list[tuple[str, str, str, int]]
) -> MemberFilter:
    english = get_language() == "en"
    choices = [(code, name_en if english else name) for code, name, name_en, _n in towns if code]
    rows = queries.member_rows(cluster, request.as_of)
    return MemberFilter(request.GET, queryset=rows, towns=choices)


def _address(request: Request, cluster: Cluster) -> str:
    page = reverse("clusters:detail", args=(request.world.code, cluster.pk))
    return page if request.as_of == request.today else f"{page}?on={request.as_of.isoformat()}"
