"""Limits in working days, calendar days, working hours and clock hours; none becomes another.

Days are counted from the day after the event (Civil Code of China, art. 201). A limit in calendar
days that ends on a day off ends on the next working day, and a last day ends with the office hours
(art. 203). Hours run from the moment itself. While the clock stands still nothing is used up: a
day counts unless the clock stood still during all of its office hours (working days) or from
midnight to midnight (calendar days).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.hours import DAY, Office

Unit = Literal["wd", "cd", "wh", "h"]
UNITS: tuple[Unit, ...] = ("wd", "cd", "wh", "h")
KINDS = ("max", "min")
#: Spans in which the clock stood still: start and end, whatever follows them.
Stood = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Limit:
    """So many working days (wd), calendar days (cd), working hours (wh) or clock hours (h).

    `max`: to be done within it; `min`: it must last at least as long.
    """

    amount: int
    unit: Unit
    kind: Literal["max", "min"] = "max"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ClockError("unit_unknown", text=self.unit)
        if self.kind not in KINDS:
            raise ClockError("kind_unknown", text=self.kind)
        if self.amount < 0:
            raise ClockError("limit_negative")

    @property
    def measure(self) -> int:
        """The amount as `used` counts it: days, or seconds for hours."""
        return self.amount if self.unit in ("wd", "cd") else self.amount * 3600


@dataclass(frozen=True)
class Due:
    """When a limit ends; `at` is None where it ends in or after `unknown_year`."""

    at: datetime | None
    unknown_year: int | None = None

    @property
    def provisional(self) -> bool:
        """Say that the end cannot be named yet: the notice of that year is not loaded."""
        return self.at is None


def due(limit: Limit, from_moment: datetime, office: Office, stood: Stood = ()) -> datetime:
    """Return when the limit ends; ClockError "year_unknown" where that lies beyond known years."""
    begins, still = office.second(from_moment), joined(stood, office)
    if limit.unit == "wd":
        ends = _closing(office, _working_day(limit.amount, begins, office, still))
    elif limit.unit == "cd":
        ends = _closing(office, _calendar_day(limit.amount, begins, office, still))
    elif limit.unit == "wh":
        ends = _working_hours(limit.measure, begins, office, still)
    else:
        ends = _pushed(begins + limit.measure, begins, still)
    office.check_span(begins, ends)
    return office.moment(ends)


def due_if_known(limit: Limit, from_moment: datetime, office: Office, stood: Stood = ()) -> Due:
    """Return when the limit ends, or the first year without which that cannot be said."""
    try:
        return Due(due(limit, from_moment, office, stood))
    except ClockError as refused:
        begins = office.day(office.second(from_moment)).year
        if refused.code != "year_unknown" or begins not in office.calendar.years:
            raise
        return Due(None, office.calendar.next_unknown(begins))


def used(unit: Unit, start: datetime, end: datetime, office: Office, stood: Stood = ()) -> int:
    """Return what is used up between two moments: days for wd and cd, seconds for wh and h."""
    begins, ends = office.second(start), office.second(end)
    if ends < begins:
        raise ClockError("ends_before_start")
    still = [(max(one, begins), min(other, ends)) for one, other in joined(stood, office)
             if one < ends and other > begins]  # fmt: skip
    office.check_span(begins, ends)
    if unit == "wd":
        return working_days_left(begins, ends, office, still)
    if unit == "cd":
        return (
            ends // DAY
            - begins // DAY
            - sum(
                max(0, other // DAY - max(-(-one // DAY), begins // DAY + 1))
                for one, other in still
            )
        )
    if unit == "wh":
        return (
            office.worked(ends)
            - office.worked(begins)
            - sum(office.worked(other) - office.worked(one) for one, other in still)
        )
    if unit == "h":
        return ends - begins - sum(other - one for one, other in still)
    raise ClockError("unit_unknown", text=unit)


def joined(stood: Stood, office: Office) -> list[tuple[int, int]]:
    """Return the spans as seconds, ordered, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for one, other in sorted(
        (_second(span[0], office), _second(span[1], office)) for span in stood
    ):
        if other < one:
            raise ClockError("ends_before_start")
        if found and one <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], other))
        elif one < other:
            found.append((one, other))
    return found


def working_days_left(
    begins: int, ends: int, office: Office, still: Sequence[tuple[int, int]]
) -> int:
    """Count the working days after that of `begins` up to that of `ends` in which the clock ran.

    `still` are ordered spans within; times that meet across closed hours stop a whole day together.
    """
    table = office.calendar.table
    first = table.before[begins // DAY + 1 - table.first]
    count = table.before[ends // DAY + 1 - table.first] - first
    daily = office.daily
    since, until = 0, -1
    for one, other in still:
        start, end = max(office.worked(one), first * daily), office.worked(other)
        if start > until:
            count -= max(0, until // daily - -(-since // daily))
            since = start
        until = max(until, end)
    return count - max(0, until // daily - -(-since // daily))


def _second(moment: object, office: Office) -> int:
    assert isinstance(moment, datetime)
    return office.second(moment)


def _closing(office: Office, day: date) -> int:
    return office.second(office.closing(day))


def _working_day(amount: int, begins: int, office: Office, still: list[tuple[int, int]]) -> date:
    """The last day of a limit in working days; for 0 the day itself, or the next that is worked."""
    calendar, day = office.calendar, office.day(begins)
    if amount == 0:
        same = calendar.working_day_from(day)
        return same if begins <= _closing(office, same) else calendar.add_working_days(day, 1)
    whole = _still_days(still, office)
    left = amount
    while True:
        last = calendar.add_working_days(day, left)
        left = sum(day < one <= last for one in whole)
        if not left:
            return last
        day = last


def _still_days(still: list[tuple[int, int]], office: Office) -> list[date]:
    """The working days during all of whose office hours the clock stood still."""
    found: list[date] = []
    stopped: dict[date, int] = {}
    for one, other in still:
        for opens, closes in office.spans(one, other):
            day = office.day(opens)
            stopped[day] = stopped.get(day, 0) + closes - opens
            if stopped[day] == office.daily:
                found.append(day)
    return found


def _calendar_day(amount: int, begins: int, office: Office, still: list[tuple[int, int]]) -> date:
    """The last day of a limit in calendar days, moved to a day on which the office works."""
    first = begins // DAY
    last, counted = first, 0
    spans = [(max(-(-one // DAY), first + 1), other // DAY) for one, other in still]
    table = office.calendar.table
    while counted < amount:
        last += 1
        if last - table.first >= len(table.is_open):
            raise ClockError("year_unknown", year=office.day(last * DAY).year)
        counted += not any(one <= last < other for one, other in spans)
    day = office.calendar.working_day_from(office.day(last * DAY))
    whole = _still_days(still, office)
    while day in whole:
        day = office.calendar.add_working_days(day, 1)
    return day


def _working_hours(seconds: int, begins: int, office: Office, still: list[tuple[int, int]]) -> int:
    """When so many office seconds have run beside the spans in which the clock stood still."""
    spans = [(office.worked(one), office.worked(other)) for one, other in still if other > begins]
    start = office.worked(begins)
    ends = _pushed(start + seconds, start, spans)
    return office.when_worked(ends) if ends > start else begins


def _pushed(ends: int, begins: int, still: list[tuple[int, int]]) -> int:
    """An end, moved by the part of each span that lies between the start and it."""
    for one, other in still:
        if other > begins and one < ends:
            ends += other - max(one, begins)
    return ends
