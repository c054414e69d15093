"""Working days of the mainland, year by year; a year that is not known is refused, never guessed.

The years 2004 to 2026 come from the package chinesecalendar (MIT), which follows the State
Council's yearly notices. A later year is loaded from its notice (`read_notice`, `with_year`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from jilian_engine.clocks.errors import ClockError

#: Days since 1970-01-01 are what a place in a calendar's table counts.
EPOCH_DAY = date(1970, 1, 1).toordinal()
SATURDAY = 5
DECEMBER = 12
#: A worked Saturday that chinesecalendar 1.11 takes for a day off, and the notice that says so.
LEFT_OUT = {date(2005, 12, 31): "国办发明电〔2005〕35号"}


@dataclass(frozen=True)
class Table:
    """The days from `first` (days since 1970-01-01) on: is it open, and how many were before."""

    first: int
    is_open: bytes
    before: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: weekdays but for `off`, and the weekend days in `work`.

    `closures` are days on which this office stays shut though the country works; they count as
    days off here. `sources` says for a year which notice it follows.
    """

    years: frozenset[int]
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()
    sources: tuple[tuple[int, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.years:
            raise ClockError("calendar_empty")

    def is_working(self, day: date) -> bool:
        """Say whether the day is worked; ClockError "year_unknown"."""
        if day.year not in self.years:
            raise ClockError("year_unknown", year=day.year)
        return day not in self.closures and self._is_national(day)

    def _is_national(self, day: date) -> bool:
        return day in self.work if day.weekday() >= SATURDAY else day not in self.off

    def with_year(
        self, year: int, off: Iterable[date], work: Iterable[date], source: str
    ) -> Calendar:
        """The calendar with one year more, or with another notice for a known year.

        A notice may also settle December of the year before, for the New Year.
        """
        free, worked = frozenset(off), frozenset(work)
        named = free | worked
        for day in sorted(named):
            if day.year != year and (day.year, day.month) != (year - 1, DECEMBER):
                raise ClockError("day_of_other_year", day=day, year=year)
            if day in free and day in worked:
                raise ClockError("day_twice", day=day)
            if day in worked and day.weekday() < SATURDAY:
                raise ClockError("work_on_weekday", day=day)
        months = {(day.year, day.month) for day in named if day.month == DECEMBER}
        months |= {(year, month) for month in range(1, DECEMBER)}

        def others(days: frozenset[date]) -> frozenset[date]:
            return frozenset(day for day in days if (day.year, day.month) not in months)

        return replace(
            self,
            years=self.years | {year},
            off=others(self.off) | free,
            work=others(self.work) | worked,
            sources=tuple(sorted({**dict(self.sources), year: source}.items())),
        )

    def with_closures(self, days: Iterable[date]) -> Calendar:
        """The calendar of an office that is also shut on these days."""
        return replace(self, closures=self.closures | frozenset(days))

    def working_days(self, after: date, upto: date) -> int:
        """Count the working days d with after < d <= upto."""
        if upto < after:
            raise ClockError("ends_before_start")
        if upto == after:
            return 0
        first = after.toordinal() + 1
        self.check_years(date.fromordinal(first).year, upto.year)
        begins = first - EPOCH_DAY - self.table.first
        ends = upto.toordinal() + 1 - EPOCH_DAY - self.table.first
        return self.table.before[ends] - self.table.before[begins]

    def add_working_days(self, day: date, count: int) -> date:
        """Return the count-th working day after a day; the day itself for 0."""
        if count < 0:
            raise ClockError("limit_negative")
        if count == 0:
            return day
        table = self.table
        begins = self.place(day) + 1
        ends = bisect_left(table.before, table.before[begins] + count)
        if ends >= len(table.before):
            raise ClockError("year_unknown", year=self.next_unknown(day.year))
        found = date.fromordinal(ends - 1 + table.first + EPOCH_DAY)
        self.check_years(day.year, found.year)
        return found

    def working_day_from(self, day: date) -> date:
        """Return the day itself where it is worked, or else the next working day."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def check_years(self, first: int, last: int) -> None:
        """Refuse a span that touches a year which is not known."""
        for year in range(first, last + 1):
            if year not in self.years:
                raise ClockError("year_unknown", year=year)

    def next_unknown(self, year: int) -> int:
        """Return the first year from this one on that is not known."""
        while year in self.years:
            year += 1
        return year

    def place(self, day: date) -> int:
        """Return where a day of a known year stands in the table."""
        if day.year not in self.years:
            raise ClockError("year_unknown", year=day.year)
        return day.toordinal() - EPOCH_DAY - self.table.first

    @cached_property
    def table(self) -> Table:
        """The days of all years from the first known to the last; unknown ones count nothing."""
        begins = date(min(self.years), 1, 1).toordinal()
        ends = date(max(self.years), 12, 31).toordinal()
        worked, before = bytearray(), [0]
        for place in range(begins, ends + 1):
            day = date.fromordinal(place)
            is_open = day.year in self.years and self.is_working(day)
            worked.append(is_open)
            before.append(before[-1] + is_open)
        return Table(begins - EPOCH_DAY, bytes(worked), tuple(before))


@cache
def china_calendar() -> Calendar:
    """The years that the package chinesecalendar knows, by the State Council's notices."""
    import chinese_calendar
    from chinese_calendar.constants import holidays, workdays

    version = getattr(chinese_calendar, "__version__", "")
    years = frozenset(day.year for day in holidays)
    source = f"chinesecalendar {version}".strip()
    return Calendar(
        years=years,
        off=frozenset(day for day in holidays if day.weekday() < SATURDAY),
        work=frozenset(day for day in workdays if day.weekday() >= SATURDAY).union(LEFT_OUT),
        sources=tuple((year, _with_notices(source, year)) for year in sorted(years)),
    )


def _with_notices(source: str, year: int) -> str:
    return "; ".join([source, *(notice for day, notice in LEFT_OUT.items() if day.year == year)])
