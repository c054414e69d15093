"""States in files that offices send: wrong encodings, full-width digits, dates as numbers."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.utils import translation
from openpyxl import Workbook

from jilian.base.reading.problems import TableRefusal
from jilian.cases.formats.states import problem_words, read_states
from jilian_engine.clocks import SHANGHAI

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI)
HEAD = "编号,环节,状态,时间,说明"


def read(text, name="states.csv", encoding="utf-8"):
    return read_states(name, text.encode(encoding), latest=NOW)


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return read_states("states.xlsx", content.getvalue(), latest=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_that_offices_use(encoding):
    found = read(f"{HEAD}\n3f2a91bc,施工许可证,办结,2026-11-23 09:30,已发证\n", encoding=encoding)
    (row,) = found.rows
    assert (row.number, row.step, row.event, row.words) == (
        "3f2a91bc", "施工许可证", "branch_ended", "已发证",
    )  # fmt: skip
    assert row.at == datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
    assert not found.problems


def test_full_width_digits_and_letters_are_the_same_number():
    (row,) = read(f"{HEAD}\n３ｆ２ａ９１ｂｃ,,受理,２０２６－１１－２３ ０９：３０,\n").rows
    assert row.number == "3f2a91bc"


def test_an_excel_file_with_moments_as_dates_or_numbers_is_read():
    found = book(
        ["报送表", None, None],
        ["编号", "状态", "时间"],
        ["3f2a91bc", "受理", datetime(2026, 11, 23, 9, 30)],
        ["4f2a91bc", "准予", 46349.395833333336],
        ["示例 5f2a", "受理", "2026-11-23"],
    )
    assert [(row.row, row.event, row.ground) for row in found.rows] == [
        (3, "accepted", ""), (4, "decided", "granted"),
    ]  # fmt: skip
    assert found.rows[0].at == found.rows[1].at


def test_what_is_wrong_names_row_and_column():
    with translation.override("en"):
        found = read(
            f"{HEAD}\n"
            "3f2a91bc,,办结,2026-11-23,\n"
            ",,受理,2026-11-23 09:30,\n"
            "3f2a91bc,,飞走,2026-11-23 09:30,\n"
            "3f2a91bc,,受理,2026-11-24 09:30,\n"
            "3f2a91bc,,退回,2026-11-23 09:30,请拨打13800138000\n"
        )
        assert [(one.row, one.column, one.code) for one in found.problems] == [
            (2, "时间", "hour_missing"), (3, "编号", "cell_missing"), (4, "状态", "choice_odd"),
            (5, "时间", "moment_future"), (6, "说明", "personal_number"),
        ]  # fmt: skip
        assert "hour is missing" in problem_words(found.problems[0])
        assert all(problem_words(one) != one.code for one in found.problems)
    assert not found.rows


def test_the_same_line_twice_is_told_with_the_first_row():
    found = read(f"{HEAD}\n3f2a91bc,甲,办结,2026-11-23 9:30,\n3f2a91bc,甲,办结,2026/11/23 09:30,\n")
    assert len(found.rows) == 1
    assert [(one.row, one.details["row"]) for one in found.problems] == [(3, 2)]


def test_columns_that_are_not_understood_are_left_out_and_named():
    found = read("经办人,matter,state,at,联系电话\n某某,3f2a91bc,done,2026-11-23 09:30,1\n")
    assert found.left_out == ("经办人", "联系电话")
    assert found.heading("number") == "matter"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "file_empty"),
        (b"PK\x03\x04nothing", "a.xlsx", "file_damaged"),
        (b"%PDF-1.7", "a.csv", "content_odd"),
        (b"a,b\n1,2\n", "a.csv", "header_missing"),
        ("编号,状态,时间\n".encode(), "a.csv", "rows_missing"),
        (b"x", "a.exe", "extension_odd"),
        ("编号,状态,时间\n甲".encode()[:-1], "a.csv", "file_cut_off"),
        (b"\xff" * 40 + b"\n" * 9, "a.csv", "encoding_unknown"),
    ],
)
def test_what_is_no_table_of_states_is_refused_as_a_whole(content, name, code):
    with pytest.raises(TableRefusal) as refused:
        read_states(name, content, latest=NOW)
    assert refused.value.code == code


def test_a_table_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr("jilian.cases.formats.states.MOST_ROWS", 2)
    line = "3f2a91bc,,受理,2026-11-23 09:30,\n"
    with pytest.raises(TableRefusal) as refused:
        read(f"{HEAD}\n{line * 3}")
    assert refused.value.code == "too_many_rows"


def test_a_pause_carries_its_ground_and_the_number_of_the_notice():
    (row,) = read(
        "编号,状态,时间,依据,文书号\n3f2a91bc,中止,2026-11-23 09:30,专家评审,2026-17\n"
    ).rows
    assert (row.event, row.ground, row.notice) == ("paused", "expert_review", "2026-17")
