"""What must hold for the clocks of any case, whatever happened in it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings, strategies as st

from engine.plain.made_cases import make_case
from engine.plain.plain_clocks import plain_last_day
from jilian_engine.clocks import (
    SHANGHAI,
    Event,
    Limit,
    Office,
    china_calendar,
    divide,
    due,
    due_if_known,
    used,
)

CHINA = china_calendar()
CLOCK = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
chances = st.integers(0, 10**9).map(random.Random)


@st.composite
def offices(draw):
    edges = sorted(draw(st.lists(CLOCK, min_size=2, max_size=6, unique=True)))
    return Office(CHINA, tuple(zip(edges[::2], edges[1::2], strict=False)))


@st.composite
def cases(draw):
    return make_case(draw(chances), draw(st.integers(3, 30)), draw(st.sampled_from([3, 300, 5000])))


moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 6, 30)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=SHANGHAI)
)
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(["wd", "cd", "wh", "h"]))
quick = settings(deadline=None, max_examples=150)


@quick
@given(cases(), offices())
def test_the_parts_sum_to_the_elapsed_time_to_the_second(events, office):
    found = divide(events, office)
    start, end = events[0].at, events[-1].at
    assert found.elapsed_seconds == (end - start) // timedelta(seconds=1)
    assert sum(found.holders.values()) == found.elapsed_seconds
    assert all(seconds > 0 for seconds in found.holders.values())
    for parts in (found.pieces, found.stretches):
        assert all(one.end == other.start for one, other in pairwise(parts))
        assert all(one.holder != other.holder for one, other in pairwise(parts))
        if parts:
            assert (parts[0].start, parts[-1].end) == (start, end)
    again: dict[str, int] = {}
    for piece in found.pieces:
        again[piece.holder] = again.get(piece.holder, 0) + int(
            (piece.end - piece.start).total_seconds()
        )
    assert again == found.holders
    assert 0 <= found.running_seconds <= found.working_seconds <= found.elapsed_seconds
    assert 0 <= found.statutory_days <= found.working_days <= found.calendar_days


@quick
@given(cases(), offices(), chances)
def test_splitting_a_pause_changes_nothing(events, office, chance):
    split = list(events)
    pauses = [place for place, one in enumerate(events) if one.event == "paused"]
    for place in reversed(pauses):
        over = next(at for at in range(place, len(events)) if events[at].event == "resumed")
        whole = int((events[over].at - events[place].at).total_seconds())
        middle = events[place].at + timedelta(seconds=chance.randrange(whole + 1))
        where = next(at for at in range(place + 1, over + 1) if events[at].at >= middle)
        split[where:where] = [
            Event(middle, "resumed"), Event(middle, "paused", ground=events[place].ground)
        ]  # fmt: skip
    assert divide(split, office) == divide(events, office)


@quick
@given(cases(), offices(), chances)
def test_a_replay_gives_the_same_whatever_was_noted_or_computed_between(events, office, chance):
    first = divide(events, office)
    noted = list(events)
    for _ in range(3):
        place = chance.randrange(len(noted))
        noted.insert(place, Event(noted[place].at, "noted"))
    for place in range(1, len(events), 4):  # as after each event of a running case
        divide(events[:place], office, until=events[place].at)
    assert divide(noted, office) == first
    assert divide([one._replace(row=place) for place, one in enumerate(events)], office) == first
    west = [one._replace(at=one.at.astimezone(None)) for one in events]
    assert divide(west, office) == first


@quick
@given(cases(), offices(), chances)
def test_a_holiday_more_never_shortens_elapsed_time_nor_lengthens_working_time(
    events, office, chance
):
    before = divide(events, office)
    days = [
        events[0].at.date() + timedelta(days=chance.randrange(before.calendar_days + 1))
        for _ in range(1 + chance.randrange(3))
    ]
    after = divide(events, replace(office, calendar=office.calendar.with_closures(days)))
    assert after.elapsed_seconds == before.elapsed_seconds
    assert after.calendar_days == before.calendar_days
    assert after.working_seconds <= before.working_seconds
    assert after.running_seconds <= before.running_seconds
    assert after.working_days <= before.working_days
    assert after.statutory_days <= before.statutory_days
    assert after.holders.get("closed", 0) >= before.holders.get("closed", 0)
    for holder, seconds in after.holders.items():
        if holder.startswith("excluded:"):
            assert seconds == before.holders[holder]
        elif holder != "closed":
            assert seconds <= before.holders[holder]
    with_them = divide(events, replace(office, calendar=CHINA))
    assert with_them == before  # and taking it back restores all


@quick
@given(limits, moments, offices(), st.integers(0, 30), st.integers(0, 40_000))
def test_a_limit_is_used_up_when_it_is_due_and_a_pause_never_brings_it_forward(
    limit, start, office, wait, stood_minutes
):
    begins = start + timedelta(hours=wait)
    stood = [(begins, begins + timedelta(minutes=stood_minutes))]
    known = due_if_known(limit, start, office), due_if_known(limit, start, office, stood)
    assume(not any(one.provisional for one in known))  # an office may open for a minute a day
    plain, pushed = due(limit, start, office), due(limit, start, office, stood)
    assert (plain, pushed) == tuple(one.at for one in known)
    assert start < plain <= pushed
    assert used(limit.unit, start, plain, office) >= limit.measure
    assert used(limit.unit, start, pushed, office, stood) >= limit.measure
    if limit.unit in ("wh", "h"):
        assert used(limit.unit, start, pushed, office, stood) == limit.measure
    if limit.unit == "wd":
        assert used("wd", start, pushed, office, stood) == limit.amount
    if limit.unit in ("wd", "cd"):
        assert CHINA.is_working(pushed.date())
        assert pushed.time() == office.hours[-1][1]
    middle = begins + timedelta(minutes=stood_minutes // 2)
    halves = [(middle, stood[0][1]), (stood[0][0], middle)]
    assert due(limit, start, office, halves) == pushed


@settings(deadline=None, max_examples=40)
@given(
    st.builds(Limit, st.integers(1, 8), st.sampled_from(["wd", "cd"])), moments, offices(),
    st.lists(st.tuples(st.integers(0, 12_000), st.integers(0, 5_000)), max_size=3),
)  # fmt: skip
def test_the_last_day_is_the_one_that_a_look_at_each_day_finds(limit, start, office, waits):
    minute = timedelta(minutes=1)
    stood = [(start + wait * minute, start + (wait + length) * minute) for wait, length in waits]
    stood = [tuple(one.replace(second=0) for one in span) for span in stood]
    assert due(limit, start, office, stood).date() == plain_last_day(limit, start, office, stood)


@quick
@given(moments, moments, offices())
def test_working_time_is_that_of_the_open_spans_and_can_be_walked_back(one, other, office):
    start, end = sorted((one, other))
    seconds = office.working_seconds(start, end)
    spans = office.open_spans(start, end)
    assert seconds == sum(int((until - since).total_seconds()) for since, until in spans)
    reached = office.add_working_seconds(start, seconds)
    assert reached <= end
    assert office.working_seconds(start, reached) == seconds
    assert office.working_seconds(reached, end) == 0
    opening = office.next_open(start)
    assert opening >= start
    assert office.is_open(opening)
    assert office.working_seconds(start, opening) == 0


@quick
@given(moments, moments)
def test_working_days_are_counted_and_walked_alike(one, other):
    start, end = sorted((one.date(), other.date()))
    count = CHINA.working_days(start, end)
    day, plain = start, 0
    while day < end:
        day += timedelta(days=1)
        plain += CHINA.is_working(day)
    assert count == plain
    if count:
        last = CHINA.add_working_days(start, count)
        assert last <= end
        assert CHINA.is_working(last)
        assert CHINA.working_days(last, end) == 0
