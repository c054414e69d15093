"""The list of requests, the page of one, and the list as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.purchases import formats, operations, queries
from jilian.purchases.lists import PurchaseFilter, PurchaseTable
from jilian.purchases.models import Purchase
from jilian.purchases.views.shared import purchase_of

PER_PAGE = 25
P = Permission


@needs(P.SEE_PURCHASES)
def purchases(request: Request) -> HttpResponse:
    """What is bought in the clusters, and on what may I offer?"""
    at = timezone.now()
    seen = queries.purchases_seen(request.person, request.world, at)
    chosen = _chosen(request)
    table = PurchaseTable(chosen.qs, at=at, order_by="-put_round_at")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "purchases:export")
    page = {
        "filter": chosen,
        "table": table,
        "for_me": seen.filter(whose="for_me").count(),
        "mine": seen.filter(whose="mine").count(),
        "is_empty": not seen.exists(),
        "is_firm": request.reach.may_somewhere(P.OFFER_PURCHASES),
        "may_buy": bool(queries.own_firms(request.person, request.world, P.ORDER_PURCHASES)),
        "may_record_links": request.reach.may_somewhere(P.CHANGE_LINKS),
    }
    return render(request, "purchases/list.html", page)


@needs(P.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as a file, by its filters; no price and no supplier stands in it."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(P.SEE_PURCHASES):
        raise Http404
    lines = formats.purchase_lines(_chosen(request).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, rows=len(lines) - 1, kind=kind,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"purchases-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Purchases"), name)


@needs(P.SEE_PURCHASES)
def detail(request: Request, pk: int) -> HttpResponse:
    """What is bought, until when may be offered, and what becomes of it?"""
    found = purchase_of(request, pk)
    page = queries.purchase_page(request.person, found, timezone.now())
    return render(request, "purchases/detail.html", {"page": page, "purchase": found})


def _chosen(request: Request) -> PurchaseFilter:
    seen = queries.purchases_seen(request.person, request.world, timezone.now())
    clusters = Cluster.objects.filter(
        pk__in=Purchase.objects.visible_to(request.person, request.world).values("cluster")
    )
    return PurchaseFilter(request.GET, queryset=seen, clusters=clusters)
