"""A sheet of cells as it was read, before anything in it is understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = Sequence[Cell]
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), counted from 0
Cells = frozenset[tuple[int, int]]  # (row, column), counted from 0


@dataclass(frozen=True)
class Sheet:
    """Rows from the very first on, so that the place in the list is the row a reader counts.

    ``how`` says how it was read: format, encoding, separator or name of the sheet. ``unsaved`` are
    cells whose formula has no saved result.
    """

    rows: Sequence[Row]
    name: str = ""
    merged: tuple[Range, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    unsaved: Cells = frozenset()


def text_of(cell: Cell) -> str:
    """Return a cell as one would see it: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
