"""A matter as its page shows it: figures with their events, clocks, course, where the time went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from jilian.cases.analysis.course_seen import CourseSeen, Run, course_seen
from jilian.cases.analysis.expected import Runs, expected_of
from jilian.cases.formats.clocks import (
    ClockShown,
    between_words,
    clocks_shown,
    edge_words,
    in_days,
    result_words,
    span_words,
)
from jilian.cases.formats.words import Words, moment_words
from jilian.cases.models import Matter
from jilian.cases.queries.measures import measures_in
from jilian.cases.queries.offices import template_of
from jilian.cases.queries.reading import MatterSeen
from jilian.cases.queries.replaying import Replay
from jilian.cases.rules.words import ENDED, MatterState
from jilian.cases.views.drawing import drawing_of
from jilian.ui.drawings import GanttDrawing
from jilian.ui.parts import StripPart
from jilian.ui.values import clock_text, in_chinese, moment_text
from jilian_engine.clocks import LEAST_LIKE_CASES, Division
from jilian_engine.rulebook.processes import ProcessTemplate

MATTER_MARKS = {
    MatterState.NEW: "waiting", MatterState.PRE_REVIEW: "open", MatterState.RECEIVED: "open",
    MatterState.CORRECTING: "waiting", MatterState.ACCEPTED: "open", MatterState.PAUSED: "waiting",
    MatterState.RETURNED: "waiting", MatterState.DECIDED: "closed",
    MatterState.DELIVERED: "closed", MatterState.REFUSED: "refused",
    MatterState.WITHDRAWN: "closed",
}  # fmt: skip
LOOKS = ("first", "second", "third")


@dataclass(frozen=True)
class FigureShown:
    """One of the three figures: its value with a unit, and what stands beneath."""

    label: str
    value: str | int | None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class RowShown:
    """One run of a branch as a row of the table beside the drawing."""

    label: str
    holder: str
    start: datetime
    end: datetime | None
    elapsed: int
    working: int
    is_critical: bool
    note: str


@dataclass(frozen=True)
class HolderShown:
    """How long one holder had it."""

    label: str
    seconds: int


@dataclass(frozen=True)
class MeasureShown:
    """A stated duration of the template: what it means, how long it was, between which events."""

    label: str
    length: str
    events: str


@dataclass(frozen=True)
class MatterShown:
    """Everything that a page says of one matter."""

    row: Matter
    template: str
    figures: tuple[FigureShown, ...]
    result: str
    before: str
    clocks: tuple[ClockShown, ...]
    drawing: GanttDrawing | None
    runs: tuple[RowShown, ...]
    critical: tuple[str, ...]
    waits: tuple[str, ...]
    ready: tuple[str, ...]
    holders: tuple[HolderShown, ...]
    strip: tuple[StripPart, ...]
    elapsed: int | None
    expected: str = ""
    untold: str = ""
    measures: tuple[MeasureShown, ...] = ()

    @property
    def mark(self) -> str:
        """The mark of how far the matter is."""
        return MATTER_MARKS[MatterState(self.row.state)]

    @property
    def drawing_id(self) -> str:
        """The id of the drawing on the page."""
        return f"gantt-{self.row.pk}"


def matter_shown(
    one: MatterSeen, departments: Mapping[str, str], past: Sequence[Runs], now: datetime
) -> MatterShown:
    """Say everything of a matter; of a department's own branch, that branch alone."""
    matter, found = one.row, one.replayed
    division, is_partly = found.division, one.only is not None
    plan = template_of(matter.template_version)
    words = words_of(one, departments)
    skipped = frozenset(each.key for each in plan.steps) - {each.step for each in one.steps}
    seen = course_seen(
        division, plan, now=now, since=None if division is None else division.start,
        away=one.away, is_over=found.standing.state in ENDED,
        skipped=skipped,
    )  # fmt: skip
    runs = tuple(run for run in seen.runs if one.only is None or run.key in one.only)
    if division is None or is_partly:
        holders: tuple[HolderShown, ...] = ()
    else:
        holders = _holders(division, words)
    shown = MatterShown(
        row=matter, template=_template_words(matter), figures=(), result="", before="", clocks=(),
        drawing=drawing_of(matter, division, runs, words, is_partly=is_partly),
        runs=tuple(_row(run, words) for run in runs), critical=(), waits=(), ready=(),
        holders=holders, strip=_strip(holders),
        elapsed=None if division is None else division.elapsed_seconds, untold=_untold(found),
    )  # fmt: skip
    if is_partly:
        return shown
    return replace(
        shown, figures=_figures(found), result=result_words(division), before=_before(found),
        clocks=clocks_shown(matter, plan, found, now),
        critical=tuple(words.step(key) for key in seen.critical) if len(seen.critical) > 1 else (),
        waits=_waits(seen, words), ready=_ready(seen, words, now),
        measures=_measures(plan, found, words), expected=_expected(found, plan, past, skipped),
    )  # fmt: skip


def _untold(found: Replay) -> str:
    """Why there are no times, or none after the latest entry."""
    if found.untold is None:
        return ""
    if found.division is None:
        return _("No times are told: %s") % found.untold
    until = moment_text(found.division.end)
    return _("Times are told up to the latest entry, %(moment)s: %(why)s") % {
        "moment": until, "why": found.untold,
    }  # fmt: skip


