"""What everybody can read out of released tables: unknowns, the sums that bind them, ratios.

Shared by `audit` and `verify`; the protecting code knows nothing of it, and it knows no hidden
value. Every shown value is put in, so that only hidden cells remain as unknowns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from jilian_engine.disclosure.cells import Bounds, Dimension, Identity, Key, Ratio


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it is shown: None for a hidden value; cells that are absent were not released.

    ``whole``: keys of whole numbers; ``apart``: keys of ratios, which take part in no sum;
    ``ratios``: of which two cells a ratio is made, and how finely it is printed.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Key, Decimal | None]
    whole: frozenset[Key] = frozenset()
    apart: frozenset[Key] = frozenset()
    ratios: Mapping[Key, Ratio] = field(default_factory=dict)

    def identity(self, key: Key) -> Identity:
        """What a cell says, whatever the table in which it stands."""
        named = zip(self.dimensions, key, strict=True)
        return self.measure, frozenset((d.name, code) for d, code in named if code != d.total)


@dataclass
class Shown:
    """Shown values, hidden cells by number, and rows: least <= sum of factor x unknown <= most."""

    known: dict[Identity, Decimal] = field(default_factory=dict)
    number: dict[Identity, int] = field(default_factory=dict)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def add(self, terms: Mapping[Identity, Decimal], least: Decimal, most: Decimal | None) -> None:
        """Bind the unknowns among these cells; ``least`` and ``most`` hold for all of them."""
        given = sum(
            (by * self.known[one] for one, by in terms.items() if one in self.known), Decimal(0)
        )
        row = {self.number[one]: float(by) for one, by in terms.items() if one in self.number}
        if row:
            high = np.inf if most is None else float(most - given)
            self.rows.append((row, float(least - given), high))


def read_shown(tables: Sequence[ReleasedTable]) -> Shown:
    """Number what is hidden and read the rows."""
    shown = Shown()
    bound = {one for table in tables for r in table.ratios.values() for one in (r.above, r.below)}
    for table in tables:
        for key, value in table.cells.items():
            if value is not None:
                shown.known[table.identity(key)] = value
    for table in tables:
        for key, value in table.cells.items():
            identity = table.identity(key)
            is_hidden = value is None and identity not in shown.known
            counts = key not in table.apart or identity in bound
            if is_hidden and counts and identity not in shown.number:
                shown.number[identity] = len(shown.whole)
                shown.whole.append(key in table.whole)
    for table in tables:
        _read_sums(table, shown)
    for table in tables:
        _read_ratios(table, shown)
    return shown


def _read_sums(table: ReleasedTable, shown: Shown) -> None:
    """Whole less parts is zero, or not below zero where a part was not released."""
    for axis, dimension in enumerate(table.dimensions):
        for whole, parts in dimension.children.items():
            for key in table.cells:
                if key[axis] != whole or key in table.apart:
                    continue
                held = {}
                for part in parts:
                    one = (*key[:axis], part, *key[axis + 1 :])
                    identity = table.identity(one)
                    is_there = identity in shown.known or identity in shown.number
                    if is_there and one not in table.apart:
                        held[identity] = Decimal(-1)
                if held:
                    held[table.identity(key)] = Decimal(1)
                    complete = len(held) == len(parts) + 1
                    shown.add(held, Decimal(0), Decimal(0) if complete else None)


def _read_ratios(table: ReleasedTable, shown: Shown) -> None:
    """A shown ratio holds its numerator within what its rounding leaves of the denominator."""
    for key, ratio in table.ratios.items():
        value = table.cells.get(key)
        if value is None:
            continue
        if all(one in shown.known or one in shown.number for one in (ratio.above, ratio.below)):
            least, most = value + ratio.less - ratio.half, value + ratio.less + ratio.half
            shown.add({ratio.above: ratio.times, ratio.below: -least}, Decimal(0), None)
            shown.add({ratio.above: -ratio.times, ratio.below: most}, Decimal(0), None)


Place = tuple[int, Key]
Extent = tuple[Sequence[float], Sequence[float]]


def bounds_of(tables: Sequence[ReleasedTable], shown: Shown, extent: Extent) -> dict[Place, Bounds]:
    """What the least and the greatest value of each unknown say of each hidden cell.

    For a hidden ratio they are worked out only where the cell below its line is known.
    """
    found: dict[Place, Bounds] = {}
    for at, table in enumerate(tables):
        for key, value in table.cells.items():
            if value is not None:
                continue
            identity = table.identity(key)
            if identity in shown.known:
                found[at, key] = Bounds(shown.known[identity], shown.known[identity])
            elif identity in shown.number:
                number = shown.number[identity]
                found[at, key] = Bounds(_plain(extent[0][number]), _plain(extent[1][number]))
            else:
                found[at, key] = _of_ratio(table.ratios.get(key), shown, extent)
    return found


def _of_ratio(ratio: Ratio | None, shown: Shown, extent: Extent) -> Bounds:
    """What the two parts of a hidden ratio leave of it where the one below its line is known."""
    below = shown.known.get(ratio.below) if ratio else None
    if ratio is None or not below:
        return Bounds(None, None)
    above = shown.known.get(ratio.above)
    number = shown.number.get(ratio.above)
    if above is not None:
        ends: tuple[Decimal | None, Decimal | None] = above, above
    elif number is None:
        return Bounds(None, None)
    else:
        ends = _plain(extent[0][number]), _plain(extent[1][number])
    low, high = (None if e is None else ratio.times * e / below - ratio.less for e in ends)
    return Bounds(
        None if low is None else low - ratio.half, None if high is None else high + ratio.half
    )


def _plain(end: float) -> Decimal | None:
    return Decimal(str(round(end, 4))) if np.isfinite(end) else None
