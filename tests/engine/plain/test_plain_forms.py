"""Slow and obvious forms of what figures, names and the rulebook compute, compared with them."""

from __future__ import annotations

import operator
from fractions import Fraction

from hypothesis import given, strategies as st

from jilian_engine.figures import Band, count_by_level
from jilian_engine.names import dice
from jilian_engine.rulebook import all_of, any_of, negation

NUMBER = {False: Fraction(0), None: Fraction(1, 2), True: Fraction(1)}
kleene = st.lists(st.sampled_from([True, False, None]), min_size=1)


@given(kleene)
def test_kleene_logic_is_least_greatest_and_the_rest_to_one(values: list[bool | None]) -> None:
    numbers = [NUMBER[value] for value in values]
    assert NUMBER[all_of(values)] == min(numbers)
    assert NUMBER[any_of(values)] == max(numbers)
    assert NUMBER[negation(values[0])] == 1 - numbers[0]


@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(-1, 26),
    st.sampled_from([">=", ">", "<=", "<", "==", "!="]),
)
def test_a_band_decides_where_all_its_counts_agree(
    low: int, width: int, limit: int, op: str
) -> None:
    compare = {
        ">=": operator.ge,
        ">": operator.gt,
        "<=": operator.le,
        "<": operator.lt,
        "==": operator.eq,
        "!=": operator.ne,
    }[op]
    answers = {compare(count, limit) for count in range(low, low + width + 1)}
    expected = answers.pop() if len(answers) == 1 else None
    assert Band("b", low, low + width).compare(op, limit) is expected  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["high", "mid", "low"]))))
def test_counting_by_level_is_asking_each_holder_in_turn(held: list[tuple[str, str]]) -> None:
    order = ["high", "mid", "low"]
    at_highest = dict.fromkeys(order, 0)
    by_level = dict.fromkeys(order, 0)
    for holder in set("abcdef"):
        first = True
        for level in order:
            if (holder, level) in held:
                by_level[level] += 1
                at_highest[level] += first
                first = False
    count = count_by_level(held, order)
    assert (count.at_highest, count.by_level) == (at_highest, by_level)


@given(st.text("新阳源海", max_size=6), st.text("新阳源海", max_size=6))
def test_dice_is_twice_the_common_pairs_over_all_pairs(one: str, other: str) -> None:
    pairs = [list(zip("^" + text, text + "$", strict=True)) for text in (one, other)]
    left, right = pairs[0], list(pairs[1])
    common = 0
    for pair in left:
        if pair in right:
            right.remove(pair)
            common += 1
    assert dice(one, other) == 2 * common / (len(pairs[0]) + len(pairs[1]))
