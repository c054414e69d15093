"""What calls decide without a database: amounts, disclosure, escalation, answers, measures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from jilian.base.errors import Refusal
from jilian.base.spreads import part_of, spread_of
from jilian.shortages.rules import ledger
from jilian.shortages.rules.amounts import exact, in_unit, printed
from jilian.shortages.rules.answering import checked_answer, without_price
from jilian.shortages.rules.calling import Said, checked, checked_cas, line_stop, stops_early
from jilian.shortages.rules.course import stage_of
from jilian.shortages.rules.disclosure import (
    COURSE,
    INNER,
    OF_LEVEL,
    Reader,
    check_next_level,
    level_shown,
    visible_fields,
)
from jilian.shortages.rules.escalating import Asked, due_at, steps_due
from jilian.shortages.rules.values import values_on

D = Decimal
ZONE = ZoneInfo("Asia/Shanghai")
VALUES = values_on(datetime(2026, 3, 2).date())


def clock(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def refused(code, act, *given, **more):
    with pytest.raises(Refusal) as refusal:
        act(*given, **more)
    assert refusal.value.code == code


# What may be seen.

PRIVATE = {"firm", "town", "sector", "amount", "band", "stock_left", "daily_use", "cause"}


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        (1, set()),
        (2, {"band"}),
        (3, {"band", "sector", "town"}),
        (4, {"band", "sector", "town", "firm"}),
    ],
)
@pytest.mark.parametrize("reader", [Reader.ASKED, Reader.OFFICE])
def test_each_level_shows_one_thing_more_and_nothing_else(reader, level, seen):
    assert PRIVATE & visible_fields(reader, level) == seen
    assert level_shown(reader, level) == level


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_acceptance_opens_the_name_but_not_what_the_caller_keeps(level):
    seen = visible_fields(Reader.PARTNER, level)
    assert "firm" in seen
    assert not INNER & seen
    assert not COURSE & seen


def test_an_officer_sees_names_and_amount_for_the_permit_and_no_course():
    seen = visible_fields(Reader.OFFICER, 1)
    assert {"firm", "partners", "amount", "permits"} <= seen
    assert not {"stock_left", "cause", "helpers", "looks"} & seen


def test_only_the_caller_and_whom_she_trusts_see_everything():
    everything = COURSE | INNER | frozenset().union(*OF_LEVEL.values())
    for reader in Reader:
        sees_all = visible_fields(reader, 1) == everything
        assert sees_all == (reader in (Reader.CALLER, Reader.DELEGATE)), reader


@pytest.mark.parametrize(
    ("held", "wanted", "why"),
    [(1, 2, None), (3, 4, None), (1, 3, "too_far"), (2, 2, "back"), (3, 1, "back"),
     (4, 5, "too_far")],
)  # fmt: skip
def test_levels_are_released_one_by_one_and_never_taken_back(held, wanted, why):
    assert check_next_level(held, wanted) == why


# Amounts.


def test_a_unit_is_converted_exactly_or_refused():
    assert in_unit(D("1.25"), "t", "kg", None) == 1250
    assert in_unit(D(800), "L", "kg", D("1.03")) == 824
    assert in_unit(D(7), "", "piece", None) == 7
    refused("density_missing", in_unit, D(1), "L", "kg", None)
    refused("amount_not_exact", in_unit, D(1), "kg", "L", D("1.03"))
    refused("units_do_not_meet", in_unit, D(1), "piece", "kg", D(1))
    refused("amount_not_exact", exact, D("0.0000001"))
    refused("amount_not_positive", exact, D(0))
    refused("amount_not_positive", exact, D("NaN"))
    assert printed(D("1250.000000")) == "1,250"
    assert printed(D("0.500000")) == "0.5"


# What is said.


def said(**more):
    values = {"material": "去毛刺溶液", "amount": D(1250), "unit": "kg", "needed_by": clock(20)}
    return Said(**(values | more))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"material": " "}, "material_missing"),
        ({"amount": D(-1)}, "amount_not_positive"),
        ({"amount": D("1e30")}, "amount_too_large"),
        ({"unit": "own"}, "unit_missing"),
        ({"unit": "斤"}, "choice_unknown"),
        ({"hazard": "10"}, "choice_unknown"),
        ({"needed_by": clock(11)}, "needed_in_the_past"),
        ({"cas": "64-17-6"}, "cas_wrong"),
        ({"daily_use": D(0)}, "amount_not_positive"),
        ({"effect": "找王工13812345678"}, "personal_number"),
        ({"material": "尼西溶液"}, "text_names_the_caller"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(more, code):
    refused(code, checked, said(**more), clock(12), ["尼西"])


def test_what_is_said_is_kept_clean():
    kept = checked(
        said(material=" 去毛刺溶液 ", synonyms=("去毛边液", " ", "去毛边液"), cas=" 64-17-5 "),
        clock(12),
    )
    assert (kept.material, kept.synonyms, kept.cas) == ("去毛刺溶液", ("去毛边液",), "64-17-5")
    assert checked_cas("") == ""


def test_the_line_stops_when_the_stock_is_used_up_and_unknown_stays_unknown():
    assert line_stop(D(100), D(300), clock(12)) == clock(20)
    assert line_stop(D(0), D(300), clock(12)) == clock(12)
    assert line_stop(None, D(300), clock(12)) is None
    assert line_stop(D(100), None, clock(12)) is None
    assert stops_early(clock(9, 59, 3), False, clock(10, 0, 3), ZONE)
    assert not stops_early(clock(10, 0, 3), True, clock(10, 0, 3), ZONE)
    assert stops_early(None, True, clock(10), ZONE)
    assert not stops_early(None, None, clock(10), ZONE)


# Answers.


@pytest.mark.parametrize(
    "words", ["单价35", "35元/公斤", "￥3500", "3500 RMB", "含税报价另议", "usual price"]
)
def test_talk_of_prices_is_refused(words):
    refused("price_named", without_price, words)


@pytest.mark.parametrize("words", ["三元催化剂现货 20 桶", "按常规条件", "多元醇可代"])
def test_words_that_only_look_like_prices_are_taken(words):
    assert without_price(words) == words


def test_an_answer_holds_what_it_needs_and_nothing_else():
    kept = checked_answer("can", D(5), 6, ("sds", "coa"), "A-12", "no_stock", "")
    assert (kept.papers, kept.cannot_reason) == (("coa", "sds"), "")
    no = checked_answer("cannot", D(5), 6, ("coa",), "", "no_stock", "")
    assert (no.offered, no.lead_hours, no.papers) == (None, None, ())
    refused("amount_missing", checked_answer, "can", None, 6, (), "", "", "")
    refused("lead_missing", checked_answer, "can", D(5), None, (), "", "", "")
    refused("reason_missing", checked_answer, "cannot", None, None, (), "", "", "")
    refused("words_missing", checked_answer, "cannot", None, None, (), "", "other", " ")
    refused("answer_unknown", checked_answer, "waiting", None, None, (), "", "", "")


# Escalation.


def asked(circle=1, since=None, useful_at=None, released_at=None, early=False):
    return Asked(circle, since or clock(12), useful_at, released_at, lambda _limit: early)


@pytest.mark.parametrize(
    ("since", "early", "due"),
    [
        (clock(12), False, clock(12, 30)),
        (clock(21, 45), False, clock(7, 15, 3)),
        (clock(21, 45), True, clock(22, 15)),
        (clock(21, 30), False, clock(7, 0, 3)),
        (clock(23), False, clock(7, 30, 3)),
        (clock(3), False, clock(7, 30)),
        (clock(3), True, clock(3, 30)),
        (datetime(2026, 3, 2, 4, 0, tzinfo=UTC), False, clock(12, 30)),
    ],
)
def test_thirty_minutes_pass_and_at_night_only_where_the_line_stops_early(since, early, due):
    assert due_at(asked(since=since, early=early), VALUES, ZONE) == due


def test_the_same_steps_however_late_and_however_often_one_asks():
    one = asked()
    assert steps_due(one, clock(12, 29), VALUES, ZONE) == []
    late = steps_due(one, clock(20), VALUES, ZONE)
    assert [(step.circle, step.due_at) for step in late] == [(2, clock(12, 30))]
    in_time = steps_due(one, clock(12, 30), VALUES, ZONE)
    assert in_time == late
    assert steps_due(asked(circle=2, since=clock(12, 30)), clock(20), VALUES, ZONE) == []


def test_the_corridor_waits_for_the_callers_release():
    before = asked(released_at=clock(11))
    assert [s.due_at for s in steps_due(before, clock(13), VALUES, ZONE)] == [
        clock(12, 30), clock(13)
    ]  # fmt: skip
    after = asked(released_at=clock(15))
    assert [s.due_at for s in steps_due(after, clock(16), VALUES, ZONE)][1:] == [clock(15)]
    assert due_at(asked(circle=3), VALUES, ZONE) is None


@pytest.mark.parametrize(("useful_at", "steps"), [(clock(12, 30), 0), (clock(12, 31), 1)])
def test_an_answer_stops_what_is_not_due_yet_and_undoes_nothing(useful_at, steps):
    one = asked(useful_at=useful_at, released_at=clock(11))
    assert len(steps_due(one, clock(20), VALUES, ZONE)) == steps


# Course and measures.


@pytest.mark.parametrize(
    ("reserved", "received", "in_transit", "offered", "stage"),
    [
        (0, 0, False, False, "waiting"),
        (0, 0, False, True, "offered"),
        (5, 0, False, True, "reserved"),
        (5, 0, True, True, "underway"),
        (5, 5, False, True, "underway"),
        (10, 10, False, True, "received"),
    ],
)
def test_the_stage_follows_from_amounts(reserved, received, in_transit, offered, stage):
    held = stage_of(D(10), D(reserved), D(received), in_transit=in_transit, offered=offered)
    assert held == stage


def test_a_measure_says_of_how_many_it_speaks():
    hour = timedelta(hours=1)
    spread = spread_of([3 * hour, None, hour], 3)
    assert (spread.median, spread.ninetieth, spread.count, spread.whole) == (
        2 * hour, 3 * hour, 2, 3
    )  # fmt: skip
    empty = spread_of([None], 1)
    assert (empty.median, empty.percentile(90), empty.count) == (None, None, 0)
    part = part_of([True, None, False, True])
    assert (part.part, part.whole, part.unknown, part.percent) == (2, 3, 1, 67)
    assert part_of([]).share is None


def test_a_reservation_ends_once():
    ended = ledger.let_go(ledger.Division(D(5), in_transit=D(2)))
    assert (ended.released, ended.waiting, ended.kept) == (3, 0, 2)
    refused("nothing_waiting", ledger.let_go, ended)
    refused("reservation_over", ledger.dispatched, ended, D(1))
