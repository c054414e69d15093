"""Three firms in a row: crystal → wafer → sensor."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jilian.network.rules import LinkRow

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def three(firm):
    """The firms by their names."""
    return {name: firm(name) for name in ("晶体厂", "晶圆厂", "传感器厂")}


@pytest.fixture
def link():
    """Make a row from one firm to another."""

    def make(supplier="晶体厂", buyer="晶圆厂", evidence="declared", **more) -> LinkRow:
        return LinkRow(("made", supplier), ("made", buyer), evidence, **more)

    return make


@pytest.fixture
def save(world, source, mei, three):
    """Save rows as Mei, at noon unless said otherwise."""
    from jilian.network.operations import save_links

    def call(*rows, at=NOON):
        return save_links(by=mei, at=at, world=world, source=source, rows=rows)

    return call


@pytest.fixture
def make_link(world, source):
    """Put a link between two firms, from 2021 unless said otherwise."""
    from jilian.network.models import SupplyLink

    def make(supplier, buyer, evidence="declared", **more):
        days = {"valid_from": date(2021, 1, 1), "known_by": date(2021, 1, 1), **more}
        days.setdefault("probability", 0.4 if evidence == "inferred" else None)
        return SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, evidence=evidence, source=source, **days
        )

    return make


@pytest.fixture
def chain(three, make_link):
    """Crystal sells silicon to the wafer works for 5 million; wafers to the sensor works."""
    return {
        "硅锭": make_link(
            three["晶体厂"], three["晶圆厂"], product="硅锭", amount_yuan=Decimal(5_000_000),
            last_seen_on=date(2025, 12, 31),
        ),
        "晶圆": make_link(
            three["晶圆厂"], three["传感器厂"], "inferred",
            reasons={"io": 0.2, "product": 1.0, "closeness": 0.5, "distance_km": 10.0, "size": 1.0},
        ),
    }  # fmt: skip


@pytest.fixture
def leader(person, world):
    """A district leader: sees links and values everywhere, changes nothing."""
    return person("leader", "district_leader", world)


@pytest.fixture
def office(person, world):
    """The organisation office: sees all links, no value, takes lists out."""
    return person("office", "organisation_office", world)


@pytest.fixture
def lin_link(lin, firm, make_link):
    """Lin's own purchase, for 3 million, beside the links of others."""
    from jilian.firms.models import Firm

    own = Firm.objects.get(name="林氏晶圆")
    return make_link(firm("林氏供方"), own, "order", product="抛光片",
                     amount_yuan=Decimal(3_000_000))  # fmt: skip


@pytest.fixture
def made_chain(three, chain, industries, source):
    """The three firms make and buy: crystal makes silicon, wafer and sensor works buy it."""
    from jilian.firms.models import FirmIndustry, FirmProduct

    days = {"valid_from": date(2020, 1, 1), "known_by": date(2020, 1, 1), "source": source}
    for name, code in (("晶体厂", "3985"), ("晶圆厂", "3973"), ("传感器厂", "3973")):
        FirmIndustry.objects.create(firm=three[name], industry=industries[code], **days)
    for name, trading in (("晶体厂", "makes"), ("晶圆厂", "buys"), ("传感器厂", "buys")):
        FirmProduct.objects.create(
            firm=three[name], name="硅", normal_form="硅", trading=trading, **days
        )
    return three
