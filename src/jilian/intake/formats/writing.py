"""Templates of tables: the headings, one marked example, and a sheet that explains the columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from jilian.base.sheets import as_file
from jilian.intake.formats.columns import Column, TableFormat

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_SHEET_NAME = 31
NARROW, WIDE, PER_SIGN = 14, 44, 2


def blank_csv(format_: TableFormat[Any], *, in_chinese: bool) -> bytes:
    """Return an empty table of a kind with one example row, which is passed over when read."""
    columns = format_.usual_columns
    headings = [_heading(one, in_chinese) for one in columns]
    examples = [_example(one, in_chinese) for one in columns]
    return as_file("csv", "", [headings, examples])


def blank_xlsx(format_: TableFormat[Any], *, in_chinese: bool) -> bytes:
    """Return the same as a workbook, with a second sheet that explains every column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = str(format_.kind.label)[:LONGEST_SHEET_NAME]
    columns = format_.usual_columns
    sheet.append([_heading(one, in_chinese) for one in columns])
    sheet.append([_example(one, in_chinese) for one in columns])
    _dress(sheet, columns, in_chinese)
    notes = book.create_sheet(_("What the columns hold"))
    notes.append([_("Column"), _("Needed"), _("What stands in it")])
    for one in format_.columns:
        notes.append([_heading(one, in_chinese), _("yes") if one.needed else "", str(one.help)])
    for letter, width in zip("ABC", (WIDE, NARROW, 2 * WIDE), strict=True):
        notes.column_dimensions[letter].width = width
    for cell in notes[1]:
        cell.font = Font(bold=True)
    written = io.BytesIO()
    save_workbook(book, written)
    return written.getvalue()


def _heading(column: Column, in_chinese: bool) -> str:
    return column.names[0] if in_chinese else column.name_en


def _example(column: Column, in_chinese: bool) -> str:
    return column.example if in_chinese else column.example_en


def _dress(sheet: Worksheet, columns: Sequence[Column], in_chinese: bool) -> None:
    """Bold headings that stay in sight, an example set apart, and text cells for codes."""
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        width = PER_SIGN * len(_heading(column, in_chinese)) + 4
        sheet.column_dimensions[letter].width = max(NARROW, min(WIDE, width))
        sheet.column_dimensions[letter].number_format = "@"
        sheet.cell(1, at).font = Font(bold=True)
        sheet.cell(1, at).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(2, at).font = Font(italic=True, color="808080")
        for row in (1, 2):
            sheet.cell(row, at).number_format = "@"
