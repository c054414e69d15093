"""The bridge to the engine: cells in, what may be shown and what that leaves to guess out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.disclosure.analysis import parts
from jilian.disclosure.rules import CellIn, CellKind, DimensionIn, Hidden
from jilian_engine.disclosure import (
    Bounds,
    Cell,
    Dimension,
    Identity,
    Key,
    Protected,
    Ratio,
    Rule,
    Table,
    audit,
    protect,
    verify,
)
from jilian_engine.errors import EngineError

Place = tuple[int, Key]
Earlier = Mapping[tuple[str, ...], tuple[Decimal | None, bool]]
MEASURE = "m"  # what the one table is called that is decided here
PRINTED = Decimal("0.0001")  # as finely as a released cell is kept
MOST_EXACT = 400  # hidden cells of which the exact ends are worked out; beyond, proven ones


@dataclass(frozen=True)
class Decided:
    """A cell as it is released; ``low`` and ``high``: what can be worked out of a hidden one.

    ``exact`` False: the two are proven to be possible, and what is possible may lie further out.
    """

    key: tuple[str, ...]
    value: Decimal | None
    kind: CellKind
    hidden: str
    low: Decimal | None
    high: Decimal | None
    exact: bool = True


@dataclass(frozen=True)
class Beside:
    """A table that binds these cells to those of another released one.

    ``said``: by identity, True where the other table shows the cell, False where it hides it.
    """

    table: Table
    said: Mapping[Identity, bool]


def decide(
    cells: Sequence[CellIn],
    dimensions: Sequence[DimensionIn],
    rule: Mapping[str, int],
    *,
    earlier: Earlier,
    nearby: Sequence[Mapping[tuple[str, ...], Decimal]],
    beside: Sequence[Beside] = (),
    progress: Callable[[float], None] | None = None,
) -> list[Decided]:
    """Decide which cells are shown and verify the answer anew, together with what was shown before.

    ``earlier``: each cell of the latest release of the period: its value, and whether it was
    hidden. ``nearby``: shown cells of the months before and after. ``beside``: what other released
    tables say of the figures. A Refusal where the figures
    contradict each other, or where hidden values could be worked out whatever is hidden.
    """
    places = tuple(dimension_of(one) for one in dimensions)
    given = [cell for cell in cells if cell.value is not None]
    table = Table(MEASURE, places, ())
    held = {cell.key for cell in given}
    ratios = {cell.key: parts.ratio_of(cell, table, held) for cell in given}
    table = Table(MEASURE, places, tuple(_cell(cell, ratios[cell.key]) for cell in given))
    still = {cell.key: cell.value for cell in given}
    released = {
        table.identity(key): not hidden
        for key, (value, hidden) in earlier.items()
        if key in still and (hidden or value == _printed(still[key]))
    }
    shown = {
        key: still[key]
        for key, (value, hidden) in earlier.items()
        if key in still and not hidden and value == _printed(still[key])
    }
    released |= parts.known_parts(given, table, shown)
    for other in beside:
        released = {**other.said, **released}
    before: dict[tuple[str, frozenset[tuple[str, str]]], list[Decimal]] = {}
    for month in nearby:
        for key, value in month.items():
            if key in still:
                before.setdefault(table.identity(key), []).append(value)
    try:
        tables = [table, *parts.part_tables(given, places), *(other.table for other in beside)]
        answer = protect(tables, Rule(**rule), released=released, before=before, progress=progress)
        left = what_is_left(tables, answer)
    except EngineError as error:
        raise refusal_of(error) from error
    return [decided_at(0, cell, answer, left) for cell in cells]


def _printed(value: Decimal | None) -> Decimal | None:
    """A value as a release keeps it."""
    return None if value is None else value.quantize(PRINTED)


def refusal_of(error: EngineError) -> Refusal:
    """Why the tables cannot be released, in words."""
    if error.code in ("cannot_be_protected", "audit_too_long"):
        words = _("What was shown before would give a hidden cell away: it cannot be released.")
    else:
        words = _("The cells contradict each other: parts exceed their whole.")
    return Refusal(error.code, words)


def dimension_of(one: DimensionIn) -> Dimension:
    """The dimension as the engine reads it; its total is its only top, where anything adds up."""
    parents = {member.code: member.parent for member in one.members if member.parent}
    tops = [member.code for member in one.members if not member.parent]
    total = tops[0] if len(tops) == 1 and parents else None
    return Dimension(one.name, tuple(member.code for member in one.members), parents, total)


def _cell(cell: CellIn, ratio: Ratio | None) -> Cell:
    assert cell.value is not None
    return Cell(
        cell.key,
        cell.value,
        cell.contributors,
        cell.largest,
        people=cell.people,
        count=cell.count,
        adds=cell.adds,
        ratio_of=ratio,
    )


@dataclass(frozen=True)
class Left:
    """What is left of each hidden cell; ``exact``: these are the ends, not only proven possible."""

    bounds: Mapping[Place, Bounds]
    exact: bool


def what_is_left(tables: Sequence[Table], answer: Protected) -> Left:
    """Verify the answer anew from what is shown alone; exact ends where few cells are hidden.

    EngineError where a cell is not proven to be as uncertain as stated.
    """
    shown = parts.released(tables, answer)
    found = verify(shown, answer.needed)
    if not found.is_safe:
        raise EngineError("cannot_be_protected", "an interval is not proven to be wide enough")
    if len(answer.hidden) > MOST_EXACT:
        return Left(found.proven, exact=False)
    return Left(audit(shown).left, exact=True)


def decided_at(at: int, cell: CellIn, answer: Protected, left: Left) -> Decided:
    """The cell of table ``at`` as it is released."""
    place = (at, cell.key)
    kind = CellKind.AMOUNT
    if not cell.adds:
        kind = CellKind.APART
    elif cell.people or cell.count:
        kind = CellKind.PEOPLE if cell.people else CellKind.COUNT
    if place not in answer.hidden:
        return Decided(cell.key, cell.value, kind, "", None, None)
    why = Hidden.PRIMARY if place in answer.hidden_primary else Hidden.SECONDARY
    bounds = left.bounds[place]
    return Decided(cell.key, None, kind, why, bounds.low, bounds.high, left.exact)


def figures_of(decided: Sequence[Decided]) -> dict[str, int]:
    """How many cells there are, how many are hidden for themselves, how many for others."""
    return {
        "cells": len(decided),
        "primary": sum(one.hidden == Hidden.PRIMARY for one in decided),
        "secondary": sum(one.hidden == Hidden.SECONDARY for one in decided),
        "proven_only": sum(not one.exact for one in decided),
    }


def fingerprint_of(decided: Sequence[Decided]) -> str:
    """SHA-256 of what others get: key, value, whether it is hidden."""
    rows = [
        [*one.key, None if one.value is None else str(one.value.normalize()), bool(one.hidden)]
        for one in decided
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
