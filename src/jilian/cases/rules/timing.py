"""How the time of a matter divides, by its plain events: the same answer from the same events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from jilian.cases.rules.course import Happened, clock_events, ends_before_acceptance
from jilian.cases.rules.words import CLOSED_HOURS
from jilian_engine import clocks
from jilian_engine.clocks import Before, Division, Office

EXCLUDED = clocks.EXCLUDED
BY_THE_DAYS = frozenset({"correction_too_late", "year_unknown"})


@dataclass(frozen=True)
class Part:
    """How long one holder had it, between its first and last second there.

    ``step`` is the one branch that was open; empty for none, for several, and for closed hours.
    """

    step: str
    holder: str
    start: datetime
    end: datetime
    seconds: int
    working_seconds: int


@dataclass(frozen=True)
class Times:
    """What a clock says about a matter: the division since acceptance, and the time before it."""

    division: Division | None
    before: Before | None


def times_of(
    events: Sequence[Happened], office: Office, at: datetime, answers_for: str = ""
) -> Times:
    """Return the division of effective events as of a moment; ClockError where they contradict.

    Without an acceptance there is no division, and the time before it is counted up to its end.
    """
    if not events:
        return Times(None, None)
    made = clock_events(events, answers_for)
    if ends_before_acceptance(events):
        before = [one for one in made if one.event in clocks.BEFORE_EVENTS]
        end = events[-1].at
        return Times(None, clocks.before_acceptance(before, office, end) if before else None)
    try:
        division = clocks.divide(made, office, until=max(at, events[-1].at))
    except clocks.ClockError as refused:
        if refused.code != "not_accepted_yet":
            raise
        return Times(None, clocks.before_acceptance(made, office, max(at, events[-1].at)))
    return Times(division, division.before)


def check_order(events: Sequence[Happened], office: Office) -> None:
    """Refuse events that contradict each other, whichever days are worked.

    For years whose working days are not known yet: weekdays stand in for them, and nothing but
    the refusal is taken from that. What hangs on the days themselves is left to be found later.
    """
    calendar = office.calendar
    for year in {one.at.astimezone(office.zone).year for one in events} - calendar.years:
        for unknown in (year, year + 1):
            if unknown not in calendar.years:
                calendar = calendar.with_year(unknown, (), (), "")
    try:
        times_of(events, Office(calendar, office.hours, office.zone), events[-1].at)
    except clocks.ClockError as refused:
        if refused.code not in BY_THE_DAYS:
            raise


def parts_of(division: Division) -> list[Part]:
    """Return the division by branch and holder; disjoint in time, summing to the elapsed time."""
    office = division.office
    found: dict[tuple[str, str], Part] = {}
    cuts = sorted(
        {moment for one in division.branches for moment in (one.start, one.end or division.end)}
    )
    for stretch in division.stretches:
        inner = [cut for cut in cuts if stretch.start < cut < stretch.end]
        edges = [stretch.start, *inner, stretch.end]
        for start, end in pairwise(edges):
            whole = int((end - start).total_seconds())
            is_open = office.working_seconds(start, end)
            if stretch.holder.startswith(EXCLUDED):
                _add(found, Part("", stretch.holder, start, end, whole, is_open))
                continue
            step = _only_branch(division, start)
            _add(found, Part(step, stretch.holder, start, end, is_open, is_open))
            _add(found, Part("", CLOSED_HOURS, start, end, whole - is_open, 0))
    return sorted(found.values(), key=lambda part: (part.start, part.step, part.holder))


def _only_branch(division: Division, at: datetime) -> str:
    running = {
        one.branch
        for one in division.branches
        if one.start <= at and (one.end or division.end) > at
    }
    return running.pop() if len(running) == 1 else ""


def _add(found: dict[tuple[str, str], Part], part: Part) -> None:
    if not part.seconds:
        return
    key = (part.step, part.holder)
    if (kept := found.get(key)) is not None:
        part = Part(
            part.step, part.holder, kept.start, part.end, kept.seconds + part.seconds,
            kept.working_seconds + part.working_seconds,
        )  # fmt: skip
    found[key] = part


def pauses_of(division: Division) -> list[tuple[datetime, datetime]]:
    """Return the spans in which the clock stood still by law."""
    return [(start, end) for start, end, _ground in division.stood]
