"""When a case may end, as a range: cases like it, run again from where this one stands.

Each like case gives one end: what this case has done stays, a running step lasts as long as it
did there, and each step still to come waits and lasts as it did there. The range is the ends at
one tenth, at the middle and at nine tenths of them, each the end of one real case (nearest rank),
so nothing is assumed about how durations are spread, and slow cases stay slow in every step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.hours import Office
from jilian_engine.clocks.order import order_of
from jilian_engine.clocks.steps import (
    Plan,
    Span,
    ends_of,
    one_span_each,
    seconds_between,
    waits_for,
)

LEAST_LIKE_CASES = 10


@dataclass(frozen=True)
class Took:
    """How long a step took in a past case, and how long it had waited, all in whole seconds."""

    elapsed_seconds: int
    working_seconds: int
    waited_working_seconds: int


@dataclass(frozen=True)
class ExpectedEnd:
    """The range and what it rests on: so many like cases, and so many left out as not like."""

    early: datetime
    middle: datetime
    late: datetime
    cases: int
    left_out: int


def durations_of(
    spans: Iterable[Span],
    plan: Plan,
    office: Office,
    *,
    given: Mapping[str, datetime] | None = None,
) -> dict[str, Took]:
    """What each step of a finished case took; what a platform keeps to expect ends by."""
    held = one_span_each(spans, plan, None)
    after = waits_for(plan, {step.key for step in plan.steps} - set(held))
    first = min(span.start for span in held.values())
    found = {}
    for key, span in held.items():
        ready = max([first, *ends_of(after[key], held, given or {})])
        end = ends_of((key,), held, {})[0]
        found[key] = Took(
            elapsed_seconds=seconds_between(span.start, end),
            working_seconds=office.working_seconds(span.start, end),
            waited_working_seconds=(
                office.working_seconds(ready, span.start) if ready < span.start else 0
            ),
        )
    return found


def expected_end(
    plan: Plan,
    spans: Iterable[Span],
    at: datetime,
    office: Office,
    past: Sequence[Mapping[str, Took]],
    *,
    given: Mapping[str, datetime] | None = None,
    skipped: Collection[str] = (),
    least: int = LEAST_LIKE_CASES,
) -> ExpectedEnd:
    """The range in which a case open at `at` may end.

    A past case without a step that this one still needs is not like it and is left out; optional
    steps may be missing. `too_few_like_cases` below `least`: no range is given rather than one
    that rests on little.
    """
    rows = tuple(spans)
    held = one_span_each(rows, plan, None, open_ends=True) if rows else {}
    optional = {step.key for step in plan.steps if step.optional}
    ahead = {
        step.key
        for step in plan.steps
        if step.key not in skipped and (step.key not in held or held[step.key].end is None)
    }
    like = [case for case in past if ahead - optional <= set(case)]
    if len(like) < least:
        raise ClockError("too_few_like_cases", cases=len(like), least=least)
    by_elapsed = {
        step.key for step in plan.steps if step.limit is not None and step.limit.unit in ("cd", "h")
    }
    ends = sorted(
        _end(
            plan,
            held,
            at,
            office,
            case,
            given or {},
            set(skipped) | (ahead - set(case)),
            by_elapsed,
        )
        for case in like
    )
    return ExpectedEnd(
        early=_rank(ends, 1),
        middle=_rank(ends, 5),
        late=_rank(ends, 9),
        cases=len(ends),
        left_out=len(past) - len(like),
    )


def _end(
    plan: Plan,
    held: Mapping[str, Span],
    at: datetime,
    office: Office,
    case: Mapping[str, Took],
    given: Mapping[str, datetime],
    skipped: Collection[str],
    by_elapsed: Collection[str],
) -> datetime:
    """The end if the rest goes as in one past case; steps in calendar days go by elapsed time."""
    after = waits_for(plan, skipped)
    known: dict[str, Span] = {}
    for key in order_of(after):
        own = held.get(key)
        if own is not None and own.end is not None:
            known[key] = own
            continue
        took = case[key]
        if own is None:
            ready = max([at, *ends_of(after[key], known, given)])
            start = office.add_working_seconds(ready, took.waited_working_seconds)
        else:
            start = own.start
        end = (
            start + timedelta(seconds=took.elapsed_seconds)
            if key in by_elapsed
            else office.add_working_seconds(start, took.working_seconds)
        )
        known[key] = Span(key, start, max(at, end))
    return max(ends_of(known, known, {}))


def _rank(ends: Sequence[datetime], tenths: int) -> datetime:
    """The nearest rank: the least end that at least so many tenths of the cases do not exceed."""
    return ends[-(-len(ends) * tenths // 10) - 1]
