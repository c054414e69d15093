"""Values measured from the tables of a world, exact: no float on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any, TypeAlias

from jilian.base.bulk import rows_held
from jilian.indicators.analysis.tables import build_tables
from jilian.places.models import World
from jilian_engine.figures import Bound
from jilian_engine.indicators import BY_KEY, CATALOGUE, Indicator, first_day, last_day
from jilian_engine.indicators.evaluate import Evaluation
from jilian_engine.indicators.months import month_number
from jilian_engine.indicators.records import HUNDREDTHS, Tables

STORED = Decimal("0.000001")
SHARE = Decimal("0.00000001")
PERCENT = Decimal("0.01")
Told: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One measured value; ``value`` is None exactly where nothing can be said."""

    indicator: str
    version: int
    unit_kind: str
    unit_key: str
    first: date
    last: date
    value: Decimal | None
    bound: str
    numerator: Decimal | None
    denominator: Decimal | None
    contributors: int | None
    largest_share: Decimal | None
    cover_pct: Decimal | None
    price_basis: str


def computed_keys() -> list[str]:
    """The indicators that are computed from records."""
    return [one.key for one in CATALOGUE if one.select is not None]


def nothing_told(_what: str, _done: int, _whole: int) -> None:
    """Tell nobody how far it has come."""


def measured_rows(
    world: World, first: date, last: date, known_at: datetime, keys: Sequence[str],
    told: Told = nothing_told,
) -> list[MeasuredRow]:  # fmt: skip
    """Measure indicators for every unit and month of a range, from the records as they are.

    ``told`` hears of each table read and each indicator measured: what, how many of how many.
    """
    chosen = [BY_KEY[key] for key in keys]
    names = {name for one in chosen for name in one.tables}
    begin, end = month_number(first), month_number(last)
    steps, whole = count(1), len(names) + len(chosen)
    with rows_held():
        tables = build_tables(
            world, last_day(end), known_at, names, since=begin - longest_lag(chosen),
            done=lambda name: told(name, next(steps), whole),
        )  # fmt: skip
        evaluation = Evaluation(tables)
        rows: list[MeasuredRow] = []
        for one in chosen:
            rows += _rows_of(evaluation, one, begin, end)
            told(one.key, next(steps), whole)
    return rows


def longest_lag(indicators: Iterable[Indicator]) -> int:
    """How many months before a month its records are looked at."""
    selects = (select for one in indicators for select in (one.select, one.of))
    return max((select.lag for select in selects if select is not None), default=0)


def evaluated_rows(
    tables: Tables, indicators: Sequence[Indicator], first: int, last: int
) -> Iterator[MeasuredRow]:
    """The values of indicators over tables; what is unknown or would tell a price is left out."""
    evaluation = Evaluation(tables)
    for one in indicators:
        yield from _rows_of(evaluation, one, first, last)


def _rows_of(
    evaluation: Evaluation, one: Indicator, first: int, last: int
) -> Iterator[MeasuredRow]:
    tables = evaluation.tables
    days = {month: (first_day(month), last_day(month)) for month in range(first, last + 1)}
    for row in evaluation.measure(one, first, last).iter_rows(named=True):
        if (one.key, row["month"]) in tables.withheld:
            continue
        values = _values(one, row)
        if values["value"] is not None:
            unit = tables.units[row["unit"]]
            begin, end = days[row["month"]]
            yield MeasuredRow(
                indicator=one.key, version=one.version, unit_kind=unit.kind,
                unit_key=unit.key, first=begin, last=end, price_basis=one.price, **values,
            )  # fmt: skip


def _values(one: Indicator, row: dict[str, Any]) -> dict[str, Any]:
    assert one.select is not None
    total, known, unknown = row["total"], row["known"], row["unknown"]
    is_count = one.select.how == "count"
    top = None if total is None else Decimal(total) / (1 if is_count else HUNDREDTHS)
    below = None
    if one.select.how == "median":
        value = None if top is None else top / 2 * one.factor
    elif one.of is not None:
        below = Decimal(row["whole"]) / (1 if one.of.how == "count" else HUNDREDTHS)
        value = _quotient(top, below, one)
    else:
        value = None if top is None or (unknown and not known) else top * one.factor
    bound = Bound.AT_LEAST if unknown and one.select.how == "sum" else Bound.EXACT
    largest, share = row["largest"], None
    if largest is not None and total:
        share = (Decimal(largest) / total).quantize(SHARE, rounding=ROUND_HALF_UP)
    return {
        "value": _stored(value),
        "bound": bound.value,
        "numerator": None if below is None else _stored(top),
        "denominator": _stored(below),
        "contributors": row["contributors"],
        "largest_share": share,
        "cover_pct": _cover(known, unknown) if not is_count else None,
    }


def _quotient(top: Decimal | None, below: Decimal, one: Indicator) -> Decimal | None:
    if top is None or below == 0:
        return None
    return (top / below - (1 if one.growth else 0)) * one.factor


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(STORED, rounding=ROUND_HALF_UP)


def _cover(known: int, unknown: int) -> Decimal | None:
    """Of the records that belong in, how many are known; never rounded up to all of them."""
    if not known + unknown:
        return None
    return (Decimal(known * 100) / (known + unknown)).quantize(PERCENT, rounding="ROUND_DOWN")
