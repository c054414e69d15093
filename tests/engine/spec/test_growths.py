"""Growth, shares, multiples, contribution and ranks, each by a figure that can be worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Derived,
    Growth,
    MeanKind,
    SameScope,
    arithmetic_mean,
    compound_growth,
    contribution,
    counted,
    cumulative_growth,
    doublings,
    growth_factor,
    index_of,
    level_after,
    month_on_month,
    multiple_of,
    percentage_points,
    pull,
    rank_of,
    rounded_figure,
    rounding_interval,
    share_of,
    total,
    whole_bases,
    word_doublings,
    word_growth,
    word_multiple,
    word_percent,
    word_yearly_growth,
    year_on_year,
)

D = Decimal


def published(text):
    return rounded_figure(D(text))


def code_of(call):
    with pytest.raises(EngineError) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("12.4", "12.35", "12.45"), ("12.40", "12.395", "12.405"), ("4355", "4354.5", "4355.5"),
     ("1E+3", "500", "1500"), ("-0.1", "-0.15", "-0.05"), ("0", "-0.5", "0.5")],
)  # fmt: skip
def test_a_published_number_stands_for_all_that_round_to_it(text, low, high):
    span = rounding_interval(D(text))
    assert (span.low, span.high) == (D(low), D(high))


def test_the_end_away_from_zero_is_open_because_halves_go_up():
    assert published("12.4").holds(D("12.35"))
    assert not published("12.4").holds(D("12.45"))
    assert published("-0.1").holds(D("-0.05"))
    assert not published("-0.1").holds(D("-0.15"))


def test_yearly_growth_over_five_years_as_a_factor():
    assert growth_factor(D("12.4"), 5).rounded(3) == D("1.794")
    assert growth_factor(D("10.5"), 5).rounded(3) == D("1.647")


def test_levels_that_follow_carry_the_rounding_of_what_was_printed():
    fiscal = level_after(published("123.11"), published("12.4"), 5)
    assert (fiscal.rounded(1), fiscal.range_text(1)) == (D("220.9"), "220.4-221.4")
    product = level_after(published("995.36"), published("10.5"), 5)
    assert (product.rounded(1), product.range_text(1)) == (D("1639.8"), "1636.1-1643.5")
    rise = (published("250.1") / fiscal - 1) * 100
    assert (rise.rounded(1), rise.range_text(1)) == (D("13.2"), "13.0-13.5")


def test_the_base_of_2306_at_31_4_per_cent_is_1755_alone():
    assert whole_bases(2306, D("31.4")) == (1755,)
    assert whole_bases(2306, D("31")) == tuple(range(1754, 1768))
    assert whole_bases(60, D("20")) == (50,)
    assert whole_bases(3, D("31.4")) == ()


def test_fourfold_is_impossible_on_1755_and_true_on_471():
    end_of_2020 = multiple_of(2306, 1755, base_is="2020年末")
    assert (end_of_2020.times.rounded(2), end_of_2020.doublings) == (D("1.31"), 0)
    assert code_of(lambda: word_doublings(end_of_2020, 2)) == "wording_false"
    end_of_2015 = multiple_of(2306, 471, base_is="2015年末")
    assert word_doublings(end_of_2015) == "比2015年末翻两番"
    assert word_doublings(end_of_2015, language="en") == "doubled twice since 2015年末"
    assert word_multiple(end_of_2015) == "是2015年末的4.9倍"
    assert end_of_2015.more_than_base.rounded(1) == D("3.9")
    assert code_of(lambda: word_doublings(end_of_2015, 3)) == "wording_false"
    assert doublings(1755, 471, base_is="2015年末") == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: multiple_of(4, 1, base_is=" "),
        lambda: doublings(4, 1, base_is=""),
        lambda: year_on_year(4, 1, base_is="", base_scope="all"),
        lambda: month_on_month(4, 1, base_is=""),
        lambda: index_of(4, 1, base_is=""),
    ],
)
def test_a_base_without_a_name_is_refused(call):
    assert code_of(call) == "base_unnamed"


def test_growth_on_the_year_before_says_on_which_boundaries():
    growth = year_on_year(60, 50, base_is="2021-03", base_scope="firms of 2022")
    assert growth.percent is not None
    assert growth.percent.value == 20
    assert growth.is_same_scope
    other = year_on_year(60, 50, base_is="2021-03", base_scope="2021", scope="2022")
    assert not other.is_same_scope


@pytest.mark.parametrize(("now", "base"), [(None, 50), (60, None), (60, 0), (60, -5)])
def test_a_growth_without_a_base_above_zero_is_unknown(now, base):
    assert year_on_year(now, base, base_is="2021", base_scope="all").percent is None
    assert index_of(now, base, base_is="2021") is None


def test_cumulative_growth_needs_every_month():
    assert cumulative_growth([10, 12], [10, 10], base_is="2021").percent == Derived(
        D(10), D(10), D(10)
    )
    assert cumulative_growth([10, None], [10, 10], base_is="2021").percent is None
    assert code_of(lambda: cumulative_growth([1], [1, 2], base_is="2021")) == "months_differ"


def test_published_and_nominal_growth_stand_side_by_side():
    levels = (published("192.56") / published("158.9") - 1) * 100
    agreeing = SameScope(D("21.2"), levels)
    assert agreeing.agree
    apart = SameScope(D("7.0"), (published("1120.97") / published("1040.45") - 1) * 100)
    assert apart.agree is False
    assert apart.difference is not None
    assert apart.difference.rounded(1) == D("0.7")
    assert SameScope(None, levels).agree is None
    assert SameScope(None, levels).difference is None


def test_shares_points_contribution_pull_and_index():
    share = share_of(39, 735, whole_is="specialised firms")
    assert share is not None
    assert share.rounded(1) == D("5.3")
    assert share_of(None, 735, whole_is="x") is None
    assert share_of(1, 0, whole_is="x") is None
    assert code_of(lambda: share_of(1, 2, whole_is=" ")) == "share_without_whole"
    points = percentage_points(published("63"), published("18.5"))
    assert points is not None
    assert (points.value, points.range_text(2)) == (D("44.5"), "43.95-45.05")
    assert percentage_points(None, 1) is None
    # The whole grows from 200 to 220, the part brings 5 of the 20: a quarter, 2.5 of 10 points.
    brought, pulled = contribution(5, 20), pull(5, 200)
    assert brought is not None
    assert pulled is not None
    assert (brought.value, pulled.value) == (25, D("2.5"))
    assert contribution(5, 0) is None
    assert pull(5, 0) is None
    assert index_of(187, 100, base_is="2019") == counted(187)


def test_compound_growth_is_not_the_mean_of_yearly_rates():
    growth = compound_growth(100, 120, 2)  # 20 % and then 0 %
    assert growth.rounded(1) == D("9.5")
    assert arithmetic_mean([20, 0]) == 10
    assert compound_growth(published("123.11"), published("220.9"), 5).rounded(1) == D("12.4")
    for odd in (lambda: compound_growth(0, 1, 2), lambda: compound_growth(1, 2, 0)):
        assert code_of(odd) in ("base_may_be_zero", "years_odd")


def test_an_arithmetic_mean_is_refused_as_yearly_growth():
    def say(kind, first=2016, last=2020):
        return word_yearly_growth(D("12.4"), kind, first_year=first, last_year=last)

    assert say(MeanKind.COMPOUND) == "2016—2020年年均增长12.4%"
    assert code_of(lambda: say(MeanKind.ARITHMETIC)) == "mean_is_not_compound"
    assert code_of(lambda: say(MeanKind.COMPOUND, last=None)) == "period_missing"
    assert code_of(lambda: say(MeanKind.COMPOUND, first=2021)) == "period_missing"
    english = word_yearly_growth(
        compound_growth(100, 120, 2), MeanKind.COMPOUND,
        first_year=2016, last_year=2017, language="en",
    )  # fmt: skip
    assert english == "grew by 9.5% a year from 2016 to 2017 (base 2015)"


@pytest.mark.parametrize(
    ("before", "after", "absorbed", "chinese", "english"),
    [
        (50, 60, 5, "增长20%，其中吸纳5个", "grew by 20%, of which absorbed 5 units"),
        (100, 127, 0, "增长27%", "grew by 27%"),
        (100, 127, None, "增长27%", "grew by 27%"),
        (60, 50, -5, "下降16.7%，其中划出5个", "fell by 16.7%, of which given away 5 units"),
        (50, 50, 0, "持平", "unchanged"),
        (0, 50, 0, "未知", "unknown"),
        (None, 50, 0, "未知", "unknown"),
    ],
)
def test_growth_says_how_much_of_it_was_absorbed(before, after, absorbed, chinese, english):
    growth = Growth(before, after, date(2021, 1, 1), date(2022, 1, 1), absorbed)
    assert word_growth(growth, "个") == chinese
    assert word_growth(growth, "units", language="en") == english


def test_a_small_growth_is_never_printed_as_none():
    assert word_percent(D("0.04")) == "增长0.04%"
    assert word_percent(D("-0.004")) == "下降0.004%"
    assert word_percent(D("0.05")) == "增长0.1%"


@pytest.mark.parametrize(
    ("who", "chinese", "english"),
    [("a", "已知4个中第一", "first of 4 known"),
     ("b", "已知4个中并列第二", "tied second of 4 known"),
     ("d", "已知4个中第四", "fourth of 4 known"), ("e", "未知", "unknown")],
)  # fmt: skip
def test_a_rank_says_ties_and_how_many_peers_are_known(who, chinese, english):
    values = {"a": D(9), "b": D(5), "c": D(5), "d": D(1), "e": None}
    rank = rank_of(values, who)
    assert (rank.in_chinese(), rank.in_english()) == (chinese, english)


def test_the_second_of_16_districts_of_which_one_is_missing():
    values = {str(number): D(number) for number in range(1, 16)} | {"missing": None}
    rank = rank_of(values, "14")
    assert (rank.in_chinese(), rank.in_english()) == ("已知15个中第二", "second of 15 known")
    assert (rank.place, rank.worst, rank.is_complete) == (2, 3, False)
    complete = rank_of({**values, "missing": D(0)}, "14")
    assert (complete.in_chinese(), complete.in_english()) == ("第二", "second of 16")
    assert code_of(lambda: rank_of(values, "nobody")) == "peer_unknown"


@pytest.mark.parametrize(
    ("place", "chinese", "english"),
    [(10, "第十", "10th"), (11, "第十一", "11th"), (20, "第二十", "20th"), (21, "第二十一", "21st"),
     (22, "第二十二", "22nd"), (33, "第三十三", "33rd"), (100, "第100", "100th"),
     (112, "第112", "112th")],
)  # fmt: skip
def test_places_in_words(place, chinese, english):
    values = {str(number): D(-number) for number in range(1, 121)}
    rank = rank_of(values, str(place))
    assert (rank.in_chinese(), rank.in_english()) == (chinese, f"{english} of 120")


def test_numbers_with_ranges():
    assert total([1, published("2.5")]).range_text(2) == "3.45-3.55"
    assert counted(3).is_exact
    assert code_of(lambda: counted(1) / published("0")) == "base_may_be_zero"
    assert code_of(lambda: Derived(D(3), D(1), D(2))) == "range_odd"
    assert code_of(lambda: counted(-1).root(2)) == "power_odd"
    assert code_of(lambda: counted(-1) ** 2) == "power_odd"
    assert not published("1.0").allows(published("1.2"))
    assert not published("1.0").allows(published("1.1"))
    assert published("1.0").allows(published("1.04"))
    assert not counted(1).allows(counted(2))


def test_a_float_has_lost_its_digits():
    assert code_of(lambda: year_on_year(1.5, 1, base_is="x", base_scope="x")) == "inexact_number"
