"""Where dated events stand on one horizontal line.

Across, positions are per cent of the drawing's width, so that the line takes the width it is
given while its words keep their size. Down, they are pixels from the axis, negative above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jilian.ui.drawings.text import text_width

LANES = 4
LANE_HEIGHT = 40
LANE_FOOT = 20
BELOW = 34
REFERENCE_WIDTH = 840.0
FADING_STEPS = 8
MAX_TICKS = 9


@dataclass(frozen=True)
class LineEvent:
    """One thing that happened on a day or at a moment, or whose beginning is not known.

    ``day`` None means that the start is unknown: it held by ``known_by`` and not before
    ``not_before``. ``until`` (excluded) makes a span of it. ``kind``: "", late, soon,
    refused, confirmed, planned or inferred. ``when`` is the day in words, to leave room for it.
    """

    day: date | None
    label: str
    kind: str = ""
    url: str = ""
    until: date | None = None
    not_before: date | None = None
    known_by: date | None = None
    when: str = ""


@dataclass(frozen=True)
class Mark:
    """An event on the line; ``lane`` None where no room was left for its words."""

    event: LineEvent
    x: float
    lane: int | None
    top: float
    anchor: str
    end_x: float | None
    unknown_from: float | None
    fading: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class LineDrawing:
    """One event line: marks, shaded closed hours, ticks, and the as-of handle."""

    start: date
    end: date
    height: int
    base: int
    marks: tuple[Mark, ...]
    closed: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, date, str], ...]
    as_of: float | None
    beyond: bool

    @property
    def days(self) -> int:
        """Whole days from start to end, for the handle."""
        return (as_moment(self.end) - as_moment(self.start)).days


def as_moment(day: date) -> datetime:
    """A day as its first moment; a moment as itself, without its zone."""
    if isinstance(day, datetime):
        return day.replace(tzinfo=None)
    return datetime.combine(day, time())


def event_before(events: Iterable[LineEvent], day: date) -> date | None:
    """The last day before this one on which something happened."""
    return max((one for one in _days(events) if one < as_moment(day).date()), default=None)


def event_after(events: Iterable[LineEvent], day: date) -> date | None:
    """The first day after this one on which something happened."""
    return min((one for one in _days(events) if one > as_moment(day).date()), default=None)


def _days(events: Iterable[LineEvent]) -> Iterable[date]:
    for event in events:
        at = event.day or event.known_by
        if at is not None:
            yield at.date() if isinstance(at, datetime) else at


def share_of(day: date, start: datetime, whole: timedelta) -> float:
    """Where a day stands between start and end, in per cent."""
    share = 100 * ((as_moment(day) - start) / whole)
    return round(min(100.0, max(0.0, share)), 3)


def _reach(events: Sequence[LineEvent], as_of: date | None) -> tuple[date, date]:
    days = [d for e in events for d in (e.day, e.until, e.not_before, e.known_by) if d is not None]
    if as_of is not None:
        days.append(as_of)
    if not days:
        raise ValueError("an event line needs one day at least")
    first, last = min(days, key=as_moment), max(days, key=as_moment)
    margin = max((as_moment(last) - as_moment(first)) * 0.04, timedelta(hours=1))
    if not any(isinstance(day, datetime) for day in days):
        margin = max(margin, timedelta(days=7))
        return (as_moment(first) - margin).date(), (as_moment(last) + margin).date()
    return as_moment(first) - margin, as_moment(last) + margin


def ticks_of(start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    """Round moments inside the line and their grain: year, month, day or hour."""
    span = end - start
    if span > timedelta(days=700):
        years = range(start.year + 1, end.year + 1)
        step = max(1, -(-len(years) // MAX_TICKS))
        return [(datetime(year, 1, 1), "year") for year in years if year % step == 0]
    if span > timedelta(days=45):
        months = [
            datetime(year, month, 1)
            for year in range(start.year, end.year + 1)
            for month in range(1, 13)
        ]
        inside = [month for month in months if start < month <= end]
        step = max(1, -(-len(inside) // MAX_TICKS))
        return [(month, "month") for month in inside if (month.month - 1) % step == 0]
    grain, name = (
        (timedelta(days=1), "day") if span > timedelta(days=2) else (timedelta(hours=1), "hour")
    )
    first = datetime.combine(start.date(), time()) + timedelta(days=1)
    if name == "hour":
        first = start.replace(minute=0, second=0, microsecond=0) + grain
    count = int((end - first) / grain) + 1
    step = max(1, -(-count // MAX_TICKS))
    return [(first + grain * position, name) for position in range(0, max(count, 0), step)]


def _fading(left: float, right: float) -> tuple[tuple[float, float, float], ...]:
    """Stretches (from, to, opacity) that grow firmer towards the day it is known by."""
    step = (right - left) / FADING_STEPS
    return tuple(
        (
            round(left + position * step, 3),
            round(left + (position + 1) * step, 3),
            round(0.15 + 0.75 * position / (FADING_STEPS - 1), 2),
        )
        for position in range(FADING_STEPS)
    )


def _free_lane(ends: list[float], left: float, right: float) -> int | None:
    for lane, end in enumerate(ends):
        if left >= end:
            ends[lane] = right
            return lane
    if len(ends) < LANES:
        ends.append(right)
        return len(ends) - 1
    return None


def lay_out_line(
    events: Iterable[LineEvent],
    *,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    closed: Iterable[tuple[date, date]] = (),
) -> LineDrawing:
    """Place events on a line from ``start`` to ``end`` (by default a little beyond them).

    Words stand in lanes above the line; where four lanes are full a mark keeps no words, and
    the list under the line still has them. Raises ValueError without any day to draw.
    """
    chosen = list(events)
    first, last = _reach(chosen, as_of) if start is None or end is None else (start, end)
    first, last = start or first, end or last
    origin, whole = as_moment(first), as_moment(last) - as_moment(first)
    if whole <= timedelta(0):
        raise ValueError("an event line ends after it starts")
    placed: list[tuple[float, LineEvent]] = []
    for event in chosen:
        day = event.day or event.known_by
        if day is not None:
            placed.append((share_of(day, origin, whole), event))
    placed.sort(key=lambda pair: pair[0])
    ends: list[float] = []
    lanes: list[tuple[int | None, str]] = []
    for x, event in placed:
        width = max(text_width(event.label), text_width(event.when), 84.0) + 28
        at = x / 100 * REFERENCE_WIDTH
        back = at + width > REFERENCE_WIDTH
        left = at - width if back else at - 8
        lanes.append((_free_lane(ends, left, left + width), "end" if back else "start"))
    base = max(1, len(ends)) * LANE_HEIGHT + LANE_FOOT
    marks = tuple(
        _mark(event, x, lane, anchor, origin=origin, whole=whole)
        for (x, event), (lane, anchor) in zip(placed, lanes, strict=True)
    )
    return LineDrawing(
        start=first,
        end=last,
        height=base + BELOW,
        base=base,
        marks=marks,
        closed=tuple((share_of(a, origin, whole), share_of(b, origin, whole)) for a, b in closed),
        ticks=tuple(
            (share_of(t, origin, whole), t, g) for t, g in ticks_of(origin, as_moment(last))
        ),
        as_of=None if as_of is None else share_of(as_of, origin, whole),
        beyond=as_of is not None and not (origin <= as_moment(as_of) <= as_moment(last)),
    )


def _mark(
    event: LineEvent,
    x: float,
    lane: int | None,
    anchor: str,
    *,
    origin: datetime,
    whole: timedelta,
) -> Mark:
    unknown_from = None
    if event.day is None:
        unknown_from = (
            0.0 if event.not_before is None else share_of(event.not_before, origin, whole)
        )
    return Mark(
        event=event,
        x=x,
        lane=lane,
        top=0.0 if lane is None else float(-LANE_FOOT - LANE_HEIGHT * (lane + 1) + 6),
        anchor=anchor,
        end_x=None if event.until is None else share_of(event.until, origin, whole),
        unknown_from=unknown_from,
        fading=() if unknown_from is None else _fading(unknown_from, x),
    )
