"""Parts of a cluster's page, and its sheet for print."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext

from jilian.accounts.gate import Request, needs, part_address
from jilian.accounts.permissions import Permission
from jilian.clusters import analysis, queries
from jilian.clusters.models import Cluster
from jilian.clusters.rules.life import ChangeKind

CHANGES_A_PAGE = 20
# What areas above say about a cluster: each answers a part at its own address.
OF_OTHERS = ("leaders", "committees", "absorption", "coverage", "gaps", "chain")


@needs(Permission.SEE_REGISTER)
def output(request: Request, pk: int) -> HttpResponse:
    """What its members put out year by year, and the size class; for who sees every firm's."""
    cluster = find_cluster(request, pk)
    if not queries.sees_outputs(request.person, request.world):
        return render(request, "clusters/parts/not_for_you.html")
    years = queries.outputs_by(request.person, request.world, request.as_of)
    rows = [(year, year.clusters[cluster.pk]) for year in years if cluster.pk in year.clusters]
    return render(request, "clusters/parts/output.html", {"cluster": cluster, "rows": rows})


@needs(Permission.SEE_REGISTER)
def strength(request: Request, pk: int) -> HttpResponse:
    """Is it a cluster at all? How specialised its main place is in its main industry."""
    cluster = find_cluster(request, pk)
    if not queries.sees_outputs(request.person, request.world):
        return render(request, "clusters/parts/not_for_you.html")
    asked = queries.strength_rows(request.person, request.world, cluster, request.as_of)
    found = asked and analysis.strength_of(asked.rows, asked.spot.code, asked.trade[0])
    page = {"cluster": cluster, "asked": asked, "found": found}
    return render(request, "clusters/parts/strength.html", page)


@needs(Permission.SEE_REGISTER)
def life(request: Request, pk: int) -> HttpResponse:
    """Every dated change, as a line and as a table; narrowed by kind."""
    cluster = find_cluster(request, pk)
    kind = asked_kind(request)
    found = queries.life_of(request.person, cluster, kind)
    rows = found.latest_first
    shown = rows if "all" in request.GET else rows[:CHANGES_A_PAGE]
    page = {
        "cluster": cluster,
        "life": found,
        "kinds": _kinds(request, cluster, found, kind),
        "rows": shown,
        "left": len(rows) - len(shown),
        "all_address": life_address(request, cluster, "clusters:life", kind, "all=1"),
    }
    return render(request, "clusters/parts/life.html", page)


def asked_kind(request: Request) -> ChangeKind | None:
    """The kind of change to which the address narrows the timeline."""
    asked = request.GET.get("kind", "")
    return ChangeKind(asked) if asked in ChangeKind.values else None


def _kinds(
    request: Request, cluster: Cluster, found: queries.Life, chosen: ChangeKind | None
) -> list[dict[str, Any]]:
    """The kinds by which the changes can be narrowed, each with page, part and count."""
    counted = [(None, sum(found.counts.values())), *found.counts.items()]
    return [
        {
            "label": kind.label if kind else pgettext("filter", "all"),
            "count": count,
            "chosen": kind is chosen,
            "page": life_address(request, cluster, "clusters:detail", kind),
            "part": life_address(request, cluster, "clusters:life", kind),
        }
        for kind, count in counted
    ]


def life_address(
    request: Request, cluster: Cluster, name: str, kind: ChangeKind | None, *more: str
) -> str:
    """The page or the part, with the kind and the day that are asked for."""
    asked = [*more]
    if kind:
        asked.append(f"kind={kind}")
    if request.as_of != request.today:
        asked.append(f"on={request.as_of.isoformat()}")
    path = reverse(name, args=(request.world.code, cluster.pk))
    return f"{path}?{'&'.join(asked)}" if asked else path


@needs(Permission.SEE_REGISTER)
def brief(request: Request, pk: int) -> HttpResponse:
    """The cluster on one page, to be printed before a visit."""
    cluster = find_cluster(request, pk)
    found = queries.brief_of(request.person, request.world, cluster, request.as_of)
    return render(
        request,
        "clusters/brief.html",
        {"brief": found, "page": found.page, "cluster": cluster, "fingerprint": found.fingerprint},
    )


def find_cluster(request: Request, pk: int) -> Cluster:
    """The cluster that the person may see, or 404."""
    rows = Cluster.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("source", "world", "host_division"), pk=pk)


def parts_of_others(request: Request, cluster: Cluster) -> dict[str, str]:
    """The addresses of what other areas say about a cluster, where they stand open."""
    return {name: part_address(request, f"{name}:of_cluster", cluster.pk) for name in OF_OTHERS}
