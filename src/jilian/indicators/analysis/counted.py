"""Which indicators are shares of things that were counted one by one."""

from __future__ import annotations

from functools import cache

from jilian_engine.indicators import CATALOGUE


@cache
def counted_shares() -> frozenset[str]:
    """Their keys. Only such a share has a binomial interval; one of money or land has not."""
    return frozenset(
        one.key
        for one in CATALOGUE
        if one.select is not None
        and one.of is not None
        and not one.growth
        and one.unit.key == "percent"
        and one.select.how == one.of.how == "count"
    )
