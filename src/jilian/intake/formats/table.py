"""Opening a table: from bytes to a header and rows, refusing in words what cannot be one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic

from jilian.intake.formats.columns import RowT, TableFormat
from jilian.intake.formats.csv_file import read_csv
from jilian.intake.formats.header import Finder, Header, check_persons
from jilian.intake.formats.lines import Findings, is_passed_over, lines
from jilian.intake.formats.sheets import Sheet
from jilian.intake.formats.xlsx_file import read_xlsx
from jilian.intake.rules import TableRefusal, reveals_person
from jilian.intake.rules.persons import RESIDENT_LENGTH

if TYPE_CHECKING:
    from jilian.intake.queries import Register

MB = 2**20
MOST_ROWS = 500_000
CSV_ENDINGS = (".csv", ".tsv", ".txt")
OTHER_MARKS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
)


@dataclass(frozen=True)
class Table(Generic[RowT]):
    """A sheet with its header found, ready to be read as one kind of row."""

    format: TableFormat[RowT]
    sheet: Sheet
    header: Header

    @property
    def how(self) -> dict[str, object]:
        """How the table was read, in plain values, so that a page can say it."""
        return {
            **self.sheet.how,
            "header_row": self.header.last + 1,
            "columns": [one.heading for one in self.header.found],
            "left_out": list(self.header.left_out),
        }

    @property
    def row_count(self) -> int:
        """Rows beneath the header that are neither blank nor marked examples."""
        beneath = self.sheet.rows[self.header.last + 1 :]
        return sum(not is_passed_over(row) for row in beneath)

    def rows(self, register: Register, day: date, findings: Findings) -> Iterator[RowT]:
        """Yield the rows that can be taken; what is wrong with the others goes to ``findings``."""
        beneath = lines(self.sheet, self.header, findings, day)
        seen: dict[Hashable, int] = {}
        for line, row in self.format.rows(beneath, register):
            identity = self.format.identity(row)
            if identity in seen:
                line.refuse("", "row_repeated", row=seen[identity])
            else:
                seen[identity] = line.number
                yield row


def open_table(
    format_: TableFormat[RowT], file_name: str, content: bytes, *, limit_mb: int, sheet: str = ""
) -> Table[RowT]:
    """Return the table in a file; raises TableRefusal for whatever cannot be taken whole."""
    check_size(len(content), limit_mb)
    if not content.strip():
        raise TableRefusal("file_empty")
    finder = Finder(format_)
    sheets = _sheets(finder, file_name, content, limit_mb)
    check_persons(sheets)
    chosen = _chosen(sheets, sheet)
    if not any(any(cell != "" for cell in row) for row in chosen.rows):
        raise TableRefusal("file_empty")
    header = finder.find(chosen)
    table = Table(format_, chosen, header)
    _check_rows(table, sheets)
    return table


def check_size(size: int, limit_mb: int) -> None:
    """Refuse a file over the limit; an entrance asks before it reads the file into memory."""
    if size > limit_mb * MB:
        raise TableRefusal("file_too_large", size=f"{size / MB:,.1f}", most=limit_mb)


def _sheets(finder: Finder, file_name: str, content: bytes, limit_mb: int) -> list[Sheet]:
    ending = file_name[file_name.rfind(".") :].lower()
    if ending == ".xls":
        raise TableRefusal("old_workbook")
    if ending == ".xlsx":
        if not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise TableRefusal("content_odd", name=file_name)
        return read_xlsx(content, limit_mb=limit_mb, most_rows=MOST_ROWS)
    if ending in CSV_ENDINGS:
        if content.startswith(OTHER_MARKS) and content[:3] != b"\xef\xbb\xbf":
            raise TableRefusal("content_odd", name=file_name)
        return [read_csv(content, finder.score)]
    raise TableRefusal("extension_odd", name=file_name)


def _chosen(sheets: Sequence[Sheet], name: str) -> Sheet:
    if not sheets:
        raise TableRefusal("file_empty")
    if not name:
        return sheets[0]
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise TableRefusal("sheet_unknown", name=name, names=[one.name for one in sheets])


def _check_rows(table: Table[Any], sheets: Sequence[Sheet]) -> None:
    count = table.row_count
    if count > MOST_ROWS:
        raise TableRefusal("too_many_rows", rows=f"{count:,}", most=f"{MOST_ROWS:,}")
    if not count:
        raise TableRefusal("rows_missing")
    headings = {one.at: one.heading for one in table.header.found}
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, str) and len(cell) >= RESIDENT_LENGTH and reveals_person(cell):
                    column = headings.get(at, "") if sheet is table.sheet else ""
                    raise TableRefusal("person_value", row=number, column=column or str(at + 1))
