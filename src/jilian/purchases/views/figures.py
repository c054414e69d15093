"""What the orders of the clusters come to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.purchases import queries
from jilian.purchases.rules.showing import DOMINANT_PERCENT, LEAST_ORDERS, LEAST_SUPPLIERS


@needs(Permission.SEE_PURCHASES)
def figures(request: Request) -> HttpResponse:
    """What do the orders come to, each counted once?"""
    page = {
        "figures": queries.figures_of(request.person, request.world, request.as_of),
        "least_orders": LEAST_ORDERS,
        "least_suppliers": LEAST_SUPPLIERS,
        "dominant": DOMINANT_PERCENT,
    }
    return render(request, "purchases/figures.html", page)
