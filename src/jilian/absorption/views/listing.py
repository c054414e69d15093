"""Absorptions: the list, the page of one, the part of a cluster's page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.absorption import formats, operations, queries
from jilian.absorption.lists import AbsorptionFilter, AbsorptionTable
from jilian.absorption.models import Absorption
from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster

PER_PAGE = 25
SHOWN_OF_CLUSTER = 5


@needs(Permission.SEE_PROCEDURES)
def absorptions(request: Request) -> HttpResponse:
    """Whose organisation is to come under which cluster, and who is awaited?"""
    seen = queries.absorptions_seen(request.person, request.world)
    chosen = _chosen(request)
    table = AbsorptionTable(chosen.qs, order_by="-proposed_on")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "absorption:export")
    page = {
        "filter": chosen,
        "table": table,
        "open": seen.open().count(),
        "in_effect": seen.in_effect_on(request.as_of).count(),
        "is_empty": not seen.exists(),
    }
    return render(request, "absorption/list.html", page)


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as a file, by its filters."""
    if kind not in CONTENT_TYPES:
        raise Http404
    lines = formats.absorption_lines(_chosen(request).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, rows=len(lines) - 1, kind=kind,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"absorptions-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Absorptions"), name)


@needs(Permission.SEE_PROCEDURES)
def detail(request: Request, pk: int) -> HttpResponse:
    """How far is it, who has said what, and what moves on which day?"""
    found = _seen(request, pk)
    page = queries.absorption_page(request.person, found, request.as_of)
    return render(request, "absorption/detail.html", {"page": page, "absorption": found})


@needs(Permission.SEE_PROCEDURES)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: what it takes in, and what waits."""
    cluster = get_object_or_404(
        Cluster.objects.visible_to(request.person, request.world).select_related("world"), pk=pk
    )
    rows = queries.absorptions_of_cluster(request.person, cluster, request.as_of)
    page = {
        "cluster": cluster,
        "rows": rows[:SHOWN_OF_CLUSTER],
        "total": len(rows),
        "may_propose": request.reach.may(
            Permission.PROPOSE_ABSORPTION, (("cluster", str(cluster.pk)),)
        ),
    }
    return render(request, "absorption/of_cluster.html", page)


def _seen(request: Request, pk: int) -> Absorption:
    return get_object_or_404(queries.absorptions_seen(request.person, request.world), pk=pk)


def _chosen(request: Request) -> AbsorptionFilter:
    seen = queries.absorptions_seen(request.person, request.world)
    clusters = Cluster.objects.filter(
        pk__in=Absorption.objects.visible_to(request.person, request.world).values("cluster")
    )
    return AbsorptionFilter(request.GET, queryset=seen, clusters=clusters, as_of=request.as_of)
