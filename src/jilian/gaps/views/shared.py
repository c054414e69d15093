"""What more than one page of this area needs: a cluster as seen, who keeps it, its firms."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.clusters.models import Cluster
from jilian.clusters.queries.members import member_rows


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
