"""Rows taken for writing, so that two who act at the same moment act one after the other."""

from __future__ import annotations

from jilian.purchases.models import Offer, Purchase, PurchaseOrder


def locked_purchase(purchase: Purchase) -> Purchase:
    """The request as it stands now, held until the end of the transaction."""
    rows = Purchase.objects.select_for_update(of=("self",))
    return rows.select_related("world", "buyer__merged_into", "cluster").get(pk=purchase.pk)


def locked_offer(offer: Offer) -> Offer:
    """An offer, after its request: offers of one request are changed one after the other."""
    kept = locked_purchase(offer.purchase)
    found = Offer.objects.select_related("supplier__merged_into").get(pk=offer.pk)
    found.purchase = kept
    return found


def locked_order(order: PurchaseOrder) -> PurchaseOrder:
    """An order as it stands now."""
    rows = PurchaseOrder.objects.select_for_update(of=("self",))
    return rows.select_related(
        "world", "purchase", "buyer__merged_into", "supplier__merged_into"
    ).get(pk=order.pk)
