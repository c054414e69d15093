"""The bridge to the engine for tables that are released together: one protection, one audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.disclosure.analysis.deciding import Decided
from jilian.disclosure.rules import CellIn, CellKind, DimensionIn, Hidden
from jilian_engine.disclosure import (
    Audit,
    Cell,
    Dimension,
    Key,
    Protected,
    ReleasedTable,
    Rule,
    Table,
    audit,
    protect,
)
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
    """Decide which cells of all tables are shown and audit the answer anew; one list a table.

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
        found = audit([_released(at, table, answer) for at, table in enumerate(made)])
    except EngineError as error:
        raise Refusal(error.code, _refused(error)) from error
    if found.too_tight(answer.needed):
        raise Refusal("cannot_be_protected", _GIVEN_AWAY)
    return [
        [_decided(at, cell, answer, found) for cell in one.cells] for at, one in enumerate(tables)
    ]


_GIVEN_AWAY = _("What was shown before would give a hidden cell away: it cannot be released.")


def _refused(error: EngineError) -> str:
    if error.code == "cannot_be_protected":
        return str(_GIVEN_AWAY)
    return str(_("The cells contradict each other: parts exceed their whole."))


def _table(one: TableIn) -> Table:
    cells = tuple(
        Cell(cell.key, cell.value, cell.contributors, cell.largest,
             people=cell.people, count=cell.count)
        for cell in one.cells
        if cell.value is not None
    )  # fmt: skip
    return Table(one.figures, tuple(_dimension(place) for place in one.dimensions), cells)


def _dimension(one: DimensionIn) -> Dimension:
    parents = {member.code: member.parent for member in one.members if member.parent}
    total = next(member.code for member in one.members if not member.parent)
    return Dimension(one.name, tuple(member.code for member in one.members), parents, total)


def _released(at: int, table: Table, answer: Protected) -> ReleasedTable:
    return ReleasedTable(
        table.measure,
        table.dimensions,
        {one.key: None if (at, one.key) in answer.hidden else one.value for one in table.cells},
        whole=frozenset(one.key for one in table.cells if one.people or one.count),
    )


def _decided(at: int, cell: CellIn, answer: Protected, found: Audit) -> Decided:
    place: tuple[int, Key] = (at, cell.key)
    kind = CellKind.COUNT if cell.count else CellKind.AMOUNT
    if place not in answer.hidden:
        return Decided(cell.key, cell.value, kind, "", None, None)
    why = Hidden.PRIMARY if place in answer.hidden_primary else Hidden.SECONDARY
    bounds = found.left[place]
    return Decided(cell.key, None, kind, why, bounds.low, bounds.high)
