"""What ran when in a matter, with what decided its end and what could run beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jilian_engine.clocks import Division, Ready, Span, Wait, could_be_parallel, could_start
from jilian_engine.clocks.schedule import schedule_actual
from jilian_engine.errors import EngineError
from jilian_engine.rulebook.processes import ProcessTemplate

Stood = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Run:
    """One run of a branch: its holder, from when to when, and when it lay with the firm."""

    key: str
    holder: str
    start: datetime
    end: datetime | None
    elapsed_seconds: int
    working_seconds: int
    firm_seconds: int
    is_critical: bool
    with_firm: Stood = ()


@dataclass(frozen=True)
class CourseSeen:
    """The runs in their order; the keys that decided the end; what could be or have been beside."""

    runs: tuple[Run, ...]
    critical: tuple[str, ...]
    waits: tuple[Wait, ...]
    ready: tuple[Ready, ...]


def course_seen(
    division: Division | None,
    plan: ProcessTemplate,
    *,
    now: datetime,
    since: datetime | None,
    away: Mapping[str, Stood],
    is_over: bool,
    skipped: frozenset[str] = frozenset(),
) -> CourseSeen:
    """Lay the branches of a division over the template's dependencies.

    Steps of other templates are taken as given when the matter was accepted; ``skipped`` are
    steps of the template that the matter goes without.
    """
    branches = () if division is None else division.branches
    known = {step.key for step in plan.steps}
    spans = [Span(one.branch, one.start, one.end) for one in branches if one.branch in known]
    given = {ref: since or now for _key, ref in plan.foreign}
    critical, marked = _decided(spans, plan, now, given)
    runs = tuple(
        Run(
            one.branch, one.holder, one.start, one.end, one.elapsed_seconds, one.working_seconds,
            one.firm_seconds, one.branch in marked, away.get(one.branch, ()),
        )
        for one in branches
    )  # fmt: skip
    waits: Sequence[Wait] = ()
    if spans and division is not None:
        waits = could_be_parallel(spans, plan, division.office, given=given)
    ready: Sequence[Ready] = ()
    if not is_over and since is not None:
        ready = could_start(spans, plan, since, given=given, skipped=skipped)
    return CourseSeen(runs, critical, tuple(waits), tuple(ready))


def _decided(
    spans: Sequence[Span], plan: ProcessTemplate, now: datetime, given: Mapping[str, datetime]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The chain that decided the end, or decides it up to now, and every step on such a chain."""
    if not spans:
        return (), frozenset()
    try:
        found = schedule_actual(spans, plan, until=now, given=given)
    except EngineError:
        return (), frozenset()
    return found.critical, frozenset(one.key for one in found.steps if one.critical)
