"""A series as what the charts draw: points, bounds, gaps, joint months, breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, pgettext

from jilian.indicators.rules.words import GrowthKind, Hidden
from jilian.ui.drawings import Chart, ChartBreak, ChartLine, ChartPeriod, ChartPoint, Panel
from jilian.ui.values import number_text
from jilian_engine.figures import round_half_up

if TYPE_CHECKING:
    from jilian.indicators.queries import Point, Series, ShownFigure, Unit
    from jilian.indicators.rules.periods import PeriodSpan

MONTHS = 12
FROM_BELOW, FROM_ABOVE = ("at_least", "more_than"), ("at_most", "below")
Opened = Callable[["Point"], str]


def period_of(span: PeriodSpan) -> ChartPeriod:
    """Where a period stands on the axis of months."""
    first, last = (day.year * MONTHS + day.month - 1 for day in (span.first, span.last))
    return ChartPeriod(first, str(span.words), last - first + 1)


def hidden_words(hidden: str) -> str:
    """Why a figure is not shown, in words that tell no more; empty where it is."""
    return str(Hidden(hidden).label) if hidden else ""


def point_words(point: Point | None) -> str:
    """A point as it is printed: its figure, or why there is none."""
    if point is None:
        return ""
    return hidden_words(point.hidden) or (str(point.words) if point.value is not None else "")


def percent_words(growth: Decimal | None) -> str:
    """Growth in per cent with its sign, to one decimal."""
    if growth is None:
        return ""
    rounded = round_half_up(growth, 1)
    return f"{'+' if rounded > 0 else ''}{number_text(rounded)}%"


def _drawn(point: Point | None, url: str) -> ChartPoint | None:
    if point is None or (point.value is None and not point.hidden):
        return None
    value, bound = point.value, str(point.bound)
    low = value if bound in FROM_BELOW else None
    high = value if bound in FROM_ABOVE else None
    bounded = low is not None or high is not None
    return ChartPoint(point_words(point), None if bounded else value, low, high, url)


def _by_period(points: Sequence[Point]) -> Mapping[str, Point]:
    return {point.period.text: point for point in points}


def series_chart(series: Series, opened: Opened, breaks: Sequence[ChartBreak] = ()) -> Chart:
    """The values as published and as revised."""
    published, revised = _by_period(series.as_published), _by_period(series.as_revised)
    spans = {p.period.text: p.period for p in (*series.as_published, *series.as_revised)}
    order = sorted(spans.values(), key=lambda span: (span.first, span.last))
    lines = [ChartLine(_("as published"), [_line_point(published, s, opened) for s in order])]
    lines.append(
        ChartLine(_("as revised"), [_line_point(revised, s, opened) for s in order], "second")
    )
    unit = str(series.definition.unit_word)
    return Chart([period_of(span) for span in order], lines, unit, tuple(breaks))


def _line_point(points: Mapping[str, Point], span: PeriodSpan, opened: Opened) -> ChartPoint | None:
    point = points.get(span.text)
    return _drawn(point, opened(point) if point is not None and point.value is not None else "")


def breaks_of(series: Series) -> list[ChartBreak]:
    """Where the version of the definition changes between two periods."""
    found = []
    for before, after in zip(series.as_revised, series.as_revised[1:], strict=False):
        if before.version != after.version:
            found.append(ChartBreak(period_of(after.period).first, break_words(after)))
    return found


def break_words(point: Point) -> str:
    """What is said where a series goes on by another version of the definition."""
    words = _("From here by version %(version)s of the definition; growth across it is left out.")
    return words % {"version": point.version}


def nominal_growth(point: Point) -> Decimal | None:
    """Growth computed from two values; none of a share or a rank, which differ in points."""
    return None if point.definition.unit in ("percent", "rank") else point.growth_computed


def growth_chart(series: Series) -> Chart | None:
    """Growth on the year before: as published, and nominal as computed; None without."""
    points = series.as_revised
    known = [p.growth_published for p in points] + [nominal_growth(p) for p in points]
    if all(growth is None for growth in known):
        return None
    kinds = {point.growth_kind for point in points if point.growth_published is not None}
    scoped = kinds == {GrowthKind.SAME_SCOPE}
    same = [_growth(point.growth_published) for point in points]
    nominal = [_growth(nominal_growth(point)) for point in points]
    return Chart(
        [period_of(point.period) for point in points],
        (
            ChartLine(_("as published") if not scoped else _("same scope, as published"), same),
            ChartLine(_("nominal, computed from the values"), nominal, "second"),
        ),
        "%",
    )


def _growth(growth: Decimal | None) -> ChartPoint | None:
    return None if growth is None else ChartPoint(percent_words(growth), growth)


def panel_of(unit: Unit, figures: Sequence[ShownFigure], url: str) -> Panel:
    """A unit among small multiples: its figures in the order of time."""
    values = [figure.value if not figure.hidden else None for figure in figures]
    last = figures[-1] if figures else None
    text = ""
    if last is not None:
        text = hidden_words(last.hidden) or (str(last.words) if last.value is not None else "")
    return Panel(str(unit.name), values, text or pgettext("value", "unknown"), url)


@dataclass(frozen=True)
class SeriesRow:
    """A period in the table of a series."""

    period: str
    text: str
    published: str
    revised: str
    url: str
    is_revised: bool
    same_scope: str
    nominal: str
    cover: Decimal | None
    reason: str
    is_broken: str = ""


def table_rows(series: Series, opened: Opened) -> list[SeriesRow]:
    """The series as a table, latest first: published, revised, both growths, cover."""
    published = _by_period(series.as_published)
    rows = []
    earlier_ones = [None, *series.as_revised]  # one more than there are points
    for point, earlier in reversed(list(zip(series.as_revised, earlier_ones, strict=False))):
        first = published.get(point.period.text)
        rows.append(
            SeriesRow(
                period=str(point.period.words),
                text=point.period.text,
                published=point_words(first),
                revised=point_words(point),
                url=opened(point) if point.value is not None else "",
                is_revised=point.revision > 1,
                same_scope=percent_words(point.growth_published),
                nominal=percent_words(nominal_growth(point)),
                cover=point.cover_pct,
                reason=point.reason if point.revision > 1 else "",
                is_broken=break_words(point)
                if earlier is not None and earlier.version != point.version
                else "",
            )
        )
    return rows
