"""The API of this area: requests, the own offers, the own orders, and what they come to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.purchases import queries
from jilian.purchases.models import Offer, OrderReport, PurchaseOrder
from jilian.purchases.rules import Phase, Told

router = Router()


class PurchaseLineOut(Schema):
    """One thing asked for."""

    number: int
    material: str
    specification: str
    amount: Decimal
    unit: str
    needed_on: date
    papers: str


class PurchaseOut(Schema):
    """A request, as far as one may hear of it; no price and no supplier."""

    pk: int
    title: str
    buyer: int
    cluster: int
    phase: str = Field(description="who neither buys nor offers hears: taking or closed")
    closes_at: datetime | None = Field(description="null once closed, but to the buyer")
    lines: list[PurchaseLineOut]


class OwnPriceOut(Schema):
    """What the own firm offers on a line, and what it was awarded."""

    line: int
    unit_price: Decimal
    tax: str
    rate: Decimal | None
    lead_days: int | None
    papers: str
    awarded: Decimal | None


class OwnOfferOut(Schema):
    """The own offer with its true state."""

    purchase: int
    supplier: int
    told: str
    answer: str = Field(description="why nothing was awarded, where a reason was given")
    lines: list[OwnPriceOut]


class OrderReportOut(Schema):
    """What one side says of an order."""

    side: str
    ordered_on: date
    tax: str
    rate: Decimal | None
    value: Decimal
    document: str
    state: str


class OrderOut(Schema):
    """An order of the own firm, with what both sides report."""

    pk: int
    purchase: int
    number: str
    buyer: int
    supplier: int
    standing: str
    reports: list[OrderReportOut]


class SumOut(Schema):
    """What a cluster's orders come to, in words."""

    cluster: int
    basis: str
    words: str
    orders: int


@router.get("", response=list[PurchaseOut])
def purchases(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the requests that one may see, the latest first."""
    asking = enter(request, world_code, Permission.SEE_PURCHASES)
    rows = queries.purchases_seen(asking.person, asking.world, timezone.now())
    return [_purchase(row) for row in rows.order_by("-put_round_at", "-pk")]


@router.get("/offers", response=list[OwnOfferOut])
def offers(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the own firm's offers with their true state; nobody else's."""
    asking = enter(request, world_code, Permission.OFFER_PURCHASES)
    own = queries.own_firms(asking.person, asking.world, Permission.OFFER_PURCHASES)
    rows = Offer.objects.filter(supplier__in=own, purchase__world=asking.world)
    kept = rows.select_related("purchase").prefetch_related("lines__line", "lines__award")
    return [_offer(row, timezone.now()) for row in kept]


@router.get("/orders", response=list[OrderOut])
def orders(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the own firm's orders with what both sides report."""
    asking = enter(request, world_code, Permission.SEE_PURCHASES)
    return [_order(row) for row in queries.orders_seen(asking.person, asking.world)]


@router.get("/sums", response=list[SumOut])
def sums(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """Say what clusters' orders come to, as of `?on=`; left out where it would tell a price."""
    asking = enter(request, world_code, Permission.SEE_PURCHASES)
    found = queries.figures_of(asking.person, asking.world, asking.as_of)
    return [
        {
            "cluster": one.cluster.pk, "basis": said.basis, "words": said.words,
            "orders": said.sum.orders,
        }
        for one in found.clusters
        for said in one.sums
    ]  # fmt: skip


@router.get("/{int:pk}", response=PurchaseOut)
def purchase(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one request."""
    asking = enter(request, world_code, Permission.SEE_PURCHASES)
    rows = queries.purchases_seen(asking.person, asking.world, timezone.now())
    return _purchase(get_object_or_404(rows, pk=pk))


def _purchase(row: Any) -> dict[str, Any]:
    shows = row.phase == Phase.TAKING or row.whose == "mine"
    return {
        "pk": row.pk,
        "title": row.title,
        "buyer": row.buyer.root_id,
        "cluster": row.cluster_id,
        "phase": row.phase,
        "closes_at": row.closes_at if shows else None,
        "lines": list(row.lines.all()),
    }


def _offer(row: Offer, at: datetime) -> dict[str, Any]:
    told = queries.told_of(row, row.purchase, at)
    is_awarded = told == Told.AWARDED
    return {
        "purchase": row.purchase_id,
        "supplier": row.supplier_id,
        "told": told,
        "answer": row.answer,
        "lines": [
            {
                "line": one.line.number, "unit_price": one.unit_price, "tax": one.tax,
                "rate": one.rate, "lead_days": one.lead_days, "papers": one.papers,
                "awarded": one.award.amount if is_awarded and hasattr(one, "award") else None,
            }
            for one in row.lines.all()
        ],
    }  # fmt: skip


def _order(row: PurchaseOrder) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "purchase": row.purchase_id,
        "number": row.number,
        "buyer": row.buyer.root_id,
        "supplier": row.supplier.root_id,
        "standing": row.standing,
        "reports": [_report(one) for one in row.reports.all()],
    }


def _report(one: OrderReport) -> dict[str, Any]:
    return {
        "side": one.side, "ordered_on": one.ordered_on, "tax": one.tax, "rate": one.rate,
        "value": one.plain.value, "document": one.document, "state": one.state,
    }  # fmt: skip