def words_of(one: MatterSeen, departments: Mapping[str, str]) -> Words:
    """The names of a matter's steps and holders in the reader's language."""
    plan = template_of(one.row.template_version)
    in_zh = in_chinese()
    actors = {each.key: each.zh if in_zh else each.en for each in plan.actors}
    steps = {each.key: each.zh if in_zh else each.en for each in plan.steps}
    return Words({**steps, **{each.step: str(each) for each in one.steps}},
                 {**actors, **departments})  # fmt: skip


def _template_words(matter: Matter) -> str:
    version = matter.template_version
    return _("%(template)s, version %(n)s") % {"template": version, "n": version.version}


def _figures(found: Replay) -> tuple[FigureShown, ...]:
    """Pre-review, elapsed and working time; days where it went over midnight."""
    shown = []
    if found.before is not None:
        value, unit = in_days(found.before.calendar_days, found.before.elapsed_seconds)
        shown.append(FigureShown(_("pre-review, before the clock"), value, unit,
                                 span_words(found.before.start, found.before.end)))  # fmt: skip
    division = found.division
    if division is None:
        return tuple(shown)
    value, unit = in_days(division.calendar_days, division.elapsed_seconds)
    shown.append(FigureShown(_("from acceptance, elapsed"), value, unit,
                             clock_text(division.elapsed_seconds) if unit else ""))  # fmt: skip
    value, unit = in_days(division.working_days, division.working_seconds,
                          working=True, as_days=division.calendar_days > 0)  # fmt: skip
    shown.append(FigureShown(_("from acceptance, working"), value, unit,
                             clock_text(division.working_seconds) if unit else ""))  # fmt: skip
    return tuple(shown)


def _measures(plan: ProcessTemplate, found: Replay, words: Words) -> tuple[MeasureShown, ...]:
    """The durations that the template states, where both their events have happened."""
    if found.division is None:
        return ()
    return tuple(
        MeasureShown(
            one.zh if in_chinese() else one.en, between_words(one),
            _("from: %(first)s, %(from)s; to: %(last)s, %(to)s") % {
                "first": edge_words(one.start, words), "from": moment_text(one.start_at),
                "last": edge_words(one.end, words), "to": moment_text(one.end_at),
            },
        )
        for one in measures_in(plan, found.standing, found.division.office)
    )  # fmt: skip


def _expected(
    found: Replay, plan: ProcessTemplate, past: Sequence[Runs], skipped: frozenset[str]
) -> str:
    """When it may end, as a range from like matters; too few are said, and no range is."""
    division = found.division
    if division is None or not division.opened or found.standing.state != MatterState.ACCEPTED:
        return ""
    range_ = expected_of(division, plan, past, skipped)
    if isinstance(range_, int):
        return _("When it may end cannot be told: %(n)s ended matters are like it, %(least)s are"
                 " needed.") % {"n": range_, "least": LEAST_LIKE_CASES}  # fmt: skip
    return _("Expected end: %(early)s to %(late)s, in the middle %(middle)s; from %(n)s ended"
             " matters like it.") % {
        "early": moment_text(range_.early), "late": moment_text(range_.late),
        "middle": moment_text(range_.middle), "n": range_.cases,
    }  # fmt: skip


def _before(found: Replay) -> str:
    """How long it was pre-reviewed before the clock began; the two are never added."""
    if found.before is None or found.division is None:
        return ""
    days = found.before.calendar_days
    if not days:
        return _("%s of pre-review before it") % clock_text(found.before.elapsed_seconds)
    return ngettext("%(n)s day of pre-review before it", "%(n)s days of pre-review before it",
                    days) % {"n": days}  # fmt: skip


def _row(one: Run, words: Words) -> RowShown:
    note = ""
    if one.firm_seconds:
        note = _("%s of it with the firm") % clock_text(one.firm_seconds)
    return RowShown(
        words.step(one.key), words.holder(one.holder), one.start, one.end, one.elapsed_seconds,
        one.working_seconds, one.is_critical, note,
    )  # fmt: skip


def _holders(division: Division, words: Words) -> tuple[HolderShown, ...]:
    """Every second by its one holder; together the elapsed time."""
    ordered = sorted(division.holders.items(), key=lambda pair: -pair[1])
    return tuple(HolderShown(words.holder(key), seconds) for key, seconds in ordered if seconds)


def _strip(holders: Sequence[HolderShown]) -> tuple[StripPart, ...]:
    return tuple(
        StripPart(one.label, one.seconds, LOOKS[place % len(LOOKS)])
        for place, one in enumerate(holders)
    )


def _waits(seen: CourseSeen, words: Words) -> tuple[str, ...]:
    """Steps that stood still though nothing they depend on was missing."""
    found = []
    for one in seen.waits:
        if not one.lost_working_seconds:
            continue
        said = {"step": words.step(one.key), "lost": clock_text(one.lost_working_seconds),
                "other": words.step(one.behind) if one.behind else ""}  # fmt: skip
        found.append(
            _("%(step)s could have run beside %(other)s: %(lost)s of office hours lost") % said
            if one.behind
            else _("%(step)s could have started %(lost)s of office hours earlier") % said
        )
    return tuple(found)


def _ready(seen: CourseSeen, words: Words, now: datetime) -> tuple[str, ...]:
    return tuple(
        _("%(step)s, ready since %(moment)s") % {
            "step": words.step(one.key), "moment": moment_words(one.since, now),
        }
        for one in seen.ready
    )  # fmt: skip
