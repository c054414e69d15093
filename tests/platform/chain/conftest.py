"""A chain one can see: two makers of silicon, a wafer maker, a tester, and a baker beside it.

硅料甲 and 硅料乙 supply 晶圆 (100 and 300 thousand yuan), 晶圆 supplies 封测 (500 thousand), 面粉
supplies 面包 by an inferred link. 晶圆 and 封测 are in the cluster of Xinqiao.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from conftest import NOON

SINCE = date(2020, 1, 1)
FROZEN_ON = date(2026, 3, 1)
XINQIAO, JIUTING = "310117105", "310117107"
FIRMS = (
    ("硅料甲", "3985", XINQIAO), ("硅料乙", "3985", JIUTING), ("晶圆", "3973", XINQIAO),
    ("封测", "3973", XINQIAO), ("面粉", "3562", JIUTING), ("面包", None, JIUTING),
)  # fmt: skip
LINKS = (
    ("硅料甲", "晶圆", 100_000, "硅片", "declared"), ("硅料乙", "晶圆", 300_000, "抛光液", "order"),
    ("晶圆", "封测", 500_000, "", "declared"), ("面粉", "面包", None, "", "inferred"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def firms(world, source, firm, industries):
    """The firms by their names, with town, class and the facts of 2025."""
    from jilian.firms.models import FirmIndustry, Site, YearlyFact
    from jilian.places.models import Division

    made = {}
    for name, trade, town in FIRMS:
        made[name] = one = firm(name)
        days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
        Site.objects.create(
            firm=one, division=Division.objects.get(code=town), is_main=True, **days
        )
        if trade:
            FirmIndustry.objects.create(firm=one, industry=industries[trade], is_main=True, **days)
    for name, output, staff in (("晶圆", 8000, 200), ("封测", 5000, None)):
        YearlyFact.objects.create(
            firm=made[name], year=2025, measure="output", value=output, source=source
        )
        if staff:
            YearlyFact.objects.create(
                firm=made[name], year=2025, measure="employees", value=staff, source=source
            )
    return made


@pytest.fixture
def links(world, source, firms):
    """Who supplies whom."""
    from jilian.network.models import SupplyLink

    return [
        SupplyLink.objects.create(
            world=world, supplier=firms[one], buyer=firms[other], amount_yuan=amount,
            product=product, evidence=evidence,
            probability=0.6 if evidence == "inferred" else None,
            known_by=SINCE, valid_from=SINCE, source=source,
        )
        for one, other, amount, product, evidence in LINKS
    ]  # fmt: skip


@pytest.fixture
def snapshot(mei, world, links):
    """The network of 1 March, frozen."""
    from jilian.network.operations import freeze_snapshot

    return freeze_snapshot(by=mei, at=NOON, world=world, as_of=FROZEN_ON)


@pytest.fixture
def cluster(world, source, firms):
    """晶圆 and 封测 are a cluster."""
    from jilian.clusters.models import Cluster, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    made = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", sort_key="xin", **days
    )
    ClusterName.objects.create(cluster=made, text=made.name, **days)
    for name in ("晶圆", "封测"):
        Membership.objects.create(cluster=made, firm=firms[name], reason="公开名单", **days)
    return made


@pytest.fixture
def jing(person, world):
    """Jing: the economy commission."""
    return person("jing", "economy_commission", world)


@pytest.fixture
def shu(person, world, cluster):
    """Shu: secretary of the cluster."""
    return person("shu", "cluster_secretary", world, key=str(cluster.pk))


@pytest.fixture
def jia(person, world, firms):
    """Jia keeps 晶圆."""
    return person("jia", "member_firm", world, key=str(firms["晶圆"].pk))


@pytest.fixture
def critical(world, snapshot, cluster, jing):
    """The critical list of 1 March; later work is run at once in tests."""
    from jilian.accounts.models import Person
    from jilian.chain import operations

    run = operations.ask_critical(by=jing, at=NOON, world=world, as_of=FROZEN_ON)
    worker = Person.objects.get(username="worker")
    return operations.complete_critical(run_id=run.pk, by=worker, at=NOON)
