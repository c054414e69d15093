from __future__ import annotations

from decimal import Decimal

from hypothesis import given, strategies as st

from jilian_engine.figures import (
    Bound,
    Figure,
    check_wording,
    count_by_level,
    shown_count,
    wording_for,
)

LEVELS = ["national", "municipal", "district"]
held = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(LEVELS)))
bounds = st.sampled_from([bound for bound in Bound if bound is not Bound.UNKNOWN])
figures = st.builds(
    lambda value, bound: Figure(Decimal(value), "firm", None, bound), st.integers(-99, 99), bounds
)
FITTING = {
    Bound.EXACT: (0,),
    Bound.AT_LEAST: (0, 1, 7),
    Bound.MORE_THAN: (1, 7),
    Bound.AT_MOST: (0, -1, -7),
    Bound.BELOW: (-1, -7),
    Bound.ABOUT: (0,),
}


@given(held)
def test_each_holder_counts_once_in_the_total_and_once_a_level(
    held: list[tuple[int, str]],
) -> None:
    count = count_by_level(held, LEVELS)
    assert sum(count.at_highest.values()) == count.total == len({holder for holder, _ in held})
    assert count.levels_add_to == len(set(held)) >= count.total
    assert (count.with_several == 0) == (count.levels_add_to == count.total)


@given(figures, figures)
def test_whatever_two_figures_may_be_their_sum_allows_it(one: Figure, other: Figure) -> None:
    total = one + other
    assert total == other + one
    assert one.value is not None
    assert other.value is not None
    for more in FITTING[one.bound]:
        for even_more in FITTING[other.bound]:
            possible = one.value + more + other.value + even_more
            assert total.interval.compare("==", possible) is not False


@given(figures)
def test_twice_turned_round_is_as_before(figure: Figure) -> None:
    assert figure.times(-1).times(-1) == figure
    assert (figure + Figure(None, "firm")).value is None


@given(st.integers(0, 10**9))
def test_the_short_words_for_a_count_are_true(count: int) -> None:
    check_wording(count, *wording_for(count))


@given(st.integers(0, 50), st.integers(1, 20))
def test_no_count_below_the_limit_is_shown(count: int, least: int) -> None:
    shown = shown_count(count, least)
    assert (shown.count is None) == (count < least)
    assert shown.below in (None, least)
