"""Opening a table: from bytes to a header and rows, refusing in words what cannot be one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import local
from typing import TYPE_CHECKING, Any, Generic

from jilian.base.reading.files import sheets_of
from jilian.base.reading.limits import MB, MOST_ROWS
from jilian.base.reading.sheets import Cell, Sheet
from jilian.intake.formats.columns import RowT, Straight, TableFormat
from jilian.intake.formats.header import Finder, Header, check_persons, take_apart
from jilian.intake.formats.lines import Findings, Line, is_passed_over, lines
from jilian.intake.formats.merged import settle
from jilian.intake.formats.proposals import guessed_header, proposals
from jilian.intake.rules import Problem, TableRefusal, reveals_person
from jilian.intake.rules.persons import RESIDENT_LENGTH, may_reveal_person

if TYPE_CHECKING:
    from jilian.intake.queries import Register

PART = 10_000  # rows read at once
_open = local()
HEADER_REFUSALS = frozenset({"header_missing", "columns_missing", "column_without_year"})


@dataclass(frozen=True)
class Table(Generic[RowT]):
    """A sheet with its header found, ready to be read as one kind of row.

    ``problems`` are those of merged cells and of formulas, known before a row is read; ``filled``
    counts the cells that a merged cell above them fills.
    """

    format: TableFormat[RowT]
    sheet: Sheet
    header: Header
    problems: tuple[Problem, ...] = ()
    filled: int = 0

    @property
    def how(self) -> dict[str, object]:
        """How the table was read, in plain values, so that a page can say it."""
        return {
            **self.sheet.how,
            **_how_of(self.format, self.sheet, self.header),
            **({"filled": self.filled} if self.filled else {}),
        }

    @cached_property
    def row_count(self) -> int:
        """Rows beneath the header that are neither blank nor marked examples."""
        beneath = self.sheet.rows[self.header.last + 1 :]
        return sum(not is_passed_over(row) for row in beneath)

    def rows(self, register: Register, day: date, findings: Findings) -> Iterator[RowT]:
        """Yield the rows that can be taken; what is wrong with the others goes to ``findings``."""
        for problem in self.problems:
            findings.add(problem)
        if self.format.straight is not None and not self.problems:
            yield from self._straight_rows(self.format.straight, register, day, findings)
            return
        beneath = lines(self.sheet, self.header, findings, day)
        taken = self._told_apart(self.format.rows(beneath, register))
        if self.format.faults is None:
            yield from (row for _line, row in taken)
        else:
            yield from self._without_faults(list(taken), register, day)

    def _straight_rows(
        self, straight: Straight[RowT], register: Register, day: date, findings: Findings
    ) -> Iterator[RowT]:
        """Read parts of the table at once, and cell by cell what is odd in them."""
        rows, header = self.sheet.rows, self.header
        places = {one.column.field: one for one in header.found}
        seen: dict[Hashable, int] = {}
        for first in range(header.last + 1, len(rows), PART):
            part = rows[first : first + PART]
            read = list(straight(header, part, first + 1, day, register))
            odd = [first + at for at, row in enumerate(read) if row is None]
            if odd:
                left = lines(self.sheet, header, findings, day, odd)
                for line, row in self.format.rows(left, register):
                    read[line.number - 1 - first] = row
            for number, (cells, found) in enumerate(zip(part, read, strict=True), start=first + 1):
                if found is None:
                    continue
                identity = self.format.identity(found)
                if identity in seen:
                    line = Line(number, cells, places, findings)
                    line.refuse("", "row_repeated", row=seen[identity])
                else:
                    seen[identity] = number
                    yield found

    def _told_apart(self, rows: Iterator[tuple[Line, RowT]]) -> Iterator[tuple[Line, RowT]]:
        seen: dict[Hashable, int] = {}
        for line, row in rows:
            identity = self.format.identity(row)
            if identity in seen:
                line.refuse("", "row_repeated", row=seen[identity])
            else:
                seen[identity] = line.number
                yield line, row

    def _without_faults(
        self, taken: list[tuple[Line, RowT]], register: Register, day: date
    ) -> list[RowT]:
        """Leave out rows that together cannot be held, then those that needed them, and so on."""
        assert self.format.faults is not None
        while taken:
            faults = self.format.faults(register, [row for _, row in taken], day)
            if not faults:
                break
            for line, _row in taken:
                if line.number in faults:
                    field, code, details = faults[line.number]
                    line.refuse(field, code, **details)
            taken = [(line, row) for line, row in taken if line.number not in faults]
        return [row for _line, row in taken]


@contextmanager
def kept_open() -> Iterator[None]:
    """Let a table that is opened more than once in here be read only once."""
    _open.tables = {}
    try:
        yield
    finally:
        _open.tables = None


def open_table(
    format_: TableFormat[RowT],
    file_name: str,
    content: bytes,
    *,
    limit_mb: int,
    sheet: str = "",
    meanings: Mapping[str, str] | None = None,
) -> Table[RowT]:
    """Return the table in a file; raises TableRefusal for whatever cannot be taken whole.

    ``meanings`` says what headings mean that are not known: by the base of a heading (without year
    and unit) the field, "" for a column to leave out.
    """
    means = meanings or {}
    kept: dict[object, Table[Any]] | None = getattr(_open, "tables", None)
    key = (format_.kind, file_name, id(content), sheet, tuple(sorted(means.items())))
    if kept is not None and key in kept:
        return kept[key]
    finder = Finder(format_, means)
    chosen, sheets = _opened(finder, file_name, content, limit_mb, sheet)
    header = finder.find(chosen)
    settled, problems, filled = settle(chosen, header)
    table = Table(format_, settled, header, problems, filled)
    _check_rows(table, sheets)
    if kept is not None:
        kept[key] = table
    return table


def unclear_table(
    format_: TableFormat[Any],
    file_name: str,
    content: bytes,
    *,
    limit_mb: int,
    sheet: str = "",
    meanings: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Say how far a table is understood whose header lacks a column that may be there.

    Raises the refusal of ``open_table`` where no heading is known or like one that is.
    """
    finder = Finder(format_, meanings or {})
    chosen, sheets = _opened(finder, file_name, content, limit_mb, sheet)
    header = finder.best(chosen)
    if not header.found:
        at = guessed_header(chosen.rows)
        header = finder.match([(str(cell).strip(),) for cell in chosen.rows[at]], at)
    how = _how_of(format_, chosen, header)
    if not header.unknown or not (header.found or how["proposals"]):
        finder.find(chosen)
    _check_values(sheets, header, chosen)
    return {**chosen.how, **how}


