"""Reading XLSX with calamine, after the guard has looked at it."""

from __future__ import annotations

import io

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from jilian.intake.formats.sheets import Sheet
from jilian.intake.formats.xlsx_guard import check_workbook
from jilian.intake.rules import TableRefusal

MOST_CELLS = 16_000_000


def read_xlsx(content: bytes, *, limit_mb: int, most_rows: int) -> list[Sheet]:
    """Return all sheets of a workbook in their order."""
    check_workbook(content, limit_mb, most_rows)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [
            meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet
        ]
        return [_sheet(workbook.get_sheet_by_name(name)) for name in names]
    except PasswordError as locked:
        raise TableRefusal("old_workbook") from locked
    except (CalamineError, ValueError, OSError) as broken:
        raise TableRefusal("file_damaged") from broken


def _sheet(read: CalamineSheet) -> Sheet:
    if read.total_height * read.total_width > MOST_CELLS:
        most = MOST_CELLS // max(1, read.total_width)
        raise TableRefusal("too_many_rows", rows=f"{read.total_height:,}", most=f"{most:,}")
    return Sheet(
        rows=read.to_python(skip_empty_area=False),
        name=read.name,
        merged=tuple(read.merged_cell_ranges or ()),
        how={"format": "XLSX", "sheet": read.name},
    )
