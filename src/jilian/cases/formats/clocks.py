"""Limits and results in words: what a clock says, never "late" while it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from jilian.cases.formats.words import Words, due_words, ground_words
from jilian.cases.models import Matter
from jilian.cases.queries.measures import Measured
from jilian.cases.queries.replaying import Replay
from jilian.cases.rules.dues import moment_of
from jilian.cases.rules.words import ENDED, EventKind, LimitUnit, MatterState
from jilian.ui.values import clock_text, in_chinese, moment_text
from jilian_engine.clocks import ClockError, Division, Unit, used
from jilian_engine.rulebook.processes import ProcessLimit, ProcessTemplate, StepEdge

WITH_FIRM = (MatterState.RETURNED, MatterState.CORRECTING)


@dataclass(frozen=True)
class ClockShown:
    """One of the two clocks: its limit, how much is used, when it runs out, and how it stands."""

    label: str
    limit: str
    used: str
    due_at: datetime | None
    mark: str
    state: str
    source: str


def clocks_shown(
    matter: Matter, plan: ProcessTemplate, found: Replay, now: datetime
) -> tuple[ClockShown, ...]:
    """The statutory and the promised clock, those that there are."""
    limits = {one.key: one for one in plan.limits}
    kinds = (
        (_("By law"), limits.get(matter.statutory_key), matter.statutory_due_at),
        (_("As promised"), limits.get(matter.promised_key), matter.promised_due_at),
    )
    return tuple(
        _clock(matter, found, now, label, limit, due)
        for label, limit, due in kinds
        if limit is not None
    )


def _clock(
    matter: Matter, found: Replay, now: datetime, label: str, limit: ProcessLimit,
    due: datetime | None,
) -> ClockShown:  # fmt: skip
    division = found.division
    mark, state = standing_of(matter, found.standing.pauses, due, now)
    name = limit.zh if in_chinese() else limit.en
    source = " ".join(one for one in (name, limit.source, limit.article) if one)
    start = None if division is None else division.start
    if limit.start is not None:
        start = moment_of(limit.start, found.standing) or start
    return ClockShown(
        label=label, limit=amount_words(limit.limit.amount, limit.limit.unit),
        used=_used(division, start, limit.limit.unit), due_at=None if _stands(matter) else due,
        mark=mark, state=state, source=source,
    )  # fmt: skip


def _stands(matter: Matter) -> bool:
    return matter.state == MatterState.PAUSED or matter.state in WITH_FIRM


def standing_of(
    matter: Matter, pauses: Sequence[str], due: datetime | None, now: datetime
) -> tuple[str, str]:
    """How a clock stands: kept or missed once it ended, still, with the firm, or running."""
    if matter.state in ENDED:
        if due is None or matter.ended_at is None:
            return "closed", pgettext("clock", "ended")
        if matter.ended_at <= due:
            return "confirmed", pgettext("clock", "kept")
        return "late", _("missed: ended %s") % moment_text(matter.ended_at)
    if matter.state == MatterState.PAUSED:
        return "waiting", _("the clock stands: %s") % ground_words(pauses[-1])
    if matter.state in WITH_FIRM:
        return "waiting", _("with the firm")
    if matter.accepted_at is None:
        return "waiting", _("begins with acceptance")
    if due is None:
        return "open", _("ends in a year whose working days are not known yet")
    return due_words(due, now)


def _used(division: Division | None, start: datetime | None, unit: Unit) -> str:
    if division is None or start is None:
        return pgettext("used up of a limit", "nothing yet")
    try:
        amount = used(unit, start, division.end, division.office, division.stood)
    except ClockError:
        return _("not known")
    if unit in (LimitUnit.WORKING_HOURS, LimitUnit.CLOCK_HOURS):
        return clock_text(amount)
    return amount_words(amount, unit)


def amount_words(amount: int, unit: str) -> str:
    """So many days or hours of their own kind; none becomes another."""
    words = {
        LimitUnit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", amount),
        LimitUnit.CALENDAR_DAYS: ngettext("%(n)s calendar day", "%(n)s calendar days", amount),
        LimitUnit.WORKING_HOURS: ngettext("%(n)s working hour", "%(n)s working hours", amount),
        LimitUnit.CLOCK_HOURS: ngettext("%(n)s clock hour", "%(n)s clock hours", amount),
    }
    return words[LimitUnit(unit)] % {"n": amount}


def in_days(
    days: int, seconds: int, *, working: bool = False, as_days: bool | None = None
) -> tuple[str | int, str]:
    """A length as a figure with its unit: whole days where it went over midnight, or the clock."""
    if not (days > 0 if as_days is None else as_days):
        return clock_text(seconds), ""
    if working:
        return days, ngettext("working day", "working days", days)
    return days, ngettext("calendar day", "calendar days", days)


def result_words(division: Division | None) -> str:
    """The result in one sentence, both calendars beside each other, with its two events."""
    if division is None:
        return ""
    if division.calendar_days:
        length = _("%(calendar)s (%(working)s)") % {
            "calendar": amount_words(division.calendar_days, LimitUnit.CALENDAR_DAYS),
            "working": amount_words(division.working_days, LimitUnit.WORKING_DAYS),
        }  # fmt: skip
    else:
        length = _("%(elapsed)s elapsed, %(working)s working") % {
            "elapsed": clock_text(division.elapsed_seconds),
            "working": clock_text(division.working_seconds),
        }  # fmt: skip
    said = {
        "length": length, "first": event_words(division.started_by),
        "from": moment_text(division.start), "last": event_words(division.ended_by),
        "to": moment_text(division.end),
    }  # fmt: skip
    if division.opened:
        return _("%(length)s so far, since: %(first)s, %(from)s") % said
    return _("%(length)s, from: %(first)s, %(from)s, to: %(last)s, %(to)s") % said


def between_words(one: Measured) -> str:
    """How long it was between two events, both calendars beside each other."""
    if not one.calendar_days:
        return _("%(elapsed)s elapsed, %(working)s working") % {
            "elapsed": clock_text(one.elapsed_seconds), "working": clock_text(one.working_seconds),
        }  # fmt: skip
    return _("%(calendar)s (%(working)s)") % {
        "calendar": amount_words(one.calendar_days, LimitUnit.CALENDAR_DAYS),
        "working": amount_words(one.working_days, LimitUnit.WORKING_DAYS),
    }  # fmt: skip


def edge_words(edge: StepEdge, words: Words) -> str:
    """The start or the end of a step as an event with a name."""
    step = words.step(edge.step)
    return (_("%s started") if edge.edge == "start" else _("%s ended")) % step


def event_words(key: str) -> str:
    """An event of the clock in words."""
    return str(EventKind(key).label) if key in EventKind.values else key


def span_words(start: datetime, end: datetime) -> str:
    """From one moment to another; the day is said once where it is the same."""
    one, other = timezone.localtime(start), timezone.localtime(end)
    if one.date() == other.date():
        return f"{moment_text(start)}–{other:%H:%M}"
    return f"{moment_text(start)} – {moment_text(end)}"
