"""Series over months or years, as a chart and as the table that says the same.

Figures stay exact in the table, as words; the drawing alone turns them into floats. Months are
counted from year nought, so that a joint report of January and February is one point over two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

MONTHS = 12
FEW_MONTHS = 18  # up to here every third month has a tick
MOST_TICKS = 8
YEARS_APART = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class ChartPeriod:
    """A month, joint months, or a year, by its first month; ``label`` says it."""

    first: int
    label: str
    months: int = 1

    @property
    def middle(self) -> float:
        """Where it stands on the axis."""
        return self.first + (self.months - 1) / 2

    @property
    def joint(self) -> bool:
        """Whether several months of one year were published as one."""
        return 1 < self.months < MONTHS


@dataclass(frozen=True)
class ChartPoint:
    """A point: ``text`` as it is printed; ``value`` None where only bounds or nothing is known.

    ``low`` and ``high`` are bounds; one of them alone is open on the other side.
    """

    text: str
    value: Decimal | float | None = None
    low: Decimal | float | None = None
    high: Decimal | float | None = None
    url: str = ""


@dataclass(frozen=True)
class ChartLine:
    """A line: a point for each period, None where nothing is known. ``look``: first or second."""

    label: str
    points: Sequence[ChartPoint | None]
    look: str = "first"


@dataclass(frozen=True)
class ChartBreak:
    """Before which month a series changed what it counts, in words."""

    first: int
    words: str


@dataclass(frozen=True)
class Chart:
    """Lines over the same periods. ``zero``: the axis starts at nought."""

    periods: Sequence[ChartPeriod]
    lines: Sequence[ChartLine]
    unit: str = ""
    breaks: Sequence[ChartBreak] = ()
    zero: bool = False

    @property
    def rows(self) -> list[tuple[ChartPeriod, list[ChartPoint | None], str]]:
        """The table: each period, latest first, with its points and the break that precedes it."""
        broken = self._broken_rows()
        rows = [
            (period, [line.points[place] for line in self.lines], broken.get(place, ""))
            for place, period in enumerate(self.periods)
        ]
        return rows[::-1]

    def _broken_rows(self) -> dict[int, str]:
        """The words of each break by the first period from which it holds."""
        words: dict[int, list[str]] = {}
        for one in self.breaks:
            later = (n for n, p in enumerate(self.periods) if p.first + p.months > one.first)
            if (place := next(later, None)) is not None:
                words.setdefault(place, []).append(one.words)
        return {place: " · ".join(said) for place, said in words.items()}

    @property
    def drawn(self) -> bool:
        """Whether there is a line to draw: two points at least."""
        return any(sum(map(_has_place, line.points)) > 1 for line in self.lines)


def _has_place(point: ChartPoint | None) -> bool:
    return point is not None and any(
        one is not None for one in (point.value, point.low, point.high)
    )


def chart_config(chart: Chart) -> dict[str, object]:
    """What ``chart.js`` draws, as plain values for JSON."""
    first = min((p.first for p in chart.periods), default=0)
    last = max((p.first + p.months - 1 for p in chart.periods), default=0)
    return {
        "from": first - 0.5,
        "to": last + 0.5,
        "unit": chart.unit,
        "zero": chart.zero,
        "ticks": ticks_of(first, last),
        "periods": [[p.middle, p.label, p.months if p.joint else 0] for p in chart.periods],
        "breaks": [[one.first - 0.5, one.words] for one in chart.breaks],
        "lines": [
            {"label": line.label, "look": line.look, "points": [_point(p) for p in line.points]}
            for line in chart.lines
        ],
    }


def _point(point: ChartPoint | None) -> list[object] | None:
    if point is None:
        return None
    numbers = (None if n is None else float(n) for n in (point.value, point.low, point.high))
    return [*numbers, point.text]


def ticks_of(first: int, last: int) -> list[list[object]]:
    """Positions and words of the axis: years, or every third month of a short span."""
    if last - first < FEW_MONTHS:
        months = [m for m in range(first, last + 1) if m % 3 == 0 or last - first < 6]
        return [[m, f"{m // MONTHS}-{m % MONTHS + 1:02}"] for m in months]
    years = range(-(-first // MONTHS), last // MONTHS + 1)
    apart = next((s for s in YEARS_APART if len(years) / s <= MOST_TICKS), YEARS_APART[-1])
    return [[year * MONTHS, str(year)] for year in years if year % apart == 0]
