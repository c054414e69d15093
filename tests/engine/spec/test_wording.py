from __future__ import annotations

from decimal import Decimal

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Bound,
    Figure,
    Wording,
    check_wording,
    in_chinese,
    in_english,
    odd_range,
    word_figure,
    word_value,
    wording_for,
    wording_with,
)


@pytest.mark.parametrize(
    ("wording", "number", "zh_unit", "chinese", "en_unit", "english"),
    [
        (Wording.NEARLY, 3000, "项", "近3000项", "items", "just under 3,000 items"),
        (Wording.NEARLY, 1000, "项", "近千项", "items", "just under 1,000 items"),
        (Wording.ODD, 20, "家", "20余家", "firms", "over 20 firms"),
        (Wording.ODD, 5_000_000, "元", "500余万元", "yuan", "over 5,000,000 yuan"),
        (Wording.ODD, 20_000, "人次", "2万余人次", "visits", "over 20,000 visits"),
        (Wording.ODD, 15_000, "人次", "1.5万余人次", "visits", "over 15,000 visits"),
        (Wording.ODD, 2000, "场", "2000余场", "sessions", "over 2,000 sessions"),
        (Wording.AT_LEAST, 63, "%", "63%以上", "%", "at least 63%"),
        (Wording.MORE_THAN, 63, "%", "超过63%", "%", "more than 63%"),
        (Wording.AT_MOST, 5, "个", "不超过5个", "units", "at most 5 units"),
        (Wording.BELOW, 100, "人", "不足100人", "people", "below 100 people"),
        (Wording.ABOUT, 20, "家", "约20家", "firms", "about 20 firms"),
        (Wording.EXACT, 20_000, "家", "20000家", "firms", "20,000 firms"),
        (Wording.MANY, 20, "家", "20多家", "firms", "over 20 firms"),
        (Wording.MANY, 5_000_000, "元", "500多万元", "yuan", "over 5,000,000 yuan"),
        (Wording.AND_BELOW, 5, "个", "5个以下", "units", "5 units or below"),
        (Wording.AROUND, 20, "家", "20家左右", "firms", "around 20 firms"),
        (Wording.REACHED, 1526, "家", "达1526家", "firms", "as many as 1,526 firms"),
        (Wording.ONLY, 12, "天", "仅12天", "days", "only 12 days"),
    ],
)
def test_each_wording_is_written_as_the_language_does(
    wording: Wording, number: int, zh_unit: str, chinese: str, en_unit: str, english: str
) -> None:
    assert in_chinese(wording, number, zh_unit) == chinese
    assert in_english(wording, number, en_unit) == english


@pytest.mark.parametrize(
    ("value", "wording", "number"),
    [
        (2970, Wording.NEARLY, 3000),
        (2700, Wording.NEARLY, 3000),
        (21, Wording.ODD, 20),
        (29, Wording.ODD, 20),
        (2043, Wording.ODD, 2000),
        (20318, Wording.ODD, 20000),
        (5_030_000, Wording.ODD, 5_000_000),
        (63, Wording.AT_LEAST, 63),
        (Decimal("63.01"), Wording.MORE_THAN, 63),
        (18, Wording.ABOUT, 20),
        (18, Wording.AROUND, 20),
        (21, Wording.MANY, 20),
        (5, Wording.AND_BELOW, 5),
        (735, Wording.REACHED, 735),
        (12, Wording.ONLY, 12),
    ],
)
def test_true_words_are_let_through(value: int, wording: Wording, number: int) -> None:
    check_wording(value, wording, number)


