"""Reading workbooks (XLSX, XLS, ODS) with calamine, after their guards have looked at them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from jilian.base.reading.limits import check_extent
from jilian.base.reading.ods_guard import check_ods
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Cells, Sheet
from jilian.base.reading.xls_guard import check_xls
from jilian.base.reading.xlsx_guard import check_workbook, formulas_without_result


def read_xlsx(content: bytes, limit_mb: int) -> list[Sheet]:
    """Return all sheets of an XLSX workbook in their order."""
    has_formulas = check_workbook(content, limit_mb)
    unsaved: Mapping[str, Cells] = formulas_without_result(content) if has_formulas else {}
    sheets = _sheets(content, "XLSX")
    return [replace(one, unsaved=unsaved.get(one.name, frozenset())) for one in sheets]


def read_xls(content: bytes, limit_mb: int) -> list[Sheet]:
    """Return all sheets of an XLS workbook in their order; nothing in it is packed."""
    check_xls(content)
    return _sheets(content, "XLS")


def read_ods(content: bytes, limit_mb: int) -> list[Sheet]:
    """Return all sheets of an ODS workbook in their order."""
    seen = {one.name: one for one in check_ods(content, limit_mb)}
    return [
        replace(
            sheet,
            merged=tuple(seen[sheet.name].merged),
            unsaved=frozenset(seen[sheet.name].unsaved),
        )
        if sheet.name in seen
        else sheet
        for sheet in _sheets(content, "ODS")
    ]


def _sheets(content: bytes, words: str) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [
            meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet
        ]
        return [_sheet(workbook.get_sheet_by_name(name), words) for name in names]
    except PasswordError as locked:
        raise TableRefusal("workbook_locked") from locked
    except (CalamineError, ValueError, OSError) as broken:
        raise TableRefusal("file_damaged") from broken


def _sheet(read: CalamineSheet, words: str) -> Sheet:
    check_extent(read.total_height, read.total_width)
    return Sheet(
        rows=read.to_python(skip_empty_area=False),
        name=read.name,
        merged=tuple(read.merged_cell_ranges or ()),
        how={"format": words, "sheet": read.name},
    )
