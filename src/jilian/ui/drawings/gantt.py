"""Where stretches of time stand in rows above one another, with closed hours and pauses.

Across, positions are per cent of the drawing's width; down, they are pixels. Moments are given in
the zone in which they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jilian.ui.drawings.line import as_moment, share_of, ticks_of
from jilian.ui.drawings.text import shorten

ROW_HEIGHT, LANE_HEIGHT, FOOT = 42, 18, 30
WORDS_AT, BAR_AT, BAR_HEIGHT = 15, 22, 12
NARROWEST = 340.0  # pixels of the narrowest drawing: a phone's
LEAST_WIDTH = 0.6  # per cent, so that a minute within a month is still seen
MOST_CLOSED = 120
FAR = 60.0  # from here on the words of a mark stand before it


@dataclass(frozen=True)
class Stretch:
    """A stretch of a row. ``kind``: run, critical, pause, away or planned; ``words`` say it."""

    start: datetime
    end: datetime
    kind: str = "run"
    words: str = ""


@dataclass(frozen=True)
class GanttRow:
    """A row with its words; ``when`` follows them where there is room."""

    label: str
    stretches: tuple[Stretch, ...]
    when: str = ""


@dataclass(frozen=True)
class GanttMark:
    """A moment across all rows: a limit, or now. ``kind``: limit, promise, now or late."""

    at: datetime
    label: str
    kind: str = "limit"


@dataclass(frozen=True)
class DrawnStretch:
    """A bar: from where, how wide, both in per cent."""

    x: float
    width: float
    stretch: Stretch


@dataclass(frozen=True)
class DrawnRow:
    """A row at its height, with its bars."""

    top: int
    words: str
    row: GanttRow
    bars: tuple[DrawnStretch, ...]

    @property
    def words_at(self) -> int:
        """The base line of its words."""
        return self.top + WORDS_AT

    @property
    def bar_at(self) -> int:
        """The upper edge of its bars."""
        return self.top + BAR_AT


@dataclass(frozen=True)
class DrawnMark:
    """A line across the rows, with its words in a lane above them."""

    x: float
    lane_at: int
    anchor: str
    mark: GanttMark


@dataclass(frozen=True)
class GanttDrawing:
    """Rows, closed hours, ticks and marks of one span of time."""

    start: datetime
    end: datetime
    head: int
    height: int
    rows: tuple[DrawnRow, ...]
    closed: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, datetime, str], ...]
    marks: tuple[DrawnMark, ...]
    kinds: tuple[str, ...]

    bar_height: int = BAR_HEIGHT

    @property
    def foot(self) -> int:
        """Where the axis lies."""
        return self.height - FOOT


def lay_out_gantt(
    rows: Sequence[GanttRow],
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    closed: Iterable[tuple[datetime, datetime]] = (),
    marks: Sequence[GanttMark] = (),
) -> GanttDrawing | None:
    """Place rows from ``start`` to ``end``, by default from the first to the last moment.

    None where there is no moment. Closed hours that would be too many to tell apart are left out
    but for the longest.
    """
    ends = [moment for row in rows for one in row.stretches for moment in (one.start, one.end)]
    ends += [one.at for one in marks]
    if not ends:
        return None
    first = as_moment(start or min(ends, key=as_moment))
    last = as_moment(end or max(ends, key=as_moment))
    last = max(last, first + timedelta(minutes=1))
    whole = last - first
    drawn_marks = _marks(marks, first, whole)
    head = LANE_HEIGHT * len(drawn_marks)
    drawn = tuple(
        DrawnRow(
            top=head + ROW_HEIGHT * place, words=_words(row), row=row,
            bars=tuple(_bar(one, first, whole) for one in row.stretches),
        )
        for place, row in enumerate(rows)
    )  # fmt: skip
    kinds = {one.kind for row in rows for one in row.stretches}
    return GanttDrawing(
        start=first, end=last, head=head, height=head + ROW_HEIGHT * len(rows) + FOOT, rows=drawn,
        closed=tuple(_shaded(closed, first, last)),
        ticks=tuple((share_of(t, first, whole), t, g) for t, g in ticks_of(first, last)),
        marks=drawn_marks, kinds=tuple(sorted(kinds)),
    )  # fmt: skip


def _words(row: GanttRow) -> str:
    return shorten(f"{row.label} {row.when}".strip(), NARROWEST)


def _bar(one: Stretch, first: datetime, whole: timedelta) -> DrawnStretch:
    x, until = share_of(one.start, first, whole), share_of(one.end, first, whole)
    width = max(until - x, LEAST_WIDTH)
    return DrawnStretch(min(x, 100 - width), round(width, 3), one)


def _marks(marks: Sequence[GanttMark], first: datetime, whole: timedelta) -> tuple[DrawnMark, ...]:
    placed = sorted(((share_of(one.at, first, whole), one) for one in marks), key=lambda p: p[0])
    return tuple(
        DrawnMark(x, LANE_HEIGHT * (lane + 1) - 5, "end" if x > FAR else "start", one)
        for lane, (x, one) in enumerate(placed)
    )


def _shaded(
    closed: Iterable[tuple[datetime, datetime]], first: datetime, last: datetime
) -> list[tuple[float, float]]:
    """Closed hours as (from, width); neighbours are one."""
    inside = sorted(
        (max(as_moment(a), first), min(as_moment(b), last))
        for a, b in closed
        if as_moment(a) < last and as_moment(b) > first
    )
    joined: list[tuple[datetime, datetime]] = []
    for a, b in inside:
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    if len(joined) > MOST_CLOSED:
        joined = sorted(sorted(joined, key=lambda pair: pair[0] - pair[1])[:MOST_CLOSED])
    whole = last - first
    return [
        (share_of(a, first, whole), round(share_of(b, first, whole) - share_of(a, first, whole), 3))
        for a, b in joined
    ]
