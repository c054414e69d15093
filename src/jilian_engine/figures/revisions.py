"""Published growth, row by row, and which version of a month came first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import exact
from jilian_engine.figures.months import MonthSpan

Kind = Literal["monthly", "cumulative"]
KINDS: tuple[Kind, ...] = ("monthly", "cumulative")
FORECAST = "forecast"
VINTAGES = (
    ("first", "first_published", "published", "preliminary"),
    ("final", "final_verified"),
    ("revised",),
    ("census_revised",),
)
"""Which of two versions of a month came first, where their days do not say it."""


@dataclass(frozen=True)
class GrowthPoint:
    """One published row: growth on the year before, in per cent; None where the row is empty."""

    period: MonthSpan
    growth_pct: Decimal | None
    kind: Kind
    vintage: str = ""
    published_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise EngineError("kind_unknown", f"{self.kind!r} is neither monthly nor cumulative")
        if self.growth_pct is not None:
            exact(self.growth_pct)
        if self.period.months > 1 and not self.period.is_joint:
            raise EngineError("months_not_joint", f"{self.period}: only January and February are")


def kind_of(rows: Sequence[GrowthPoint]) -> Kind:
    """Monthly or cumulative; `kinds_mixed` where both stand among the rows."""
    kinds = {row.kind for row in rows}
    if not kinds:
        raise EngineError("series_empty", "a run needs at least one row")
    if len(kinds) > 1:
        raise EngineError("kinds_mixed", "growth of the month and since January are two series")
    return kinds.pop()


def versions_of(
    rows: Sequence[GrowthPoint], known_on: date | None = None
) -> dict[MonthSpan, list[GrowthPoint]]:
    """The versions of each period in the order of their publication; forecasts are none."""
    kind_of(rows)
    found: dict[MonthSpan, list[GrowthPoint]] = {}
    for row in rows:
        late = known_on is not None and row.published_on is not None and row.published_on > known_on
        if row.vintage != FORECAST and not late:
            found.setdefault(row.period, []).append(row)
    for one, other in pairwise(sorted(found)):
        if other.first <= one.last:
            raise EngineError("periods_overlap", f"{one} and {other} hold a month both")
    if not found:
        raise EngineError("series_empty", "nothing but forecasts, or nothing published yet")
    return {span: _in_order(found[span]) for span in sorted(found)}


def _in_order(versions: list[GrowthPoint]) -> list[GrowthPoint]:
    """Versions of one month, the first published at the front."""
    kept = [row for at, row in enumerate(versions) if not _repeats(row, versions[:at])]
    ordered: list[GrowthPoint] = []
    for row in kept:
        at = sum(_comes_before(one, row) for one in ordered)
        ordered.insert(at, row)
    if any(not _comes_before(one, other) for one, other in pairwise(ordered)):
        raise EngineError(
            "revision_order_contradicts", f"{kept[0].period}: the versions have no one order"
        )
    return ordered


def _repeats(row: GrowthPoint, others: Iterable[GrowthPoint]) -> bool:
    return any(
        row.growth_pct == one.growth_pct
        and _by_day(one, row) is None
        and _by_name(one, row) is None
        for one in others
    )


def _comes_before(one: GrowthPoint, other: GrowthPoint) -> bool:
    """Whether one version was published before the other; days and vintages must not disagree."""
    said = {_by_day(one, other), _by_name(one, other)} - {None}
    if not said:
        raise EngineError(
            "revision_order_unknown",
            f"{one.period} has two values and nothing says which was published first",
        )
    if len(said) > 1:
        raise EngineError(
            "revision_order_contradicts", f"{one.period}: day and vintage tell two orders"
        )
    return bool(said.pop())


def _by_day(one: GrowthPoint, other: GrowthPoint) -> bool | None:
    if one.published_on is None or other.published_on is None:
        return None
    same = one.published_on == other.published_on
    return None if same else one.published_on < other.published_on


def _by_name(one: GrowthPoint, other: GrowthPoint) -> bool | None:
    before, after = vintage_place(one.vintage), vintage_place(other.vintage)
    return None if before is None or after is None or before == after else before < after


def vintage_place(vintage: str) -> int | None:
    """Where a version stands by its name: first, final, revised, or a number such as v2."""
    numbered = re.fullmatch(r"v?(\d{1,3})", vintage)
    if numbered:
        return int(numbered[1])
    return next((at for at, names in enumerate(VINTAGES, 1) if vintage in names), None)
