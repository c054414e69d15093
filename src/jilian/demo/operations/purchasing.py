"""Two invented purchases in the made district: one awarded with its orders, one taking offers."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases import operations as purchases
from jilian.purchases.models import Offer, OfferLine, Purchase
from jilian.purchases.queries.orders import proposed_report
from jilian.purchases.rules import Conflict, Funding, Kind, Known, Side, Tax, Unit

DAY = timedelta(days=1)
RULES, DOCUMENT = "三家以上比价，按条定标（虚构）", "示例采〔2026〕1号"
LINES = (("建筑幕墙", "断桥铝，8+12A+8", "600", Unit.SQUARE_METRE),
         ("中空玻璃", "6Low-E+12A+6", "1200.5", Unit.SQUARE_METRE),
         ("开关面板", "86型，IP20", "2000", Unit.PIECE))  # fmt: skip
# By supplier: the prices of lines. Awarded: one line to each, 5,043,210.13 yuan in all.
PRICES = ({1: "5180", 2: "1190"}, {1: "5420", 2: "1200.25"}, {3: "247.155"})
AWARDED = ((1, 0, ""), (2, 1, "第一家产能已满（虚构）"), (3, 2, ""))


def put_purchases_round(*, by: Person, at: datetime, world: World) -> None:
    """Put them round in the largest cluster, through the same steps as everybody; once."""
    cluster = Cluster.objects.filter(world=world).order_by("pk").first()
    if cluster is None or Purchase.objects.filter(world=world).exists():
        return
    rows = Membership.objects.filter(cluster=cluster, valid_to__isnull=True)
    members = [row.firm for row in rows.select_related("firm").order_by("role", "pk")[:4]]
    if len(members) < 4:
        return
    buyer, *suppliers = members
    _awarded(by, at - 60 * DAY, cluster, buyer, suppliers)
    _open(by, at - 2 * DAY, cluster, buyer)


def _awarded(
    by: Person, at: datetime, cluster: Cluster, buyer: Firm, suppliers: list[Firm]
) -> None:
    purchase = _put_round(by, at, cluster, buyer, "总部大楼幕墙、玻璃和面板（虚构）", suppliers)
    for supplier, prices in zip(suppliers, PRICES, strict=True):
        for number, price in prices.items():
            purchases.save_offer_line(
                by=by, at=at + DAY, purchase=purchase, supplier=supplier,
                line=purchase.lines.get(number=number), unit_price=Decimal(price), tax=Tax.WITH,
                rate=Decimal(13), lead_days=30 + number, papers="合格证",
            )  # fmt: skip
        offer = Offer.objects.get(purchase=purchase, supplier=supplier)
        purchases.submit_offer(by=by, at=at + DAY, offer=offer, conflict=Conflict.NONE)
    after = at + 8 * DAY
    purchases.declare_conflicts(
        by=by, at=after, purchase=purchase, evaluators="采购部负责人、总工程师",
        conflict=Conflict.NONE,
    )  # fmt: skip
    for number, place, reason in AWARDED:
        line = purchase.lines.get(number=number)
        offered = OfferLine.objects.get(offer__supplier=suppliers[place], line=line)
        purchases.award_line(
            by=by, at=after, purchase=purchase, line=line, amounts={offered.pk: line.amount},
            reason=reason,
        )  # fmt: skip
    purchase = purchases.decide_purchase(by=by, at=after, purchase=purchase)
    for number, supplier in enumerate(suppliers, start=1):
        _ordered(by, after + 2 * DAY, purchase, supplier, f"TC-2026-{number:03}")


def _ordered(by: Person, at: datetime, purchase: Purchase, supplier: Firm, number: str) -> None:
    """Both sides report the order as it was awarded."""
    for side in Side:
        proposed = proposed_report(purchase, supplier, side, None)
        purchases.report_order(
            by=by, at=at, purchase=purchase, side=side, supplier=supplier, number=number,
            ordered_on=timezone.localdate(at), tax=Tax.WITH, rate=Decimal(13),
            document=f"示例合同 {number}", lines=proposed.lines or {},
        )  # fmt: skip


def _open(by: Person, at: datetime, cluster: Cluster, buyer: Firm) -> None:
    """A request that every member may offer on."""
    _put_round(by, at, cluster, buyer, "车间照明改造（虚构）", [])


def _put_round(
    by: Person, at: datetime, cluster: Cluster, buyer: Firm, title: str, invited: list[Firm]
) -> Purchase:
    purchase = purchases.draft_purchase(
        by=by, at=at, world=cluster.world, buyer=buyer, cluster=cluster, title=title,
        kind=Kind.GOODS, in_project=Known.NO, funding=Funding.OTHER,
    )  # fmt: skip
    for material, specification, amount, unit in LINES if invited else LINES[2:]:
        purchases.save_line(
            by=by, at=at, purchase=purchase, material=material, specification=specification,
            amount=Decimal(amount), unit=unit, needed_on=timezone.localdate(at) + 90 * DAY,
            papers="合格证、检测报告",
        )  # fmt: skip
    purchase = purchases.set_circle(
        by=by, at=at, purchase=purchase, own_rules=RULES, own_document=DOCUMENT,
        closes_at=at + (7 if invited else 14) * DAY, open_to_cluster=not invited, invited=invited,
    )  # fmt: skip
    return purchases.put_round(by=by, at=at, purchase=purchase)
