"""Schedules of a case on real dates: at the limits, and as it went, with what decided the end.

Steps are plain: a key, the keys it waits for, a limit. The limit schedule shows where the law
bounds the speed, the actual one where the time went. Units are never converted: five working
days from a Friday end on whatever day the calendar of the office says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.hours import Office
from jilian_engine.clocks.limits import Limit, due
from jilian_engine.clocks.order import among, order_of
from jilian_engine.clocks.steps import (
    Plan,
    Span,
    end_of,
    ends_of,
    one_span_each,
    seconds_between,
    waits_for,
)


@dataclass(frozen=True)
class Scheduled:
    """One step in a schedule.

    `decided_by` is the step whose end it waited for last (None: the start of the case, or a step
    of another template). `spare_seconds` is how much later it could end before another step or
    the whole ends later. `waited_seconds` lie between the end of the deciding step and its own
    start; `overlapped_seconds` say how long before that end it was already running. `timed` is
    False for a step that no limit and no duration gives a length.
    """

    key: str
    start: datetime
    end: datetime
    decided_by: str | None
    critical: bool
    spare_seconds: int
    waited_seconds: int = 0
    overlapped_seconds: int = 0
    timed: bool = True
    running: bool = False


@dataclass(frozen=True)
class Schedule:
    """Steps with their times; `critical` is the chain that decides the end, first step first.

    Where several chains decide it together, every step of each is marked and the chain of the
    earlier steps of the template is named. `assumed` are steps of other templates that were
    taken as ended at the start, for want of a moment.
    """

    start: datetime
    end: datetime
    steps: tuple[Scheduled, ...]
    critical: tuple[str, ...]
    assumed: tuple[str, ...] = ()

    def step(self, key: str) -> Scheduled:
        """The step with this key; `step_unknown` if it is not in the schedule."""
        for each in self.steps:
            if each.key == key:
                return each
        raise ClockError("step_unknown", step=key)


def schedule_limits(
    plan: Plan,
    start: datetime,
    office: Office,
    *,
    durations: Mapping[str, Limit] | None = None,
    given: Mapping[str, datetime] | None = None,
    skipped: Collection[str] = (),
    least: bool = False,
) -> Schedule:
    """Every step as early as its predecessors allow, and as long as its limit.

    `durations` lengthen steps that have no limit; without one a step takes no time and is marked.
    `given` are the ends of steps of other templates (`P-A.A09`). `skipped` are steps the case
    goes without. With `least` only what the law makes last at least counts: no case can be
    faster.
    """
    after = waits_for(plan, skipped)
    lengths = {**{step.key: step.limit for step in plan.steps}, **(durations or {})}
    known = dict(given or {})
    spans: dict[str, Span] = {}
    for key in order_of(after):
        begin = max([start, *ends_of(after[key], spans, known)])
        limit = lengths[key]
        if least and limit is not None and limit.kind == "max":
            limit = None
        spans[key] = Span(key, begin, begin if limit is None else due(limit, begin, office))
    return _schedule(
        start,
        spans,
        after,
        known,
        untimed={key for key in spans if lengths[key] is None},
        assumed={ref for refs in after.values() for ref in refs} - set(after) - set(known),
    )


def schedule_actual(
    spans: Iterable[Span],
    plan: Plan,
    *,
    until: datetime | None = None,
    given: Mapping[str, datetime] | None = None,
) -> Schedule:
    """What happened: when each step ran and which chain of steps decided the end.

    Running steps end at `until` for the while. Several spans of one step count from its first
    start to its last end. A step that began before its predecessor ended (on a promised paper)
    says for how long.
    """
    held = one_span_each(spans, plan, until)
    after = among(held, {step.key: step.after for step in plan.steps})
    start = min(span.start for span in held.values())
    running = {
        key
        for key, span in one_span_each(spans, plan, None, open_ends=True).items()
        if span.end is None
    }
    return _schedule(start, held, after, dict(given or {}), running=running)


def _schedule(
    start: datetime,
    spans: Mapping[str, Span],
    after: Mapping[str, tuple[str, ...]],
    given: Mapping[str, datetime],
    *,
    untimed: Collection[str] = (),
    running: Collection[str] = (),
    assumed: Collection[str] = (),
) -> Schedule:
    """Decide what each step waited for last, and walk back from the last end."""
    ends = {**given, **{key: end_of(span) for key, span in spans.items()}}
    last = max(end_of(span) for span in spans.values())
    decided = {
        key: max((ref for ref in refs if ref in ends), key=lambda ref: ends[ref], default=None)
        for key, refs in after.items()
    }
    latest = [key for key in after if ends[key] == last]
    marked = _marked(latest, after, ends, spans)
    final = next(key for key in latest if not any(key in after[other] for other in latest))
    return Schedule(
        start=start,
        end=last,
        steps=tuple(
            Scheduled(
                key=key,
                start=span.start,
                end=ends[key],
                decided_by=decided[key],
                critical=key in marked,
                spare_seconds=_spare(key, span, spans, after, last),
                waited_seconds=max(0, _gap(decided[key], span, ends)),
                overlapped_seconds=max(0, -_gap(decided[key], span, ends)),
                timed=key not in untimed,
                running=key in running,
            )
            for key, span in ((key, spans[key]) for key in after)
        ),
        critical=_chain(final, decided, spans),
        assumed=tuple(sorted(assumed)),
    )


def _marked(
    last: Sequence[str],
    after: Mapping[str, Sequence[str]],
    ends: Mapping[str, datetime],
    spans: Mapping[str, Span],
) -> set[str]:
    """Every step on a chain that decided the end: the last, and whatever they waited for last."""
    found: set[str] = set()
    ahead = list(last)
    while ahead:
        key = ahead.pop()
        if key in found or key not in spans:
            continue
        found.add(key)
        refs = [ref for ref in after[key] if ref in ends]
        latest = max((ends[ref] for ref in refs), default=None)
        ahead.extend(ref for ref in refs if ends[ref] == latest)
    return found


def _chain(
    last: str, decided: Mapping[str, str | None], spans: Mapping[str, Span]
) -> tuple[str, ...]:
    chain = [last]
    while (before := decided[chain[-1]]) is not None and before in spans:
        chain.append(before)
    return tuple(reversed(chain))


def _spare(
    key: str,
    span: Span,
    spans: Mapping[str, Span],
    after: Mapping[str, Sequence[str]],
    last: datetime,
) -> int:
    starts = [spans[other].start for other, refs in after.items() if key in refs]
    return max(0, seconds_between(end_of(span), min(starts, default=last)))


def _gap(decided_by: str | None, span: Span, ends: Mapping[str, datetime]) -> int:
    return 0 if decided_by is None else seconds_between(ends[decided_by], span.start)
