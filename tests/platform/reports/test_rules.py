"""Figures in place read, worded, refused; contents and periods: without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.reports.rules.asking import Part, Qualifier, read_asked
from jilian.reports.rules.body import blocks_of, places_of, put_in
from jilian.reports.rules.content import canonical, differing, fingerprint, text_of
from jilian.reports.rules.freezing import Ranked
from jilian.reports.rules.periods import (
    month_earlier,
    period_meant,
    period_words,
    year_earlier,
)
from jilian.reports.rules.signing import check_printable, check_signable
from jilian.reports.rules.wording import words_for
from jilian.reports.rules.words import ReportState, state_of
from jilian_engine.figures import Wording

from .papers import BODY, Material, known, put

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("本月", "2026-03"), ("上月", "2026-02"), ("去年同月", "2025-03"), ("上年", "2025"),
        ("本年累计", "2026-01..03"), ("this month", "2026-03"), ("月末", "2026-03-31"),
        ("2021年", "2021"), ("2016年1—2月", "2016-01..02"), ("2016-01..02", "2016-01..02"),
        ("2022年3月8日", "2022-03-08"), ("2016—2019年", "2016..2019"), ("松江区", None),
        ("2021-13", None),
    ],
)  # fmt: skip
def test_a_period_is_meant_for_the_month_of_the_report(said, meant):
    assert period_meant(said, MARCH) == meant


def test_january_so_far_is_january():
    assert period_meant("本年累计", date(2026, 1, 1)) == "2026-01"


def test_bases_of_growths_are_the_same_period_of_the_year_before_and_the_month_before():
    assert year_earlier("2026-03") == "2025-03"
    assert year_earlier("2026-01..02") == "2025-01..02"
    assert year_earlier("2024-02-29") == "2023-02-28"
    assert year_earlier("2016..2019") is None
    assert month_earlier("2026-01") == "2025-12"
    assert month_earlier("2021") is None
    assert period_words("2016-01..02", "zh") == "2016年1—2月"
    assert period_words("2022-03-08", "en") == "8 March 2022"


def test_the_words_of_a_figure_stand_in_any_order():
    one = read_asked("规上工业产值·余·2021年·松江区·同比")
    other = read_asked("规上工业产值·松江区·同比·2021年·余")
    assert (one.unit, one.period, one.part) == ("松江区", "2021年", Part.YEAR_ON_YEAR)
    assert one.qualifier == other.qualifier == Qualifier(Wording.ODD)
    assert read_asked("战新占比·超过63").qualifier == Qualifier(Wording.MORE_THAN, Decimal(63))
    assert read_asked("高企·2000余").qualifier == Qualifier(Wording.ODD, Decimal(2000))
    assert read_asked("firms · at least 100").qualifier == Qualifier(Wording.AT_LEAST, Decimal(100))
    assert read_asked("高企·松江区·浦东").more == ("浦东",)


def test_a_bar_within_a_figure_separates_no_cells_and_lines_are_counted():
    blocks = blocks_of("# 题\n\n| a | 【产值|松江】 |\n|---|---|\n| b | 【产值】 |\n尾")
    assert [block.kind for block in blocks] == ["heading", "table", "paragraph"]
    assert [len(row) for row in blocks[1].cells] == [2, 2]
    assert places_of(blocks) == {"产值|松江": 3, "产值": 5}


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        ("2970", Qualifier(None), "近3000项"),
        ("2043", Qualifier(None), "2000余项"),
        ("7", Qualifier(None), "7项"),
        ("2970", Qualifier(Wording.NEARLY), "近3000项"),
        ("63.4", Qualifier(Wording.MORE_THAN), "超过63项"),
        ("1526", Qualifier(Wording.AT_LEAST), "1500项以上"),
        ("1526", Qualifier(Wording.MORE_THAN, Decimal(1500)), "超过1500项"),
        ("250.100000", None, "250.1项"),
        ("5.306122", None, "5.31项"),
        ("2000.000000", None, "2000项"),
    ],
)
def test_words_are_chosen_from_the_value(value, qualifier, words):
    said = words_for(
        Decimal(value), "exact", "项", language="zh", qualifier=qualifier, places=2
    )  # fmt: skip
    assert said[0] == words


@pytest.mark.parametrize(
    ("value", "bound", "qualifier"),
    [
        ("2000", "exact", Qualifier(Wording.ODD)),
        ("2400", "exact", Qualifier(Wording.NEARLY)),
        ("63", "exact", Qualifier(Wording.MORE_THAN)),
        ("1526", "exact", Qualifier(Wording.MORE_THAN, Decimal(1600))),
        ("7", "exact", Qualifier(Wording.ODD)),
        ("63", "more_than", Qualifier(Wording.NEARLY)),
        ("63", "more_than", Qualifier(Wording.EXACT)),
    ],
)
def test_words_that_would_be_false_are_refused(value, bound, qualifier):
    with pytest.raises(Refusal) as refused:
        words_for(Decimal(value), bound, "家", language="zh", qualifier=qualifier)
    assert refused.value.code == "wording_false"


def test_a_bound_is_printed_as_the_bound_that_it_is():
    assert words_for(Decimal(63), "more_than", "%", language="zh")[0] == "超过63%"
    assert words_for(Decimal(63), "more_than", "%", language="en")[0] == "more than 63%"


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("about", "约41%"),
        ("more_than", "超过41%"),
        ("at_least", "41%以上"),
        ("below", "不足41.1%"),
        ("at_most", "不超过41.1%"),
    ],
)
def test_a_bound_is_rounded_to_the_side_on_which_it_stays_true(bound, words):
    value = Decimal("41.000001")
    assert words_for(value, bound, "%", language="zh", places=1)[0] == words


def test_a_brief_is_put_together_with_its_figures():
    with translation.override("zh-hans"):
        made = put()
    assert not made.problems
    assert [one["words"] for one in made.content["figures"]][:2] == ["1526家", "4000余亿元"]
    growth = made.content["figures"][2]
    assert growth["value"] == "8.9"
    assert [one["value"] for one in growth["inputs"]] == ["4355", "4000"]
    assert "规上工业企业1526家，产值4000余亿元" in text_of(made.content)


def test_the_same_text_gives_the_same_fingerprint_and_a_word_changes_it():
    assert fingerprint(canonical(put().content)) == fingerprint(canonical(put().content))
    assert fingerprint(canonical(put(BODY + "尾").content)) != fingerprint(canonical(put().content))


@pytest.mark.parametrize(
    ("token", "material", "code"),
    [
        ("规上工业产值·同比", Material(known(), base=known(value=None)), "growth_without_base"),
        ("规上工业产值·同比", Material(known(), base=known(value=Decimal(0))),
         "growth_without_base"),
        ("规上工业产值·同比", Material(known(bound="about"), base=known()), "growth_of_a_bound"),
        ("规上工业产值·位次", Material(known()), "rank_without_number"),
        ("规上工业产值·位次", Material(known(), ranked=Ranked(1, 0, 1, 16)), "rank_without_number"),
        ("战新占比·2021", Material(known(is_share=True, unit="%")), "share_without_whole"),
        ("规上工业产值·松江区·2021年·余", Material(known(value=Decimal(4000))), "wording_false"),
    ],
)  # fmt: skip
def test_what_must_not_be_printed_is_a_problem_with_its_place(token, material, code):
    made = put(changed={token: material})
    assert [(one.code, one.token) for one in made.problems] == [(code, token)]
    assert made.problems[0].place.startswith("line ")


def test_unknown_prints_unknown_and_hidden_prints_hidden_never_a_number():
    with translation.override("en"):
        made = put(
            changed={
                "规上工业企业数·松江区": Material(known(value=None, bound="unknown")),
                "规上工业产值·同比": Material(known(), base=known(value=None, hidden="hidden")),
                "战新占比·2021": Material(known(value=None, hidden="hidden", is_share=True)),
            }
        )
    assert not made.problems
    words = {one["asked"]: one["words"] for one in made.content["figures"]}
    assert words["规上工业企业数·松江区"] == "unknown"
    assert words["规上工业产值·同比"] == words["战新占比·2021"] == "hidden"
    assert len(made.missing) == 3


def test_a_published_growth_is_printed_without_the_level_of_its_base():
    grown = known(growth_published=Decimal("31.4"), growth_kind="nominal")
    with translation.override("en"):
        made = put(changed={"规上工业产值·同比": Material(grown, base=known(value=None))})
    assert not made.problems
    assert made.content["figures"][2]["words"] == "up 31.4%"


def test_growth_falls_and_stands_still_in_words():
    with translation.override("en"):
        fallen = put(
            changed={"规上工业产值·同比": Material(known(), base=known(value=Decimal(5000)))}
        )
        same = put(
            changed={"规上工业产值·同比": Material(known(), base=known(value=Decimal("4355.1")))}
        )
    assert fallen.content["figures"][2]["words"] == "down 12.9%"
    assert same.content["figures"][2]["words"] == "unchanged"


def test_differing_names_what_two_reports_say_otherwise():
    more = put(changed={"规上工业企业数·松江区": Material(known(value=Decimal(1527), unit="家"))})
    found = list(differing(put().content, more.content))
    assert [(one.asked, one.after["words"]) for one in found] == [
        ("规上工业企业数·松江区", "1527家")
    ]


def test_two_different_people_sign_and_only_the_latest_revision():
    assert check_signable("mei", [], is_latest=True) == 1
    assert check_signable("lin", ["mei"], is_latest=True) == 2
    for username, signed, is_latest, code in (
        ("mei", ["mei"], True, "report_signed_by_you"),
        ("wu", ["mei", "lin"], True, "report_signed"),
        ("mei", [], False, "report_revised"),
    ):
        with pytest.raises(Refusal) as refused:
            check_signable(username, signed, is_latest=is_latest)
        assert refused.value.code == code
    with pytest.raises(Refusal):
        check_printable(1)
    assert [state_of(0, 0), state_of(1, 0), state_of(2, 0), state_of(2, 3)] == list(ReportState)


@pytest.mark.parametrize(
    ("body", "cursor", "said"),
    [
        ("甲乙", "1", ("甲【数】乙", 4)),
        ("甲\r\n乙", "2", ("甲\n【数】乙", 5)),
        ("😀乙", "2", ("😀【数】乙", 5)),
        ("甲 ", "", ("甲【数】", 4)),
        ("甲", "99", ("甲【数】", 4)),
        ("", "0", ("【数】", 3)),
    ],
)
def test_a_figure_is_put_where_the_cursor_stands(body, cursor, said):
    assert put_in(body, "【数】", cursor) == said
