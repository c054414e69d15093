"""A small register: rows of firms with real words, saved by Mei."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from jilian.firms.rules import FirmRow

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
WAFER = FirmRow(
    scheme="made", identifier="W1", name="林氏晶圆有限公司", short_name="林氏晶圆",
    division_code="310117105", address="新桥镇一号", industry_code="3985", makes=("硅片",),
    buys=("石英坩埚",), facts=((2025, "employees", Decimal(120)),), row=1,
)  # fmt: skip


@pytest.fixture
def row():
    """Make a row of a firm from the one of 林氏晶圆有限公司."""

    def make(**changed) -> FirmRow:
        return WAFER._replace(**changed)

    return make


@pytest.fixture
def save(world, source, mei, industries):
    """Save rows as Mei, at noon unless said otherwise."""
    from jilian.firms.operations import save_firms

    def call(*rows, at=NOON, from_source=None):
        return save_firms(by=mei, at=at, world=world, source=from_source or source, rows=rows)

    return call


@pytest.fixture
def award(world, source, mei):
    """Save titles as Mei."""
    from jilian.firms.operations import save_titles

    def call(*rows, at=NOON):
        return save_titles(by=mei, at=at, world=world, source=source, rows=rows)

    return call
