"""Lists of this area as files, and what more than one page needs."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES, as_file
from jilian.clusters.models import Cluster
from jilian.clusters.queries.members import member_rows


def file_answer(
    lines: Sequence[Sequence[object]], kind: str, title: str, name: str
) -> HttpResponse:
    """The lines as a file of this kind; 404 for a kind that there is not."""
    if kind not in CONTENT_TYPES:
        raise Http404
    return HttpResponse(
        as_file(kind, title, lines),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def export_links(request: Request, name: str) -> list[tuple[str, str]]:
    """Where the list that is shown can be taken along; nothing for who may not."""
    if not request.reach.may(Permission.EXPORT):
        return []
    asked = request.GET.copy()
    for one in ("page", "sort"):
        asked.pop(one, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (label, reverse(name, args=(request.world.code, kind)) + query)
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def cluster_seen(request: Request, pk: int, *, to_keep: bool = False) -> Cluster:
    """The cluster that the person may see, or 404; ``to_keep``: whose gaps it may keep."""
    rows = Cluster.objects.visible_to(request.person, request.world).select_related("world")
    found = get_object_or_404(rows, pk=pk)
    if to_keep and not may_keep(request, found):
        raise Http404
    return found


def may_keep(request: Request, cluster: Cluster) -> bool:
    """Whether the person keeps the missing links of this cluster."""
    return request.reach.may(Permission.KEEP_GAPS, (("cluster", str(cluster.pk)),))


def firm_choices(request: Request, cluster: Cluster) -> list[tuple[int, str]]:
    """The members of the cluster on the day, the leading ones first."""
    return [(row.firm.root_id, str(row.firm.root)) for row in member_rows(cluster, request.as_of)]
