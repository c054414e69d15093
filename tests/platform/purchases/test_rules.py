"""Tender limits, prices, awards, counting and what may be shown: plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from jilian.base.errors import Refusal
from jilian.purchases.rules import (
    Part,
    Price,
    Report,
    ReportedLine,
    Standing,
    check_award,
    compare,
    counted,
    differences,
    line_value,
    may_be_shown,
    number_key,
    phase_of,
    standing_of,
    sum_orders,
    sum_words,
    tender_needed,
    to_fen,
    told_of_offer,
)
from jilian_engine.figures import Bound, Figure

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "kind, in_project, funding, value, day, answer",
    [
        ("works", "yes", "state", "4000000.00", DAY, "required"),
        ("works", "yes", "state", "3999999.99", DAY, "not_required"),
        ("goods", "yes", "public", "2000000", DAY, "required"),
        ("services", "yes", "state", "1000000", DAY, "required"),
        ("services", "yes", "state", "999999.99", DAY, "not_required"),
        ("goods", "no", "state", "9000000", DAY, "not_required"),
        ("goods", "yes", "other", "9000000", DAY, "not_required"),
        ("other", "yes", "state", "9000000", DAY, "not_required"),
        ("goods", "unknown", "state", "9000000", DAY, "unknown"),
        ("goods", "yes", "unknown", "9000000", DAY, "unknown"),
        ("goods", "yes", "state", None, DAY, "unknown"),
        ("goods", "unknown", "unknown", "1999999", DAY, "not_required"),
        ("goods", "yes", "state", "9000000", date(2018, 5, 31), "unknown"),
        ("goods", "yes", "state", "9000000", date(2018, 6, 1), "required"),
    ],
)
def test_a_tender_is_required_only_where_all_is_known(
    kind, in_project, funding, value, day, answer
):
    found = tender_needed(kind, in_project, funding, value and D(value), day)
    assert found.answer == answer
    if answer == "required":
        assert found.limit.source.number == "国家发展和改革委员会令第16号"


def test_what_is_not_known_is_named():
    missing = tender_needed("goods", "unknown", "unknown", None, DAY).missing
    assert len(missing) == 3


def test_with_and_without_tax_are_comparable_only_where_the_rate_is_stated():
    with_tax, without = Price(D("113"), "with", D("13")), Price(D("101"), "without")
    found = compare({1: with_tax, 2: without})
    assert found.basis == "without"
    assert found.offers[1].value == Fraction(100)
    assert found.cheapest == {1}
    no_rate = Price(D("90"), "with")
    found = compare({1: with_tax, 2: without, 3: no_rate})
    assert found.offers[3].value is None
    assert found.offers[3].reason
    assert found.cheapest == {1}
    both = compare({1: with_tax, 3: no_rate})
    assert both.basis == "with"
    assert both.cheapest == {3}
    assert compare({}).cheapest == frozenset()
    assert compare({1: no_rate, 2: no_rate}).cheapest == {1, 2}


@pytest.mark.parametrize(
    "asked, amounts, prices, reason, code",
    [
        ("600", {1: "600"}, {1: "9", 2: "8"}, "", "award_reason_missing"),
        ("600", {1: "600"}, {1: "9", 2: "8"}, "快", None),
        ("600", {1: "600"}, {1: "8", 2: "8"}, "", None),
        ("600", {1: "600"}, {1: "9"}, "", None),
        ("600", {1: "300", 2: "300.001"}, {1: "8", 2: "8"}, "", "award_exceeds_line"),
        ("600", {1: "0"}, {1: "8"}, "", "award_not_above_zero"),
        ("600", {7: "1"}, {1: "8"}, "", "award_without_offer"),
        ("600", {}, {1: "8"}, "", None),
    ],
)
def test_awards_are_checked(asked, amounts, prices, reason, code):
    offers = compare({key: Price(D(one), "with", D(13)) for key, one in prices.items()})
    given_ = {key: D(one) for key, one in amounts.items()}
    if code is None:
        check_award(D(asked), given_, offers, reason)
        return
    with pytest.raises(Refusal) as refused:
        check_award(D(asked), given_, offers, reason)
    assert refused.value.code == code


AMOUNTS = st.decimals(D("0.001"), D("9999"), places=3, allow_nan=False)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=5))
def test_what_is_awarded_never_exceeds_the_line(asked, amounts):
    offers = compare({key: Price(D(1), "with") for key in range(len(amounts))})
    try:
        check_award(asked, dict(enumerate(amounts)), offers, "")
    except Refusal as refused:
        assert sum(amounts) > asked and refused.code == "award_exceeds_line"
    else:
        assert sum(amounts) <= asked


@given(st.fractions(0, 10**9, max_denominator=10**6))
def test_rounding_to_the_hundredth_is_half_up_and_exact(value):
    rounded = Fraction(to_fen(value))
    assert rounded * 100 == (rounded * 100).__floor__()
    assert -Fraction(1, 200) < rounded - value <= Fraction(1, 200)


def test_a_line_is_worth_price_times_amount_to_the_hundredth():
    assert line_value(D("1200.25"), D("1200.500")) == D("1440900.13")
    assert line_value(D("0.0001"), D("49.999")) == D("0.00")
    assert line_value(D("999999999.9999"), D("999999999999.999")) == D("999999999999899000000.00")


def order(value, *, amount="600", tax="with", rate="13", day=DAY):
    rate = None if rate is None else D(rate)
    return Report(day, tax, rate, {1: ReportedLine(D(amount), D(value))})


def test_both_sides_report_and_it_counts_once():
    one = order("5000000.01")
    assert standing_of(one, one) == Standing.CONFIRMED
    assert counted(one, one, "with") == Figure(D("5000000.01"), "yuan")
    assert counted(one, None, "with") is None
    assert counted(None, one, "with") is None
    assert standing_of(None, None) == Standing.WITHDRAWN


def test_where_they_differ_both_say_at_least_the_lower():
    one, other = order("100.00"), order("90.00")
    assert standing_of(one, other) == Standing.DIFFERENT
    assert counted(one, other, "with") == Figure(D("90.00"), "yuan", bound=Bound.AT_LEAST)
    found = differences(one, order("90.00", amount="500", day=date(2026, 3, 3)))
    assert [(a.what, a.line) for a in found] == [("day", 0), ("amount", 1), ("value", 1)]


def test_the_same_value_with_and_without_tax_is_the_same_figure():
    one, other = order("113.00"), order("100.00", tax="without")
    assert counted(one, other, "with") == Figure(D("113.00"), "yuan")
    assert counted(one, other, "without") == Figure(D("100.00"), "yuan")
    assert standing_of(one, other) == Standing.DIFFERENT  # they still state it differently


def test_a_value_without_tax_and_without_rate_is_at_least_that_with_tax():
    one = order("100.00", tax="without", rate=None)
    assert counted(one, one, "with") == Figure(D("100.00"), "yuan", bound=Bound.AT_LEAST)
    other = order("100.00", rate=None)
    assert counted(other, other, "without").value is None
    found = sum_orders([(other, other), (order("113"), order("113"))], "without")
    assert (found.figure, found.without_value) == (
        Figure(D("100.00"), "yuan", bound=Bound.AT_LEAST), 1,
    )  # fmt: skip


def words(*values, language="zh", **more):
    reports = [order(value, **more) for value in values]
    return sum_words(sum_orders([(one, one) for one in reports], "with").figure, language)


def test_over_five_million_is_said_only_above_it():
    assert words("3108000", "1440900.13", "494310") == "500余万元"
    assert words("3108000", "1440900.13", "494310", language="en") == "over 5,000,000 yuan"
    assert words("5000000.01") == "500余万元"
    assert words("5000000.00") == words("3000000", "2000000") == "5000000元"
    assert "余" not in words("4999999.99")
    unknown = [(order("5200000"), order("5300000"))]
    assert sum_words(sum_orders(unknown, "with").figure, "zh") == "500万元以上"
    assert words("5200000", tax="without", rate=None) == "500万元以上"
    nothing = sum_orders([(order("1", rate=None),) * 2], "without").figure
    assert sum_words(nothing, "zh") == "未知"


REPORTS = st.one_of(st.none(), st.builds(order, st.integers(1, 9).map(str)))


@settings(max_examples=60)
@given(st.lists(st.tuples(REPORTS, REPORTS), max_size=6), st.randoms())
def test_a_sum_is_the_same_in_any_order_and_never_counts_both_sides(pairs, chance):
    total = sum_orders(pairs, "with")
    mixed = list(pairs)
    chance.shuffle(mixed)
    assert sum_orders(mixed, "with") == total
    expected = sum(min(a.value, b.value) for a, b in pairs if a and b)
    assert total.figure.value == expected
    assert total.orders == sum(1 for a, b in pairs if a and b)
    assert sum_orders([(b, a) for a, b in pairs], "with").figure == total.figure


def test_numbers_are_matched_whatever_width_case_and_dashes_they_have():
    assert number_key("ＰＯ－２０２６/018") == number_key("po 2026 018") == "po2026018"
    assert number_key(" - ") == ""


def parts(*rows):
    return [Part(buyer, supplier, value and D(value)) for buyer, supplier, value in rows]


@pytest.mark.parametrize(
    "rows, own, shown",
    [
        ([(1, 2, "30"), (1, 3, "14"), (1, 4, "5")], (), True),
        ([(1, 2, "30"), (1, 3, "14")], (), False),  # two orders
        ([(1, 2, "30"), (1, 3, "14"), (1, 3, "5")], (), False),  # two suppliers
        ([(1, 2, "80"), (1, 3, "10"), (1, 4, "10")], (), False),  # one dominates
        ([(1, 2, "79"), (1, 3, "11"), (1, 4, "10")], (), True),
        ([(1, 2, "30"), (1, 3, "14"), (1, 4, None)], (), False),
        ([(1, 2, "30"), (1, 3, "14"), (1, 4, "5")], (1,), True),  # all are its own
        ([(1, 2, "30"), (1, 3, "14"), (1, 4, "5")], (2,), True),  # two of two are left
        ([(1, 2, "10"), (1, 3, "50"), (1, 4, "1")], (2,), False),  # one of two dominates
        ([(1, 2, "9"), (1, 3, "9"), (5, 4, "9")], (1,), False),  # one order is left
        ([], (), False),
    ],
)
def test_a_sum_that_is_a_price_is_withheld(rows, own, shown):
    assert may_be_shown(parts(*rows), own) is shown


@pytest.mark.parametrize(
    "offer, purchase, takes, awarded, told",
    [
        ("draft", "open", True, False, "draft"),
        ("draft", "open", False, False, "too_late"),
        ("submitted", "open", True, False, "submitted"),
        ("submitted", "open", False, True, "compared"),  # an award not yet in force is not told
        ("submitted", "awarded", False, True, "awarded"),
        ("submitted", "awarded", False, False, "not_awarded"),
        ("submitted", "cancelled", False, False, "cancelled"),
        ("withdrawn", "cancelled", False, False, "withdrawn"),
    ],
)
def test_a_supplier_is_told_the_true_state_of_its_own_offer(offer, purchase, takes, awarded, told):
    assert told_of_offer(offer, purchase, takes=takes, awarded=awarded) == told


def test_others_hear_whether_offers_are_taken_and_no_more():
    from conftest import NOON

    closes = NOON.replace(day=9)
    assert phase_of("open", closes, NOON, is_buyer=False) == "taking"
    for state in ("awarded", "cancelled"):
        assert phase_of(state, closes, NOON, is_buyer=False) == "closed"
    assert phase_of("open", NOON, NOON, is_buyer=False) == "closed"
    assert phase_of("open", NOON, NOON, is_buyer=True) == "comparing"
