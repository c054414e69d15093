"""The drawing of a matter: its branches in rows, closed hours, pauses and limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.cases.analysis.course_seen import Run
from jilian.cases.formats.clocks import span_words
from jilian.cases.formats.words import Words, moment_words
from jilian.cases.models import Matter
from jilian.ui.drawings import GanttDrawing, GanttMark, GanttRow, Stretch, lay_out_gantt
from jilian.ui.values import short_day_text
from jilian_engine.clocks import ClockError, Division


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def drawing_of(
    matter: Matter, division: Division | None, runs: Sequence[Run], words: Words, *,
    is_partly: bool,
) -> GanttDrawing | None:  # fmt: skip
    """Draw the branches; ``is_partly`` where the reader sees these alone, and no limits."""
    if division is None or (is_partly and not runs):
        return None
    end = max(one.end or division.end for one in runs) if is_partly else division.end
    rows = [_gantt_row(one, division, words, end) for one in runs]
    if not rows:
        whole = Stretch(_local(division.start), _local(end), "critical")
        rows = [GanttRow(str(matter), (whole, *_pauses(division, division.start, end)))]
    marks = [GanttMark(_local(end), pgettext("moment", "now"), "now")] if division.opened else []
    if not is_partly:
        marks += _limits(matter, division)
    start = min(one.start for one in runs) if is_partly else division.start
    last = max([end, *(one.at for one in marks)])
    return lay_out_gantt(rows, start=_local(start), end=_local(last),
                         closed=_closed(division, start, last), marks=marks)  # fmt: skip


def _limits(matter: Matter, division: Division) -> list[GanttMark]:
    """The limits that lie so near that the branches stay readable beside them."""
    reach = division.end + (division.end - division.start) / 2
    kinds = (
        (matter.promised_due_at, _("promised"), "promise"),
        (matter.statutory_due_at, _("by law"), "limit"),
    )
    return [
        GanttMark(_local(due), label, kind)
        for due, label, kind in kinds
        if due is not None and division.start < due <= reach
    ]


def _gantt_row(one: Run, division: Division, words: Words, end: datetime) -> GanttRow:
    until = one.end or end
    if one.end is None:
        when = _("since %s") % moment_words(one.start, end)
    elif _local(one.start).date() == _local(one.end).date() == _local(end).date():
        when = f"{_local(one.start):%H:%M}–{_local(one.end):%H:%M}"
    else:
        when = f"{_short(one.start)} – {_short(one.end)}"
    bars = [Stretch(_local(one.start), _local(until), "critical" if one.is_critical else "run",
                    span_words(one.start, until))]  # fmt: skip
    bars += [Stretch(_local(a), _local(b), "away") for a, b in one.with_firm]
    return GanttRow(words.step(one.key), (*bars, *_pauses(division, one.start, until)), when)


def _short(moment: datetime) -> str:
    here = _local(moment)
    return f"{short_day_text(here)} {here:%H:%M}"


def _pauses(division: Division, start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """When the clock stood still by law within a span."""
    return tuple(
        Stretch(_local(max(a, start)), _local(min(b, end)), "pause")
        for a, b, _ground in division.stood
        if a < end and b > start
    )


def _closed(division: Division, start: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """The hours in which the office was closed, between the open spans."""
    try:
        spans = division.office.open_spans(start, last)
    except ClockError:
        return []  # it reaches into a year whose working days are not known
    edges, found = start, []
    for opens, closes in spans:
        if opens > edges:
            found.append((_local(edges), _local(opens)))
        edges = closes
    if last > edges:
        found.append((_local(edges), _local(last)))
    return found
