"""What an unknown heading may mean: by the likeness of its words, and by what stands beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from rapidfuzz import fuzz

from jilian.base.reading.cells import Odd, credit_code, plain
from jilian.base.reading.places import Place
from jilian.base.reading.sheets import Row, text_of
from jilian.intake.formats.columns import TableFormat
from jilian.intake.formats.header import Header, fold, take_apart

LIKE_ENOUGH = 60.0
LOOKED_AT = 30
MOST_RIGHT = 0.8
FEW = 3


def proposals(format_: TableFormat[Any], header: Header, rows: Sequence[Row]) -> dict[str, str]:
    """Return by unknown heading the field that it most likely means; each field at most once."""
    taken = {one.column.field for one in header.found if not one.column.yearly}
    order = {one.field: (not one.needed, at) for at, one in enumerate(format_.columns)}
    ranked = sorted(_ranked(format_, header, rows), key=lambda one: (-one[0], order[one[2]]))
    found: dict[str, str] = {}
    for _likeness, heading, field in ranked:
        if heading not in found and field not in taken:
            found[heading] = field
            if not format_.by_field[field].yearly:
                taken.add(field)
    return found


def _ranked(
    format_: TableFormat[Any], header: Header, rows: Sequence[Row]
) -> Iterator[tuple[float, str, str]]:
    names = _names(format_)
    for at, heading in header.unknown:
        base = take_apart(heading).base
        for folded, field in names.items():
            if (like := likeness(base, folded)) >= LIKE_ENOUGH:
                yield like, heading, field
        if "credit_code" in format_.by_field and _are_credit_codes(at, rows, header.last):
            yield 100.0, heading, "credit_code"


def _names(format_: TableFormat[Any]) -> Mapping[str, str]:
    return {
        fold(name): column.field
        for column in format_.columns
        for name in (*column.names, column.name_en)
    }


def likeness(one: str, other: str) -> float:
    """How alike two folded headings are, from 0 to 100; one within the other counts for more."""
    if not one or not other:
        return 0.0
    if one in other or other in one:
        shorter, longer = sorted((len(one), len(other)))
        return 60.0 + 40.0 * shorter / longer if shorter > 1 else 0.0
    return float(fuzz.ratio(one, other))


def _are_credit_codes(at: int, rows: Sequence[Row], last: int) -> bool:
    cells = (row[at] for row in rows[last + 1 :] if at < len(row) and text_of(row[at]).strip())
    seen = list(islice(cells, LOOKED_AT))
    return len(seen) >= FEW and sum(map(_is_credit_code, seen)) >= MOST_RIGHT * len(seen)


def _is_credit_code(cell: Any) -> bool:
    try:
        return bool(credit_code(cell, Place("", "", date.max)))
    except Odd:
        return False


def guessed_header(rows: Sequence[Row]) -> int:
    """The row that looks most like a header: the first of those with the most different words."""
    words = [
        len({text_of(cell) for cell in row if isinstance(cell, str) and not _is_number(cell)})
        for row in rows[:LOOKED_AT]
    ]
    return words.index(max(words)) if words else 0


def _is_number(cell: str) -> bool:
    return not cell.strip() or plain(cell).replace(".", "").replace(",", "").isdecimal()
