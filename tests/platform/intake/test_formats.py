"""What a table says: encodings, headers, cells, and how each refusal names its place."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, strategies as st
from stdnum.cn import uscc

from jilian.base.reading.cells import fits_check_digit
from jilian.intake.formats import CATALOGUE, Findings, blank_csv, blank_xlsx, open_table
from jilian.intake.rules import TableKind, TableRefusal, names_persons, sentence
from uploaded_tables import CRYSTAL, FIRMS, SENSOR, WAFER, credit_code, csv_of, xlsx_of

DAY = date(2026, 3, 2)


class SmallRegister:
    """A register of two firms, two towns and three classes, without a database."""

    industries = {"3973": "3973", "3985": "3985", "集成电路制造": "3973"}

    def divisions(self, words):
        known = {"新桥镇": ("310117105",), "九亭镇": ("310117107",), "同名镇": ("1", "2")}
        known |= {codes[0]: codes for codes in list(known.values()) if len(codes) == 1}
        return {word: known[word] for word in words if word in known}

    def firms_by_key(self, keys):
        return {key for key in keys if key[1] in (CRYSTAL, WAFER)}

    def firms_by_name(self, names):
        known = {
            "林氏晶圆有限公司": (("uscc", CRYSTAL),),
            "松江晶体材料有限公司": (("uscc", WAFER),),
            "同名有限公司": (("uscc", CRYSTAL), ("uscc", WAFER)),
        }
        return {name: known.get(name, ()) for name in names}

    def carriers(self, names):
        return {"云间孵化器"} & set(names)

    def organisation_faults(self, rows, day):
        return {}

    def organisations(self, words):
        known = {"新桥镇党委": ("ORG-1",), "双名党委": ("ORG-2", "ORG-3")}
        return {word: known[word] for word in words if word in known}


def read(content, kind="firms", name="table.csv", **more):
    """Return (rows, problems) of a table."""
    table = open_table(CATALOGUE[kind], name, content, limit_mb=100, **more)
    findings = Findings()
    rows = list(table.rows(SmallRegister(), DAY, findings))
    kept = sorted(findings.kept, key=lambda one: one.row)
    return rows, [(one.row, one.column, one.value, one.code) for one in kept]


def refused(content, kind="firms", name="table.csv", **more) -> str:
    with pytest.raises(TableRefusal) as refusal:
        read(content, kind, name, **more)
    assert str(refusal.value)
    return refusal.value.code


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_every_usual_encoding_and_separator(encoding, separator):
    text = f"企业名称{separator}统一社会信用代码\n林氏晶圆有限公司{separator}{CRYSTAL}\n"
    rows, problems = read(text.encode(encoding))
    assert [(row.name, row.identifier, row.row) for row in rows] == [
        ("林氏晶圆有限公司", CRYSTAL, 2)
    ]
    assert problems == []


def test_how_a_table_was_read_is_said():
    text = f"年报;;\n企业名称;信用代码;备注\n林氏晶圆有限公司;{CRYSTAL};x"
    table = open_table(CATALOGUE["firms"], "a.csv", text.encode("gb18030"), limit_mb=100)
    assert table.how == {
        "format": "CSV",
        "encoding": "GB18030",
        "separator": ";",
        "header_row": 2,
        "columns": ["企业名称", "信用代码"],
        "left_out": ["备注"],
        "unknown": {"备注": "备注"},
        "proposals": {},
        "told": {},
    }


def test_quotes_keep_separators_and_newlines_and_rows_count_as_a_reader_counts():
    content = (
        f'企业名称,信用代码,地址\n"林氏晶圆\n有限公司",{CRYSTAL},"某路 1 号, 二楼"\n'
        f"松江晶体材料有限公司,{WAFER[:-1]}!,\n"
    ).encode()
    rows, problems = read(content)
    assert (rows[0].name, rows[0].address) == ("林氏晶圆 有限公司", "某路 1 号, 二楼")
    assert problems == [(3, "信用代码", f"{WAFER[:-1]}!", "credit_code_wrong")]


@pytest.mark.parametrize("kind", list(CATALOGUE))
@pytest.mark.parametrize("in_chinese", [True, False])
def test_the_templates_are_understood_and_their_example_is_passed_over(kind, in_chinese):
    for name, write in (("a.csv", blank_csv), ("a.xlsx", blank_xlsx)):
        content = write(CATALOGUE[kind], in_chinese=in_chinese)
        assert refused(content, kind, name) == "rows_missing"


def test_a_title_and_merged_headings_stand_above_the_rows():
    content = xlsx_of(
        ("2025 年供应链调查表",),
        ("供应商", None, "采购商", None, "产品", "年采购额\n（万元）"),
        ("名称", "统一社会信用代码", "名称", "统一社会信用代码", None, None),
        ("松江晶体材料有限公司", WAFER, "林氏晶圆有限公司", CRYSTAL, "晶体", 1200),
        merged=("A1:F1", "A2:B2", "C2:D2", "E2:E3", "F2:F3"),
    )
    rows, problems = read(content, "links", "table.xlsx")
    assert problems == []
    assert (rows[0].supplier, rows[0].buyer) == (("uscc", WAFER), ("uscc", CRYSTAL))
    assert (rows[0].product, rows[0].amount_yuan, rows[0].row) == ("晶体", Decimal(12_000_000), 4)


def test_headings_merged_only_to_group_columns_are_found_beneath_their_group():
    content = xlsx_of(
        ("基本信息", None, "经营情况", None),
        ("企业名称", "信用代码", "2024年营业收入（亿元）", "2025年营业收入（亿元）"),
        ("林氏晶圆有限公司", CRYSTAL, 1.2, 1.5),
        merged=("A1:B1", "C1:D1"),
    )
    rows, _ = read(content, "firms", "table.xlsx")
    assert rows[0].facts == (
        (2024, "revenue", Decimal("12000.00")),
        (2025, "revenue", Decimal("15000.00")),
    )


def test_a_workbook_gives_its_first_sheet_or_the_named_one():
    content = xlsx_of(("企业名称", "信用代码"), ("林氏晶圆有限公司", CRYSTAL), more=("说明",))
    assert len(read(content, name="a.xlsx")[0]) == 1
    assert refused(content, name="a.xlsx", sheet="说明") == "file_empty"
    assert refused(content, name="a.xlsx", sheet="别的") == "sheet_unknown"


# --- files that are refused whole ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b" \n\n", "file_empty"),
        ("a.csv", FIRMS.splitlines()[0], "rows_missing"),
        ("a.csv", csv_of("甲,乙\n1,2"), "header_missing"),
        ("a.csv", csv_of("企业名称,地址\n林氏晶圆,某路"), "columns_missing"),
        ("a.csv", csv_of("企业名称,单位名称,信用代码\n甲,甲,x"), "column_twice"),
        ("a.csv", csv_of("企业名称,信用代码,营业收入(万元)\n甲,x,1"), "column_without_year"),
        ("a.csv", "企业名称,信用代码\n林氏晶圆".encode()[:-1], "file_cut_off"),
        ("a.csv", "企业名称,信用代码\n".encode() + b"\xff\xff\xff" * 9, "encoding_unknown"),
        ("a.csv", f'企业名称,信用代码\n"林氏,{CRYSTAL}\n'.encode(), "quotes_broken"),
        ("a.csv", b"PK\x03\x04 and more", "content_odd"),
        ("a.csv", b"%PDF-1.7", "content_odd"),
        ("a.xlsx", FIRMS, "content_odd"),
        ("a.xlsx", b"PK\x03\x04 and more", "file_damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 and more", "content_odd"),
        ("a.xls", b"\xd0\xcf\x11\xe0 and more", "file_damaged"),
        ("a.docx", b"PK\x03\x04", "extension_odd"),
        ("table", FIRMS, "extension_odd"),
    ],
)
def test_what_is_no_table_is_refused_in_words(name, content, code):
    assert refused(content, name=name) == code


def test_a_broken_quotation_mark_and_an_odd_sign_are_named_by_row():
    with pytest.raises(TableRefusal) as refusal:
        read(f'企业名称,信用代码\n甲,{CRYSTAL}\n乙"丙"丁,"x"y\n'.encode())
    assert refusal.value.details["row"] == 3
    with pytest.raises(TableRefusal) as refusal:
        read("企业名称,信用代码\n甲,1\n".encode("gb18030") + b"\xff\xff,2\n,,,,\n")
    assert refusal.value.details["row"] == 3


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(TableRefusal) as refusal:
        open_table(CATALOGUE["firms"], "a.csv", FIRMS + b" " * 2**20, limit_mb=1)
    assert refusal.value.code == "file_too_large"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused(share):
    content = xlsx_of(("企业名称", "信用代码"), *((f"企业{n}", credit_code(n)) for n in range(200)))
    assert refused(content[: int(len(content) * share)], name="a.xlsx") == "file_damaged"


def packed(**parts: bytes) -> bytes:
    """A workbook whose named parts are replaced or added."""
    written = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(xlsx_of(("企业名称", "信用代码"), ("甲", CRYSTAL))))
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return written.getvalue()


def test_a_workbook_of_fifty_kilobytes_that_unpacks_to_fifty_megabytes_is_refused():
    content = packed(**{"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 50 * 2**20})
    assert len(content) < 100_000
    assert refused(content, name="bomb.xlsx") == "packed_too_tightly"


def test_an_archive_that_lies_about_its_sizes_is_measured_all_the_same():
    content = bytearray(packed(**{"xl/media/zeros.bin": b"\0" * 50 * 2**20}))
    real = struct.pack("<I", 50 * 2**20)
    assert content.count(real) == 2
    assert refused(bytes(content.replace(real, struct.pack("<I", 10))), name="a.xlsx") in (
        "packed_too_tightly",
        "file_damaged",
    )


@pytest.mark.parametrize(
    "part, code",
    [
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>', "workbook_refers_outside"),
        ('<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16"), "workbook_refers_outside"),
        (b'<worksheet><row><c r="XFD1"/></row></worksheet>', "too_many_columns"),
        (b'<worksheet><row r="1048576"><c r="A1048576"/></row></worksheet>', "too_many_rows"),
    ],
)
def test_a_workbook_that_reaches_outside_or_far_is_not_opened(part, code):
    assert refused(packed(**{"xl/worksheets/sheet1.xml": part}), name="a.xlsx") == code


# --- counts, never people --------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["姓名", "党员姓名", "身份证号", "身份证号码", "手机号", "联系电话", "政治面貌", "入党时间",
     "入党日期", "法定代表人", "联系人", "书记姓名", "出生年月", "ID card number", "Mobile phone",
     "政治 面貌", "姓名（必填）"],
)  # fmt: skip
def test_a_column_about_persons_has_the_whole_file_refused(heading):
    assert refused(csv_of(f"企业名称,信用代码,{heading}\n甲,{CRYSTAL},x")) == "person_column"


@pytest.mark.parametrize(
    "heading",
    ["正式党员数", "预备党员人数", "从业人员", "从业人员数", "企业名称", "组织名称", "女性人数",
     "法人单位名称", "注册号", "备注"],
)  # fmt: skip
def test_counts_of_persons_and_names_of_firms_are_no_persons(heading):
    assert not names_persons(heading)


def test_a_column_about_persons_on_another_sheet_has_the_workbook_refused():
    book = io.BytesIO(xlsx_of(("企业名称", "信用代码"), ("甲", CRYSTAL)))
    from openpyxl import load_workbook

    opened = load_workbook(book)
    opened.create_sheet("名单").append(["序号", "姓名"])
    written = io.BytesIO()
    opened.save(written)
    assert refused(written.getvalue(), name="a.xlsx") == "person_column"


def test_a_resident_identity_number_anywhere_has_the_file_refused_without_repeating_it():
    number = "11010519491231002X"  # the example of GB 11643-1999
    with pytest.raises(TableRefusal) as refusal:
        read(csv_of(f"企业名称,信用代码,备注\n甲,{CRYSTAL},见 {number}"))
    assert (refusal.value.code, refusal.value.details["row"]) == ("person_value", 2)
    assert number not in str(refusal.value)


# --- cells ------------------------------------------------------------------------------------


def cell(heading: str, value: object, field: str):
    """Read a cell of a firm's row as a workbook has it: its value, or the code of its problem."""
    content = xlsx_of(("企业名称", "信用代码", heading), ("甲", CRYSTAL, value))
    rows, problems = read(content, name="a.xlsx")
    return getattr(rows[0], field) if rows else problems[0][3]


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2022-03-08", date(2022, 3, 8)),
        ("2022/3/8", date(2022, 3, 8)),
        ("2022.3.8", date(2022, 3, 8)),
        ("2022年3月8日", date(2022, 3, 8)),
        ("２０２２年３月８日", date(2022, 3, 8)),
        ("20220308", date(2022, 3, 8)),
        (20220308, date(2022, 3, 8)),
        (date(2022, 3, 8), date(2022, 3, 8)),
        (datetime(2022, 3, 8, 9, 30), date(2022, 3, 8)),
        (44628, date(2022, 3, 8)),  # the same day as a bare number of the spreadsheet
        ("44628", date(2022, 3, 8)),
        ("2022-03-08 00:00:00", date(2022, 3, 8)),
        ("2022年3月", "date_incomplete"),
        ("2022", "date_incomplete"),
        ("2022-02-30", "date_impossible"),
        ("2026-03-03", "date_future"),
        ("三月八日", "date_odd"),
        ("1900-01-01", "date_odd"),
    ],
)
def test_days_are_read_as_people_write_them(value, expected):
    assert cell("数据日期", value, "known_by") == expected


