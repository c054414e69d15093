"""Rules of what breaks, as tables of cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian.base.errors import Refusal
from jilian.chain.rules import (
    LinksUsed,
    Shock,
    ShockKind,
    check_epsilon,
    check_shock,
    check_stock,
    hours_of,
    plain_words,
    share_of,
    shock_of,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "kind, keys, lost, refused",
    [
        ("firm", ("made:甲",), 100, None),
        ("firm", (), 100, "shock_empty"),
        ("firm", (" ",), 100, "shock_empty"),
        ("firm", ("made:甲",), 0, "shock_share"),
        ("firm", ("made:甲",), 101, "shock_share"),
        ("town", ("310117105",), 30, None),
        ("town", ("新桥镇",), 30, "shock_town"),
        ("input", ("光刻胶",), 100, None),
        ("input", ("长" * 61,), 100, "shock_words"),
        ("industry", ("39",), 100, None),
        ("industry", ("3",), 100, "shock_class"),
        ("industry", ("39x",), 100, "shock_class"),
    ],
)
def test_a_shock_says_what_fails(kind, keys, lost, refused):
    shock = Shock(ShockKind(kind), keys, lost)
    if refused is None:
        check_shock(shock)
    else:
        with pytest.raises(Refusal) as why:
            check_shock(shock)
        assert why.value.code == refused


def test_a_shock_is_read_as_it_was_kept():
    shock = Shock(ShockKind.TOWN, ("310117105",), 30, LinksUsed.KNOWN, replacement=False)
    assert shock_of(shock.plain()) == shock


@pytest.mark.parametrize("epsilon", [0, 1e-12, 0.5])
def test_a_limit_that_says_nothing_is_refused(epsilon):
    with pytest.raises(Refusal):
        check_epsilon(epsilon)


@pytest.mark.parametrize(
    "product, days, on, refused",
    [
        ("硅片", "3.5", TODAY, None),
        ("", "0", TODAY, None),
        ("硅片", "-1", TODAY, "stock_days"),
        ("硅片", "1001", TODAY, "stock_days"),
        ("硅片", "3", date(2026, 3, 3), "stock_ahead"),
        ("找13800138000要", "3", TODAY, "personal_number"),
    ],
)
def test_a_stock_is_days_of_an_input(product, days, on, refused):
    if refused is None:
        assert check_stock(product, Decimal(days), on, TODAY) == product
    else:
        with pytest.raises(Refusal) as why:
            check_stock(product, Decimal(days), on, TODAY)
        assert why.value.code == refused


def test_hours_are_never_more_than_was_said():
    assert hours_of(Decimal("1.5")) == 36
    assert hours_of(Decimal("0.1")) == 2


def test_words_are_compared_whatever_their_width_and_case():
    assert plain_words("ＤＲＡＭ 颗粒") == plain_words("dram颗粒")


def test_a_share_has_six_digits():
    assert share_of(0.1234565) == Decimal("0.123457")
