"""Clusters as of a day: the list, the page of one, its chain, its members as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.clusters import formats, operations, queries
from jilian.clusters.lists import ClusterTable, MemberFilter, MemberTable
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm

ROWS_A_PAGE = 25


@needs(Permission.SEE_REGISTER)
def cluster_list(request: Request) -> HttpResponse:
    """Which clusters are there, and who is in them?"""
    rows = queries.listed_clusters(request.person, request.world, request.as_of)
    table = ClusterTable(rows)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    return render(
        request,
        "clusters/list.html",
        {
            "table": table,
            "rows": rows,
            "members": sum(row.members for row in rows),
            "may_see_runs": request.reach.may_somewhere(Permission.SEE_PROPOSALS),
        },
    )


@needs(Permission.SEE_REGISTER)
def detail(request: Request, pk: int) -> HttpResponse:
    """Which firms, in which positions, who leads, since when, by which paper?"""
    cluster = _cluster(request, pk)
    page = queries.cluster_page(request.person, request.world, cluster, request.as_of)
    narrowed = _narrowed(request, cluster, page.towns)
    table = MemberTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    if request.reach.may(Permission.EXPORT):
        table.exports = _exports(request, cluster)
    return render(
        request,
        "clusters/detail.html",
        {
            "page": page,
            "cluster": cluster,
            "chain": queries.chain_of(
                request.person, cluster, request.as_of, _address(request, cluster)
            ),
            "filter": narrowed,
            "table": table,
        },
    )


@needs(Permission.SEE_REGISTER)
def chain(request: Request, pk: int) -> HttpResponse:
    """The chain alone, for other pages to load."""
    cluster = _cluster(request, pk)
    found = queries.chain_of(request.person, cluster, request.as_of, _address(request, cluster))
    return render(request, "clusters/detail.html#chain", {"chain": found, "cluster": cluster})


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The members as the page lists them, as a file."""
    if kind not in formats.CONTENT_TYPES:
        raise Http404
    cluster, day = _cluster(request, pk), request.as_of
    towns = queries.towns_of_members(cluster, day)
    lines = formats.member_lines(_narrowed(request, cluster, towns).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), cluster=cluster, day=day, kind=kind,
        rows=len(lines) - 1, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{cluster.key}-{day.isoformat()}.{kind}"
    return HttpResponse(
        formats.as_file(lines, kind),
        content_type=formats.CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


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


def _cluster(request: Request, pk: int) -> Cluster:
    rows = Cluster.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("source", "world", "host_division"), pk=pk)


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


def _exports(request: HttpRequest, cluster: Cluster) -> list[tuple[str, str]]:
    asked = request.GET.copy()
    for name in ("page", "sort"):
        asked.pop(name, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (label, reverse("clusters:export", args=(cluster.world.code, cluster.pk, kind)) + query)
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
