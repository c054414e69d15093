"""Reading firms a column at a time: the rows of most tables have nothing odd in them.

A row is taken here only where every cell is exactly what its reader would give back; every other
row is left to be read cell by cell, which alone knows the problems. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from jilian.base.reading import cells
from jilian.base.reading.places import Place
from jilian.base.reading.sheets import Row
from jilian.firms.rules import FirmRow, NameKind, Scheme
from jilian.firms.rules.codes import fitting
from jilian.intake.formats.header import Header
from jilian.intake.formats.lines import EXAMPLE_WORDS

if TYPE_CHECKING:
    from jilian.intake.queries import Register

FIELDS = frozenset(
    {"name", "credit_code", "division", "address", "industry", "known_by", "valid_from"}
)
NEEDED = frozenset({"name", "credit_code"})
ODD = object()  # a cell that must be read by its reader
_TEXT = re.compile(r"[^\s\x00-\x1f\x7f#]\S*(?: \S+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Values = Sequence[Any]


def straight_firms(
    header: Header, part: Sequence[Row], number: int, day: date, register: Register
) -> list[FirmRow | None]:
    """Return the rows that have nothing odd, None for each of the others.

    ``number`` is that of the first row, as a reader counts. All are None where the table has a
    column that is not read here.
    """
    fields = {one.column.field: one.at for one in header.found}
    if not fields.keys() <= FIELDS or not fields.keys() >= NEEDED or not part:
        return [None] * len(part)
    width = max(header.width, max(fields.values()) + 1)
    rows = [row if len(row) == width else ("",) * width for row in part]
    columns = {field: list(map(itemgetter(at), rows)) for field, at in fields.items()}
    read = {
        "credit_code": _codes(columns["credit_code"]),
        "name": _texts(columns["name"], 200, needed=True),
        "address": _texts(columns.get("address"), 300),
        "division": _divisions(columns.get("division"), register),
        "industry": _known(columns.get("industry"), register.industries),
        "known_by": _days(columns.get("known_by"), day),
        "valid_from": _days(columns.get("valid_from"), day),
    }
    names = ("credit_code", "name", "division", "address", "industry", "known_by", "valid_from")
    values = zip(*(read[name] or repeat(None) for name in names), strict=False)
    found: list[FirmRow | None] = []
    for at, (row, stated) in enumerate(zip(rows, values, strict=False)):
        if ODD in stated or _may_be_passed_over(row):
            found.append(None)
        else:
            found.append(_row(number + at, *stated))
    return found


def _row(
    number: int,
    credit_code: str,
    name: str,
    division: str | None,
    address: str | None,
    industry: str | None,
    known_by: date | None,
    valid_from: date | None,
) -> FirmRow:
    basis = "stated" if industry else ""
    return FirmRow(
        Scheme.USCC.value, credit_code, name, NameKind.REGISTERED, None, None, (), (), (),
        division, address, None, None, industry, basis, (), (), (), (), (), known_by, valid_from,
        True, number,
    )  # fmt: skip


def _may_be_passed_over(row: Row) -> bool:
    first = row[0]
    return type(first) is not str or not first or first.lstrip().lower().startswith(EXAMPLE_WORDS)


def _codes(column: Values) -> Values:
    texts = [cell if type(cell) is str else "" for cell in column]
    fits = fitting(texts)
    if fits.all():
        return texts
    return [text if fit else ODD for text, fit in zip(texts, fits.tolist(), strict=True)]


def _texts(column: Values | None, longest: int, *, needed: bool = False) -> Values | None:
    if column is None:
        return None
    matches = _TEXT.fullmatch
    empty = ODD if needed else None
    return [
        (
            cell
            if type(cell) is str
            and matches(cell)
            and len(cell) <= longest
            and not _CONTROL.search(cell)
            else (empty if cell == "" else ODD)
        )
        for cell in column
    ]


def _divisions(column: Values | None, register: Register) -> Values | None:
    if column is None:
        return None
    words = {cell for cell in column if type(cell) is str and _TEXT.fullmatch(cell)}
    known = register.divisions(words)
    return _known(column, {word: codes[0] for word, codes in known.items() if len(codes) == 1})


def _known(column: Values | None, known: Mapping[str, str]) -> Values | None:
    if column is None:
        return None
    return [None if cell == "" else known.get(cell, ODD) for cell in column]


def _days(column: Values | None, day: date) -> Values | None:
    """Days repeat from row to row: each way of writing one is read once."""
    if column is None:
        return None
    place = Place("", "", day)
    read: dict[Any, Any] = {"": None}
    for cell in set(column) - {""}:
        try:
            read[cell] = cells.day(cell, place)
        except cells.Odd:
            read[cell] = ODD
    return [read[cell] for cell in column]
