"""A matter as its events tell it: the same whether asked now or stored then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jilian.base.errors import Refusal
from jilian.cases.models import CaseEvent, Matter
from jilian.cases.rules.course import Happened, Standing, effective, standing_of
from jilian.cases.rules.refusing import in_words
from jilian.cases.rules.timing import Part, Times, check_order, parts_of, times_of
from jilian.cases.rules.words import EventKind, MatterState
from jilian_engine.clocks import Before, ClockError, Division, Office


@dataclass(frozen=True)
class Replay:
    """What follows from the events of a matter.

    ``untold`` says why there are no times, or none up to now: the working days of a year are not
    known, or a calendar that was changed later makes the events contradict each other.
    """

    events: tuple[Happened, ...]
    standing: Standing
    division: Division | None
    before: Before | None
    parts: tuple[Part, ...]
    untold: Refusal | None = None


def as_happened(rows: Iterable[CaseEvent], steps: dict[int, str]) -> list[Happened]:
    """Return events as plain values; ``steps`` names the branches by the keys of their rows."""
    return [
        Happened(
            row.pk, row.event, row.at, steps.get(row.step_id or 0, ""), row.holder, row.ground,
            (row.corrects_id, row.corrected_at) if row.corrects_id else None,
        )
        for row in rows
    ]  # fmt: skip


def happened(matter: Matter) -> list[Happened]:
    """Return the effective events of a matter in their order."""
    steps = {one.pk: one.step for one in matter.steps.all()}
    return effective(as_happened(matter.events.all(), steps))


def answers_for(matter: Matter) -> str:
    """Return who has the time in which no branch is open: the department of the matter."""
    return "" if matter.department is None else matter.department.key


def replay(
    matter: Matter,
    events: Sequence[Happened],
    office: Office,
    at: datetime,
    *,
    up_to_now: bool = False,
) -> Replay:
    """Return what follows from effective events; Refusal where they contradict each other.

    An open matter is looked at as of its latest event, or up to the moment asked for. A year whose
    working days are not known refuses no event: what happened is kept, and its times are untold
    until the year is. Who only reads is told of a contradiction beside what there is.
    """
    last = max((one.at for one in events), default=at)
    holder, untold = answers_for(matter), None
    try:
        times = times_of(events, office, max(at, last) if up_to_now else last, holder)
        if times.division is None and not up_to_now:
            times = times_of(events, office, max(at, last), holder)
    except ClockError as refused:
        untold = in_words(refused)
        if not up_to_now:
            _check(events, office, untold)
        times = _as_of(events, office, last, holder)
    standing = standing_of(events)
    if times.division is not None and times.division.by_silence:
        _by_silence(standing, times.division)
    parts = tuple(parts_of(times.division)) if times.division is not None else ()
    return Replay(tuple(events), standing, times.division, times.before, parts, untold)


def _check(events: Sequence[Happened], office: Office, untold: Refusal) -> None:
    """Refuse, but where it is only that the days of a year are not known."""
    if untold.code != "year_unknown":
        raise untold
    try:
        check_order(events, office)
    except ClockError as refused:
        raise in_words(refused) from None


def _as_of(events: Sequence[Happened], office: Office, last: datetime, holder: str) -> Times:
    """The times as of the latest event; none where they cannot be told either."""
    try:
        return times_of(events, office, last, holder)
    except ClockError:
        return Times(None, None)


def _by_silence(standing: Standing, division: Division) -> None:
    """Nothing was asked for within five working days: it has been accepted since the receipt."""
    standing.accepted_at = division.start
    if standing.state == MatterState.RECEIVED:
        standing.state = MatterState.ACCEPTED


def event_rows(matter: Matter) -> list[CaseEvent]:
    """Return what was entered about a matter, in its order, corrections among it."""
    return list(matter.events.select_related("step").exclude(event=EventKind.ESCALATED))
