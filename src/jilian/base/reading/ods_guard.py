"""What an ODS workbook must not be; and what calamine does not say of it: merged cells, formulas.

A cell or row may stand for a million equal ones in a few letters, so what it unpacks to is counted
here before it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from jilian.base.reading.archives import part_in_pieces, walk_archive
from jilian.base.reading.limits import MOST_CELLS, check_extent, check_sheets
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Range

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
CELLS = ("table:table-cell", "table:covered-table-cell")


@dataclass
class OdsSheet:
    """How far a sheet reaches, its merged cells, and its formulas without a result."""

    name: str
    rows: int = 0
    columns: int = 0
    merged: list[Range] = field(default_factory=list)
    unsaved: set[tuple[int, int]] = field(default_factory=set)


def check_ods(content: bytes, limit_mb: int) -> list[OdsSheet]:
    """Refuse a workbook that must not be opened; return what its sheets are like."""
    reading = _Reading()
    for name, piece in walk_archive(content, limit_mb, CONTENT):
        if name == MANIFEST and b"encryption-data" in piece:
            raise TableRefusal("workbook_locked")
    try:
        for piece in part_in_pieces(content, CONTENT):
            reading.parser.Parse(piece, False)
        reading.parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise TableRefusal("file_damaged") from broken
    cells = sum(sheet.rows * sheet.columns for sheet in reading.sheets)
    if cells > MOST_CELLS:
        raise TableRefusal("too_many_cells", cells=f"{cells:,}", most=f"{MOST_CELLS:,}")
    return reading.sheets


class _Reading:
    """Walks content.xml: rows and cells with how often each stands for another."""

    def __init__(self) -> None:
        self.sheets: list[OdsSheet] = []
        self.row = self.column = 0
        self.row_repeats = self.cell_repeats = 1
        self.cell: tuple[int, int] | None = None
        self.waits_for_result = False
        self.widest = 0  # of the row, up to the last cell with something in it
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, said: dict[str, str]) -> None:
        if name in CELLS and self.sheets:
            self._cell(said, is_covered=name != CELLS[0])
        elif name == "text:p":
            self._filled()
        elif name == "table:table-row" and self.sheets:
            self.column, self.widest = 0, 0
            self.row_repeats = _count(said.get("table:number-rows-repeated"))
        elif name == "table:table":
            self.sheets.append(OdsSheet(said.get("table:name", "")))
            self.row = 0
            check_sheets(len(self.sheets))

    def _cell(self, said: dict[str, str], *, is_covered: bool) -> None:
        sheet, at = self.sheets[-1], (self.row, self.column)
        self.cell, self.cell_repeats = at, _count(said.get("table:number-columns-repeated"))
        has_result = "office:value-type" in said
        self.waits_for_result = "table:formula" in said and not has_result
        if self.waits_for_result:
            sheet.unsaved.add(at)
        if has_result and said.get("office:value-type") != "string":
            self._filled()
        down = _count(said.get("table:number-rows-spanned"))
        across = _count(said.get("table:number-columns-spanned"))
        if not is_covered and (down > 1 or across > 1):
            sheet.merged.append((at, (at[0] + down - 1, at[1] + across - 1)))
        self.column += self.cell_repeats

    def _filled(self) -> None:
        if self.cell is None or not self.sheets:
            return
        self.widest = max(self.widest, self.cell[1] + self.cell_repeats)
        if self.waits_for_result:
            self.sheets[-1].unsaved.discard(self.cell)

    def _end(self, name: str) -> None:
        if name in CELLS:
            self.cell = None
        elif name == "table:table-row" and self.sheets:
            sheet = self.sheets[-1]
            if self.widest:
                sheet.rows = self.row + self.row_repeats
                sheet.columns = max(sheet.columns, self.widest)
                check_extent(sheet.rows, sheet.columns)
            self.row += self.row_repeats


def _count(word: str | None) -> int:
    return max(1, int(word)) if word and word.isdecimal() else 1
