"""Lines of a table: the cells of one row as values, and what was found wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jilian.base.reading.cells import CONTROL, Odd
from jilian.base.reading.places import Place, Reader
from jilian.base.reading.sheets import Row, Sheet, text_of
from jilian.intake.formats.header import Found, Header
from jilian.intake.rules import Problem

LONGEST_VALUE = 200
MOST_KEPT = 5_000
MOST_REMEMBERED = 2_000
UNREAD = object()
EXAMPLE_WORDS = ("示例", "example")
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


@dataclass
class Findings:
    """The problems of a table. All are counted, the first ones are kept."""

    kept: list[Problem] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    bad_rows: set[int] = field(default_factory=set)

    def add(self, problem: Problem) -> None:
        """Note a problem."""
        if problem.is_warning:
            self.warnings[problem.code] += 1
        else:
            self.codes[problem.code] += 1
            self.bad_rows.add(problem.row)
        if len(self.kept) < MOST_KEPT:
            self.kept.append(problem)


class Line:
    """One row beneath the header: its values by field; empty cells have none."""

    __slots__ = ("cells", "findings", "number", "places", "values")

    def __init__(
        self, number: int, cells: Row, places: Mapping[str, Found], findings: Findings
    ) -> None:
        self.number = number
        self.cells = cells
        self.places = places
        self.findings = findings
        self.values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def is_bad(self) -> bool:
        """Whether something on this line cannot be taken."""
        return self.number in self.findings.bad_rows

    def refuse(self, name: str, code: str, **details: object) -> None:
        """Note that the cell of this field, or the row, cannot be taken."""
        self._note(self.places.get(name), code, details, is_warning=False)

    def read(self, found: Found, place: Place) -> None:
        """Read one cell; an empty one is not stated, never zero."""
        cell = self.cells[found.at] if found.at < len(self.cells) else ""
        if type(cell) is str and (value := place.read.get(cell, UNREAD)) is not UNREAD:
            self._keep(found, value)
            return
        shown = cell.strip() if isinstance(cell, str) else cell
        if shown == "" or shown in ERRORS:
            if shown or found.column.needed:
                self._note(found, "cell_error" if shown else "cell_missing", {}, is_warning=False)
            return
        try:
            value = found.column.reader(cell, place)
        except Odd as odd:
            self._note(found, odd.code, odd.details, is_warning=False)
            return
        if type(cell) is str and len(place.read) < MOST_REMEMBERED and not place.warnings:
            place.read[cell] = value
        while place.warnings:
            code, details = place.warnings.pop()
            self._note(found, code, details, is_warning=True)
        self._keep(found, value)

    def _keep(self, found: Found, value: Any) -> None:
        if found.column.yearly:
            self.values.setdefault("yearly", []).append((found.year, found.column.field, value))
        elif value not in ("", ()):
            self.values[found.column.field] = value

    def reread(self, name: str, reader: Reader) -> Any:
        """Read the cell of a field once more, more strictly; None where that refuses it."""
        found = self.places[name]
        try:
            return reader(self.cells[found.at], Place(found.heading, found.unit, date.max))
        except Odd as odd:
            self._note(found, odd.code, odd.details, is_warning=False)
            return None

    def _note(
        self, found: Found | None, code: str, details: Mapping[str, object], *, is_warning: bool
    ) -> None:
        value = ""
        if found is not None and found.at < len(self.cells):
            value = CONTROL.sub("␀", text_of(self.cells[found.at]))[:LONGEST_VALUE]
        heading = found.heading if found is not None else ""
        problem = Problem(self.number, heading, value, code, dict(details), is_warning)
        self.findings.add(problem)


def lines(
    sheet: Sheet,
    header: Header,
    findings: Findings,
    day: date,
    places_of_rows: Iterable[int] | None = None,
) -> Iterator[Line]:
    """Yield the rows beneath the header; blank rows and marked examples are passed over.

    ``places_of_rows``, counted from 0, narrows them to some.
    """
    columns = [(one, Place(one.heading, one.unit, day)) for one in header.found]
    places = {one.column.field: one for one in header.found}
    beneath = range(header.last + 1, len(sheet.rows))
    for at in beneath if places_of_rows is None else places_of_rows:
        cells = sheet.rows[at]
        if is_passed_over(cells):
            continue
        line = Line(at + 1, cells, places, findings)
        if header.is_strict and not _is_blank(cells[header.width :]):
            line.refuse("", "cells_beyond_header")
        for one, place in columns:
            line.read(one, place)
        yield line


def is_passed_over(cells: Row) -> bool:
    """Say whether a row is blank, or an example as the templates mark it."""
    first = cells[0] if cells else ""
    if type(first) is str and (text := first.lstrip()):
        return text.lower().startswith(EXAMPLE_WORDS)
    return _is_blank(cells) or _is_example(cells)


def _is_blank(cells: Row) -> bool:
    return not any(cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in cells)


def _is_example(cells: Row) -> bool:
    for cell in cells:
        if cell == "":
            continue
        return isinstance(cell, str) and cell.strip().lower().startswith(EXAMPLE_WORDS)
    return False
