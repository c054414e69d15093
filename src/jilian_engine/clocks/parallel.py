"""What could have run side by side, and what could be started now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from jilian_engine.clocks.hours import Office
from jilian_engine.clocks.order import among, ancestors
from jilian_engine.clocks.steps import (
    Plan,
    Span,
    end_of,
    ends_of,
    known_end,
    one_span_each,
    seconds_between,
)


@dataclass(frozen=True)
class Wait:
    """A step that stood still though nothing it depends on was missing, and behind which step."""

    key: str
    ready_at: datetime
    started_at: datetime
    lost_seconds: int
    lost_working_seconds: int
    behind: str | None


@dataclass(frozen=True)
class Ready:
    """A step that could be started now; `without` are optional steps that it would pass over."""

    key: str
    since: datetime
    without: tuple[str, ...] = ()


def could_be_parallel(
    spans: Iterable[Span],
    plan: Plan,
    office: Office,
    *,
    given: Mapping[str, datetime] | None = None,
) -> tuple[Wait, ...]:
    """Steps that started later than what they depend on allowed, most time lost first.

    A step that depends on nothing could have started with the case. `behind` is the last step
    to end before the start that this one does not depend on: what it seems to have waited for.
    Hours in which the office was closed are not lost.
    """
    held = one_span_each(spans, plan, None, open_ends=True)
    whole = {step.key: step.after for step in plan.steps}
    after = among(held, whole)
    first = min(span.start for span in held.values())
    found: list[Wait] = []
    for key, span in held.items():
        ends = ends_of(after[key], held, dict(given or {}))
        ready = max([first, *ends])
        lost = office.working_seconds(ready, span.start) if ready < span.start else 0
        if not lost:
            continue
        bound = ancestors(key, whole)
        others = [
            other
            for other in held.values()
            if other.key != key
            and other.key not in bound
            and other.end is not None
            and ready < other.end <= span.start
        ]
        found.append(
            Wait(
                key=key,
                ready_at=ready,
                started_at=span.start,
                lost_seconds=seconds_between(ready, span.start),
                lost_working_seconds=lost,
                behind=max(others, key=end_of).key if others else None,
            )
        )
    return tuple(sorted(found, key=lambda wait: (-wait.lost_seconds, wait.started_at)))


def could_start(
    spans: Iterable[Span],
    plan: Plan,
    opened_at: datetime,
    *,
    given: Mapping[str, datetime] | None = None,
    skipped: Collection[str] = (),
) -> tuple[Ready, ...]:
    """Steps that have not started and whose predecessors have all ended, in template order.

    An optional step that has not started blocks nobody: what comes after it may start without.
    A step of another template must be `given`.
    """
    held = {span.key: span for span in spans}
    whole = {step.key: step.after for step in plan.steps}
    optional = {step.key for step in plan.steps if step.optional}
    passed = {key for key in optional | set(skipped) if key not in held}
    found = []
    for step in plan.steps:
        if step.key in held or step.key in skipped:
            continue
        refs = among(set(whole) - (passed - {step.key}), whole)[step.key]
        ends = [known_end(ref, held, given or {}) for ref in refs]
        if all(end is not None for end in ends):
            since = max([opened_at, *(end for end in ends if end is not None)])
            left = [key for key in step.after if key in passed and key not in skipped]
            found.append(Ready(step.key, since, tuple(left)))
    return tuple(found)
