"""Lists as files: CSV for programs and people, XLSX for office work; no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A cell that begins so is taken for a formula by office programs (OWASP, "CSV Injection").
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | date | None
Line = Sequence[Cell]
WIDEST = 60
LONGEST_CELL = 32_000  # an XLSX cell holds 32,767 characters
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def plain_text(words: str) -> str:
    """The words without control characters, which no XLSX file can hold, and not too long."""
    return _CONTROL.sub("\N{SYMBOL FOR NULL}", words)[:LONGEST_CELL]


def safe_cell(value: object) -> Cell:
    """Numbers and days as they are; text with an apostrophe where it would run as a formula."""
    if value is None or isinstance(value, int | float | date):
        return value
    words = str(value)
    return f"'{words}" if words.startswith(FORMULA_MARKS) else words


def as_file(kind: str, title: str, lines: Sequence[Sequence[object]]) -> bytes:
    """The lines, the head first, as CSV (UTF-8 with its mark, for office programs) or XLSX."""
    safe = [tuple(safe_cell(cell) for cell in line) for line in lines]
    return _as_csv(safe) if kind == "csv" else _as_xlsx(title, safe)


def csv_chunks(lines: Iterable[Sequence[object]], each: int = 500) -> Iterator[bytes]:
    """The same CSV piece by piece, for lists too long to hold at once."""
    yield b"\xef\xbb\xbf"
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for number, line in enumerate(lines, start=1):
        writer.writerow([safe_cell(cell) for cell in line])
        if number % each == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _as_csv(lines: Sequence[Line]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _as_xlsx(title: str, lines: Sequence[Line]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for column, cells in enumerate(zip(*lines[:200], strict=True), start=1):
        longest = max(len(str(cell or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, 4 + 1.6 * longest)
    for line in lines:
        sheet.append([plain_text(cell) if isinstance(cell, str) else cell for cell in line])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
