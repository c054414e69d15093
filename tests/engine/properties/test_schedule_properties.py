"""Schedules of plans drawn at random, beside a plain form that walks every chain there is."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings, strategies as st

from jilian_engine.clocks import (
    SHANGHAI,
    Limit,
    Office,
    Span,
    Steps,
    Took,
    china_calendar,
    due,
    durations_of,
    expected_end,
    schedule_actual,
    schedule_limits,
)
from jilian_engine.rulebook import ProcessStep

CALENDAR = china_calendar()
OFFICE = Office(CALENDAR)
START = datetime(2025, 9, 24, 10, tzinfo=SHANGHAI)
LIMITS = st.one_of(
    st.none(),
    st.builds(Limit, st.integers(0, 6), st.sampled_from(["wd", "cd", "wh", "h"]), st.just("max")),
)


@st.composite
def plans(draw):
    """Up to seven steps, each waiting for some of those before it."""
    steps = []
    for number in range(draw(st.integers(1, 7))):
        after = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        steps.append(
            ProcessStep(
                f"S{number}",
                "步",
                "step",
                tuple(f"S{other}" for other in sorted(after)),
                limit=draw(LIMITS),
            )
        )
    return Steps(draw(st.permutations(steps)))


def chains(steps, last):
    """Every way from a step without predecessors to the last."""
    step = steps[last]
    if not step.after:
        return [[last]]
    return [[*chain, last] for before in step.after for chain in chains(steps, before)]


def end_of_chain(steps, chain):
    now = START
    for key in chain:
        limit = steps[key].limit
        now = now if limit is None else due(limit, now, OFFICE)
    return now


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_end_is_that_of_the_slowest_chain_and_the_critical_path_is_one_of_them(plan):
    steps = {step.key: step for step in plan.steps}
    schedule = schedule_limits(plan, START, OFFICE)
    for key in steps:
        slowest = max(end_of_chain(steps, chain) for chain in chains(steps, key))
        assert schedule.step(key).end == slowest
    assert list(schedule.critical) in chains(steps, schedule.critical[-1])
    assert end_of_chain(steps, schedule.critical) == schedule.end
    assert all(schedule.step(key).critical for key in schedule.critical)


@settings(max_examples=40, deadline=None)
@given(plans(), st.integers(0, 30))
def test_a_holiday_more_never_brings_an_end_forward(plan, later):
    closed = Office(CALENDAR.with_closures([START.date() + timedelta(later)]))
    before, after = (schedule_limits(plan, START, office) for office in (OFFICE, closed))
    assert after.end >= before.end


@settings(max_examples=40, deadline=None)
@given(plans())
def test_what_went_exactly_as_planned_has_the_same_critical_path_and_lost_nothing(plan):
    planned = schedule_limits(plan, START, OFFICE)
    ran = [Span(step.key, step.start, step.end) for step in planned.steps]
    actual = schedule_actual(ran, plan)
    assert actual.critical == planned.critical and actual.end == planned.end
    assert all(step.waited_seconds == step.overlapped_seconds == 0 for step in actual.steps)


@settings(max_examples=40, deadline=None)
@given(plans(), st.integers(0, 6))
def test_a_case_that_goes_as_ten_before_it_is_expected_to_end_as_they_did(plan, days):
    """Lengths in hours only, so that a case run again is the same case."""
    hours = Steps([step for step in plan.steps if step.limit is None or step.limit.unit == "wh"])
    kept = {step.key for step in hours.steps}
    whole = Steps(
        [
            ProcessStep(
                step.key, "步", "step", tuple(ref for ref in step.after if ref in kept),
                limit=step.limit,
            )
            for step in hours.steps
        ]
    )  # fmt: skip
    if not whole.steps:
        return
    planned = schedule_limits(whole, START, OFFICE)
    ran = [Span(step.key, step.start, step.end) for step in planned.steps]
    took = durations_of(ran, whole, OFFICE)
    assert all(each == Took(each.elapsed_seconds, each.working_seconds, 0)
               for each in took.values())  # fmt: skip
    found = expected_end(whole, [], START, OFFICE, [took] * 10)
    assert found.early == found.middle == found.late == planned.end
    now = START + timedelta(days)
    part = [span for span in ran if span.end <= now]
    assert expected_end(whole, part, now, OFFICE, [took] * 10).early >= planned.end