@pytest.mark.parametrize(
    "heading, value, expected",
    [
        ("营业收入(万元)", "1,200", Decimal("1200.00")),
        ("营业收入(万元)", 1200, Decimal("1200.00")),
        ("营业收入（亿元）", "1.23", Decimal("12300.00")),
        ("营业收入/亿元", 0.1, Decimal("1000.00")),
        ("营业收入", "1,200万元", Decimal("1200.00")),
        ("营业收入", "１，２００万元", Decimal("1200.00")),
        ("营业收入", "1.5亿", Decimal("15000.00")),
        ("营业收入(元)", "12000000", Decimal("1200.00")),
        ("营业收入(千元)", "12", Decimal("1.20")),
        ("营业收入(万元)", "1200元", Decimal("0.12")),
        ("营业收入(万元)", "1200.005", Decimal("1200.00")),  # with a warning
        ("营业收入", "1200", "unit_missing"),
        ("营业收入(万元)", "12%", "unit_odd"),
        ("营业收入(万元)", "1,2", "number_odd"),
        ("营业收入(万元)", "约1200", "number_odd"),
        ("营业收入(万元)", "-5", "number_negative"),
        ("营业收入(万元)", "1e30", "unit_odd"),
        ("营业收入(亿元)", "99999999999999", "number_too_large"),
        ("增加值(万元)", "-5", Decimal("-5.00")),
    ],
)
def test_amounts_are_converted_exactly(heading, value, expected):
    content = xlsx_of(("企业名称", "信用代码", "年份", heading), ("甲", CRYSTAL, "2025年", value))
    rows, problems = read(content, name="a.xlsx")
    assert (rows[0].facts[0][2] if rows else problems[0][3]) == expected


