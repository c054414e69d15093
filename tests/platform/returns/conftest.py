"""A town and a cluster that report: 新桥 by its office, a cluster by its secretary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jilian.clusters.models import Cluster
from jilian.places.models import Division
from jilian.returns import operations

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TOWN, OTHER = "310117105", "310117107"
PURPOSE = "区级产业分析"


def moment(month: int, day: int, hour: int = 10) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


D = Decimal


def values_of(output: str, before: str = "0", **more: str) -> dict:
    """A plain return: everything in proportion to the output, cumulative after what was before."""
    size, earlier = D(output), D(before)
    found = {}
    for item, share in (("output", 1), ("strategic_output", 2), ("sales", 1), ("exports", 4)):
        found[item, "month"] = size / share
        found[item, "cumulative"] = (size + earlier) / share
    found["firms", "as_of"], found["firms_growing", "as_of"] = D(20), D(12)
    found["people", "as_of"] = D(3000)
    for key, value in more.items():
        item, _, column = key.rpartition("__")
        found[item, column] = D(value) if value else None
    return found


@pytest.fixture
def people(person, world, made_cluster):
    """Who enters, checks, accepts and releases."""
    return {
        "town": person("town", "town_office", world, TOWN),
        "other": person("other", "town_office", world, OTHER),
        "secretary": person("secretary", "cluster_secretary", world, str(made_cluster.pk)),
        "commission": person("commission", "economy_commission", world),
        "leader": person("leader", "district_leader", world),
    }


@pytest.fixture
def made_cluster(world, source):
    """A cluster whose host lies in 新桥."""
    return Cluster.objects.create(
        world=world, key="chips", name="集成电路集群", name_en="Chips", sort_key="j", source=source,
        host_division=Division.objects.get(code=TOWN), valid_from=date(2020, 1, 1),
        known_by=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def duties(people, world, made_cluster):
    """Two towns and a cluster report from 2025 on."""
    at, by = moment(3, 1), people["commission"]
    units = [*Division.objects.filter(code__in=(TOWN, OTHER)).order_by("code"), made_cluster]
    found = [
        operations.begin_duty(
            by=by, at=at, world=world, form="industry", unit=unit, month=date(2025, 1, 1)
        )
        for unit in units
    ]
    return dict(zip(("town", "other", "cluster"), found, strict=True))


@pytest.fixture
def reported(people, duties):
    """Let a unit enter and send a month."""

    def report(who: str, unit: str, month: date, values: dict, at: datetime, notes=None):
        by = people[who]
        row = operations.begin_return(by=by, at=at, duty=duties[unit], month=month)
        operations.save_values(
            by=by, at=at, monthly_return=row, values=values, notes=notes or {}, seen=row.saves
        )
        return operations.send_return(by=by, at=at, monthly_return=row)

    return report


@pytest.fixture
def released(people, world):
    """Let the commission accept and lock what is sent for a month, and the leader release it."""
    from jilian.returns.models import MonthlyReturn
    from jilian.returns.queries import cover_if_released

    def release(month: date, at: datetime):
        for row in MonthlyReturn.objects.filter(month=month, state__in=("sent", "checked")):
            if row.unit_kind == "cluster" and row.state == "sent":
                operations.check_by_town(by=people["town"], at=at, monthly_return=row)
            operations.accept_return(by=people["commission"], at=at, monthly_return=row)
        operations.lock_month(
            by=people["commission"], at=at, world=world, form="industry", month=month
        )
        cover = cover_if_released(world, "industry", month).cover.percent
        return operations.release_month(
            by=people["leader"], at=at, world=world, form="industry", month=month, cover=cover
        )

    return release
