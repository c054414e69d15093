"""Runs of growth: for how many months on end something grew on the year before.

A month counts when its growth is strictly above zero. Zero ends a run, a fall ends it, and a
month that nobody published leaves it open: then the run is known until the month before. January
and February published together stand for two months. Growth of the month and growth since the
year's beginning are two series and never one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jilian_engine.figures.months import Month, MonthSpan, month_after, months_between
from jilian_engine.figures.revisions import GrowthPoint, Kind, kind_of, versions_of


class Ending(StrEnum):
    """What follows the last month of a run, or stands before its first."""

    ZERO = "zero"
    BELOW = "below"
    MISSING = "missing"
    OPEN = "open"  # the series goes no further


@dataclass(frozen=True)
class Spell:
    """Months on end above zero, and what came after the last of them, in which month."""

    months: int
    first: Month
    last: Month
    ending: Ending
    at: Month | None
    rows: tuple[GrowthPoint, ...] = field(repr=False)

    @property
    def known_until(self) -> Month | None:
        """The last month that is known, where a missing one follows."""
        return self.last if self.ending is Ending.MISSING else None


@dataclass(frozen=True)
class Run:
    """The run that holds at a month, read back from there, and all spells of the series.

    `ended_by` is what stands before the first month (or is the month itself, where the run is
    0): `ended_at` says which. With `missing` before it the run is at least `months` long.
    `known_until` is the month before a missing one: the last month of the run where nothing is
    published up to the month asked for, else the last month of the spell before the gap.
    """

    months: int
    first: Month | None
    last: Month | None
    ended_by: Ending
    ended_at: Month | None
    known_until: Month | None
    asked: Month | None
    rows: tuple[GrowthPoint, ...] = field(repr=False)
    spells: tuple[Spell, ...] = field(repr=False)

    @property
    def at_least(self) -> bool:
        """Whether the run may be longer than is known."""
        return self.months > 0 and self.ended_by is Ending.MISSING


@dataclass(frozen=True)
class Runs:
    """The same run twice: with the rows first published, and with the latest ones."""

    kind: Kind
    as_published: Run
    as_revised: Run
    revised: tuple[MonthSpan, ...]

    @property
    def differ(self) -> bool:
        """Whether revisions changed the run or one of the spells."""
        return _shape(self.as_published) != _shape(self.as_revised)


def runs_of_growth(
    points: Iterable[GrowthPoint], as_of: Month | None = None, *, known_on: date | None = None
) -> Runs:
    """Both runs of one kind, as of a month; `known_on` leaves out what was published later."""
    rows = tuple(points)
    versions = versions_of(rows, known_on)
    changed = tuple(
        span
        for span, ones in versions.items()
        if ones[0].growth_pct != ones[-1].growth_pct and (as_of is None or span.last <= as_of)
    )
    return Runs(
        kind=kind_of(rows),
        as_published=_run([ones[0] for ones in versions.values()], as_of),
        as_revised=_run([ones[-1] for ones in versions.values()], as_of),
        revised=changed,
    )


def run_of_growth(
    points: Iterable[GrowthPoint],
    *,
    as_of: Month | None = None,
    revised: bool = False,
    known_on: date | None = None,
) -> Run:
    """One of the two runs; `kinds_mixed` where the rows are not all monthly or all cumulative."""
    both = runs_of_growth(points, as_of, known_on=known_on)
    return both.as_revised if revised else both.as_published


def _run(rows: Sequence[GrowthPoint], as_of: Month | None) -> Run:
    """Read back from the month asked for, or from the last that has a row."""
    known = [row for row in rows if as_of is None or row.period.last <= as_of]
    line = {month: row for row in known for month in row.period if row.growth_pct is not None}
    end = as_of or rows[-1].period.last
    spells = _spells(line, end)
    if not line:
        return Run(0, None, None, Ending.MISSING, end, None, as_of, (), spells)
    reach = max(line)
    open_since = reach if reach != end else None
    last = spells[-1] if spells else None
    if last is None or last.last != reach:
        return Run(0, None, None, _state(line, reach), reach, open_since, as_of, (), spells)
    at = month_after(last.first, -1)
    before = _state(line, at)
    gap = max((month for month in line if month < at), default=None)
    if before is Ending.MISSING and gap is None:
        before = Ending.OPEN
    return Run(
        months=last.months,
        first=last.first,
        last=last.last,
        ended_by=before,
        ended_at=None if before is Ending.OPEN else at,
        known_until=open_since or (gap if before is Ending.MISSING else None),
        asked=as_of,
        rows=last.rows,
        spells=spells,
    )


def _state(line: Mapping[Month, GrowthPoint], month: Month) -> Ending:
    """What a month does to a run; `open` where it carries it on."""
    row = line.get(month)
    if row is None or row.growth_pct is None:
        return Ending.MISSING
    if row.growth_pct > 0:
        return Ending.OPEN
    return Ending.ZERO if row.growth_pct == 0 else Ending.BELOW


def _spells(line: Mapping[Month, GrowthPoint], end: Month) -> tuple[Spell, ...]:
    """Every stretch of months above zero up to a month, the earliest first."""
    found: list[Spell] = []
    grown: list[Month] = []
    months = months_between(min(line), end) if line else 0
    for month in (month_after(min(line), at) for at in range(months)):
        state = _state(line, month)
        if state is Ending.OPEN:
            grown.append(month)
        elif grown:
            found.append(_spell(line, grown, state, month))
            grown = []
    if grown:
        found.append(_spell(line, grown, Ending.OPEN, None))
    return tuple(found)


def _spell(
    line: Mapping[Month, GrowthPoint], months: Sequence[Month], ending: Ending, at: Month | None
) -> Spell:
    rows = tuple(dict.fromkeys(line[month] for month in months))
    return Spell(len(months), months[0], months[-1], ending, at, rows)


def _shape(run: Run) -> tuple[object, ...]:
    spells = [(one.first, one.last, one.ending) for one in run.spells]
    return run.months, run.first, run.last, run.ended_by, run.ended_at, spells
