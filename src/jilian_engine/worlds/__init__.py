"""Made-up districts and networks from a seed: for tests, the demo and benches."""

from __future__ import annotations

from jilian_engine.worlds._firms import MADE_TOWNS, Bounds, Town
from jilian_engine.worlds.campaigns import MEMBER_SHARES, Campaign, make_campaign
from jilian_engine.worlds.district import (
    ABOVE_SCALE_FIRMS,
    ABOVE_SCALE_OUTPUT_YUAN,
    SONGJIANG_BOUNDS,
    District,
    make_district,
)
from jilian_engine.worlds.planted import Planted, planted_network

__all__ = [
    "ABOVE_SCALE_FIRMS",
    "ABOVE_SCALE_OUTPUT_YUAN",
    "MADE_TOWNS",
    "MEMBER_SHARES",
    "SONGJIANG_BOUNDS",
    "Bounds",
    "Campaign",
    "District",
    "Planted",
    "Town",
    "make_campaign",
    "make_district",
    "planted_network",
]
