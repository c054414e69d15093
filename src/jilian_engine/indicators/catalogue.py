"""All indicators. A new one is a file among the entries and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jilian_engine.errors import EngineError
from jilian_engine.indicators.definition import Indicator
from jilian_engine.indicators.entries import (
    above_scale_firms,
    above_scale_ratios,
    above_scale_shares,
    above_scale_totals,
    benefits,
    brought_in,
    calls,
    carriers,
    cases,
    clusters,
    links,
    organisations,
    published,
    purchases,
    register,
    returned,
    titles,
)

CATALOGUE: tuple[Indicator, ...] = (
    *register.INDICATORS,
    above_scale_firms.INDICATOR,
    *above_scale_totals.INDICATORS,
    *above_scale_ratios.INDICATORS,
    *above_scale_shares.INDICATORS,
    *titles.INDICATORS,
    *carriers.INDICATORS,
    *clusters.INDICATORS,
    *links.INDICATORS,
    *brought_in.INDICATORS,
    *organisations.INDICATORS,
    *calls.INDICATORS,
    *purchases.INDICATORS,
    *cases.INDICATORS,
    *benefits.INDICATORS,
    *returned.INDICATORS,
    *published.INDICATORS,
)
BY_KEY: Mapping[str, Indicator] = MappingProxyType({one.key: one for one in CATALOGUE})
SAME_AS_OURS = published.SAME_AS_OURS
if len(BY_KEY) != len(CATALOGUE):
    raise EngineError("indicator_twice", "two entries of the catalogue have one key")


def indicator(key: str) -> Indicator:
    """The indicator of this key; EngineError "indicator_unknown" where there is none."""
    if key not in BY_KEY:
        raise EngineError("indicator_unknown", f"there is no indicator {key!r}")
    return BY_KEY[key]