def test_what_is_rounded_is_said_and_taken():
    rows, problems = read(csv_of(f"企业名称,信用代码,2025年营业收入(万元)\n甲,{CRYSTAL},0.125"))
    assert rows[0].facts == ((2025, "revenue", Decimal("0.12")),)
    assert problems == [(2, "2025年营业收入(万元)", "0.125", "value_rounded")]


@pytest.mark.parametrize(
    "value, expected",
    [
        (CRYSTAL, CRYSTAL),
        (f" {CRYSTAL.lower()} ", CRYSTAL),
        (CRYSTAL.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}), CRYSTAL),
        (f"'{CRYSTAL}", CRYSTAL),
        (CRYSTAL[:-1], "credit_code_length"),
        (CRYSTAL[:-1] + ("1" if CRYSTAL[-1] != "1" else "2"), "credit_code_wrong"),
        ("9.13101E+17", "digits_lost"),
        (913101170000000000, "digits_lost"),
        ("", "identifier_missing"),
        ("#N/A ", "cell_error"),
    ],
)
def test_a_credit_code_is_checked_by_its_digit(value, expected):
    content = xlsx_of(("企业名称", "信用代码"), ("甲", value))
    rows, problems = read(content, name="a.xlsx")
    assert (rows[0].identifier if rows else problems[0][3]) == expected


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18))
@example(CRYSTAL)
@example("A" + CRYSTAL[1:])
@example("91110000600037341L")
def test_the_fast_check_digit_says_what_the_library_says(code):
    for one in (code, "91310117" + code[8:], uscc_of("91310117" + code[8:17])):
        assert fits_check_digit(one) == uscc.is_valid(one)


