"""A leader's building: three lines, three suppliers of its cluster, one neighbour, offices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from conftest import NOON, TODAY

SINCE = date(2020, 1, 1)
CLOSES = NOON + timedelta(days=7)
AFTER = CLOSES + timedelta(hours=1)
D = Decimal
LINES = (("幕墙", "600", "m2"), ("玻璃", "1200.500", "m2"), ("开关面板", "2000", "piece"))


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def firms(firm):
    return {name: firm(name) for name in ("天臣", "丰丽", "北玻", "飞雕", "邻居", "外厂")}


@pytest.fixture
def cluster(world, source, firms):
    """The cluster of the leader; 外厂 is no member."""
    from jilian.clusters.models import Cluster, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    made = Cluster.objects.create(world=world, key="C1", name="新桥集群", sort_key="xin", **days)
    ClusterName.objects.create(cluster=made, text=made.name, **days)
    for name, one in firms.items():
        if name != "外厂":
            Membership.objects.create(cluster=made, firm=one, reason="名单", **days)
    return made


@pytest.fixture
def people(person, world, cluster, firms):
    """Whoever keeps each firm, the cluster's secretary, the economy commission."""
    kept = {
        name: person(f"k{number}", "member_firm", world, key=str(one.pk))
        for number, (name, one) in enumerate(firms.items())
    }
    return kept | {
        "secretary": person("sec", "cluster_secretary", world, key=str(cluster.pk)),
        "economy": person("eco", "economy_commission", world),
    }


@pytest.fixture
def draft(people, world, firms, cluster):
    """A draft with three lines, whom it goes to, and the buyer's own rules."""
    from jilian.purchases import operations as act

    def made(invited=("丰丽", "北玻", "飞雕"), open_to_cluster=False, lines=LINES, **more):
        facts = {"kind": "goods", "in_project": "no", "funding": "other", **more}
        by = people["天臣"]
        found = act.draft_purchase(
            by=by,
            at=NOON,
            world=world,
            buyer=firms["天臣"],
            cluster=cluster,
            title="总部大楼",
            **facts,
        )
        for material, amount, unit in lines:
            act.save_line(
                by=by,
                at=NOON,
                purchase=found,
                material=material,
                amount=D(amount),
                unit=unit,
                needed_on=TODAY + timedelta(days=60),
                papers="合格证",
            )
        return act.set_circle(
            by=by,
            at=NOON,
            purchase=found,
            own_rules="三家比价",
            own_document="天采〔2025〕3号",
            closes_at=CLOSES,
            open_to_cluster=open_to_cluster,
            invited=[firms[name] for name in invited],
        )

    return made


@pytest.fixture
def put_round(draft, people):
    """The same, put round."""
    from jilian.purchases import operations as act

    def made(**more):
        return act.put_round(by=people["天臣"], at=NOON, purchase=draft(**more))

    return made


@pytest.fixture
def offer(people, firms):
    """One supplier's prices for lines, by their number, submitted."""
    from jilian.purchases import operations as act
    from jilian.purchases.models import Offer

    def made(purchase, name, prices, *, submit=True, tax="with", rate="13"):
        for number, price in prices.items():
            act.save_offer_line(
                by=people[name],
                at=NOON,
                purchase=purchase,
                supplier=firms[name],
                line=purchase.lines.get(number=number),
                unit_price=D(price),
                tax=tax,
                rate=None if rate is None else D(rate),
                lead_days=30,
            )
        found = Offer.objects.get(purchase=purchase, supplier=firms[name])
        if submit:
            act.submit_offer(by=people[name], at=NOON, offer=found, conflict="none")
        return Offer.objects.get(pk=found.pk)

    return made


PRICES = {
    "丰丽": {1: "5180.0000", 2: "900"},  # 600 → 3,108,000.00
    "北玻": {1: "5300", 2: "1200.25"},  # 1,200.5 → 1,440,900.125
    "飞雕": {3: "247.155"},  # 2,000 → 494,310.00
}


@pytest.fixture
def compared(put_round, offer, people):
    """Three offers, and the buyer's declaration, after the closing moment."""
    from jilian.purchases import operations as act

    def made(**more):
        found = put_round(**more)
        for name, prices in PRICES.items():
            offer(found, name, prices)
        return act.declare_conflicts(
            by=people["天臣"],
            at=AFTER,
            purchase=found,
            evaluators="采购部经理、总工程师",
            conflict="none",
        )

    return made


def key_of(purchase, name: str, number: int) -> int:
    """The key of what a supplier offers on a line."""
    from jilian.purchases.models import OfferLine

    return OfferLine.objects.get(
        offer__purchase=purchase, offer__supplier__name=name, line__number=number
    ).pk


@pytest.fixture
def awarded(compared, people):
    """One line to each of three suppliers."""
    from jilian.purchases import operations as act

    def made(**more):
        found = compared(**more)
        for number, name, amount, why in (
            (1, "丰丽", "600", ""), (2, "北玻", "1200.5", "丰丽产能不足"), (3, "飞雕", "2000", ""),
        ):  # fmt: skip
            act.award_line(
                by=people["天臣"],
                at=AFTER,
                purchase=found,
                line=found.lines.get(number=number),
                amounts={key_of(found, name, number): D(amount)},
                reason=why,
            )
        return act.decide_purchase(by=people["天臣"], at=AFTER, purchase=found)

    return made


@pytest.fixture
def report(people, firms):
    """One side reports an order of one line."""
    from jilian.purchases import operations as act
    from jilian.purchases.rules import ReportedLine

    def made(purchase, name, side, number, line, value, *, amount=None, **more):
        said = {"tax": "with", "rate": D("13"), "ordered_on": AFTER.date(), **more}
        asked = purchase.lines.get(number=line)
        return act.report_order(
            by=people["天臣" if side == "buyer" else name],
            at=AFTER,
            purchase=purchase,
            side=side,
            supplier=firms[name],
            number=number,
            document=f"合同 {number}",
            lines={line: ReportedLine(D(amount) if amount else asked.amount, D(value))},
            **said,
        )

    return made


LATER = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
