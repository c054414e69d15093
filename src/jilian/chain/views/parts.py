"""Parts of other pages: what breaks if this firm stops, what is critical in this cluster."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.chain import queries
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm

FIRST = 5


@needs(Permission.SEE_REGISTER)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page: the index and the way to the what-if; of one's own, the inputs."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    is_own = queries.own_firms(request.person, request.world).filter(pk=pk).exists()
    sees = request.reach.may_somewhere(Permission.SEE_BREAKS)
    reader = queries.reader_of(request.person, request.world) if sees else None
    within = reader is not None and reader.lists(queries.key_of(firm))
    if not within and not is_own:
        if sees:
            raise Http404
        return HttpResponse()  # the page does not ask for it
    row, among = (None, 0)
    if reader is not None and within:
        row, among = queries.index_of_firm(reader, firm)
    page = {"firm": firm, "row": row, "among": among, "is_own": is_own, "within": within}
    return render(request, "chain/of_firm.html", page)


@needs(Permission.SEE_BREAKS)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: its most critical firms."""
    seen = Cluster.objects.visible_to(request.person, request.world)
    cluster = get_object_or_404(seen.select_related("world"), pk=pk)
    reader = queries.reader_of(request.person, request.world, pk)
    if reader is None or (reader.cluster is not None and reader.cluster.pk != pk):
        raise Http404
    run = queries.latest_list(request.person, request.world).done
    rows = queries.critical_rows(reader, run, pk).order_by("rank")[:FIRST] if run else ()
    page = {"cluster": cluster, "run": run, "rows": rows}
    return render(request, "chain/of_cluster.html", page)
