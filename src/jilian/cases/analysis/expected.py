"""When a running matter may end, as a range from matters like it that have ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from jilian_engine.clocks import (
    ClockError,
    Division,
    ExpectedEnd,
    Span,
    Took,
    durations_of,
    expected_end,
)
from jilian_engine.errors import EngineError
from jilian_engine.rulebook.processes import ProcessTemplate

Runs = Sequence[tuple[str, datetime, datetime]]  # step, from, to


def expected_of(
    division: Division, plan: ProcessTemplate, past: Sequence[Runs], skipped: frozenset[str]
) -> ExpectedEnd | int:
    """The range in which it may end; how few like matters there are where none can be given."""
    given = {ref: division.start for _key, ref in plan.foreign}
    took = [one for runs in past if (one := _took(runs, plan, division, given)) is not None]
    known = {step.key for step in plan.steps}
    spans = [Span(one.branch, one.start, one.end) for one in division.branches
             if one.branch in known]  # fmt: skip
    try:
        return expected_end(plan, spans, division.end, division.office, took, given=given,
                            skipped=skipped)  # fmt: skip
    except ClockError as refused:
        if refused.code == "too_few_like_cases":
            return int(refused.told["cases"])
        return 0


def _took(
    runs: Runs, plan: ProcessTemplate, division: Division, given: Mapping[str, datetime]
) -> dict[str, Took] | None:
    """What each step of an ended matter took; None where it ran by other steps."""
    spans = [Span(step, start, end) for step, start, end in runs]
    try:
        return durations_of(spans, plan, division.office, given=given) if spans else None
    except EngineError:
        return None
