"""Office hours on working days: open time between two moments, to the second.

Inside, a moment is a count of whole seconds of local time since 1970-01-01; parts of a second are
cut off. The zone keeps one offset throughout the known years, as China's does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from jilian_engine.clocks.calendars import EPOCH_DAY, Calendar
from jilian_engine.clocks.errors import ClockError

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = 86_400
SECONDS_A_YEAR = 31_556_952  # on average; only to name a year beyond those of `date`
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)

#: Spans of a day in which an office is open; an end of 00:00 is midnight at the day's end.
Hours = tuple[tuple[time, time], ...]
USUAL_HOURS: Hours = ((time(9), time(12)), (time(13), time(17)))


@dataclass(frozen=True)
class Office:
    """A counter: the days it works and its hours, in one time zone."""

    calendar: Calendar
    hours: Hours = USUAL_HOURS
    zone: tzinfo = SHANGHAI

    def __post_init__(self) -> None:
        if not self.hours:
            raise ClockError("hours_empty")
        last = 0
        for begins, ends in self.shifts:
            if not last <= begins < ends:
                raise ClockError("hours_disordered")
            last = ends
        if any(one.microsecond or one.tzinfo for span in self.hours for one in span):
            raise ClockError("hours_disordered")
        offsets = {
            datetime(year, month, 1, tzinfo=self.zone).utcoffset()
            for year in self.calendar.years
            for month in (1, 7)
        }
        if len(offsets) > 1:
            raise ClockError("zone_not_fixed", zone=self.zone)

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Return for how many seconds the office was open between two moments."""
        begins, ends = self.second(start), self.second(end)
        if ends < begins:
            raise ClockError("ends_before_start")
        self.check_span(begins, ends)
        return self.worked(ends) - self.worked(begins)

    def add_working_seconds(self, moment: datetime, seconds: int) -> datetime:
        """Return when the office has been open for so many seconds more; the moment itself for 0.

        A span that ends with the office hours ends then, not at the next opening.
        """
        if seconds < 0:
            raise ClockError("wait_negative")
        begins = self.second(moment)
        ends = self.when_worked(self.worked(begins) + seconds) if seconds else begins
        self.check_span(begins, ends)
        return self.moment(ends)

    def next_open(self, moment: datetime) -> datetime:
        """Return the moment itself while the office is open, or else its next opening."""
        second = self.second(moment)
        if self.is_open_at(second):
            return self.moment(second)
        opens = self.when_worked(self.worked(second) + 1) - 1
        self.check_span(second, opens)
        return self.moment(opens)

    def is_open(self, moment: datetime) -> bool:
        """Say whether the office is open at that moment."""
        return self.is_open_at(self.second(moment))

    def open_spans(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return the spans between two moments in which the office was open."""
        begins, ends = self.second(start), self.second(end)
        if ends < begins:
            raise ClockError("ends_before_start")
        return [(self.moment(one), self.moment(other)) for one, other in self.spans(begins, ends)]

    def closing(self, day: date) -> datetime:
        """Return the end of the last office hour of a day."""
        return self.moment((day.toordinal() - EPOCH_DAY) * DAY + self.shifts[-1][1])

    # Below, moments are seconds of local time.

    @cached_property
    def shifts(self) -> tuple[tuple[int, int], ...]:
        """The spans of a day in seconds."""
        return tuple((_within(begins), _within(ends) or DAY) for begins, ends in self.hours)

    @cached_property
    def daily(self) -> int:
        """Seconds that the office is open on a working day."""
        return sum(ends - begins for begins, ends in self.shifts)

    @cached_property
    def _days(self) -> tuple[int, bytes, tuple[int, ...]]:
        """The first known day, which days are worked, and the office seconds before each."""
        table = self.calendar.table
        return table.first, table.is_open, tuple(self.daily * days for days in table.before)

    @cached_property
    def offset(self) -> int:
        """Seconds by which local time is ahead of UTC."""
        known = datetime(min(self.calendar.years), 1, 1, tzinfo=self.zone).utcoffset()
        return 0 if known is None else known // SECOND

    def second(self, moment: datetime) -> int:
        """Return a moment as seconds of local time; parts of a second are cut off."""
        if moment.tzinfo is None:
            raise ClockError("moment_without_zone")
        return (moment - EPOCH) // SECOND + self.offset

    def moment(self, second: int) -> datetime:
        """Return the moment of a second, in the office's zone."""
        return datetime.fromtimestamp(second - self.offset, self.zone)

    def day(self, second: int) -> date:
        """Return the day on which a second lies."""
        try:
            return date.fromordinal(second // DAY + EPOCH_DAY)
        except (ValueError, OverflowError):
            year = 1970 + second // SECONDS_A_YEAR
            raise ClockError("year_unknown", year=year) from None

    def worked(self, second: int) -> int:
        """Return the office seconds from the first known day up to a second."""
        first, is_open, done_before = self._days
        day, within = divmod(second, DAY)
        place = day - first
        if place < 0 or place >= len(is_open):
            raise ClockError("year_unknown", year=self.day(second).year)
        done = done_before[place]
        if is_open[place]:
            for begins, ends in self.shifts:
                if within <= begins:
                    break
                done += (within if within < ends else ends) - begins
        return done

    def when_worked(self, worked: int) -> int:
        """Return the first second up to which so many office seconds have passed, one at least."""
        table = self.calendar.table
        index, rest = divmod(worked - 1, self.daily)
        if index >= table.before[-1]:
            last = self.calendar.years
            raise ClockError("year_unknown", year=self.calendar.next_unknown(max(last)))
        place = bisect_right(table.before, index) - 1
        for begins, ends in self.shifts:
            if rest < ends - begins:
                return (place + table.first) * DAY + begins + rest + 1
            rest -= ends - begins
        raise AssertionError

    def is_open_at(self, second: int) -> bool:
        """Say whether the office is open at a second."""
        within = second % DAY
        return self.calendar.is_working(self.day(second)) and any(
            begins <= within < ends for begins, ends in self.shifts
        )

    def spans(self, begins: int, ends: int) -> Iterator[tuple[int, int]]:
        """Yield the open spans between two seconds."""
        self.check_span(begins, ends)
        is_open, first = self.calendar.table.is_open, self.calendar.table.first
        for day in range(begins // DAY, (ends - 1) // DAY + 1):
            if is_open[day - first]:
                for opens, closes in self.shifts:
                    one, other = max(begins, day * DAY + opens), min(ends, day * DAY + closes)
                    if one < other:
                        yield one, other

    def check_span(self, begins: int, ends: int) -> None:
        """Refuse a span of time that touches a year which is not known."""
        self.calendar.check_years(self.day(begins).year, self.day(ends).year)


def _within(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
