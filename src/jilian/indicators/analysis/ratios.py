"""Of which two figures a share, a mean or a rate of growth is made, for the disclosure gate."""

from __future__ import annotations

from decimal import Decimal

from jilian.disclosure.rules import PartIn, RatioIn
from jilian.indicators.models import Value
from jilian_engine.indicators import BY_KEY, CATALOGUE, Indicator
from jilian_engine.indicators.definition import Select

HALF_PRINTED = Decimal("0.00005")  # released cells have four places
HALF_STORED = Decimal("0.0000005")  # measured values six

_FROM_RECORDS = {
    one.select: one for one in reversed(CATALOGUE) if one.select is not None and one.of is None
}
_FROM_RETURNS: dict[tuple[tuple[str, str, str], ...], Indicator] = {
    one.items: one for one in reversed(CATALOGUE) if len(one.items) == 1
}


def ratio_of(value: Value) -> RatioIn | None:
    """What the value is the ratio of; the parts that are indicators themselves are named."""
    one = BY_KEY.get(value.indicator)
    if one is None or value.value is None or value.numerator is None or not value.denominator:
        return None
    top, base = _shown_by(one, 0), _shown_by(one, 1)
    above_factor, below_factor = (Decimal(1) if x is None else x.factor for x in (top, base))
    above, below = value.numerator * above_factor, value.denominator * below_factor
    times = one.factor * below_factor / above_factor
    less = one.factor if one.growth else Decimal(0)
    return RatioIn(
        above=PartIn(
            above, _key(top, value), value.contributors,
            None if value.largest_share is None else value.largest_share * abs(above),
            people=top.people if top else False, count=_counts(one.select),
        ),
        below=PartIn(
            below, _key(base, value), _firms_before(one, below), count=_counts(one.of),
        ),
        times=times,
        less=less,
        # The parts are rounded too: by so much the printed ratio may differ from theirs.
        half=HALF_PRINTED + HALF_STORED * (times + abs(value.value + less)) / below,
    )  # fmt: skip


def _shown_by(one: Indicator, side: int) -> Indicator | None:
    """The indicator that shows the numerator (0) or the denominator (1)."""
    if one.items:
        return _FROM_RETURNS.get(one.items[side : side + 1])
    select = (one.select, one.of)[side]
    return None if select is None else _FROM_RECORDS.get(select)


def _key(shown: Indicator | None, value: Value) -> tuple[str, ...]:
    return () if shown is None else (shown.key, value.unit_key)


def _counts(select: Select | None) -> bool:
    return select is not None and select.how == "count"


def _firms_before(one: Indicator, below: Decimal) -> int | None:
    """Of how many a base of growth is made; other denominators hold their numerators."""
    return int(below) if one.growth and _counts(one.of) else None
