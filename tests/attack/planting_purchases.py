"""What firm B buys, who offers it what, and what its orders are worth: planted, and altered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attack.planting import WORDS, _again, _model
from conftest import NOON

SINCE = date(2020, 1, 1)


def plant_purchases(*, world: Any, b: Any, **_rest: Any) -> None:
    cluster = _model("clusters.Cluster").objects.get(world=world, key="C2")
    made = _model("purchases.Purchase").objects.create(
        world=world, buyer=b, cluster=cluster, title=f"{WORDS}采购", kind="goods", state="open",
        estimate=Decimal("4567891.23"), own_rules=f"{WORDS}规定", own_document="3号",
        closes_at=NOON, drafted_at=NOON, put_round_at=NOON, evaluators=f"{WORDS}部",
        conflict="none",
    )  # fmt: skip
    made.lines.create(number=1, material=f"{WORDS}幕墙", amount=5, unit="m2", needed_on=SINCE)


def alter_purchases(**_rest: Any) -> None:
    rows = _model("purchases.Purchase").objects.filter(title__startswith=WORDS)
    _model("purchases.PurchaseLine").objects.filter(purchase__in=rows).update(material="别")
    kept = rows.get()
    rows.update(title="别的", kind="works")
    _again(kept, title="又一个")


def plant_offers(*, b: Any, c: Any, **_rest: Any) -> None:
    purchase = _model("purchases.Purchase").objects.get(buyer=b)
    purchase.invited.create(firm=c)
    offer = purchase.offers.create(
        supplier=c, state="submitted", submitted_at=NOON, conflict="declared",
        conflict_words=f"{WORDS}顾问",
    )  # fmt: skip
    offered = offer.lines.create(
        line=purchase.lines.get(), unit_price=Decimal("73519.46"), tax="with", lead_days=7,
        papers=f"{WORDS}资料",
    )  # fmt: skip
    _model("purchases.Award").objects.create(offered=offered, amount=3)


def alter_offers(*, b: Any, **_rest: Any) -> None:
    """Other prices, one offer less or more, another end: only its two sides may notice."""
    offers = _model("purchases.Offer").objects.filter(purchase__buyer=b)
    for row in _model("purchases.OfferLine").objects.filter(offer__in=offers):
        row.unit_price, row.papers, row.lead_days = Decimal("1.00"), "别", 90
        row.save()
    _model("purchases.Award").objects.all().filter(offered__offer__in=offers).delete()
    offers.update(conflict="none", conflict_words="", answer="别")
    invited = _model("purchases.InvitedSupplier").objects.filter(purchase__buyer=b)
    for row in _model("purchases.Purchase").objects.filter(buyer=b):
        row.state, row.cancel_reason, row.decided_at = "cancelled", "别", NOON
        row.estimate, row.evaluators, row.own_rules = Decimal("5.00"), "别部", "别规定"
        row.save()
    invited.delete()


def plant_orders(*, world: Any, b: Any, c: Any, **_rest: Any) -> None:
    purchase = _model("purchases.Purchase").objects.get(buyer=b)
    order = _model("purchases.PurchaseOrder").objects.create(
        world=world, purchase=purchase, buyer=b, supplier=c, number=f"{WORDS}订单号", number_key="m"
    )
    for side in ("buyer", "supplier"):
        report = order.reports.create(
            side=side, ordered_on=SINCE, tax="with", document=f"{WORDS}订货书", reported_at=NOON
        )
        report.lines.create(line=purchase.lines.get(), amount=3, value=Decimal("6543219.87"))


def alter_orders(**_rest: Any) -> None:
    rows = _model("purchases.PurchaseOrder").objects.filter(number=f"{WORDS}订单号")
    for row in _model("purchases.OrderReportLine").objects.filter(report__order__in=rows):
        row.value = Decimal("8.00")
        row.save()
    _model("purchases.OrderReport").objects.filter(order__in=rows).update(document="别")
    kept = rows.get()
    rows.update(number="别")
    _again(kept, number="又", number_key="n")
