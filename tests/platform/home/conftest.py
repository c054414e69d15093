"""A few firms, links, organisations and figures whose counts can be worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import translation

from conftest import NOON

EARLY, ARTICLE = date(2020, 1, 1), date(2022, 3, 8)


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch, settings):
    """Let pages be read on 2 March 2026, in English, by people who need no second factor."""
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def put(source):
    """Put a firm's site in a division, as its main one or not."""
    from jilian.firms.models import Site
    from jilian.places.models import Division

    def place(firm, code, *, main=True, since=EARLY, lon=None, lat=None):
        return Site.objects.create(
            firm=firm, division=Division.objects.get(code=code), is_main=main, source=source,
            known_by=since, valid_from=since, lon=lon, lat=lat,
        )  # fmt: skip

    return place


@pytest.fixture
def link(world, source):
    """Record a supply link, known or inferred."""
    from jilian.network.models import SupplyLink

    def record(supplier, buyer, evidence="declared", **days):
        return SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, evidence=evidence, source=source,
            probability=0.4 if evidence == "inferred" else None,
            **{"known_by": EARLY, "valid_from": EARLY, **days},
        )  # fmt: skip

    return record


@pytest.fixture
def organisation(world, source):
    """Record an organisation that the article names; its founding is unknown."""
    from jilian.organisations.models import Organisation, TypeSpell

    def record(name, kind=None, **days):
        days = {"known_by": ARTICLE, **days}
        body = Organisation.objects.create(
            world=world, key=name, name=name, sort_key=name, source=source, **days
        )
        if kind:
            TypeSpell.objects.create(organisation=body, type=kind, source=source, **days)
        return body

    return record


@pytest.fixture
def cluster(world, source):
    """Record a cluster that the article names."""
    from jilian.clusters.models import Cluster

    def record(name, **fields):
        return Cluster.objects.create(
            world=world, key=name, name=name, sort_key=name, source=source,
            **{"known_by": ARTICLE, **fields},
        )  # fmt: skip

    return record


@pytest.fixture
def fact(world, source):
    """Record a published figure."""
    from jilian.sources.models import PublishedFact

    def record(key, measure, value, comparator="=", unit="firm", **fields):
        return PublishedFact.objects.create(
            world=world, key=key, source=source, subject="松江区", measure=measure, value=value,
            comparator=comparator, unit=unit, **fields,
        )  # fmt: skip

    return record


@pytest.fixture
def trace(db):
    """Leave a trace."""
    from jilian.audit.models import Trace
    from jilian.audit.operations import append
    from jilian.audit.rules import Entry, exact_text

    def leave(
        action="firms.saved",
        by="mei",
        world="songjiang",
        at=NOON,
        before=None,
        after=None,
        **fields,
    ):
        values = {"before": exact_text(before), "after": exact_text(after)}
        append([Entry(action=action, by=by, world=world, at=at, **values, **fields)])
        return Trace.objects.first()

    return leave


@pytest.fixture
def outlined(songjiang):
    """Songjiang as a square of a tenth of a degree."""
    from jilian.places.models import Outline

    ring = [[121.1, 31.0], [121.2, 31.0], [121.2, 31.1], [121.1, 31.1], [121.1, 31.0]]
    return Outline.objects.create(
        division=songjiang, geometry={"type": "Polygon", "coordinates": [ring]}
    )
