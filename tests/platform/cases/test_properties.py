"""Whatever legal order events come in: parts sum to the second, a replay gives what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from jilian.cases import operations
from jilian.cases.models import Matter
from jilian.cases.operations import PastCase, PastEvent, PastMatter
from jilian.cases.queries.offices import Offices
from jilian.cases.queries.replaying import happened, replay
from jilian.cases.rules.course import Happened, effective, standing_of
from jilian.cases.rules.timing import parts_of, times_of
from jilian_engine.clocks import Office, china_calendar

from .conftest import moment

STEPS = ("C02", "C03", "C04", "C06")
OFFICE = Office(china_calendar())
HOLDERS = {"C02": "finance", "C03": "tax", "C04": "survey", "C06": "registry"}


@st.composite
def courses(draw) -> list[Happened]:
    """A legal course of a matter: before acceptance, branches, returns, pauses, the end."""
    made: list[Happened] = []
    now = moment(2) + timedelta(minutes=draw(st.integers(0, 3000)))

    def happens(kind: str, step: str = "", **more: str) -> None:
        nonlocal now
        now += timedelta(seconds=draw(st.sampled_from((0, 1, 59, 1800, 3600, 40_000, 200_000))))
        made.append(Happened(len(made), kind, now, step, **more))

    if draw(st.booleans()):
        happens("pre_review_started")
    happens("accepted")
    waiting, running, away, paused = list(STEPS), [], [], False
    held: dict[str, str] = {}
    for _turn in range(draw(st.integers(0, 14))):
        moves = [("paused", ""), ("returned_to_firm", "")][: 0 if paused else 1]
        moves += [("branch_started", step) for step in waiting]
        moves += [(kind, step) for step in running for kind in ("branch_ended", "returned_to_firm")]
        moves += [("redirected", step) for step in running]
        moves += [("firm_answered", step) for step in away]
        if paused:
            moves = [("resumed", "")]
        kind, step = draw(st.sampled_from(moves))
        more = {"ground": "hearing"} if kind == "paused" else {}
        if kind == "branch_started":
            more = {"holder": HOLDERS[step]}
        elif kind == "redirected":
            more = {"holder": "planning" if held[step] != "planning" else HOLDERS[step]}
        held[step] = more.get("holder", held.get(step, ""))
        happens(kind, step, **more)
        paused = kind == "paused" or (paused and kind != "resumed")
        if kind == "branch_started":
            waiting.remove(step)
            running.append(step)
        elif kind == "branch_ended":
            running.remove(step)
        elif kind == "returned_to_firm":
            running.remove(step)
            away.append(step)
        elif kind == "firm_answered":
            away.remove(step)
            running.append(step)
    if paused:
        happens("resumed")
    if draw(st.booleans()):
        for step in (*running, *away):
            happens("branch_ended", step)
        happens("decided", ground="granted")
    return made


@settings(max_examples=150, deadline=None)
@given(courses(), st.randoms(use_true_random=False))
def test_parts_are_disjoint_and_sum_to_the_second(course, random):
    times = times_of(course, OFFICE, course[-1].at + timedelta(days=1), "registry")
    division = times.division
    parts = parts_of(division)
    assert sum(part.seconds for part in parts) == division.elapsed_seconds
    assert division.elapsed_seconds == int((division.end - division.start).total_seconds())
    by_holder: dict[str, int] = {}
    for part in parts:
        by_holder[part.holder] = by_holder.get(part.holder, 0) + part.seconds
    assert by_holder == dict(division.holders)
    assert all(part.working_seconds <= part.seconds for part in parts)
    assert sum(part.working_seconds for part in parts) == division.working_seconds
    assert len({(part.step, part.holder) for part in parts}) == len(parts)
    shuffled = list(course)
    random.shuffle(shuffled)
    assert effective(shuffled) == course
    again = times_of(effective(shuffled), OFFICE, division.end, "registry").division
    assert parts_of(again) == parts


@settings(max_examples=60, deadline=None)
@given(courses(), st.data())
def test_an_entry_that_never_was_and_its_right_one_are_as_if_entered_rightly(course, data):
    wrong = data.draw(st.integers(0, len(course) - 1))
    late = len(course)
    entered = [
        replace(one, at=one.at + timedelta(hours=1)) if place == wrong else one
        for place, one in enumerate(course)
    ]
    entered.append(Happened(late, "corrected", course[-1].at, correction=(wrong, course[wrong].at)))
    assert effective(entered) == course
    assert standing_of(effective(entered)) == standing_of(course)


def test_a_branch_sent_on_twice_in_one_second_was_wrongly_with_one_office_alone():
    later = moment(3)
    steps = [
        ("branch_started", "survey", moment(2)), ("redirected", "planning", later),
        ("redirected", "survey", later), ("redirected", "tax", later),
    ]  # fmt: skip
    course = [Happened(0, "accepted", moment(2))]
    course += [
        Happened(number, kind, at, "C04", holder=holder)
        for number, (kind, holder, at) in enumerate(steps, 1)
    ]
    standing = standing_of(course)
    assert [(one.sent_to, one.until) for one in standing.wrong] == [("survey", later)]
    assert standing.steps["C04"].holder == "tax"


def as_past(place, course, number) -> PastCase:
    events = [
        PastEvent(
            one.at, one.kind, one.step, one.holder, one.ground, "说明",
            "告知1号" if one.kind == "paused" else "",
        )
        for one in course
    ]  # fmt: skip
    offices = {step: getattr(place, key) for step, key in HOLDERS.items()}
    matter = PastMatter(place.templates["P-C"], events, place.registry, offices, steps=STEPS)
    return PastCase(
        place.nisi, f"历史{number}", "310117105", "an", course[0].at, (matter,), place.hall
    )


@pytest.mark.django_db
@settings(
    max_examples=3, deadline=None, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(courses(), min_size=3, max_size=5))
def test_what_is_stored_is_what_a_replay_gives(place, courses):
    at = moment(28, month=12)
    with transaction.atomic():
        rows = operations.take_over_past(
            by=place.system, at=at, world=place.world,
            cases=[as_past(place, course, number) for number, course in enumerate(courses)],
        )  # fmt: skip
        offices = Offices.of(place.world)
        matters = [Matter.objects.get(case=row) for row in rows]
        stored = {matter.pk: (pieces(matter), results_of(matter)) for matter in matters}
        for matter in matters:
            found = replay(matter, happened(matter), offices.for_matter(matter), at)
            given = {
                (one.step, one.holder, one.start, one.end, one.seconds, one.working_seconds)
                for one in found.parts
            }
            assert stored[matter.pk][0] == given
            if matter.ended_at is not None:
                assert matter.elapsed_seconds == sum(one[4] for one in given)
        operations.recompute_between(by=place.system, at=at, first="", last="")
        assert {matter.pk: (pieces(matter), results_of(matter)) for matter in matters} == stored
        transaction.set_rollback(True)


def pieces(matter) -> set[tuple]:
    names = ("step", "holder", "start_at", "end_at", "seconds", "working_seconds")
    return set(matter.time_pieces.values_list(*names))


def results_of(matter) -> dict:
    row = Matter.objects.filter(pk=matter.pk).values().get()
    return row | {"steps": list(matter.steps.order_by("pk").values())}


@pytest.mark.django_db
def test_day_by_day_or_taken_over_in_bulk_gives_the_same(
    place, people, certificate, record, four_hours
):
    """The four hours recorded one by one, and the same events taken over as a past case."""
    daily = four_hours()
    rows = [
        Happened(number, one.event, one.at, one.step.step if one.step else "", one.holder,
                 one.ground)
        for number, one in enumerate(daily.events.select_related("step"))
    ]  # fmt: skip
    Random(7).shuffle(rows)
    case = as_past(place, effective(rows), 1)
    (row,) = operations.take_over_past(
        by=place.system, at=moment(3), world=place.world, cases=[case]
    )
    bulk = row.matters.get()
    assert pieces(bulk) == pieces(daily)
    same = ("elapsed_seconds", "working_seconds", "calendar_days", "statutory_due_at", "state")
    assert [getattr(bulk, name) for name in same] == [getattr(daily, name) for name in same]
    assert date(2026, 3, 9) == bulk.statutory_due_at.astimezone(OFFICE.zone).date()
