"""An amount split among helpers: exact, timely, few."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given, settings, strategies as st

from jilian_engine.errors import EngineError
from jilian_engine.shortages import Offer, split_amount


def shares(split):
    return [(one.helper, one.amount) for one in split.shares]


def test_the_earlier_one_gives_what_it_can_and_the_next_the_rest():
    split = split_amount(D(1250), [Offer("b", D(450), D(6)), Offer("a", D(800), D(4))])
    assert shares(split) == [("a", D(800)), ("b", D(450))]
    assert split.short == 0
    assert split.covered_after == 6


def test_one_helper_that_can_do_it_all_is_better_than_two_a_little_earlier():
    offers = [Offer("a", D(800), D(4)), Offer("b", D(450), D(6)), Offer("c", D(1250), D(10))]
    assert shares(split_amount(D(1250), offers)) == [("c", D(1250))]
    hasty = split_amount(D(1250), offers, helper_hours=D("0.001"))
    assert len(hasty.shares) == 2


def test_what_comes_too_late_is_left_out_and_the_rest_is_said_to_be_short():
    offers = [Offer("a", D(800), D(4)), Offer("b", D("449.999"), D(6)), Offer("c", D(900), D(30))]
    split = split_amount(D(1250), offers, by_hours=D(10))
    assert split.short == D("0.001")
    assert sum(one.amount for one in split.shares) == D("1249.999")
    assert split.covered_after == 30


def test_offers_that_never_suffice_say_so():
    split = split_amount(D(10), [Offer("a", D(3), D(1))])
    assert (split.short, split.covered_after) == (7, None)
    assert split_amount(D(10), []).short == 10


def test_less_than_a_helpers_least_is_never_asked_of_it():
    offers = [Offer("a", D(90), D(1)), Offer("b", D(100), D(2), least=D(50))]
    split = split_amount(D(100), offers, helper_hours=D(0))
    assert dict(shares(split)).get("b", D(50)) >= 50
    assert sum(one.amount for one in split.shares) == 100


def test_an_amount_or_offer_below_zero_is_refused():
    with pytest.raises(EngineError):
        split_amount(D(0), [])
    with pytest.raises(EngineError):
        split_amount(D(1), [Offer("a", D(-1), D(1))])


AMOUNTS = st.decimals(min_value="0.001", max_value=5000, places=3)


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.integers(0, 90)), max_size=5))
def test_shares_and_what_is_short_always_add_up_to_the_amount(amount, given_offers):
    offers = [Offer(at, most, D(hours)) for at, (most, hours) in enumerate(given_offers)]
    split = split_amount(amount, offers, by_hours=D(48))
    assert sum((one.amount for one in split.shares), D(0)) + split.short == amount
    assert split.short == max(D(0), amount - sum((o.most for o in offers if o.hours <= 48), D(0)))
    assert all(one.amount <= offers[one.helper].most for one in split.shares)
    assert all(one.amount > 0 and one.hours <= 48 for one in split.shares)
