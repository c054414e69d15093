"""The page of a cluster's chain with its gaps, and the cluster's two lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.gaps import operations, queries
from jilian.gaps.forms import ItemForm, ResultForm
from jilian.gaps.models import ChainItem
from jilian.gaps.views.shared import cluster_seen, firm_choices, may_keep

P = Permission


@needs(P.SEE_GAPS)
def chain(request: Request, pk: int) -> HttpResponse:
    """Who is here, who is outside, what is unknown, what is missing?"""
    cluster = cluster_seen(request, pk)
    page = {
        "cluster": cluster,
        "chain": queries.gap_chain(request.person, cluster, request.as_of),
        "may_keep": may_keep(request, cluster),
    }
    return render(request, "gaps/chain.html", page)


@needs(P.SEE_GAPS)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: gaps, and the oldest open line of each list."""
    cluster = cluster_seen(request, pk)
    seen = queries.missing_seen(request.person, request.world).filter(cluster=cluster)
    recruits = queries.recruits_seen(request.person, request.world).filter(cluster=cluster)
    page = {
        "cluster": cluster,
        "totals": queries.totals(seen),
        "lists": queries.lists_of(request.person, cluster, request.as_of),
        "numbers": queries.three_numbers(recruits, request.as_of),
    }
    return render(request, "gaps/of_cluster.html", page)


@needs(P.SEE_GAPS)
def items(request: Request, pk: int) -> HttpResponse:
    """What does the leader offer, what does the chain lack, who owns it, since when?"""
    cluster = cluster_seen(request, pk)
    page = {
        "cluster": cluster,
        "lists": queries.lists_of(request.person, cluster, request.as_of),
        "may_keep": may_keep(request, cluster),
    }
    return render(request, "gaps/items.html", page)


@needs(P.KEEP_GAPS)
def new_item(request: Request, pk: int) -> HttpResponse:
    """What is put on which list, and who owns it?"""
    cluster = cluster_seen(request, pk, to_keep=True)
    asked = request.GET.get("kind", "offer")
    form = ItemForm(
        request.POST or None, firms=firm_choices(request, cluster),
        initial={"kind": asked, "opened_on": request.today},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        typed["owner_firm"] = Firm.objects.filter(pk=typed["owner_firm"] or 0).first()
        try:
            operations.add_item(by=request.person, at=timezone.now(), cluster=cluster, **typed)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands on the list."))
            return redirect("gaps:items", request.world.code, cluster.pk)
    return render(request, "gaps/new_item.html", {"cluster": cluster, "form": form})


@needs(P.KEEP_GAPS)
def close_item(request: Request, pk: int) -> HttpResponse:
    """What came of it?"""
    rows = ChainItem.objects.filter(world=request.world, closed_on__isnull=True)
    item = get_object_or_404(rows.select_related("cluster__world", "world"), pk=pk)
    if not may_keep(request, item.cluster):
        raise Http404
    form = ResultForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_item(
                by=request.person, at=timezone.now(), item=item, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Closed; it stays on the list of the closed ones."))
            return redirect("gaps:items", request.world.code, item.cluster_id)
    return render(
        request, "gaps/close_item.html", {"item": item, "cluster": item.cluster, "form": form}
    )
