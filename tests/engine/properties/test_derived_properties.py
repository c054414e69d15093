from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given, strategies as st

from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Wording,
    check_wording,
    compound_growth,
    contribution,
    multiple_of,
    round_half_up,
    rounded_figure,
    rounding_interval,
    share_of,
    whole_bases,
    word_doublings,
    word_value,
    wording_with,
)

true_values = st.decimals(Decimal("0.5"), Decimal(10**6), places=6)
places = st.integers(0, 3)
signed = st.decimals(-(10**6), 10**6, places=6)


def published(value, digits):
    shown = round_half_up(value, digits)
    return rounded_figure(shown)


@given(signed, places)
def test_a_number_lies_in_the_range_of_its_own_rounding(value, digits):
    shown = round_half_up(value, digits)
    assert rounding_interval(shown).compare("==", value) is not False
    assert rounding_interval(shown).compare("==", shown) is not False


@given(true_values, true_values, places, places)
def test_what_is_derived_holds_the_true_value(one, other, first, second):
    left, right = published(one, first), published(other, second)
    slack = Decimal("1e-15")
    results = [
        (left + right, one + other),
        (left - right, one - other),
        (left * right, one * other),
    ]
    if right.low > 0:
        results.append((left / right, one / other))
        results.append((multiple_of(left, right, base_is="base").times, one / other))
        share = share_of(left, right, whole_is="whole")
        assert share is not None
        results.append((share, one * 100 / other))
    for derived, true in results:
        assert derived.low - slack <= true <= derived.high + slack
        assert derived.low <= derived.value <= derived.high


@given(true_values, true_values, st.integers(1, 20), places)
def test_compound_growth_holds_the_true_value(first, last, years, digits):
    before, after = published(first, digits), published(last, digits)
    assume(before.low > 0)
    growth = compound_growth(before, after, years)
    true = ((last / first) ** (Decimal(1) / years) - 1) * 100
    assert growth.low - Decimal("1e-12") <= true <= growth.high + Decimal("1e-12")


@given(signed, signed, places)
def test_contribution_holds_the_true_value_or_is_unknown(part, whole, digits):
    shown = contribution(published(part, digits), published(whole, digits))
    if shown is not None:
        assert shown.low - Decimal("1e-9") <= part * 100 / whole <= shown.high + Decimal("1e-9")


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 2))
def test_the_true_base_is_among_the_whole_bases_and_each_rounds_to_the_growth(now, base, digits):
    exact = (Decimal(now) / base - 1) * 100
    growth = round_half_up(exact, digits)
    assume(growth > -99)
    found = whole_bases(now, growth)
    assert base in found
    for one in found:
        assert round_half_up((Decimal(now) / one - 1) * 100, digits) == growth
    for beside in (found[0] - 1, found[-1] + 1):
        if beside > 0:
            assert round_half_up((Decimal(now) / beside - 1) * 100, digits) != growth


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_chosen_qualifier_is_never_false(value, number):
    check_wording(value, wording_with(value, number), number)
    assert word_value(value, number, "家")


@given(st.integers(1, 10**6), st.sampled_from(Wording), st.integers(1, 10**6))
def test_a_qualifier_is_printed_only_where_it_is_true(value, wording, number):
    try:
        check_wording(value, wording, number)
    except EngineError:
        return
    holds = {
        Wording.EXACT: value == number, Wording.REACHED: value == number,
        Wording.ONLY: value == number, Wording.NEARLY: value < number,
        Wording.BELOW: value < number, Wording.AT_LEAST: value >= number,
        Wording.MORE_THAN: value > number, Wording.ODD: value > number,
        Wording.MANY: value > number, Wording.AT_MOST: value <= number,
        Wording.AND_BELOW: value <= number,
    }  # fmt: skip
    assert holds.get(wording, abs(value - number) * 10 <= number)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_doubled_n_times_means_at_least_that_power_of_two(now, base):
    multiple = multiple_of(now, base, base_is="2015")
    times = multiple.doublings
    assert (base * 2**times <= now < base * 2 ** (times + 1)) or (now < base and times == 0)
    if 0 < times < 10:
        assert word_doublings(multiple)