@pytest.mark.parametrize(
    ("value", "wording", "number"),
    [
        (3000, Wording.NEARLY, 3000),
        (2699, Wording.NEARLY, 3000),
        (3001, Wording.NEARLY, 3000),
        (20, Wording.ODD, 20),
        (30, Wording.ODD, 20),
        (1998, Wording.ODD, 2000),
        (5_000_000, Wording.ODD, 5_000_000),
        (29, Wording.AT_LEAST, 30),
        (63, Wording.MORE_THAN, 63),
        (6, Wording.AT_MOST, 5),
        (100, Wording.BELOW, 100),
        (17, Wording.ABOUT, 20),
        (30, Wording.EXACT, 29),
        (17, Wording.AROUND, 20),
        (20, Wording.MANY, 20),
        (6, Wording.AND_BELOW, 5),
        (734, Wording.REACHED, 735),
        (13, Wording.ONLY, 12),
    ],
)
def test_words_that_would_be_false_are_refused(value: int, wording: Wording, number: int) -> None:
    with pytest.raises(EngineError) as refused:
        check_wording(value, wording, number)
    assert refused.value.code == "wording_false"


def test_odd_is_an_interval_and_needs_a_round_number() -> None:
    assert odd_range(20) == (20, 30)
    assert odd_range(5_000_000) == (5_000_000, 6_000_000)
    assert odd_range(1500) == (1500, 1600)
    with pytest.raises(EngineError, match="round number"):
        odd_range(29)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2970, "近3000项"),
        (2043, "2000余项"),
        (20318, "2万余项"),
        (1998, "近2000项"),
        (20, "20项"),
        (7, "7项"),
        (0, "0项"),
    ],
)
def test_a_count_finds_its_short_words(value: int, words: str) -> None:
    assert in_chinese(*wording_for(value), "项") == words


def test_a_figure_is_printed_with_its_own_bound() -> None:
    share = Figure(Decimal(63), "percent", bound=Bound.AT_LEAST)
    assert word_figure(share, "%") == "63%以上"
    assert word_figure(share, "%", language="en") == "at least 63%"
    assert word_figure(Figure(None, "percent"), "%") == "未知"
    assert word_figure(Figure(None, "percent"), "%", language="en") == "unknown"


def test_an_exact_figure_takes_other_words_only_where_they_are_true() -> None:
    patents = Figure(Decimal(2970), "patent")
    assert word_figure(patents, "项", wording=Wording.NEARLY, number=3000) == "近3000项"
    with pytest.raises(EngineError, match="2970 is not"):
        word_figure(patents, "项", wording=Wording.ODD, number=3000)


def test_a_bound_is_repeated_and_never_sharpened() -> None:
    firms = Figure(Decimal(20), "firm", bound=Bound.MORE_THAN)
    assert word_figure(firms, "家", wording=Wording.ODD) == "20余家"
    assert word_figure(firms, "家") == "超过20家"
    for wording, number in [(Wording.EXACT, 20), (Wording.ODD, 30), (Wording.NEARLY, 20)]:
        with pytest.raises(EngineError, match="does not say"):
            word_figure(firms, "家", wording=wording, number=number)


def test_a_negative_count_has_no_short_words() -> None:
    with pytest.raises(EngineError, match="not a count"):
        wording_for(-3)


@pytest.mark.parametrize(
    ("value", "number", "unit", "words"),
    [
        (2970, 3000, "项", "近3000项"),
        (990, 1000, "项", "近千项"),
        (2043, 2000, "场", "2000余场"),
        (20318, 20000, "人次", "2万余人次"),
        (1998, 2000, "场", "近2000场"),
        (3000, 3000, "项", "3000项"),
        (2600, 3000, "项", "不足3000项"),
        (3100, 2000, "项", "超过2000项"),
        (Decimal("63.4"), 63, "%", "超过63%"),
        (63, 63, "%", "63%"),
        (5_030_000, 5_000_000, "元", "500余万元"),
    ],
)
def test_the_qualifier_follows_from_the_value(value, number, unit, words) -> None:
    assert word_value(value, number, unit) == words


def test_exactly_the_share_of_the_whole_is_not_above_it() -> None:
    numerator = Decimal("2743.65")
    assert wording_with(numerator, Decimal(4355) * 63 / 100) is Wording.EXACT
    assert wording_with(numerator + Decimal("0.01"), numerator) is Wording.MORE_THAN
    assert word_value(65, 63, "%", language="en") == "more than 63%"
