"""Where the time went as plain values, and a record beside its like."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from jilian.cases.rules.figures import (
    LEAST_ALIKE,
    Ended,
    Spent,
    alike_of,
    by_holder,
    shares_of,
    standing_words,
    step_words,
)

HOUR = 3600


def ended(hours, template="P-C", variant="", working=None):
    seconds = None if hours is None else hours * HOUR
    return Ended(template, variant, seconds, working if working is not None else seconds)


def test_of_ten_the_median_lies_between_the_two_in_the_middle_and_nine_of_ten_at_the_ninth():
    found = alike_of([ended(hours) for hours in range(1, 11)])["P-C", ""]
    assert found.count == LEAST_ALIKE
    assert (found.median, found.ninetieth) == (5 * HOUR + HOUR // 2, 9 * HOUR)
    assert (found.standing(4 * HOUR), found.standing(8 * HOUR), found.standing(10 * HOUR)) == (
        "quick", "usual", "slow",
    )  # fmt: skip


def test_of_fewer_than_ten_nothing_is_computed_and_the_number_is_said():
    found = alike_of([ended(hours) for hours in range(1, 10)])["P-C", ""]
    assert (found.count, found.is_enough) == (9, False)
    assert (found.median, found.ninetieth, found.working_median) == (None, None, None)
    assert found.standing(HOUR) == ""


def test_another_template_or_variant_is_not_alike():
    found = alike_of([ended(1), ended(2, variant="report"), ended(3, template="P-B")])
    assert {kind: one.count for kind, one in found.items()} == {
        ("P-C", ""): 1, ("P-C", "report"): 1, ("P-B", ""): 1,
    }  # fmt: skip


def test_a_matter_without_a_time_is_not_counted_among_its_like():
    found = alike_of([ended(None), *(ended(hours) for hours in range(1, 10))])["P-C", ""]
    assert (found.count, found.elapsed.whole, found.is_enough) == (9, 10, False)
    assert found.standing(None) == ""


def test_shares_are_of_all_elapsed_time_and_the_largest_comes_first():
    rows = [
        Spent("P-C", "C02", "tax", 2 * HOUR, HOUR, 2),
        Spent("P-C", "", "closed", 6 * HOUR, 0, 2),
    ]
    first, second = shares_of(rows)
    assert (first.spent.holder, first.share, first.each) == ("closed", Fraction(3, 4), 3 * HOUR)
    assert second.share == Fraction(1, 4)
    assert shares_of([]) == []


def test_a_holder_is_merged_over_its_steps_and_counts_a_matter_once():
    rows = [
        Spent("P-C", "C02", "tax", 2 * HOUR, HOUR, 2), Spent("P-C", "C03", "tax", HOUR, HOUR, 2),
        Spent("P-B", "B01", "firm", HOUR, 0, 1),
    ]  # fmt: skip
    merged = {one.holder: one for one in by_holder(rows, {"tax": 3, "firm": 1})}
    assert (merged["tax"].seconds, merged["tax"].working, merged["tax"].matters) == (
        3 * HOUR, 2 * HOUR, 3,
    )  # fmt: skip


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(
            Spent, st.sampled_from(["a", "b"]), st.sampled_from(["", "s", "t"]),
            st.sampled_from(["x", "firm"]), st.integers(1, 10**9), st.just(0), st.integers(1, 9),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_the_shares_of_any_times_sum_to_one_and_merging_loses_no_second(rows):
    assert sum(one.share for one in shares_of(rows)) == 1
    merged = by_holder(rows, {})
    assert sum(one.seconds for one in merged) == sum(one.seconds for one in rows)


@given(st.lists(st.integers(0, 10**8), min_size=LEAST_ALIKE))
@settings(max_examples=50)
def test_half_do_not_exceed_the_median_and_nine_of_ten_not_the_ninetieth(seconds):
    found = alike_of(Ended("a", "", one, one) for one in seconds)["a", ""]
    assert 2 * sum(one <= found.median + 1 for one in seconds) >= len(seconds)
    assert 10 * sum(one <= found.ninetieth for one in seconds) >= 9 * len(seconds)
    assert found.median <= found.ninetieth


@pytest.mark.parametrize(("standing", "words"), [("slow", "longer than nine of ten"), ("", "")])
def test_where_a_record_stands_is_said_in_words(standing, words):
    assert standing_words(standing) == words
    assert step_words("", {}) == "no single step"
