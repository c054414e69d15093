"""The bridge to the engine for tables that are released together: one protection, one proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jilian.disclosure.analysis.deciding import (
    Decided,
    decided_at,
    dimension_of,
    refusal_of,
    what_is_left,
)
from jilian.disclosure.rules import CellIn, DimensionIn
from jilian_engine.disclosure import Cell, Rule, Table, protect
from jilian_engine.errors import EngineError


@dataclass(frozen=True)
class TableIn:
    """A table of a set; those of the same ``figures`` share the cells that say the same.

    ``settled``: by key, True where others know the value already, False where it stays hidden.
    """

    figures: str
    cells: Sequence[CellIn]
    dimensions: Sequence[DimensionIn]
    settled: Mapping[tuple[str, ...], bool]


def decide_together(
    tables: Sequence[TableIn],
    rule: Mapping[str, int],
    *,
    progress: Callable[[float], None] | None = None,
) -> list[list[Decided]]:
    """Decide which cells of all tables are shown and verify the answer anew; one list a table.

    A cell that others know by one table counts as known in all. A Refusal where the figures
    contradict each other, or where hidden values could be worked out whatever is hidden.
    """
    made = [_table(one) for one in tables]
    settled: dict[tuple[str, frozenset[tuple[str, str]]], bool] = {}
    for one, table in zip(tables, made, strict=True):
        held = {cell.key for cell in table.cells}
        for key, known in one.settled.items():
            if key in held:
                identity = table.identity(key)
                settled[identity] = known or settled.get(identity, False)
    try:
        answer = protect(made, Rule(**rule), released=settled, progress=progress)
        left = what_is_left(made, answer)
    except EngineError as error:
        raise refusal_of(error) from error
    return [
        [decided_at(at, cell, answer, left) for cell in one.cells] for at, one in enumerate(tables)
    ]


def _table(one: TableIn) -> Table:
    cells = tuple(
        Cell(cell.key, cell.value, cell.contributors, cell.largest,
             people=cell.people, count=cell.count)
        for cell in one.cells
        if cell.value is not None
    )  # fmt: skip
    return Table(one.figures, tuple(dimension_of(place) for place in one.dimensions), cells)
