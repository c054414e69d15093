"""What stands above and below the lines of ratios, as tables beside the one that is released.

A numerator that is no cell of its own is one here: it obeys the rule, adds up, and is protected
like any other, for a shown ratio tells it to whoever knows the denominator. A denominator that is
no cell is taken as known, unless it is stated of whom it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from jilian.disclosure.rules import CellIn, PartIn
from jilian_engine.disclosure import (
    Cell,
    Dimension,
    Identity,
    Key,
    Protected,
    Ratio,
    ReleasedTable,
    Table,
)

ABOVE, BELOW = "above", "below"
Given = Mapping[Key, PartIn]


def ratio_of(cell: CellIn, table: Table, held: Iterable[Key]) -> Ratio | None:
    """Which cells the ratio binds: those of the table where they are held, else of a part."""
    if cell.ratio_of is None:
        return None
    sides = []
    for side, part in ((ABOVE, cell.ratio_of.above), (BELOW, cell.ratio_of.below)):
        if part.key in held:
            sides.append(table.identity(part.key))
        else:
            sides.append(Table(side, table.dimensions, ()).identity(cell.key))
    one = cell.ratio_of
    return Ratio(sides[0], sides[1], times=one.times, less=one.less, half=one.half)


def part_tables(cells: Sequence[CellIn], dimensions: tuple[Dimension, ...]) -> list[Table]:
    """Tables of the parts that are no cells, one for each ratio that adds up by itself."""
    held = {cell.key for cell in cells}
    groups: dict[tuple[str, Key], dict[Key, PartIn]] = {}
    for cell in cells:
        if cell.ratio_of is None:
            continue
        apart = tuple(
            code for code, one in zip(cell.key, dimensions, strict=True) if not one.parents
        )
        for side, part in ((ABOVE, cell.ratio_of.above), (BELOW, cell.ratio_of.below)):
            if part.key not in held:
                groups.setdefault((side, apart), {})[cell.key] = part
    return [_table(side, parts, dimensions) for (side, _apart), parts in groups.items()]


def _table(side: str, parts: Given, dimensions: tuple[Dimension, ...]) -> Table:
    adds, grown = True, []
    for axis, one in enumerate(dimensions):
        rests = list(_rests(parts, axis, one))
        adds = adds and all(rest >= 0 for _code, rest in rests)
        # Beside a rest the shown parts are not all there is.
        more = {f"{code} (rest)": code for code, rest in rests if rest}
        grown.append(Dimension(one.name, (*one.codes, *more), {**one.parents, **more}, one.total))
    cells = tuple(
        Cell(
            key, part.value, part.contributors, part.largest,
            people=part.people, count=part.count, adds=adds,
        )
        for key, part in parts.items()
    )  # fmt: skip
    if not adds:
        grown = [Dimension(one.name, one.codes, {}, one.total) for one in dimensions]
    return Table(side, tuple(grown), cells)


def _rests(parts: Given, axis: int, one: Dimension) -> Iterable[tuple[str, Decimal]]:
    for whole, codes in one.children.items():
        for key, part in parts.items():
            if key[axis] == whole:
                keys = [(*key[:axis], code, *key[axis + 1 :]) for code in codes]
                yield (
                    whole,
                    part.value - sum((parts[k].value for k in keys if k in parts), Decimal(0)),
                )


def known_parts(
    cells: Sequence[CellIn], table: Table, shown: Mapping[Key, Decimal | None]
) -> dict[Identity, bool]:
    """Numerators that an earlier release told by a ratio and its denominator."""
    held, found = {cell.key for cell in cells}, {}
    for cell in cells:
        ratio = ratio_of(cell, table, held)
        if cell.ratio_of is None or ratio is None or shown.get(cell.key) != cell.value:
            continue
        below = cell.ratio_of.below.key
        if ratio.above[0] == ABOVE and (below not in held or below in shown):
            found[ratio.above] = True
    return found


def released(tables: Sequence[Table], answer: Protected) -> list[ReleasedTable]:
    """The tables as others see them; of the parts only what is taken as known."""
    found = []
    for at, table in enumerate(tables):
        unseen = table.measure == ABOVE
        hidden = {cell.key for cell in table.cells if unseen or (at, cell.key) in answer.hidden}
        found.append(
            ReleasedTable(
                table.measure,
                table.dimensions,
                {one.key: None if one.key in hidden else one.value for one in table.cells},
                whole=frozenset(one.key for one in table.cells if one.people or one.count),
                apart=frozenset(one.key for one in table.cells if not one.adds and at == 0),
                ratios={one.key: one.ratio_of for one in table.cells if one.ratio_of},
            )
        )
    return found
