"""The cells of linked tables as numbered unknowns with the sums that bind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from jilian_engine.disclosure.cells import Cell, Dimension, Identity, Key, Table
from jilian_engine.errors import EngineError

Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
NOBODY = -1  # contributors or largest contribution unknown
MOST = 1e17  # times a share in per cent this still fits 64 bits
FINER = 6400  # a fifth of a value can then be halved six times and stay whole
ROOM = 10**15


@dataclass
class Lattice:
    """A table as a block of cell numbers, -1 where it has no cell that adds up."""

    dimensions: tuple[Dimension, ...]
    at: Ints


@dataclass
class System:
    """All cells once; values are whole numbers of the smallest unit (``scale`` to one).

    ``ratios``: numbers of a ratio, of the cell above its line and of the one below.
    """

    scale: int
    cells: list[Cell]
    places: list[list[tuple[int, Key]]]
    value: Ints
    contributors: Ints
    largest: Ints
    people: Marks
    whole: Marks
    shared: Marks
    never_shown: Marks
    sums: list[tuple[int, Ints]]
    lattices: list[Lattice] = field(default_factory=list)
    ratios: Ints = field(default_factory=lambda: np.zeros((0, 3), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.value)


def read_system(tables: Sequence[Table]) -> System:
    """Number the cells and find the sums; EngineError where a part is greater than its whole."""
    numbers: dict[Identity, int] = {}
    cells: list[Cell] = []
    places: list[list[tuple[int, Key]]] = []
    held_in: list[set[int]] = []
    for at, table in enumerate(tables):
        for cell in _in_order(table):
            number = numbers.setdefault(table.identity(cell.key), len(cells))
            if number == len(cells):
                cells.append(cell)
                places.append([])
                held_in.append(set())
            elif cells[number].value != cell.value:
                raise EngineError("tables_differ", f"two tables say different things: {cell.key}")
            places[number].append((at, cell.key))
            held_in[number].add(at)
    shared = np.array([len(held) > 1 for held in held_in], dtype=bool)
    system = _empty(cells, places, shared)
    triples = [
        (at, numbers[one.ratio_of.above], numbers[one.ratio_of.below])
        for at, one in enumerate(cells)
        if one.ratio_of and {one.ratio_of.above, one.ratio_of.below} <= numbers.keys()
    ]
    system.ratios = np.array(triples, dtype=np.int64).reshape(-1, 3)
    done: set[tuple[int, ...]] = set()
    for table in tables:
        _add_sums(system, table, numbers, done)
    return system


def _in_order(table: Table) -> list[Cell]:
    """The cells by the order of codes, so that the order in which they came decides nothing."""
    order = [{code: at for at, code in enumerate(one.codes)} for one in table.dimensions]
    return sorted(
        table.cells,
        key=lambda cell: [places[code] for places, code in zip(order, cell.key, strict=True)],
    )


def _empty(cells: list[Cell], places: list[list[tuple[int, Key]]], shared: Marks) -> System:
    scale = _scale(cells)
    return System(
        scale=scale,
        cells=cells,
        places=places,
        value=_whole([cell.value for cell in cells], scale),
        contributors=np.array(
            [NOBODY if cell.contributors is None else cell.contributors for cell in cells],
            dtype=np.int64,
        ),
        largest=_whole([cell.largest for cell in cells], scale),
        people=np.array([cell.people for cell in cells], dtype=bool),
        whole=np.array([cell.people or cell.count for cell in cells], dtype=bool),
        shared=shared,
        never_shown=np.zeros(len(cells), dtype=bool),
        sums=[],
    )


def _scale(cells: list[Cell]) -> int:
    """Parts of one in which values are whole; finer where there is room, so that shares are too."""
    adding = [cell for cell in cells if cell.adds] or cells
    finest = min((int(one.value.normalize().as_tuple().exponent) for one in adding), default=0)
    scale: int = 10 ** max(0, -finest)
    most = max((abs(one.value) for one in cells), default=Decimal(0))
    return scale * FINER if most * scale * FINER <= ROOM else scale


def _whole(values: Sequence[Decimal | None], scale: int) -> Ints:
    kept = [NOBODY if value is None else int(value * scale) for value in values]
    if any(abs(value) > MOST for value in kept):
        raise EngineError("value_too_large", "a value has too many digits to be protected")
    return np.array(kept, dtype=np.int64)


def _add_sums(
    system: System, table: Table, numbers: dict[Identity, int], done: set[tuple[int, ...]]
) -> None:
    order = [{code: at for at, code in enumerate(one.codes)} for one in table.dimensions]
    block = np.full([len(one.codes) for one in table.dimensions], -1, dtype=np.int64)
    for cell in table.cells:
        if cell.adds:
            where = tuple(places[code] for places, code in zip(order, cell.key, strict=True))
            block[where] = numbers[table.identity(cell.key)]
    system.lattices.append(Lattice(table.dimensions, block))
    for axis, dimension in enumerate(table.dimensions):
        moved = np.moveaxis(block, axis, -1)
        moved = moved.reshape(-1, moved.shape[-1])
        for code, parts in dimension.children.items():
            columns = [order[axis][part] for part in parts]
            for row in moved[moved[:, order[axis][code]] >= 0]:
                members = row[columns]
                whole = int(row[order[axis][code]])
                if (sign := (whole, *sorted(members[members >= 0].tolist()))) not in done:
                    done.add(sign)
                    _add_sum(system, whole, members[members >= 0], bool((members < 0).any()))


def _add_sum(system: System, whole: int, parts: Ints, some_missing: bool) -> None:
    rest = int(system.value[whole] - system.value[parts].sum())
    if rest < 0:
        raise EngineError("does_not_add_up", f"parts exceed {system.cells[whole].key}")
    if not len(parts):
        return
    if rest or some_missing:
        parts = np.append(parts, _add_rest(system, whole, parts, rest))
    system.sums.append((whole, parts))


def _add_rest(system: System, whole: int, parts: Ints, rest: int) -> int:
    """Number what is left of a sum beside its shown parts: a cell that is never shown."""
    held = int(system.contributors[whole])
    others = int(system.contributors[parts].clip(0).sum())
    system.value = np.append(system.value, rest)
    system.contributors = np.append(system.contributors, max(0, held - others) if held >= 0 else -1)
    system.largest = np.append(system.largest, min(rest, int(system.largest[whole])))
    for name in ("people", "whole"):
        marks: Marks = getattr(system, name)
        setattr(system, name, np.append(marks, marks[whole]))
    system.shared = np.append(system.shared, True)
    system.never_shown = np.append(system.never_shown, True)
    return len(system.value) - 1
