"""A chip cluster of four firms in 新桥 with facts of 2025, so that the ranking can be worked out.

            employees  revenue  research  tax  land  value added  own organisation
晶圆厂           200     8000       800  400    20         2000  since 2015
封测厂           300     6000       300  300    30         2400  none, coverage of 新桥 recorded
硅料厂           100     2000       100  100    20          800  none
光刻厂            50     1000       300   80     5          500  none
"""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from conftest import NOON, TODAY

FACTS = {
    "晶圆厂": (200, 8000, 800, 400, 20, 2000, 40),
    "封测厂": (300, 6000, 300, 300, 30, 2400, 10),
    "硅料厂": (100, 2000, 100, 100, 20, 800, 5),
    "光刻厂": (50, 1000, 300, 80, 5, 500, 30),
}
NAMES = ("employees", "revenue", "research_cost", "tax", "land", "value_added", "patents")
SINCE = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def days(source):
    return {"valid_from": SINCE, "known_by": SINCE, "source": source}


@pytest.fixture
def chips(world, source, firm, days):
    """The firms by name, with their facts and sites."""
    from jilian.firms.models import Site, YearlyFact
    from jilian.places.models import Division

    town = Division.objects.get(code="310117105")
    found = {}
    for name, values in FACTS.items():
        found[name] = firm(name)
        Site.objects.create(firm=found[name], division=town, is_main=True, **days)
        for measure, value in zip(NAMES, values, strict=True):
            YearlyFact.objects.create(
                firm=found[name], year=2025, measure=measure, value=value, source=source
            )
    return found


@pytest.fixture
def cluster(world, chips, days):
    """Their cluster, since 2020."""
    from jilian.clusters.models import Cluster, ClusterName, Membership

    made = Cluster.objects.create(world=world, key="C1", name="新桥芯片集群", sort_key="x", **days)
    ClusterName.objects.create(cluster=made, text=made.name, **days)
    for one in chips.values():
        Membership.objects.create(cluster=made, firm=one, reason="公开名单", **days)
    return made


@pytest.fixture
def body(world, chips, days):
    """晶圆厂's own organisation, founded in 2015."""
    from jilian.organisations.models import Cover, Organisation

    made = Organisation.objects.create(
        world=world, key="O1", name="晶圆厂支部", sort_key="j", source=days["source"],
        valid_from=date(2015, 3, 1), known_by=date(2015, 3, 1),
    )  # fmt: skip
    Cover.objects.create(organisation=made, firm=chips["晶圆厂"], mode="own", **days)
    return made


@pytest.fixture
def office(person, world):
    """Mei's office alone: she chooses leaders and keeps every calendar."""
    return person("mei", "organisation_office", world)


@pytest.fixture
def secretary(person, world, cluster):
    """Su keeps the calendar of this cluster."""
    return person("su", "cluster_secretary", world, key=str(cluster.pk))


@pytest.fixture
def computed(office, cluster, body):
    """A computed selection with the usual measures."""
    from jilian.leaders.operations import compute_selection, start_selection

    started = start_selection(by=office, at=NOON, cluster=cluster, as_of=TODAY)
    return compute_selection(by=office, at=NOON, selection=started)
