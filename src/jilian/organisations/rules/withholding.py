"""Which counts may be shown outside the unit itself and its superior.

Counts below five point to people; they are withheld, and so is whatever would give one away by
subtraction (privacy rule 5.1). What is withheld for its own sake and what is withheld to protect it
look alike, so that nobody can tell which is which.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jilian_engine.figures.bands import LEAST_SHOWN


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown: the count, unknown (None), or withheld."""

    value: int | None = None
    withheld: bool = False

    def plain(self) -> int | str | None:
        """The count for a file or an answer in JSON; the word "withheld" where it is not shown."""
        return "withheld" if self.withheld else self.value


Parts = Sequence[int | None]


def hidden_parts(parts: Parts, total_is_known: bool = True) -> frozenset[int]:
    """The positions of the parts of a sum that must be withheld.

    Where the sum is known, one part of five or more is withheld with the small ones, or all are.
    """
    hidden = {at for at, part in enumerate(parts) if part is not None and part < LEAST_SHOWN}
    if hidden and total_is_known:
        _hide_more(parts, hidden)
    return frozenset(hidden)


def _hide_more(parts: Parts, hidden: set[int]) -> None:
    left = sorted(
        (part, at) for at, part in enumerate(parts) if part is not None and at not in hidden
    )
    while left and not _protects([parts[at] for at in hidden]):
        smallest = left[0][0]  # all that are equal: which one is taken would tell
        hidden.update(at for part, at in left if part == smallest)
        left = [(part, at) for part, at in left if part != smallest]


def _protects(withheld: Parts) -> bool:
    """Whether withheld counts hide one another: two at least, one of them five or more."""
    return len(withheld) > 1 and any((part or 0) >= LEAST_SHOWN for part in withheld)


def shown_parts(parts: Parts, total: int | None) -> tuple[tuple[Shown, ...], Shown]:
    """The parts of a sum and the sum, as they may be shown."""
    hidden = hidden_parts(parts, total_is_known=total is not None)
    kept = tuple(
        Shown(withheld=True) if at in hidden else Shown(part) for at, part in enumerate(parts)
    )
    small = total is not None and total < LEAST_SHOWN
    return kept, Shown(withheld=True) if small else Shown(total)


def sum_is_safe(parts: Parts, hidden: Collection[int], among: Collection[int]) -> bool:
    """Whether the sum of some of the parts may be printed beside those that are shown."""
    inside = [parts[at] for at in among if at in hidden]
    return not inside or _protects(inside)


def hidden_cells(rows: Sequence[Parts], open_rows: Collection[int] = ()) -> list[frozenset[int]]:
    """The cells to withhold in a table whose last row is the sum of the others.

    `open_rows` are those that the reader may see in full. The rule for parts of a sum is applied
    along rows and down columns until neither asks for more.
    """
    hidden = [set() if at in open_rows else set(hidden_parts(row)) for at, row in enumerate(rows)]
    while True:
        before = sum(map(len, hidden))
        for column in range(len(rows[0]) if rows else 0):
            _protect_column(rows, hidden, column, open_rows)
        for at, row in enumerate(rows):
            if hidden[at] and at not in open_rows:
                _hide_more(row, hidden[at])
        if sum(map(len, hidden)) == before:
            return [frozenset(cells) for cells in hidden]


def _protect_column(
    rows: Sequence[Parts], hidden: list[set[int]], column: int, open_rows: Collection[int]
) -> None:
    """Withhold more of a column where its sum would give a withheld cell away."""
    margin = len(rows) - 1
    if column in hidden[margin] or not any(column in cells for cells in hidden[:margin]):
        return
    cells = {at for at in range(margin) if column in hidden[at]}
    left = sorted(
        (rows[at][column] or 0, at)
        for at in range(margin)
        if at not in cells and at not in open_rows
    )
    while left and not _protects([rows[at][column] for at in cells]):
        at = left.pop(0)[1]
        cells.add(at)
        hidden[at].add(column)
    if margin not in open_rows and not _protects([rows[at][column] for at in cells]):
        hidden[margin].add(column)


def steady(values: Sequence[int | None]) -> list[bool]:
    """For counts in the order of their days: which may stand beside the earlier ones.

    A count that differs from an earlier one by fewer than five would show a small change.
    """
    kept: list[int] = []
    answers = []
    for value in values:
        fits = value is not None and all(
            value == other or abs(value - other) >= LEAST_SHOWN for other in kept
        )
        answers.append(value is None or fits)
        if value is not None and fits:
            kept.append(value)
    return answers