def uscc_of(stem: str) -> str:
    """The stem with a check digit, where its signs allow one."""
    try:
        return stem + uscc.calc_check_digit(stem)
    except ValueError:
        return stem + "0"


def test_a_firm_without_a_credit_code_has_another_scheme_and_identifier():
    rows, problems = read(csv_of("""
        企业名称,信用代码,标识类型,标识,股票代码
        甲,,股票代码,688126.SH,
        乙,,,,300236.SZ
        丙,,,12345,
        丁,,别的,1,
    """))  # fmt: skip
    assert [row.key for row in rows] == [("stock_code", "688126.SH"), ("stock_code", "300236.SZ")]
    assert [problem[3] for problem in problems] == ["scheme_missing", "choice_odd"]


def test_a_row_that_repeats_a_firm_names_the_first_row():
    content = csv_of(f"企业名称,信用代码\n甲,{CRYSTAL}\n乙,{WAFER}\n甲,{CRYSTAL.lower()}")
    rows, problems = read(content)
    assert [row.name for row in rows] == ["甲", "乙"]
    assert problems == [(4, "", "", "row_repeated")]


def test_nul_and_odd_cells_are_named_by_row_and_column():
    content = (
        f"企业名称,信用代码,行业代码,所属街镇,经度\n甲\0乙,{CRYSTAL},9999,别处,121.2\n".encode()
    )
    assert {(column, code) for _, column, _, code in read(content)[1]} == {
        ("企业名称", "character_unreadable"),
        ("行业代码", "industry_unknown"),
        ("所属街镇", "division_unknown"),
        ("经度", "point_odd"),
    }


