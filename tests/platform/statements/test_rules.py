"""The rules between the figures of a text, and what the article's results paragraph says."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib.resources import files

import pytest
from django.utils import translation

from jilian.statements.analysis import figures_in
from jilian.statements.rules.checking import check
from jilian.statements.rules.periods import of_record
from jilian.statements.rules.records import Record
from jilian.statements.rules.said import Verdict
from jilian_engine.figures import Interval

MARCH_2022 = (2022, 3)


@pytest.fixture(autouse=True)
def in_english():
    """Let sentences be English, whatever was asked before."""
    with translation.override("en"):
        yield


def checked(text, held=(), written=MARCH_2022):
    return check(text, figures_in(text, written=written), written=written, held=held)


def line_of(result, words):
    """The line of the figure with these words."""
    return next(line for line in result.lines if line.said.text == words)


def codes(line):
    return {one.code for one in line.findings}


def results_paragraphs():
    """The quotations E01 to E16 of the article, as one text of the end of 2021."""
    table = files("jilian.demo").joinpath("corridor/facts.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(table.splitlines())
    quotes = [row["quote"] for row in rows if row["fact_id"].startswith("E")]
    return "截至2021年，" + "，".join(dict.fromkeys(quotes)) + "。"


def held(measure, value, period, unit="firm", margin=0):
    number, off = Decimal(value), Decimal(margin)
    return Record(
        key=measure, measure=measure, value=number, interval=Interval(number - off, number + off),
        unit=unit, period=period, words=f"{value}", where="yearbook",
    )  # fmt: skip


@pytest.fixture(scope="module")
def article():
    with translation.override("en"):
        return checked(results_paragraphs())


def test_the_articles_level_and_growth_imply_a_base_of_1755(article):
    line = line_of(article, "31.4%")
    assert "a base of 1755, the only whole number that rounds so" in line.why
    assert line.verdict is Verdict.CONSISTENT


def test_fourfold_on_the_end_of_2020_is_impossible_and_on_2015_needs_at_most_576(article):
    line = line_of(article, "翻两番")
    readings = {one.words: one for one in line.findings[0].readings}
    assert readings["of the end of 2020"].verdict is Verdict.CONTRADICTORY
    assert "implies a base of 1755" in readings["of the end of 2020"].why
    assert "at most 576" in readings["of the end of 2015"].why
    assert readings["of the end of 2015"].verdict is not Verdict.CONTRADICTORY
    assert line.verdict is Verdict.AMBIGUOUS


def test_more_than_63_per_cent_is_a_bound_with_its_least_part(article):
    line = line_of(article, "超过63%")
    assert "is a bound, not a value: > 63" in line.why
    assert "more than 2743.65亿元" in line.why


def test_72_months_run_from_january_2016_to_december_2021(article):
    line = line_of(article, "连续72个月")
    assert "2016-01 to 2021-12, 72 months" in line.why


def test_12_4_per_cent_a_year_over_five_years_is_1_794_times(article):
    line = line_of(article, "12.4%")
    assert "×1.794 of 2015" in line.findings[0].readings[0].why


def test_the_little_giants_are_part_of_the_specialised_firms(article):
    assert "39家 of 735家 is 5.3 per cent" in line_of(article, "39家").why


def test_every_figure_of_the_paragraphs_is_read_and_vague_words_are_none(article):
    assert [line.said.text for line in article.lines] == [
        "1526家", "4355亿元", "第二", "超过63%", "翻两番", "2306家", "31.4%", "735家", "39家",
        "12.4%", "10.5%", "第二", "250.1亿元", "连续72个月",
    ]  # fmt: skip


def test_a_record_of_2015_makes_the_fourfold_possible_and_the_plan_too_short():
    text = "2021年，高新技术企业比“十三五”翻两番，达2306家，增长31.4%。"
    line = line_of(checked(text, [held("high_tech_firms", 471, "2015")]), "翻两番")
    readings = [(one.words, one.verdict) for one in line.findings[0].readings]
    assert readings == [
        ("of the end of 2020", Verdict.CONTRADICTORY),
        ("of the end of 2015", Verdict.CONSISTENT),
        ("during the plan, end of 2020 on end of 2015", Verdict.CONTRADICTORY),
    ]


def test_no_count_grows_by_this_percentage_to_three():
    line = line_of(checked("2021年，全区高新技术企业3家，增长31.4%。"), "31.4%")
    assert line.verdict is Verdict.CONTRADICTORY
    assert "No whole number grows by 31.4 per cent to 3家" in line.why


def test_a_rise_between_two_levels_must_be_the_growth_beside_it():
    right = "地方财政收入由2015年的118.6亿元增至2021年的246.9亿元，年均增长13.0%。"
    assert "from_to" in codes(line_of(checked(right), "13.0%"))
    assert line_of(checked(right), "13.0%").findings[-1].verdict is Verdict.CONSISTENT
    wrong = checked("研发费用由1200万元增加到3100万元，增长58.3%。")
    assert line_of(wrong, "58.3%").verdict is Verdict.CONTRADICTORY


def test_a_part_above_its_whole_and_parts_above_it_are_contradictory():
    part = checked("园区企业120家，其中规上企业180家。")
    assert line_of(part, "180家").verdict is Verdict.CONTRADICTORY
    summed = checked("园区企业120家，其中国家级80家、市级60家。")
    assert line_of(summed, "120家").verdict is Verdict.CONTRADICTORY


def test_the_same_measure_twice_with_two_values_is_contradictory():
    text = "2021年，规上工业企业达1526家。全区经济平稳。2021年规上工业企业1438家。"
    assert line_of(checked(text), "1438家").verdict is Verdict.CONTRADICTORY


def test_a_growth_and_a_multiple_without_base_and_a_rank_are_uncheckable():
    assert codes(line_of(checked("新能源产业增长20%。"), "20%")) == {"growth_without_base"}
    assert codes(line_of(checked("产值翻两番。"), "翻两番")) == {"multiple_without_base"}
    assert codes(line_of(checked("总量位居全市第二。"), "第二")) == {"ranked_among_how_many"}


@pytest.mark.parametrize(
    ("value", "period", "verdict"),
    [
        (1526, "2021", Verdict.CONSISTENT),
        (1500, "2021", Verdict.CONTRADICTORY),
        (1526, "2020", Verdict.AMBIGUOUS),
        (1438, "2020", Verdict.UNCHECKABLE),
    ],
)
def test_the_records_of_the_period_decide(value, period, verdict):
    records = [held("above_scale_firms", value, period)]
    result = checked("2021年，规上工业企业达1526家。", records)
    assert result.lines[0].verdict is verdict


def test_a_bound_agrees_with_every_value_it_allows():
    text = "2021年，规上工业企业1500余家。"
    within, beyond = (
        checked(text, [held("above_scale_firms", value, "2021")]) for value in (1526, 1600)
    )
    assert within.lines[0].verdict is Verdict.CONSISTENT
    assert beyond.lines[0].verdict is Verdict.CONTRADICTORY


@pytest.mark.parametrize(
    ("kept", "period"),
    [
        ("2021", "2021"), ("2021 year_end", "2021"), ("2021-12-31 – 2021-12-31", "2021"),
        ("2021-01-01 – 2021-12-31", "2021"), ("2016-01-01 – 2020-12-31", "2016..2020"),
        ("2020 fyp13", "2016..2020"), ("2022-03", "2022-03"), ("2019 2016-2019", "2016..2019"),
        ("2021 as_of_2022-03", "2022-03"), ("2023 H1", "2023-01..06"),
        ("2022 2022 Q1-Q3", "2022-01..09"), ("2024 2024 Jan-Apr", "2024-01..04"),
        ("2021 2021-10", "2021-10"), ("2016-01 – 2021-12", "2016..2021"), ("2025 target", ""),
    ],
)  # fmt: skip
def test_periods_of_the_register_are_those_of_texts(kept, period):
    assert of_record(kept) == period


def test_a_text_of_many_figures_is_checked_in_a_moment():
    text = "2021年，规上工业企业达1526家，增长3.1%，其中新增120家；位居全市第二。" * 150
    assert len(checked(text).lines) == 600
