"""The bridge to the engine: cells in, what may be shown and what that leaves to guess out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.disclosure.rules import CellIn, CellKind, DimensionIn, Hidden
from jilian_engine.disclosure import (
    Bounds,
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

Earlier = Mapping[tuple[str, ...], tuple[Decimal | None, bool]]


@dataclass(frozen=True)
class Decided:
    """A cell as it is released; ``low`` and ``high``: what can be worked out of a hidden one."""

    key: tuple[str, ...]
    value: Decimal | None
    kind: CellKind
    hidden: str
    low: Decimal | None
    high: Decimal | None


def decide(
    cells: Sequence[CellIn],
    dimensions: Sequence[DimensionIn],
    rule: Mapping[str, int],
    *,
    earlier: Earlier,
    nearby: Sequence[Mapping[tuple[str, ...], Decimal]],
    progress: Callable[[float], None] | None = None,
) -> list[Decided]:
    """Decide which cells are shown and audit the answer anew, together with what was shown before.

    ``earlier``: each cell of the latest release of the period: its value, and whether it was
    hidden. ``nearby``: shown cells of the months before and after. A Refusal where the figures
    contradict each other, or where hidden values could be worked out whatever is hidden.
    """
    places = tuple(_dimension(one) for one in dimensions)
    given = [cell for cell in cells if cell.value is not None]
    table = Table("m", places, tuple(_cell(cell) for cell in given))
    still = {cell.key: cell.value for cell in given}
    released = {
        table.identity(key): not hidden
        for key, (value, hidden) in earlier.items()
        if key in still and (hidden or value == still[key])
    }
    before: dict[tuple[str, frozenset[tuple[str, str]]], list[Decimal]] = {}
    for month in nearby:
        for key, value in month.items():
            if key in still:
                before.setdefault(table.identity(key), []).append(value)
    try:
        answer = protect([table], Rule(**rule), released=released, before=before, progress=progress)
        left = _audited(table, answer)
    except EngineError as error:
        raise Refusal(error.code, _refused(error)) from error
    return [_decided(cell, answer, left) for cell in cells]


def _refused(error: EngineError) -> str:
    if error.code == "cannot_be_protected":
        return str(_("What was shown before would give a hidden cell away: it cannot be released."))
    return str(_("The cells contradict each other: parts exceed their whole."))


def _dimension(one: DimensionIn) -> Dimension:
    parents = {member.code: member.parent for member in one.members if member.parent}
    tops = [member.code for member in one.members if not member.parent]
    total = tops[0] if len(tops) == 1 and parents else None
    return Dimension(one.name, tuple(member.code for member in one.members), parents, total)


def _cell(cell: CellIn) -> Cell:
    assert cell.value is not None
    return Cell(
        cell.key,
        cell.value,
        cell.contributors,
        cell.largest,
        people=cell.people,
        count=cell.count,
        adds=cell.adds,
    )


def _audited(table: Table, answer: Protected) -> Mapping[tuple[int, Key], Bounds]:
    hidden = answer.hidden
    released = ReleasedTable(
        table.measure,
        table.dimensions,
        {one.key: None if (0, one.key) in hidden else one.value for one in table.cells},
        whole=frozenset(one.key for one in table.cells if one.people or one.count),
        apart=frozenset(one.key for one in table.cells if not one.adds),
    )
    found = audit([released])
    adding = {place: bounds for place, bounds in answer.needed.items() if place in found.left}
    if found.too_tight(adding):
        raise EngineError("cannot_be_protected", "the audit found an interval too tight")
    return found.left


def _decided(cell: CellIn, answer: Protected, left: Mapping[tuple[int, Key], Bounds]) -> Decided:
    place = (0, cell.key)
    kind = CellKind.AMOUNT
    if not cell.adds:
        kind = CellKind.APART
    elif cell.people or cell.count:
        kind = CellKind.PEOPLE if cell.people else CellKind.COUNT
    if place not in answer.hidden:
        return Decided(cell.key, cell.value, kind, "", None, None)
    why = Hidden.PRIMARY if place in answer.hidden_primary else Hidden.SECONDARY
    bounds = left[place]
    return Decided(cell.key, None, kind, why, bounds.low, bounds.high)
