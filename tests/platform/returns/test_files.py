"""Tables that people send: encodings, merged heads, full width, days for numbers, half files."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from jilian.base.errors import Refusal
from jilian.returns.formats.numbers import NotANumber, read_number
from jilian.returns.formats.reading import read_firm_table, read_unit_table
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.tables import Compared, check_table
from uploaded_tables import credit_code

from .planting import made_table

FORM = form_of("industry", date(2026, 4, 1))
D = Decimal
HEAD = ("统一社会信用代码,企业名称,工业总产值（{unit}）本月,工业总产值（{unit}）累计,"
        "战略性新兴产业产值 本月,战略性新兴产业产值 累计,工业销售产值本月,工业销售产值累计,"
        "出口交货值本月,出口交货值累计,期末从业人员数,备注\n")  # fmt: skip


def table(*lines: str, unit: str = "万元", encoding: str = "utf-8") -> bytes:
    return (HEAD.format(unit=unit) + "".join(f"{line}\n" for line in lines)).encode(encoding)


def line(number: int, values: str = "10,30,4,12,9,27,0,0,60", note: str = "") -> str:
    return f"{credit_code(number)},虚构企业{number},{values},{note}"


@pytest.mark.parametrize(
    ("cell", "number"),
    [("１，２３４．５", D("1234.5")), ("1,234", D(1234)), (" 0 ", D(0)), ("", None), ("—", None),
     ("(12)", D(-12)), (0.1 + 0.2, D("0.3")), (12, D(12)), ("'100", D(100)), ("−5", D(-5))],
)  # fmt: skip
def test_numbers_are_read_exactly_and_a_dash_is_no_zero(cell, number):
    assert read_number(cell) == number


@pytest.mark.parametrize("cell", ["12万", "约100", "1,23", "50%", True, float("nan"), "三"])
def test_what_is_no_number_is_said_not_guessed(cell):
    with pytest.raises(NotANumber):
        read_number(cell)


def test_a_table_in_gb18030_is_read():
    read = read_firm_table(FORM, "月报.csv", table(line(1), encoding="gb18030"))
    assert read.how["encoding"] == "GB18030"
    assert read.rows[0].values["output", "month"] == D(10)
    assert (read.rows[0].row, read.rows[0].name) == (2, "虚构企业1")


def test_another_unit_in_the_head_is_brought_to_that_of_the_form():
    read = read_firm_table(FORM, "月报.csv", table(line(1), unit="亿元"))
    assert read.rows[0].values["output", "month"] == D(100_000)
    assert read.rows[0].values["sales", "month"] == D(9)
    with pytest.raises(Refusal) as refused:
        read_firm_table(FORM, "月报.csv", table(line(1), unit="吨"))
    assert refused.value.code == "unit_odd"


def test_heads_of_two_lines_with_merged_cells_are_read_back():
    made = made_table(3, firms=12, planted=False)
    read = read_firm_table(FORM, "月报.xlsx", made.as_file())
    assert [(one.code, one.values) for one in read.rows] == [
        (one.code, one.values) for one in made.rows
    ]
    assert read.compared is not None
    assert read.compared.last == made.compared.last
    assert read.compared.year == made.compared.year


def test_a_day_instead_of_a_number_is_named_with_row_and_column():
    book = load_workbook(io.BytesIO(made_table(3, firms=3, planted=False).as_file()))
    book["填报"].cell(6, 3, date(2026, 4, 1))
    content = io.BytesIO()
    book.save(content)
    read = read_firm_table(FORM, "月报.xlsx", content.getvalue())
    (odd,) = [one for row in read.rows for one in row.odd]
    assert (odd.row, odd.code, odd.heading) == (6, "number_a_day", "工业总产值（万元）·本月")


def test_half_a_file_lists_who_is_missing_and_blank_rows_and_sums_are_no_firms():
    content = table(line(1), ",,,,,,,,,,,", "合计,,10,30,4,12,9,27,0,0,60,")
    read = read_firm_table(FORM, "月报.csv", content)
    assert len(read.rows) == 1
    names = {credit_code(number): f"虚构企业{number}" for number in (1, 2, 3)}
    checked = check_table(FORM.of_firms(), read.rows, Compared(names), read.headings)
    assert [(one.code, one.unit) for one in checked.findings] == [
        ("row_missing", "虚构企业2"), ("row_missing", "虚构企业3"),
    ]  # fmt: skip


def test_duplicates_strangers_and_broken_codes_are_three_things():
    content = table(line(1), line(1), line(9), f"{credit_code(1)[:-1]}*,坏码,1,1,1,1,1,1,1,1,1,")
    read = read_firm_table(FORM, "月报.csv", content)
    compared = Compared({credit_code(1): "虚构企业1"})
    checked = check_table(FORM.of_firms(), read.rows, compared, read.headings)
    assert [(one.row, one.code) for one in checked.findings] == [
        (3, "row_twice"), (4, "firm_not_on_list"), (5, "code_wrong"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a,b\n1,2\n", "heads_missing"),
     ("统一社会信用代码,企业名称\n1,2\n".encode(), "columns_missing"),
     (HEAD.replace("企业名称", "工业总产值本月").format(unit="万元").encode(), "heads_twice")],
)  # fmt: skip
def test_a_table_without_its_heads_is_refused(content, code):
    with pytest.raises(Refusal) as refused:
        read_firm_table(FORM, "月报.csv", content)
    assert refused.value.code == code


def test_a_note_with_a_telephone_number_is_refused_by_row():
    read = read_firm_table(FORM, "月报.csv", table(line(1, note="联系13812345678")))
    assert [(one.row, one.code, one.heading) for one in read.rows[0].odd] == [
        (2, "note_odd", "备注")
    ]


def test_a_units_table_with_another_order_and_unit_is_read():
    book = Workbook()
    for row in (
        ["九亭镇 2026年4月"],
        ["项目", "本月", "累计", "说明"],
        ["工业销售产值（亿元）", "1.5", 6, ""],
        ["工业总产值", "１００００", "—", "累计未核"],
    ):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    read = read_unit_table(FORM, "九亭.xlsx", content.getvalue())
    assert read.values["sales", "month"] == D(15_000)
    assert read.values["output", "month"] == D(10_000)
    assert read.values["output", "cumulative"] is None
    assert read.notes["output"] == "累计未核"
