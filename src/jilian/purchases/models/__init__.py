"""Requests, offers, awards and orders."""

from __future__ import annotations

from jilian.purchases.models.offers import Award, Offer, OfferLine, OfferQuerySet
from jilian.purchases.models.orders import (
    OrderReport,
    OrderReportLine,
    PurchaseOrder,
    PurchaseOrderQuerySet,
)
from jilian.purchases.models.requests import (
    InvitedSupplier,
    Purchase,
    PurchaseLine,
    PurchaseQuerySet,
)

__all__ = [
    "Award",
    "InvitedSupplier",
    "Offer",
    "OfferLine",
    "OfferQuerySet",
    "OrderReport",
    "OrderReportLine",
    "Purchase",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseOrderQuerySet",
    "PurchaseQuerySet",
]
