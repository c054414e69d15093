"""What is printed with a qualifier is read back as the same number and the same bound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, strategies as st

from jilian_engine.errors import EngineError
from jilian_engine.figures import Bound, Wording, in_chinese, word_growth, word_value
from jilian_engine.figures.values import Growth
from jilian_engine.statements import read_figures

READ_AS = {
    Wording.EXACT: Bound.EXACT,
    Wording.REACHED: Bound.EXACT,
    Wording.ONLY: Bound.EXACT,
    Wording.NEARLY: Bound.BELOW,
    Wording.BELOW: Bound.BELOW,
    Wording.ODD: Bound.MORE_THAN,
    Wording.MANY: Bound.MORE_THAN,
    Wording.MORE_THAN: Bound.MORE_THAN,
    Wording.AT_LEAST: Bound.AT_LEAST,
    Wording.AT_MOST: Bound.AT_MOST,
    Wording.AND_BELOW: Bound.AT_MOST,
    Wording.ABOUT: Bound.ABOUT,
    Wording.AROUND: Bound.ABOUT,
}


@given(st.integers(1, 10**10), st.sampled_from(sorted(READ_AS)))
def test_every_wording_is_read_back(number, wording):
    try:
        text = in_chinese(wording, number, "家")
    except EngineError:  # 余 after a number that ends in no zero
        return
    [figure] = read_figures(f"全区共有企业{text}。")
    assert (figure.value, figure.bound, figure.unit) == (number, READ_AS[wording], "firm"), text


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_chosen_qualifier_is_read_back_as_a_bound_that_holds_the_value(value, number):
    [figure] = read_figures(f"全区共有企业{word_value(value, number, '家')}。")
    assert figure.low is None or figure.low <= value
    assert figure.high is None or value <= figure.high


def test_the_growth_line_is_read_back():
    growth = Growth(50, 60, date(2021, 3, 31), date(2022, 3, 31), 5)
    figures = read_figures(f"党组织{word_growth(growth, '个')}。")
    assert (figures[0].kind, figures[0].value) == ("growth", Decimal(20))
    assert (figures[1].value, figures[1].unit) == (Decimal(5), "count")


def test_no_wording_is_left_out():
    assert set(READ_AS) == set(Wording)
