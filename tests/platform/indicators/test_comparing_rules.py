"""Comparing units of different size: intervals, groups, and who is not placed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jilian.indicators.rules.changing import Moved, beyond_rounding
from jilian.indicators.rules.comparing import (
    Compared,
    best_of,
    is_share_of_counts,
    placed,
    wilson,
)

D = Decimal


def unit(name, part, whole):
    return Compared(name, name, D(100) * part / whole, part, whole)


@pytest.mark.parametrize(
    ("part", "whole", "ends"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263 and 15/148
        (81, 263, (D("25.5"), D("36.6"))),
        (15, 148, (D("6.2"), D("16.0"))),
        (0, 20, (D("0.0"), D("16.1"))),
        (29, 29, (D("88.3"), D("100.0"))),
    ],
)
def test_the_interval_is_wilsons(part, whole, ends):
    assert wilson(part, whole) == ends


def test_nothing_has_no_interval():
    assert wilson(0, 0) is None
    assert wilson(5, 4) is None


def test_a_town_of_three_firms_is_not_placed_above_one_of_three_hundred():
    rows = placed([unit("三家", 3, 3), unit("三百家", 240, 300)], D(50))
    assert [(one.name, one.place) for one in rows] == [("三百家", "above"), ("三家", "small")]


def test_units_stand_by_name_within_their_group():
    rows = placed([unit("丙", 52, 100), unit("乙", 48, 100), unit("甲", 50, 100)], D(50))
    assert {one.place for one in rows} == {"like"}
    assert [one.name for one in rows] == sorted(one.name for one in rows)


def test_a_hidden_unit_keeps_nothing_from_which_it_could_be_guessed():
    hidden = Compared("x", "x", D(40), 2, 5, hidden=True)
    (found,) = placed([hidden], D(50))
    assert (found.value, found.part, found.whole, found.low, found.place) == (
        None, None, None, None, "hidden",
    )  # fmt: skip


def test_the_best_is_the_surest_and_nobody_where_none_lies_apart():
    rows = placed([unit("小", 19, 20), unit("大", 270, 300), unit("中", 50, 100)], D(50))
    assert best_of(rows, "more").name == "大"
    assert best_of(rows, "less") is None
    assert best_of(rows, "") is None


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value", "is_one"),
    [
        ("percent", D(39), D(735), D("5.3"), True),
        ("firm", D(39), D(735), D("5.3"), False),
        ("percent", D("2743.65"), D(4355), D(63), False),
        ("percent", D(2306), D(1755), D("31.4"), False),
        ("percent", None, None, D(5), False),
        ("percent", D(0), D(0), None, False),
    ],
)
def test_only_counted_parts_of_counted_wholes_get_an_interval(
    unit, numerator, denominator, value, is_one
):
    assert is_share_of_counts(unit, numerator, denominator, value) is is_one


@pytest.mark.parametrize(
    ("before", "after", "places", "moved"),
    [
        (D("5.3"), D("5.4"), 1, False),
        (D("5.3"), D("5.41"), 1, True),
        (D(81), D(82), 0, True),
        (D(81), D(81), 0, False),
        (None, D(3), 0, True),
        (None, None, 0, False),
    ],
)
def test_a_change_is_more_than_rounding(before, after, places, moved):
    assert beyond_rounding(Moved(before, after), places) is moved