def _how_of(format_: TableFormat[Any], sheet: Sheet, header: Header) -> dict[str, object]:
    asked = {heading: take_apart(heading).base for _at, heading in header.unknown}
    return {
        "header_row": header.last + 1,
        "columns": [one.heading for one in header.found],
        "left_out": list(header.left_out),
        "unknown": asked,
        "proposals": proposals(format_, header, sheet.rows) if asked else {},
        "told": {one.heading: one.column.field for one in header.found if one.is_told},
    }


def check_size(size: int, limit_mb: int) -> None:
    """Refuse a file over the limit; an entrance asks before it reads the file into memory."""
    if size > limit_mb * MB:
        raise TableRefusal("file_too_large", size=f"{size / MB:,.1f}", most=limit_mb)


def _opened(
    finder: Finder, file_name: str, content: bytes, limit_mb: int, name: str
) -> tuple[Sheet, list[Sheet]]:
    """The chosen sheet and all of them; nothing about persons stands in their headings."""
    check_size(len(content), limit_mb)
    if not content.strip():
        raise TableRefusal("file_empty")
    sheets = sheets_of(file_name, content, limit_mb=limit_mb, score=finder.score)
    check_persons(sheets)
    chosen = _chosen(sheets, name)
    if not any(any(cell != "" for cell in row) for row in chosen.rows):
        raise TableRefusal("file_empty")
    return chosen, sheets


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
    _check_values(sheets, table.header, table.sheet)


def _check_values(sheets: Sequence[Sheet], header: Header, chosen: Sheet) -> None:
    """Refuse a file in which a resident identity number stands, without repeating it."""
    headings = {one.at: one.heading for one in header.found}
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, start=1):
            if not may_reveal_person("\n".join(map(str, row))):
                continue
            for at, cell in enumerate(row):
                if type(cell) is str and len(cell) >= RESIDENT_LENGTH and _reveals(cell):
                    column = headings.get(at, "") if sheet.name == chosen.name else ""
                    raise TableRefusal("person_value", row=number, column=column or str(at + 1))


def _reveals(cell: Cell) -> bool:
    text = str(cell)
    if len(text) == RESIDENT_LENGTH and text.isascii() and not text[:-1].isdigit():
        return False  # most often a credit code
    return reveals_person(text)
