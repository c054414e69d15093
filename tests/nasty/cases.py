"""Nasty files, each with what must be said of it: row, column and code, or why it is refused whole.

``good`` is how many of its rows come into the register where only the good ones are applied;
``against`` is how they compare with a register that has three firms: new, changed, same,
conflicting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nasty.making import (
    CRYSTAL,
    FIRMS,
    HEAD,
    ONE,
    THREE,
    TWO,
    WAFER,
    archive,
    locked,
    ods,
    parquet,
    rows,
    text,
    workbook,
    xls,
    xlsx_of,
)

WRONG = CRYSTAL[:-1] + ("0" if CRYSTAL[-1] != "0" else "1")
NAME, CODE = HEAD
YEAR_HEAD = (*HEAD, "年份", "营业收入(万元)")
Problem = tuple[int, str, str]


@dataclass(frozen=True)
class Case:
    """One file and what must be found in it."""

    name: str
    file: str
    content: Callable[[], bytes]
    refused: str = ""
    problems: tuple[Problem, ...] = ()
    good: int = 0
    kind: str = "firms"
    warnings: tuple[Problem, ...] = ()
    against: tuple[int, int, int, int] | None = None


def sound(name: str, file: str, content: Callable[[], bytes], good: int, **more: object) -> Case:
    """A file that only looks nasty."""
    return Case(name, file, content, good=good, **more)  # type: ignore[arg-type]


def refused(name: str, file: str, content: Callable[[], bytes], code: str) -> Case:
    """A file of which nothing is taken."""
    return Case(name, file, content, refused=code)


UTF16 = FIRMS.decode()
ENCODINGS = (
    sound("utf-8 with a byte order mark", "a.csv", lambda: b"\xef\xbb\xbf" + FIRMS, 3),
    sound("gb18030", "a.csv", lambda: UTF16.encode("gb18030"), 3),
    sound("a sign that only gb18030 has in four bytes", "a.csv",
          lambda: rows(("𠮷昌有限公司", CRYSTAL)).decode().encode("gb18030"), 1),
    sound("utf-16, little end first", "a.csv",
          lambda: b"\xff\xfe" + UTF16.encode("utf-16-le"), 3),
    sound("utf-16, big end first", "a.csv", lambda: b"\xfe\xff" + UTF16.encode("utf-16-be"), 3),
    sound("utf-16 without a mark", "a.txt", lambda: UTF16.encode("utf-16-le"), 3),
    refused("cut off within a sign", "a.csv", lambda: rows(("林氏", "x")) + "晶".encode()[:2],
            "file_cut_off"),
    refused("two encodings in one file", "a.csv",
            lambda: "企业名称,统一社会信用代码\n甲,1\n".encode("gb18030") + b"\xff\xff,2\n,,,\n",
            "encoding_unknown"),
    refused("random bytes", "a.csv", lambda: bytes(range(255, 0, -1)) * 9, "encoding_unknown"),
)  # fmt: skip

SIGNS = (
    (";", "semicolons"), ("\t", "tabs"), ("|", "bars"), ("^", "carets"),
    ("，", "full-width commas"),
    ("~", "tildes"),
)  # fmt: skip
SEPARATORS = (
    *(
        sound(f"cells apart by {words}", "a.csv", lambda sign=sign: rows(ONE, TWO, sign=sign), 2)
        for sign, words in SIGNS
    ),
    sound("a first line that tells the separator", "a.csv",
          lambda: b"sep=;\n" + rows(ONE, sign=";"), 1),
    sound("old line ends", "a.csv", lambda: rows(ONE, TWO).replace(b"\n", b"\r"), 2),
    refused("a quotation mark never closed", "a.csv",
            lambda: rows(ONE, ('"松江晶体', WAFER)), "quotes_broken"),
    Case("a comma in an address without quotation marks", "a.csv",
         lambda: rows((*ONE, "新桥镇", "1 号"), head=(*HEAD, "地址")),
         problems=((2, "", "cells_beyond_header"),)),
)  # fmt: skip

HEADERS = (
    sound("a title, a unit and a blank row above the header", "a.xlsx",
          lambda: xlsx_of(("二〇二五年企业名单",), (None, "单位：亿元"), (),
                          (*HEAD, "2025年营业收入"), (*ONE, 1.5), merged=("A1:C1",)), 1),
    sound("years merged over figures", "a.xlsx",
          lambda: xlsx_of((*HEAD, "2024年", None, "2025年", None),
                          (None, None, "营业收入(万元)", "从业人员", "营业收入(万元)", "从业人员"),
                          (*ONE, 1, 2, 3, 4),
                          merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1")), 1),
    sound("three rows of header", "a.xlsx",
          lambda: xlsx_of((*HEAD, "经营情况", None), (None, None, "2025年(万元)", None),
                          (None, None, "营业收入", "税收"), (*ONE, 1, 2),
                          merged=("A1:A3", "B1:B3", "C1:D1", "C2:D2")), 1),
    refused("no header at all", "a.csv", lambda: rows(ONE, head=("1", "2")), "header_missing"),
    refused("the same column twice", "a.csv",
            lambda: rows((*ONE, "甲"), head=(*HEAD, "单位名称")), "column_twice"),
    refused("a figure without a year", "a.csv",
            lambda: rows((*ONE, "1"), head=(*HEAD, "营业收入(万元)")), "column_without_year"),
    refused("a header and nothing beneath", "a.csv", lambda: rows(), "rows_missing"),
    refused("a column about persons", "a.csv", lambda: rows((*ONE, "某"), head=(*HEAD, "联系人")),
            "person_column"),
    refused("a column about persons on another sheet", "a.ods",
            lambda: ods((*HEAD, "手机号码"), (*ONE, "1")), "person_column"),
    refused("a resident identity number among notes", "a.csv",
            lambda: rows((*ONE, "11010519491231002X"), head=(*HEAD, "备注")), "person_value"),
)  # fmt: skip

MERGED = (
    sound("one town merged over three rows of XLSX", "a.xlsx",
          lambda: xlsx_of((*HEAD, "所属街镇"), (*ONE, "新桥镇"), (*TWO, None), (*THREE, None),
                          merged=("C2:C4",)), 3),
    sound("one town merged over three rows of ODS", "a.ods",
          lambda: ods((*HEAD, "所属街镇"), (*ONE, "新桥镇"), (*TWO, ""), (*THREE, ""),
                      spans={(1, 2): 3}), 3),
    Case("one amount merged over two rows", "a.xlsx",
         lambda: xlsx_of(YEAR_HEAD, (*ONE, 2025, 10), (*TWO, 2025, None), (*THREE, 2025, 3),
                         merged=("D2:D3",)),
         problems=((2, "营业收入(万元)", "merged_figure"), (3, "营业收入(万元)", "merged_figure")),
         good=1),
    Case("a note merged across all columns", "a.xlsx",
         lambda: xlsx_of(HEAD, ONE, ("以上为本月新增", None), merged=("A3:B3",)),
         problems=((3, NAME, "merged_across"),), good=1),
    Case("one firm merged over two rows", "a.xlsx",
         lambda: xlsx_of((*HEAD, "年份", "从业人员"), (*ONE, 2024, 5), (None, None, 2025, 6),
                         merged=("A2:A3", "B2:B3")),
         problems=((3, "", "row_repeated"),), good=1),
)  # fmt: skip

CELLS = (
    Case("half rows", "a.csv", lambda: rows(ONE, ("松江晶体材料有限公司",), ("", WAFER), TWO),
         problems=((3, CODE, "identifier_missing"), (4, NAME, "cell_missing")), good=2),
    Case("wrong check digits and lengths", "a.csv",
         lambda: rows(("甲", WRONG), ("乙", CRYSTAL[:-1]), TWO),
         problems=((2, CODE, "credit_code_wrong"), (3, CODE, "credit_code_length")), good=1),
    Case("a code that the spreadsheet made a number", "a.xlsx",
         lambda: xlsx_of(HEAD, ("甲", 913101170000000000), ("乙", "9.13101E+17"), TWO),
         problems=((2, CODE, "digits_lost"), (3, CODE, "digits_lost")), good=1),
    Case("duplicates within the table", "a.csv", lambda: rows(ONE, TWO, ONE, (*ONE[:1], CRYSTAL)),
         problems=((4, "", "row_repeated"), (5, "", "row_repeated")), good=2),
    sound("days as numbers, full-width digits, thousands, units in cells", "a.xlsx",
          lambda: xlsx_of((*HEAD, "数据日期", "年份", "营业收入"),
                          (*ONE, 45000, "２０２５", "1,200万元"),
                          (*TWO, date(2025, 1, 2), 2025, "１．５亿元"),
                          (*THREE, "2025年1月2日", "2025年", "900千元")), 3),
    Case("wrong types", "a.xlsx",
         lambda: xlsx_of((*YEAR_HEAD, "数据日期"), (*ONE, "去年", "很多", "昨天"),
                         (*TWO, 2025, True, 2), (*THREE, 2025, -5, "2025-02-30")),
         problems=((2, "年份", "year_odd"), (2, "营业收入(万元)", "number_odd"),
                   (2, "数据日期", "date_odd"), (3, "营业收入(万元)", "number_odd"),
                   (3, "数据日期", "date_odd"), (4, "营业收入(万元)", "number_negative"),
                   (4, "数据日期", "date_impossible"))),
    Case("errors of the spreadsheet", "a.csv", lambda: rows(ONE, ("#REF!", WAFER)),
         problems=((3, NAME, "cell_error"),), good=1),
    Case("formulas without a saved result", "a.xlsx",
         lambda: xlsx_of(YEAR_HEAD, (*ONE, 2025, "=1+1"), (*TWO, 2025, 3)),
         problems=((2, "营业收入(万元)", "formula_unsaved"),), good=1),
    sound("texts that begin like formulas", "a.csv",
          lambda: rows(("=cmd|' /C calc'!A0", CRYSTAL), ("@SUM(1+1)", WAFER)), 2),
    Case("a huge cell", "a.csv", lambda: rows(("晶" * 30_000, CRYSTAL), TWO),
         problems=((2, NAME, "text_too_long"),), good=1),
    refused("a cell of a quarter million signs", "a.csv",
            lambda: rows(("a" * 250_000, CRYSTAL), TWO), "cell_too_long"),
    Case("control signs", "a.csv", lambda: rows(("甲\0乙\x07", CRYSTAL), TWO),
         problems=((2, NAME, "character_unreadable"),), good=1),
    Case("unknown town and class, a point without its other half", "a.csv",
         lambda: rows((*ONE, "别处镇", "9999", "121.2"), (*TWO, "新桥镇", "3973", ""),
                      head=(*HEAD, "所属街镇", "行业代码", "经度")),
         problems=((2, "所属街镇", "division_unknown"), (2, "行业代码", "industry_unknown"),
                   (2, "经度", "point_odd")), good=1),
    Case("a fraction finer than a cent", "a.csv",
         lambda: rows((*ONE, "2025", "0.125"), head=YEAR_HEAD), good=1,
         warnings=((2, "营业收入(万元)", "value_rounded"),)),
    Case("a day to come", "a.csv",
         lambda: rows((*ONE, "2031-01-01"), TWO, head=(*HEAD, "数据日期")),
         problems=((2, "数据日期", "date_future"),), good=1),
    Case("an amount without a unit", "a.csv",
         lambda: rows((*ONE, "2025", "1200"), TWO, head=(*HEAD, "年份", "营收")),
         problems=((2, "营收", "unit_missing"),), good=1),
)  # fmt: skip

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FAR_ODS = (
    b'<table:table-row><table:table-cell table:number-columns-repeated="1000000"'
    b' office:value-type="float" office:value="1"/></table:table-row>'
)
FILES = (
    refused("empty", "a.csv", lambda: b"", "file_empty"),
    refused("blank", "a.csv", lambda: b" \r\n\r\n", "file_empty"),
    refused("an empty workbook", "a.xlsx", lambda: xlsx_of(), "file_empty"),
    refused("a picture called CSV", "a.csv", lambda: b"\x89PNG\r\n\x1a\n", "content_odd"),
    refused("a page of the web called XLS", "a.xls", lambda: b"<html><table></table></html>",
            "content_odd"),
    refused("a CSV file called XLSX", "a.xlsx", lambda: FIRMS, "content_odd"),
    refused("an XLSX file called XLS", "a.xls", lambda: xlsx_of(HEAD, ONE), "content_odd"),
    refused("an XLS file called XLSX", "a.xlsx", lambda: xls(HEAD, ONE), "content_odd"),
    refused("an ODS file called CSV", "a.csv", lambda: ods(HEAD, ONE), "content_odd"),
    refused("a letter", "a.docx", lambda: xlsx_of(HEAD, ONE), "extension_odd"),
    refused("an archive of tables", "a.zip", lambda: archive(xlsx_of(HEAD, ONE)), "extension_odd"),
    refused("half an XLSX file", "a.xlsx", lambda: _half(xlsx_of(HEAD, ONE)), "file_damaged"),
    refused("half an XLS file", "a.xls", lambda: _half(xls(HEAD, ONE)), "file_damaged"),
    refused("half an ODS file", "a.ods", lambda: _half(ods(HEAD, ONE)), "file_damaged"),
    refused("half a Parquet file", "a.parquet",
            lambda: _half(parquet(企业名称=["甲"], 信用代码=[CRYSTAL])), "file_damaged"),
    refused("a workbook with a password", "a.xlsx", locked, "workbook_locked"),
    refused("a zip bomb", "a.xlsx",
            lambda: workbook(SHEET + b" " * 50 * 2**20 + b"</sheetData></worksheet>"),
            "packed_too_tightly"),
    refused("a workbook within a workbook, as a bomb", "a.xlsx",
            lambda: archive(xlsx_of(HEAD, ONE), xl__media__inner=bytes(60 * 2**20)),
            "packed_too_tightly"),
    refused("an ODS cell that stands for a million", "a.ods", lambda: _far_ods(),
            "too_many_columns"),
    refused("a Parquet column that unpacks to a gigabyte", "a.parquet",
            lambda: parquet(企业名称=["晶" * 100_000] * 3_000, 信用代码=[CRYSTAL] * 3_000),
            "unpacked_too_large"),
    refused("lists in a Parquet column", "a.parquet",
            lambda: parquet(企业名称=[["甲"], ["乙"]], 信用代码=[CRYSTAL, WAFER]),
            "columns_nested"),
    refused("an entity that unfolds", "a.xlsx",
            lambda: workbook(b'<!DOCTYPE x [<!ENTITY e "ha">]>' + SHEET),
            "workbook_refers_outside"),
    refused("one far cell", "a.xlsx",
            lambda: workbook(SHEET + b'<row r="1"><c r="XFD1"/></row></sheetData></worksheet>'),
            "too_many_columns"),
    refused("one deep cell", "a.xlsx",
            lambda: workbook(SHEET + b'<row r="1048576"><c r="A1048576"/></row></sheetData>'
                             b"</worksheet>"), "too_many_rows"),
    refused("a thousand columns of CSV", "a.csv",
            lambda: rows((*ONE, *"1" * 998), head=(*HEAD, *(f"列{n}" for n in range(998)))),
            "too_many_columns"),
    refused("a thousand columns of XLSX", "a.xlsx",
            lambda: xlsx_of((*HEAD, *(f"列{n}" for n in range(998))), (*ONE, *"1" * 998)),
            "too_many_columns"),
    refused("sixty sheets", "a.xlsx",
            lambda: xlsx_of(HEAD, ONE, more=[f"表{n}" for n in range(60)]), "too_many_sheets"),
)  # fmt: skip

FORMATS = (
    sound("an old workbook", "a.xls", lambda: xls((*HEAD, "数据日期"), (*ONE, date(2025, 1, 2)),
                                                  (*TWO, "2025.1.2")), 2),
    sound("an ODS workbook with numbers", "a.ods",
          lambda: ods(YEAR_HEAD, (*ONE, 2025, 12.5), (*TWO, 2025, "1,200")), 2),
    sound("a Parquet file with gaps", "a.parquet",
          lambda: parquet(企业名称=["甲", "乙"], 信用代码=[CRYSTAL, WAFER], 年份=[2025, None],
                          从业人员=[12, None], 数据日期=[date(2025, 1, 2), None]), 2),
    Case("a Parquet file with problems", "a.parquet",
         lambda: parquet(企业名称=["甲", None], 信用代码=[WRONG, WAFER]),
         problems=((2, "信用代码", "credit_code_wrong"), (3, "企业名称", "cell_missing"))),
)  # fmt: skip

AGAINST = (
    Case("firms that the register has already", "a.csv", lambda: rows(ONE, TWO, THREE),
         against=(0, 0, 3, 0)),
    Case("a firm under the code of another one on the same day", "a.csv",
         lambda: rows((ONE[0], WAFER), THREE), against=(0, 0, 1, 1)),
    Case("a firm twice, once as the register has it", "a.csv", lambda: rows(ONE, ("林氏", CRYSTAL)),
         problems=((3, "", "row_repeated"),), against=(0, 0, 1, 0)),
    Case("a figure that the register has otherwise", "a.csv",
         lambda: rows((*ONE, "2025", "1300"), (*TWO, "2024", "7"), head=YEAR_HEAD),
         against=(0, 2, 0, 0)),
)  # fmt: skip

KINDS = (
    Case("organisations under one another", "a.csv",
         lambda: text("组织名称,上级组织", "甲党委,乙党委", "乙党委,甲党委", "丙党支部,"),
         problems=((2, "上级组织", "superior_circle"), (3, "上级组织", "superior_circle")), good=1,
         kind="organisations"),
    Case("links between strangers and with oneself", "a.csv",
         lambda: text("供应商,采购商,产品,年采购额(万元)", "无此企业,林氏晶圆有限公司,晶体,1",
                      "林氏晶圆有限公司,林氏晶圆有限公司,晶圆,1",
                      "林氏晶圆有限公司,松江晶体材料有限公司,晶圆,1"),
         problems=((2, "供应商", "firm_unknown"), (3, "采购商", "firms_same")), good=1,
         kind="links"),
    Case("titles of nobody, of two, and backwards", "a.csv",
         lambda: text("称号,级别,企业名称,载体名称,认定日期,有效期至",
                      "高新技术企业,国家级,,,2024-01-01,",
                      "高新技术企业,宇宙级,林氏晶圆有限公司,,2024-01-01,",
                      "高新技术企业,国家级,林氏晶圆有限公司,,2024-01-01,2023-01-01",
                      "高新技术企业,国家级,林氏晶圆有限公司,无此载体,2024-01-01,",
                      "高新技术企业,国家级,松江晶体材料有限公司,,2024-01-01,2026-12-31"),
         problems=((2, "企业名称", "holder_missing"), (3, "级别", "choice_odd"),
                   (4, "有效期至", "dates_reversed"), (5, "载体名称", "carrier_unknown"),
                   (5, "载体名称", "holder_twice")),
         good=1, kind="titles"),
    Case("carriers of strangers", "a.csv",
         lambda: text("载体名称,运营单位,所在街镇", "云间孵化器,无此企业,新桥镇",
                      "晶园众创,林氏晶圆有限公司,九亭镇", "晶园众创,,九亭镇"),
         problems=((2, "运营单位", "firm_unknown"), (4, "", "row_repeated")), good=1,
         kind="carriers"),
)  # fmt: skip


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _far_ods() -> bytes:
    import io
    import zipfile

    content = ods(HEAD, ONE)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        inner = source.read("content.xml")
    far = inner.replace(b"</table:table>", FAR_ODS + b"</table:table>")
    return archive(content, content_xml=far)


CASES = (*ENCODINGS, *SEPARATORS, *HEADERS, *MERGED, *CELLS, *FILES, *FORMATS, *AGAINST, *KINDS)
