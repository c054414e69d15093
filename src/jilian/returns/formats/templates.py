"""Excel templates: what to fill in, and on a locked sheet what stood there before."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from jilian.base.sheets import plain_text, safe_cell
from jilian.returns.formats.numbers import plain_number
from jilian.returns.rules.findings import Key, Values
from jilian.returns.rules.forms import Form, Item
from jilian.returns.rules.tables import Compared
from jilian.returns.rules.words import Column

FILLED, COMPARED, ABOUT = "填报", "对照（只读）", "填表说明"
WORDS = {Column.MONTH: "本月", Column.CUMULATIVE: "本年累计", Column.AS_OF: "期末"}
LAST, YEAR = "上月", "上年同期"
BOLD, UNLOCKED = Font(bold=True), Protection(locked=False)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
WIDE, NARROW = 30, 14


@dataclass(frozen=True)
class Occasion:
    """What a template is for."""

    form: Form
    unit: str
    month: date
    is_joint: bool
    due: str

    @property
    def months(self) -> str:
        """The months it covers, in Chinese."""
        first = "1—" if self.is_joint else ""
        return f"{self.month.year}年{first}{self.month.month}月"


def unit_template(occasion: Occasion, values: Values, last: Values, year: Values) -> bytes:
    """The return of a unit as a workbook: a row an item; last month and last year are locked."""
    book = Workbook()
    sheet = _first_sheet(book, occasion)
    sheet.append(["项目", "计量单位", *(WORDS[one] for one in WORDS), "说明"])
    _embolden(sheet, 3)
    for item in occasion.form.items:
        cells = [_number(values.get((item.key, one))) if one in item.columns else None
                 for one in WORDS]  # fmt: skip
        sheet.append([item.zh, item.unit, *cells, None])
        for place, column in enumerate(WORDS, start=3):
            if column in item.columns:
                sheet.cell(sheet.max_row, place).protection = UNLOCKED
        sheet.cell(sheet.max_row, 3 + len(WORDS)).protection = UNLOCKED
    sheet.protection.sheet = True
    _widen(sheet, [WIDE, NARROW, NARROW, NARROW, NARROW, WIDE])
    _unit_compared(book, occasion.form, last, year)
    _about(book, occasion)
    return _saved(book)


def _unit_compared(book: Workbook, form: Form, last: Values, year: Values) -> None:
    sheet = book.create_sheet(COMPARED)
    columns = [(of, one) for of in (LAST, YEAR) for one in WORDS]
    sheet.append(["对照项", "计量单位", *(f"{of}·{WORDS[one]}" for of, one in columns)])
    _embolden(sheet, 1)
    for item in form.items:
        tables = {LAST: last, YEAR: year}
        cells = [_number(tables[of].get((item.key, one))) for of, one in columns]
        sheet.append([item.zh, item.unit, *cells])
    sheet.protection.sheet = True
    _widen(sheet, [WIDE, *[NARROW] * 7])


def firm_template(
    occasion: Occasion, compared: Compared, rows: Sequence[tuple[str, str, Values, str]] = ()
) -> bytes:
    """The table of firms: heads of two lines, a row a firm on the list; the rest is locked.

    ``rows`` are (code, name, values, note) where something is filled in already; without them the
    firms on the list stand there with empty cells.
    """
    items = occasion.form.of_firms()
    book = Workbook()
    sheet = _first_sheet(book, occasion)
    _two_lines(sheet, items)
    filled = rows or [(code, name, {}, "") for code, name in compared.names.items()]
    for code, name, values, note in filled:
        cells = [_number(values.get((item.key, one))) for item in items for one in item.columns]
        sheet.append([code, _words(name), *cells, _words(note) or None])
    _widen(sheet, [22, WIDE, *[NARROW] * sum(len(item.columns) for item in items), WIDE])
    sheet.freeze_panes = "C5"
    _firm_compared(book, items, compared)
    _about(book, occasion)
    return _saved(book)


def _two_lines(sheet: Worksheet, items: Sequence[Item]) -> None:
    upper: list[str | None] = ["统一社会信用代码", "企业名称"]
    lower: list[str | None] = [None, None]
    for item in items:
        upper += [f"{item.zh}（{item.unit}）", *[None] * (len(item.columns) - 1)]
        lower += [WORDS[one] for one in item.columns]
    sheet.append([*upper, "说明"])
    sheet.append([*lower, None])
    _embolden(sheet, 3)
    _embolden(sheet, 4)
    place = 3
    for item in items:
        if len(item.columns) > 1:
            sheet.merge_cells(
                start_row=3, end_row=3, start_column=place, end_column=place + len(item.columns) - 1
            )
        place += len(item.columns)
    for column in (1, 2, place):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)


def _firm_compared(book: Workbook, items: Sequence[Item], compared: Compared) -> None:
    sheet = book.create_sheet(COMPARED)
    cells: list[tuple[str, Item, Column]] = [
        (of, item, one) for of in (LAST, YEAR) for item in items for one in item.columns
    ]
    heads = [f"{item.zh}（{item.unit}）·{of}·{WORDS[one]}" for of, item, one in cells]
    sheet.append(["统一社会信用代码", "企业名称", *heads])
    _embolden(sheet, 1)
    for code, name in compared.names.items():
        tables = {LAST: compared.last.get(code, {}), YEAR: compared.year.get(code, {})}
        row = [_number(tables[of].get((item.key, one))) for of, item, one in cells]
        sheet.append([code, _words(name), *row])
    sheet.protection.sheet = True
    sheet.freeze_panes = "C2"
    _widen(sheet, [22, WIDE, *[NARROW] * len(cells)])


def _first_sheet(book: Workbook, occasion: Occasion) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = FILLED
    sheet.append([f"{occasion.form.zh} {_words(occasion.unit)} {occasion.months}"])
    sheet.append([f"{occasion.due}前报送；没有数的格留空，零才填0；单位以表头为准"])
    sheet["A1"].font = BOLD
    return sheet


def _about(book: Workbook, occasion: Occasion) -> None:
    sheet = book.create_sheet(ABOUT)
    lines = (
        f"用途：{occasion.form.purpose_zh}",
        f"依据：{occasion.form.source_zh}",
        f"表式：{occasion.form.key}，版本{occasion.form.version}",
        "累计＝上月累计＋本月（1月和2月合并报送时本月即累计）",
        "比上月增减超过50%、与上月完全相同、上期有数本期为零的，须在“说明”栏写明原因",
        "本表不填写个人姓名、身份证号和电话号码",
    )
    for line in lines:
        sheet.append([line])
    sheet.protection.sheet = True
    _widen(sheet, [100])


def _number(value: Decimal | None) -> int | float | None:
    return plain_number(value)


def _words(text: str) -> str:
    cell = safe_cell(text)
    return plain_text(cell) if isinstance(cell, str) else ""


def _embolden(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font, cell.alignment = BOLD, MIDDLE


def _widen(sheet: Worksheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def key_words(form: Form) -> dict[Key | str, str]:
    """What the head of each column of the firms' table is called in the template."""
    found: dict[Key | str, str] = {"code": "统一社会信用代码", "name": "企业名称", "note": "说明"}
    for item in form.of_firms():
        for one in item.columns:
            found[item.key, one.value] = f"{item.zh}（{item.unit}）·{WORDS[one]}"
    return found
