"""Sentences of public phrasing are read as the rules of docs/methods/statements.md say."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.statements import cases, times, traps
from engine.statements.notation import stated
from jilian_engine.statements import read_figures

NEWS = Path(__file__).with_name("news.tsv")
ALL = (
    cases.LEVELS + cases.BOUNDS + cases.PERCENTS + cases.CHANGES + cases.MULTIPLES + cases.RANKS
    + cases.MIXED + times.SPANS_OF_TIME + times.PERIODS
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_a_sentence_states_what_it_says(text: str, expected: str) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize("text", traps.NOTHING)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert stated(text) == ""


def test_sentences_in_the_manner_of_the_news_are_read_whole() -> None:
    told = [line.split("\t") for line in NEWS.read_text(encoding="utf-8").splitlines()]
    assert len(told) > 200
    for text, expected in told:
        assert stated(text, (2023, 8)) == expected, text


@pytest.mark.parametrize(
    ("text", "subject", "measure"),
    [
        ("松江区规上工业企业达1526家", "松江区", "规上工业企业"),
        ("全区累计建成示范工厂23家", "全区", "示范工厂"),
        ("20余家重点企业全部建立党的组织", "", "重点企业"),
        ("某公司营收从3.2亿元增长", "某公司", "营收"),
    ],
)
def test_the_words_around_say_what_is_counted(text: str, subject: str, measure: str) -> None:
    figure = read_figures(text)[0]
    assert (figure.subject, figure.measure) == (subject, measure)


def test_a_figure_without_words_of_its_own_takes_the_measure_before_it() -> None:
    _, growth = read_figures("高新技术企业达2306家，增长31.4%")
    assert growth.measure == "高新技术企业"


def test_offsets_are_those_of_the_text_given() -> None:
    text = "产值４，３５５億元，占比６３％"
    assert [(one.start, one.end, one.text) for one in read_figures(text)][-1] == (12, 15, "６３％")
