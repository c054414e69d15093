"""Which indicators published measures are, and what returned items make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jilian.indicators.analysis.measuring import STORED, MeasuredRow
from jilian.indicators.rules.periods import last_of_month
from jilian.places.models import World
from jilian.returns.queries import ReleasedValue
from jilian_engine.figures import Bound
from jilian_engine.indicators import CATALOGUE, SAME_AS_OURS, Indicator

WHOLE = Decimal(100)
INDUSTRY_FORM, FIRMS_ITEM = "industry", "firms"


def indicators_by_measure() -> Mapping[str, str]:
    """The key of the indicator that a published measure is."""
    return {one.measure: one.key for one in CATALOGUE if one.measure} | dict(SAME_AS_OURS)


@dataclass(frozen=True)
class Returned:
    """An item as a unit, or all units together, returned it."""

    value: Decimal | None
    is_whole: bool
    firms: int | None
    cover: Decimal | None


def returned_rows(world: World, values: Iterable[ReleasedValue]) -> Iterator[MeasuredRow]:
    """Values of the returned indicators from released items: each unit's, and the whole's."""
    by_unit = _by_unit(world, values)
    for one in CATALOGUE:
        if one.source != "returned":
            continue
        for (kind, key, first, last), items in by_unit.items():
            if kind in one.unit_kinds and (row := _row(one, kind, key, first, last, items)):
                yield row


def _by_unit(
    world: World, values: Iterable[ReleasedValue]
) -> dict[tuple[str, str, date, date], dict[tuple[str, str, str], Returned]]:
    """Items by unit and period; the world is the sum over its towns."""
    found: dict[tuple[str, str, date, date], dict[tuple[str, str, str], Returned]] = defaultdict(
        dict
    )
    kept = list(values)
    firms = {
        (one.unit_kind, one.unit_key, one.month): one.value
        for one in kept
        if (one.form, one.item) == (INDUSTRY_FORM, FIRMS_ITEM)
    }
    for one in kept:
        last, item = last_of_month(one.month), (one.form, one.item, one.column)
        count = firms.get((one.unit_kind, one.unit_key, one.month))
        behind = int(count) if count is not None and one.form == INDUSTRY_FORM else None
        said = Returned(one.value, one.value is not None, behind, None)
        found[one.unit_kind, one.unit_key, one.first_month, last][item] = said
        if one.unit_kind == "town":
            whole = found["world", world.code, one.first_month, last]
            whole[item] = _added(whole.get(item), said, one.cover_pct)
    return found


def _added(one: Returned | None, other: Returned, cover: Decimal | None) -> Returned:
    if one is None:
        return Returned(other.value, other.is_whole and cover == WHOLE, other.firms, cover)
    known = [value for value in (one.value, other.value) if value is not None]
    firms = None if None in (one.firms, other.firms) else (one.firms or 0) + (other.firms or 0)
    return Returned(
        sum(known, Decimal(0)) if known else None, one.is_whole and other.is_whole, firms, cover
    )


def _row(
    one: Indicator, kind: str, key: str, first: date, last: date,
    items: Mapping[tuple[str, str, str], Returned],
) -> MeasuredRow | None:  # fmt: skip
    said = [items.get(item) for item in one.items]
    if any(part is None or part.value is None for part in said):
        return None
    parts = [part for part in said if part is not None]
    top = parts[0].value
    assert top is not None
    below = parts[1].value if len(parts) > 1 else None
    value = made_of_items(one, top, below)
    if value is None:
        return None
    whole = all(part.is_whole for part in parts)
    bound = Bound.EXACT if whole else (Bound.AT_LEAST if below is None else Bound.ABOUT)
    return MeasuredRow(
        indicator=one.key, version=one.version, unit_kind=kind, unit_key=key, first=first,
        last=last, value=value, bound=bound.value,
        numerator=None if below is None else top.quantize(STORED),
        denominator=None if below is None else below.quantize(STORED),
        contributors=parts[0].firms, largest_share=None, cover_pct=parts[0].cover,
        price_basis=one.price,
    )  # fmt: skip


def made_of_items(one: Indicator, top: Decimal, below: Decimal | None) -> Decimal | None:
    """The value that returned items make: the first, or its share of the second; None of zero."""
    if len(one.items) < 2:
        return top.quantize(STORED, rounding=ROUND_HALF_UP)
    return (top / below * one.factor).quantize(STORED, rounding=ROUND_HALF_UP) if below else None
