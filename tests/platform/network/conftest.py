"""Three firms in a row: crystal → wafer → sensor."""

from __future__ import annotations

from datetime import UTC, datetime

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
