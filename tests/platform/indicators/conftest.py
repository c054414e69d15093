"""A small world with one of everything, measured for a few months."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
HIGH_TECH = "高新技术企业"


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def steward(person, world):
    """The data steward, who measures."""
    return person("steward", "data_steward", world)


@pytest.fixture
def leader(person, world):
    """The district's leader, who opens every figure."""
    return person("leader", "district_leader", world)


@pytest.fixture
def town_office(person, world):
    """The office of the town of 新桥."""
    return person("town", "town_office", world, "310117105")


@pytest.fixture
def secretary(person, world):
    """A cluster's secretary, who sees what is released and opens nothing."""
    return person("secretary", "cluster_secretary", world, "1")


@pytest.fixture
def placed(firm, source, songjiang, industries):
    """Make a firm with a town, an industry, facts by year and titles."""
    from jilian.firms.models import FirmIndustry, FirmName, Site, Title, YearlyFact
    from jilian.places.models import Division

    def make(name, *, town="310117105", industry="3973", facts=(), titles=()):
        days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
        one = firm(name)
        if not FirmName.objects.filter(firm=one).exists():
            FirmName.objects.create(
                firm=one, kind="registered", text=name, normal_form=name, **days
            )
        if not Site.objects.filter(firm=one).exists():
            division = Division.objects.get(code=town)
            Site.objects.create(firm=one, division=division, is_main=True, **days)
        if not FirmIndustry.objects.filter(firm=one).exists():
            FirmIndustry.objects.create(firm=one, industry=industries[industry], **days)
        for year, measures in dict(facts).items():
            for measure, value in measures.items():
                YearlyFact.objects.create(
                    firm=one, year=year, measure=measure, value=value, source=source
                )
        for kind, begin, end in titles:
            Title.objects.create(
                world=one.world, firm=one, kind=kind, level=1, valid_from=begin, known_by=begin,
                valid_to=end, source=source,
            )  # fmt: skip
        return one

    return make


@pytest.fixture
def firms(placed):
    """Two makers in 新桥, one in 九亭; two high-tech since February, one of them until March."""
    facts = {2025: {"revenue": 5_000, "output": 4_000, "employees": 100}}
    return {
        "甲": placed("甲", facts=facts, titles=[(HIGH_TECH, date(2026, 2, 1), date(2026, 4, 1))]),
        "乙": placed(
            "乙", facts={2025: {"revenue": 3_000, "output": 1_000}},
            titles=[(HIGH_TECH, date(2026, 2, 10), None)],
        ),
        "丙": placed("丙", town="310117107", facts={2025: {"revenue": 1_999}}),
    }  # fmt: skip


@pytest.fixture
def measured(firms, world, steward):
    """January to March 2026."""
    from jilian.indicators import operations

    return operations.measure_months(
        by=steward, at=APRIL, world=world, first="2026-01", last="2026-03"
    )
