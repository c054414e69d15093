"""A cluster of two wafer makers that buy photoresist; a maker of it stands in another world."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from conftest import NOON
from jilian_engine.names import normal_form

SINCE = date(2020, 1, 1)
RESIST = "光刻胶"


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def trade(source, industries):
    """Say what a firm makes or buys, its class and its revenue (10,000 yuan)."""
    from jilian.firms.models import FirmIndustry, FirmProduct, YearlyFact

    def say(firm, *, makes=(), buys=(), industry=None, revenue=None):
        days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
        for trading, names in (("makes", makes), ("buys", buys)):
            for name in names:
                FirmProduct.objects.create(
                    firm=firm, name=name, normal_form=normal_form(name), trading=trading,
                    industry=industries.get("3985"), **days,
                )  # fmt: skip
        if industry:
            FirmIndustry.objects.create(firm=firm, industry=industries[industry], **days)
        if revenue is not None:
            YearlyFact.objects.create(
                firm=firm, year=2025, measure="revenue", value=Decimal(revenue), source=source
            )
        return firm

    return say


@pytest.fixture
def firms(firm, trade):
    """Two members that buy photoresist, and one that makes targets."""
    return {
        "甲": trade(firm("甲晶圆厂"), buys=[RESIST], industry="3973", revenue=100_000),
        "乙": trade(firm("乙晶圆厂"), buys=[RESIST], industry="3973", revenue=200_000),
        "靶": trade(firm("靶材厂"), makes=["靶材"], industry="3985"),
    }


@pytest.fixture
def cluster(world, source, firms):
    """The cluster of all three."""
    from jilian.clusters.models import Cluster, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    made = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", name_en="Xinqiao chips", sort_key="xin", **days
    )
    for name, role, position in (
        ("甲", "leader", "midstream"), ("乙", "member", "midstream"), ("靶", "member", "upstream"),
    ):  # fmt: skip
        Membership.objects.create(
            cluster=made, firm=firms[name], role=role, position=position, reason="名单", **days
        )
    return made


@pytest.fixture
def elsewhere(firm, trade):
    """A real world with a maker of photoresist."""
    from jilian.places.models import World

    other = World.objects.create(code="corridor", name="走廊", name_en="Corridor", order=2)
    return trade(firm("杭州光刻胶厂", other), makes=[RESIST], industry="3985")


@pytest.fixture
def people(person, world, cluster):
    """The economy commission, the cluster's secretary, the district leader, a service officer."""
    return {
        "eco": person("eco", "economy_commission", world),
        "secretary": person("sec", "cluster_secretary", world, key=str(cluster.pk)),
        "leader": person("leader", "district_leader", world),
        "service": person("service", "service_officer", world, key="310117105"),
    }


@pytest.fixture
def searched(world, people, cluster, elsewhere):
    """Search as the economy commission does, and wait for it."""
    from jilian.gaps import operations

    def search(at=NOON):
        run = operations.start_search(by=people["eco"], at=at, world=world)
        return operations.complete_search(run_id=run.pk, by=people["eco"], at=at)

    return search


@pytest.fixture
def missing(searched, cluster):
    """The missing link of the cluster: photoresist."""
    from jilian.gaps.models import MissingLink

    searched()
    return MissingLink.objects.select_related("world", "cluster").get(
        cluster=cluster, grain="product"
    )


@pytest.fixture
def short(monkeypatch):
    """Let shortages be what a test says, as rows of the calls' lessons."""
    from jilian.gaps.analysis import searching as analysis
    from jilian.gaps.operations import searching as operations
    from jilian.shortages.queries.lessons import ShortageEvent as Event

    def told(*rows):
        events = [
            Event(normal_form(words), words, firm.pk, on, met) for words, firm, on, met in rows
        ]
        for module in (operations, analysis):
            monkeypatch.setattr(
                module,
                "events_until",
                lambda _world, day: [one for one in events if one.day <= day],
            )

    return told
