"""Figures, measures and changes in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from jilian.home import rules

CHINESE = [
    ("20", ">", "firm", "20余家重点企业全部建立党的组织", "20余家"),
    ("5000000", ">", "yuan", "采购订单500余万元", "500余万元"),
    ("20000", ">", "person_time", "参与党员2万余人次", "2万余人次"),
    ("3000", "<", "item", "形成专利成果近3000项", "近3000项"),
    ("1000", "<", "project", "深度融合项目近千项", "近千项"),
    ("30", ">=", "percent", "占总数30%以上", "30%以上"),
    ("63", ">", "percent", "占比超过63%", "超过63%"),
    ("4355", "=", "100m_yuan", "产值达4355亿元", "4355亿元"),
    ("0.125", "~", "share", "", "约12.5%"),
    ("2", "=", "rank", "总量位居全市第二", "第2位"),
]


@pytest.fixture
def in_chinese(tmp_path, settings):
    """Units and places in Chinese, whether or not the catalogue has been merged yet."""
    words = {
        "firms": "家", "yuan": "元", "participations": "人次", "items": "项", "projects": "项",
        "%": "%", "hundred million yuan": "亿元",
    }  # fmt: skip
    with translation.override("zh-hans"):
        yield words


@pytest.mark.parametrize(("value", "comparator", "unit", "quote", "said"), CHINESE)
def test_a_figure_is_said_as_its_source_bounds_it(
    value, comparator, unit, quote, said, in_chinese, monkeypatch
):
    monkeypatch.setattr(
        "jilian.home.rules.wording.unit_words",
        lambda unit, number: {
            "firm": "家", "yuan": "元", "person_time": "人次", "item": "项", "project": "项",
            "percent": "%", "100m_yuan": "亿元",
        }[unit],
    )  # fmt: skip
    monkeypatch.setattr(
        "jilian.home.rules.wording._",
        lambda text: {"place %(number)s": "第%(number)s位"}.get(text, text),
    )
    assert rules.fact_text(Decimal(value), comparator, unit, quote) == said


def test_near_is_only_said_where_the_source_says_it():
    assert rules.fact_text(Decimal(3000), "<", "item", "近3000项") == "just under 3,000 items"
    assert rules.fact_text(Decimal(3000), "<", "item", "不到3000项") == "below 3,000 items"


def test_over_is_only_said_where_the_source_says_it():
    assert rules.fact_text(Decimal(20), ">", "firm", "20余家") == "over 20 firms"
    assert rules.fact_text(Decimal(20), ">", "firm") == "more than 20 firms"


def test_a_figure_without_a_number_says_so_and_is_not_zero():
    assert rules.fact_text(None, "", "rank", "总量跃升到全市前列") == "no number stated"


def test_one_thing_is_not_said_in_the_plural():
    assert rules.fact_text(Decimal("1.000000"), "=", "system") == "1 system"


def test_a_figure_is_cut_into_its_number_and_what_stands_around_it():
    pieces = [(piece.text, piece.is_number) for piece in rules.pieces_of("近3,000项")]
    assert pieces == [("近", False), ("3,000", True), ("项", False)]


def test_a_figure_without_digits_is_one_piece():
    assert [piece.is_number for piece in rules.pieces_of("近千项")] == [True]


def test_every_packaged_measure_and_unit_has_a_name():
    from jilian.demo.formats import fact_rows
    from jilian.home.rules.measures import COUNTED, MEASURES, UNITS

    rows = fact_rows()
    assert {row.measure for row in rows} - set(MEASURES) == set()
    assert {row.unit for row in rows} - {*UNITS, *COUNTED, "rank", "share"} == set()


def test_a_measure_without_a_name_stands_as_it_is_kept():
    assert rules.measure_words("lamp_posts") == "lamp posts"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2021-12-31 – 2021-12-31", "2021-12-31"),
        ("2016-01 – 2021-12", "2016-01 – 2021-12"),
        ("2018 2018-07", "2018-07"),
        ("2024 2024 Jan-Apr", "2024 Jan-Apr"),
        ("2011 fyp12", "2011 fyp12"),
        ("2013", "2013"),
        ("", ""),
    ],
)
def test_a_period_is_said_once(kept, said):
    assert rules.period_words(kept) == said


def test_a_narrowed_address_carries_the_day_and_nothing_empty():
    assert rules.narrowed("/made/firms/", None, place="") == "/made/firms/"
    assert (
        rules.narrowed("/made/firms/", date(2022, 3, 8), place="310117")
        == "/made/firms/?place=310117&on=2022-03-08"
    )


@pytest.mark.parametrize(
    ("size", "said"), [(None, "unknown"), (12, "12 B"), (1_500, "1.5 kB"), (10**9, "1.0 GB")]
)
def test_sizes_are_said_in_the_unit_people_read(size, said):
    assert rules.size_text(size) == said
