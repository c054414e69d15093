"""The table that was sent, with the cells at fault marked: a workbook to mend and send again.

Whatever came in, XLSX goes out: rows as they were, cells at fault coloured with a comment, and two
last columns that say where the row stood and what is wrong. Those two are left out when the mended
file is read. No cell runs as a formula.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from jilian.base.reading.sheets import Cell, Row
from jilian.base.sheets import plain_text, safe_cell
from jilian.intake.formats.table import Table

MOST_CELLS = 400_000  # written with colours and comments, in some seconds and 200 MB
LONGEST_COMMENT = 1_000
WRONG = PatternFill("solid", fgColor="FFD9D0")
WARNED = PatternFill("solid", fgColor="FFF2CC")
HEAD = Font(bold=True)
WIDE = 60


class Marked(Protocol):
    """A problem as it is kept."""

    row: int
    column: str
    is_warning: bool

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""


@dataclass(frozen=True)
class MarkedFile:
    """The workbook, and whether good rows had to be left out to keep it small."""

    content: bytes
    rows: int
    is_cut: bool


def marked_workbook(
    table: Table[object], problems: Iterable[Marked], *, only_bad: bool
) -> MarkedFile:
    """Return the rows of a table with their problems marked; good ones only if they fit.

    A table of more than 400,000 cells is written without its good rows, and says so on a second
    sheet.
    """
    by_row: defaultdict[int, list[Marked]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    last, rows = table.header.last, table.sheet.rows
    width = max((len(row) for row in rows[: last + 1]), default=0)
    most = MOST_CELLS // (width + 2)
    is_cut = not only_bad and len(rows) > most
    wanted = sorted(row for row in by_row if row > last + 1)
    numbers: Iterable[int] = wanted[:most] if only_bad or is_cut else range(last + 2, len(rows) + 1)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet((table.sheet.name or str(table.format.kind.label))[:31])
    written = _Writing(sheet, table, by_row, width)
    written.heads(rows[: last + 1])
    count = written.beneath(rows, numbers)
    _say(book, by_row.get(0, ()), is_cut)
    content = io.BytesIO()
    book.save(content)
    return MarkedFile(content.getvalue(), count, is_cut)


class _Writing:
    """Writes rows with their marks."""

    def __init__(
        self,
        sheet: Any,
        table: Table[object],
        by_row: Mapping[int, Sequence[Marked]],
        width: int,
    ) -> None:
        self.sheet = sheet
        self.width = width
        self.by_row = by_row
        self.last = table.header.last
        self.places = {one.heading: one.at for one in table.header.found}
        sheet.freeze_panes = f"A{self.last + 2}"
        sheet.column_dimensions[get_column_letter(width + 2)].width = WIDE

    def heads(self, rows: Sequence[Row]) -> None:
        """The rows down to the header, which gains the two columns."""
        for number, row in enumerate(rows):
            said = ("", "") if number < self.last else (_("Row in the table"), _("What is wrong"))
            self.sheet.append([self._cell(cell, HEAD) for cell in (*self._full(row), *said)])

    def beneath(self, rows: Sequence[Row], numbers: Iterable[int]) -> int:
        """The rows with these numbers; returns how many."""
        count = 0
        for number in numbers:
            found = self.by_row.get(number, ())
            said = " ".join(dict.fromkeys(_told(one) for one in found))
            cells = [self._cell(cell) for cell in (*self._full(rows[number - 1]), number, said)]
            self._mark(cells, found)
            self.sheet.append(cells)
            count += 1
        return count

    def _mark(self, cells: Sequence[Any], found: Sequence[Marked]) -> None:
        told: defaultdict[int, list[Marked]] = defaultdict(list)
        for one in found:
            told[self.places.get(one.column, self.width + 1)].append(one)
        for at, ones in told.items():
            cells[at].fill = WARNED if all(one.is_warning for one in ones) else WRONG
            if at < self.width:
                words = "\n".join(one.sentence for one in ones)[:LONGEST_COMMENT]
                cells[at].comment = Comment(plain_text(words), "Jilian", width=320, height=120)

    def _full(self, row: Row) -> list[Cell]:
        return [*row[: self.width], *([""] * (self.width - len(row)))]

    def _cell(self, value: Cell, font: Font | None = None) -> Any:
        written = WriteOnlyCell(self.sheet, value=_writable(value))
        if font is not None:
            written.font = font
        return written


def _writable(value: Cell) -> Any:
    if isinstance(value, timedelta):
        return str(value)
    return safe_cell(plain_text(value)) if isinstance(value, str) else value


def _told(problem: Marked) -> str:
    return f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence


def _say(book: Workbook, whole: Iterable[Marked], is_cut: bool) -> None:
    """A second sheet for what concerns the whole table, where there is anything to say."""
    lines = list(_notes(whole, is_cut))
    if not lines:
        return
    sheet = book.create_sheet(_("Notes"))
    sheet.column_dimensions["A"].width = 2 * WIDE
    for line in lines:
        sheet.append([safe_cell(plain_text(line))])


def _notes(whole: Iterable[Marked], is_cut: bool) -> Iterator[str]:
    if is_cut:
        yield _("Only the rows with problems: with its good rows the table is too large to mark.")
    for problem in whole:
        yield problem.sentence
