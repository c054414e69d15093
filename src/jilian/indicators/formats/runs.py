"""For how many months on end a series grew on the year before, as published and as revised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jilian.indicators.formats.charts import nominal_growth
from jilian.indicators.rules import PeriodKind
from jilian.indicators.rules.streak_words import run_words
from jilian_engine.errors import EngineError
from jilian_engine.figures import GrowthPoint, MonthSpan, runs_of_growth

if TYPE_CHECKING:
    from jilian.indicators.queries import Point, Series

GrowthOf = Callable[["Point"], Decimal | None]
LEAST_MONTHS = 2  # with a growth: fewer are no run


@dataclass(frozen=True)
class GrowthRuns:
    """Both runs in words; ``is_published``: counted from growth as its source states it."""

    as_published: str
    as_revised: str
    differ: bool
    is_published: bool


def growth_runs(series: Series) -> GrowthRuns | None:
    """The runs of a monthly series up to its last month; None where there is no growth to count.

    From published growth where there is any, else from what the values give.
    """
    is_published = any(point.growth_published is not None for point in series.as_revised)
    growth_of: GrowthOf = _published if is_published else nominal_growth
    rows = _rows(series.as_published, growth_of, "first")
    rows += [
        row
        for row in _rows(series.as_revised, growth_of, "revised")
        if row.growth_pct != _growth_in(rows, row.period)
    ]
    if len({row.period for row in rows if row.growth_pct is not None}) < LEAST_MONTHS:
        return None
    try:
        runs = runs_of_growth(rows)
    except EngineError:  # joint months beside the same months alone: no run can be told
        return None
    return GrowthRuns(
        run_words(runs.as_published), run_words(runs.as_revised), runs.differ, is_published
    )


def _published(point: Point) -> Decimal | None:
    return point.growth_published


def _rows(points: Sequence[Point], growth_of: GrowthOf, vintage: str) -> list[GrowthPoint]:
    """The months of a series with their growth, from the first that has one."""
    months = [
        (MonthSpan(one.period.first.year, one.period.first.month, one.period.last.month), one)
        for one in points
        if one.period.kind == PeriodKind.MONTH
    ]
    kept = [(span, growth_of(one)) for span, one in months if span.months == 1 or span.is_joint]
    first = next((place for place, (_span, grown) in enumerate(kept) if grown is not None), None)
    if first is None:
        return []
    return [GrowthPoint(span, grown, "monthly", vintage) for span, grown in kept[first:]]


def _growth_in(rows: Sequence[GrowthPoint], period: MonthSpan) -> Decimal | None:
    return next((row.growth_pct for row in rows if row.period == period), None)
