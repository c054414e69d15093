"""A made district whose tables are released for two months, as an attacker and a test need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np

AT = datetime(2026, 5, 4, tzinfo=UTC)
FIRST, SECOND = "2026-03", "2026-04"
YEAR = 2025
SECTIONS = {"B": "06", "C": "26", "D": "44", "F": "51", "I": "65", "M": "73"}
FURTHER = {"C": "39"}


@dataclass(frozen=True)
class Made:
    """One firm as it is put into the register."""

    name: str
    town: str
    code: str
    output: Decimal | None
    clusters: tuple[int, ...] = ()
    known_by: date = date(2020, 1, 1)


def made_firms(seed: int, towns: int = 4, many: int = 90) -> list[Made]:
    """Firms of sizes far apart; some without town, industry or output, some in two clusters."""
    chance = np.random.default_rng(seed)
    codes = [*SECTIONS.values(), *FURTHER.values()]
    weight = np.array([1, 12, 1, 4, 4, 3, 8], dtype=float)
    firms = []
    for at in range(many):
        town = f"t{int(towns * chance.random() ** 2)}" if chance.random() > 0.05 else ""
        code = str(chance.choice(codes, p=weight / weight.sum())) if chance.random() > 0.04 else ""
        output = Decimal(int(np.exp(chance.normal(6, 1.6))) + 1) if chance.random() > 0.1 else None
        held = () if chance.random() < 0.3 else (int(3 * chance.random()),)
        if held and chance.random() < 0.1:
            held = (0, 1)
        # Every tenth comes to the register between the two months.
        day = date(2026, 4, 10) if at % 10 == 9 else date(2020, 1, 1)
        firms.append(Made(f"厂{at:03}", town, code, output, held, day))
    return firms


def lay_out(world, source, firms: Iterable[Made]) -> None:
    """Write the firms with towns, industries, clusters and outputs into the register."""
    from jilian.clusters.models import Cluster, Membership
    from jilian.firms.models import Firm, FirmIndustry, FirmName, Site, YearlyFact
    from jilian.places.models import Division, Industry

    firms = list(firms)
    towns = {
        f"t{at}": Division.objects.create(
            code=f"31011720{at}000"[:9], name=f"{at}号镇", name_en=f"Town {at}", level=4
        )
        for at in range(6)
    }
    trades = {}
    for section, code in [*SECTIONS.items(), *FURTHER.items()]:
        if code not in trades:
            trades[code], _ = Industry.objects.get_or_create(
                code=code, defaults={"name": f"大类{code}", "level": 2, "section": section}
            )
    clusters = [
        Cluster.objects.create(
            world=world, key=f"c{at}", name=f"集群{at}", name_en=f"Cluster {at}", sort_key=str(at),
            known_by=date(2020, 1, 1), valid_from=date(2020, 1, 1), source=source,
        )
        for at in range(3)
    ]  # fmt: skip
    for one in firms:
        since = {"known_by": one.known_by, "valid_from": one.known_by, "source": source}
        firm = Firm.objects.create(
            world=world, scheme="usci", identifier=one.name, name=one.name, sort_key=one.name
        )
        FirmName.objects.create(
            firm=firm, kind="registered", text=one.name, normal_form=one.name, **since
        )
        if one.town:
            Site.objects.create(firm=firm, division=towns[one.town], is_main=True, **since)
        if one.code:
            FirmIndustry.objects.create(firm=firm, industry=trades[one.code], is_main=True, **since)
        for at in one.clusters:
            Membership.objects.create(cluster=clusters[at], firm=firm, reason="made", **since)
        if one.output is not None:
            YearlyFact.objects.create(
                firm=firm, year=YEAR, measure="output", value=one.output, source=source
            )


def release(by, world, period: str, *, note: str = "", at: datetime = AT):
    """Have a month worked out and released, all at once."""
    from jilian.disclosure import operations

    run = operations.start_release(by=by, at=at, world=world, period=period, later=False)
    run = operations.complete_preparation(run_id=run.pk, by=by, at=at)
    assert run.state == "ready", run.failure
    operations.confirm_release(by=by, at=at, run=run, note=note, later=False)
    run = operations.complete_release(run_id=run.pk, by=by, at=at)
    assert run.state == "done", run.failure
    return run


def release_indicators(by, world, period: str, *, at: datetime = AT) -> None:
    """Have the indicators of a month measured and released after its tables."""
    from jilian.indicators import operations

    operations.measure_month(by=by, at=at, world=world, month=period)
    operations.release_month(by=by, at=at, world=world, month=period)


def declare_all(by, world) -> None:
    """Declare every table that is built from records."""
    from jilian.disclosure import operations
    from jilian.disclosure.rules.recipes import RECIPES

    for key in RECIPES:
        operations.declare_recipe(by=by, at=AT, world=world, key=key)