def test_cells_beyond_the_header_of_a_csv_are_a_problem():
    _, problems = read(csv_of(f"企业名称,信用代码\n甲,{CRYSTAL},某路 1 号"))
    assert problems == [(2, "", "", "cells_beyond_header")]


def test_empty_cells_are_not_stated_and_never_zero():
    rows, _ = read(csv_of(f"企业名称,信用代码,地址,2025年从业人员\n甲,{CRYSTAL},,"))
    assert (rows[0].address, rows[0].facts, rows[0].makes) == (None, (), ())


# --- links and organisations ------------------------------------------------------------------


def test_firms_of_links_are_found_by_code_and_by_a_name_that_only_one_firm_has():
    content = csv_of(f"""
        供应商,供应商信用代码,采购商,产品,年采购额(万元),终止日期
        ,{WAFER},林氏晶圆有限公司,晶体,"1,200",2025-12-31
        同名有限公司,,林氏晶圆有限公司,晶体,1,
        没有的公司,,林氏晶圆有限公司,晶体,1,
        ,{SENSOR},林氏晶圆有限公司,晶体,1,
        林氏晶圆有限公司,,林氏晶圆有限公司,晶体,1,
        ,,林氏晶圆有限公司,晶体,1,
    """)
    rows, problems = read(content, "links")
    assert [(row.supplier[1], row.buyer[1]) for row in rows] == [(WAFER, CRYSTAL)]
    assert (rows[0].valid_to, rows[0].evidence) == (date(2026, 1, 1), "declared")
    assert [(row, column, code) for row, column, _, code in problems] == [
        (3, "供应商", "firm_ambiguous"),
        (4, "供应商", "firm_unknown"),
        (5, "供应商信用代码", "firm_unknown"),
        (6, "采购商", "firms_same"),
        (7, "供应商", "firm_missing"),
    ]


def test_inferred_links_are_not_taken_from_tables():
    content = csv_of("供应商,采购商,依据\n松江晶体材料有限公司,林氏晶圆有限公司,推断")
    assert [problem[3] for problem in read(content, "links")[1]] == ["inferred_not_taken"]


def test_organisations_find_their_superior_in_the_table_and_in_the_register():
    content = csv_of("""
        组织名称,组织类型,上级组织,正式党员数,统计日期
        甲公司党支部,党支部,甲集团党委,5,2025-12-31
        甲集团党委,党委,新桥镇党委,,
        乙党支部,党支部,双名党委,,
        丙党支部,党支部,没有的党委,,
        丁党支部,小组,,3,
    """)
    rows, problems = read(content, "organisations")
    assert [(row.key, row.type, row.superior_key, row.formal_members) for row in rows] == [
        ("甲公司党支部", "branch", "甲集团党委", 5),
        ("甲集团党委", "primary_committee", "ORG-1", None),
    ]
    assert [(row, code) for row, _, _, code in problems] == [
        (4, "organisation_ambiguous"),
        (5, "organisation_unknown"),
        (6, "choice_odd"),
        (6, "count_day_missing"),
    ]


# --- words --------------------------------------------------------------------------------------


def test_every_problem_has_a_sentence_and_every_kind_a_format():
    from jilian.intake.rules import SENTENCES, short_words

    assert set(CATALOGUE) == set(TableKind.values)
    for code in SENTENCES:
        assert str(short_words(code)) != code
    assert "18" in sentence("credit_code_length", {"length": 17})
