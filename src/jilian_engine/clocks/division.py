"""A case's time, divided: every second between its first and last event belongs to one holder.

A second belongs to, in this order: `excluded:<ground>` while the clock stands still by law;
`closed` outside office hours; the one open branch's holder, or `joint` for two or more; `firm`
while only the firm has to answer; whoever was named by `assigned`, or `unassigned`. The parts sum
to the elapsed time to the second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from jilian_engine.clocks.course import Course
from jilian_engine.clocks.events import CLOSED, EXCLUDED, Event, Run, Span
from jilian_engine.clocks.hours import DAY, Office
from jilian_engine.clocks.limits import working_days_left


class Piece(NamedTuple):
    """A span of time and its one holder."""

    start: datetime
    end: datetime
    holder: str


class Stretch(NamedTuple):
    """A span in which the same holder was next to act, day and night.

    `open_seconds` of it are the holder's; `closed_seconds` are `closed`. Time excluded by law has
    no closed seconds: `seconds` are all its own.
    """

    start: datetime
    end: datetime
    holder: str
    seconds: int
    open_seconds: int
    closed_seconds: int


class BranchTime(NamedTuple):
    """One run of a branch; `end` is None while it is open. `firm_seconds`: it lay with the firm."""

    branch: str
    holder: str
    start: datetime
    end: datetime | None
    elapsed_seconds: int
    working_seconds: int
    firm_seconds: int


class Before(NamedTuple):
    """The time before acceptance: pre-review, receipt, correction."""

    start: datetime
    end: datetime
    started_by: str
    elapsed_seconds: int
    working_seconds: int
    calendar_days: int
    working_days: int


@dataclass(frozen=True)
class Division:
    """A case's time from acceptance to its end, or to the moment asked for while it is `opened`.

    `working_seconds` is office time of the whole span, pauses included; `running_seconds` leaves
    pauses out. Days are counted from the day after acceptance; `statutory_days` are working days
    without those during all of whose office hours the clock stood still.
    """

    start: datetime
    end: datetime
    started_by: str
    ended_by: str
    opened: bool
    by_silence: bool
    elapsed_seconds: int
    working_seconds: int
    running_seconds: int
    calendar_days: int
    working_days: int
    statutory_days: int
    holders: Mapping[str, int]
    branches: tuple[BranchTime, ...]
    before: Before | None
    delivered_at: datetime | None
    spans: tuple[Span, ...] = field(repr=False)
    office: Office = field(repr=False, compare=False)

    @cached_property
    def stood(self) -> tuple[tuple[datetime, datetime, str], ...]:
        """The spans in which the clock stood still, with their ground."""
        moment = self.office.moment
        return tuple(
            (moment(one.start), moment(one.end), one.holder.removeprefix(EXCLUDED))
            for one in self.spans
            if one.holder.startswith(EXCLUDED)
        )

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole time by who was next to act."""
        moment = self.office.moment
        return tuple(
            Stretch(
                moment(one.start), moment(one.end), one.holder, one.end - one.start, *_parts(one)
            )
            for one in self.spans
        )

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The whole time by its one holder, closed hours among them; neighbours differ."""
        found: list[tuple[int, int, str]] = []

        def add(start: int, end: int, holder: str) -> None:
            if start == end:
                return
            if found and found[-1][2] == holder:
                found[-1] = (found[-1][0], end, holder)
            else:
                found.append((start, end, holder))

        for one in self.spans:
            if one.holder.startswith(EXCLUDED):
                add(one.start, one.end, one.holder)
                continue
            done = one.start
            for opens, closes in self.office.spans(one.start, one.end):
                add(done, opens, CLOSED)
                add(opens, closes, one.holder)
                done = closes
            add(done, one.end, CLOSED)
        moment = self.office.moment
        return tuple(Piece(moment(start), moment(end), holder) for start, end, holder in found)

    def plain(self) -> dict[str, object]:
        """Return what `jilian clock --json` prints."""
        return {
            "started_by": self.started_by, "start": self.start.isoformat(),
            "ended_by": self.ended_by or None, "end": self.end.isoformat(),
            "open": self.opened, "accepted_by_silence": self.by_silence,
            "elapsed_seconds": self.elapsed_seconds, "working_seconds": self.working_seconds,
            "running_seconds": self.running_seconds, "calendar_days": self.calendar_days,
            "working_days": self.working_days, "statutory_days": self.statutory_days,
            "holders": dict(self.holders),
            "branches": [_plain(one) for one in self.branches],
            "pauses": [
                {"ground": ground, "start": start.isoformat(), "end": end.isoformat()}
                for start, end, ground in self.stood
            ],
            "before": _plain(self.before) if self.before else None,
            "delivered_at": self.delivered_at.isoformat() if self.delivered_at else None,
            "pieces": [_plain(one) for one in self.pieces],
        }  # fmt: skip


def divide(events: Sequence[Event], office: Office, until: datetime | None = None) -> Division:
    """Divide the time of a case; ClockError with the row for what contradicts itself.

    A case ends with `decided` or `withdrawn`. Without either it is open `until` a moment; where no
    moment is given, it ends with the last branch, if none is open then.
    """
    course = Course(office)
    for row, event in enumerate(events):
        course.take(event, row)
    course.finish(until)
    return _division(course, office)


def before_acceptance(events: Sequence[Event], office: Office, until: datetime) -> Before | None:
    """Return the time before acceptance, which may not have come yet; None where there is none."""
    course = Course(office)
    for row, event in enumerate(events):
        course.take(event, row)
    if course.start is not None:
        return _before(course, course.start, office)
    return _before(course, course.second_until(until), office)


def _division(course: Course, office: Office) -> Division:
    start, end = course.start, course.end
    assert start is not None and end is not None
    office.check_span(start, end)
    holders: dict[str, int] = {}
    still: list[tuple[int, int]] = []
    stood = closed = 0
    for span in course.spans:
        if span.holder.startswith(EXCLUDED):
            still.append((span.start, span.end))
            stood += span.open_seconds
            mine = span.end - span.start
        else:
            mine = span.open_seconds
            closed += span.end - span.start - mine
        if mine:
            holders[span.holder] = holders.get(span.holder, 0) + mine
    if closed:
        holders[CLOSED] = closed
    table, first, last = office.calendar.table, start // DAY, end // DAY
    working = office.worked(end) - office.worked(start)
    return Division(
        start=office.moment(start), end=office.moment(end),
        started_by=course.started_by, ended_by=course.ended_by, opened=not course.ended_by,
        by_silence=course.by_silence, elapsed_seconds=end - start, working_seconds=working,
        running_seconds=working - stood, calendar_days=last - first,
        working_days=table.before[last + 1 - table.first] - table.before[first + 1 - table.first],
        statutory_days=working_days_left(start, end, office, still),
        holders=holders, branches=tuple(_branch(run, end, office) for run in course.runs),
        before=_before(course, start, office),
        delivered_at=None if course.delivered is None else office.moment(course.delivered),
        spans=tuple(course.spans), office=office,
    )  # fmt: skip


def _branch(run: Run, end: int, office: Office) -> BranchTime:
    last = end if run.end is None else run.end
    return BranchTime(
        run.branch, run.holder, office.moment(run.start),
        None if run.end is None else office.moment(run.end), last - run.start,
        office.worked(last) - office.worked(run.start),
        run.firm_seconds + (last - run.returned if run.returned is not None else 0),
    )  # fmt: skip


def _before(course: Course, end: int, office: Office) -> Before | None:
    start = course.before.first
    if start is None or start >= end:
        return None
    first, last = start // DAY, end // DAY
    office.check_span(start, end)
    table = office.calendar.table
    return Before(
        office.moment(start), office.moment(end), course.before.first_by, end - start,
        office.worked(end) - office.worked(start), last - first,
        table.before[last + 1 - table.first] - table.before[first + 1 - table.first],
    )  # fmt: skip


def _parts(span: Span) -> tuple[int, int]:
    if span.holder.startswith(EXCLUDED):
        return span.open_seconds, 0
    return span.open_seconds, span.end - span.start - span.open_seconds


def _plain(one: BranchTime | Before | Piece) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in one._asdict().items()
    }
