"""A good plan: the best stars of the bound first, then neighbouring groups planned anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jilian_engine.coverage._divide import MOST, cell_costs, group_cost, replan
from jilian_engine.coverage._dual import Dual, in_chunks
from jilian_engine.coverage._ground import Ground, Ints
from jilian_engine.coverage._leaves import FAR, gather

#: Leaves of a row looked at for cells beside one; rounds with two cells, then with three.
LOOK, ROUNDS_OF_TWO, MOST_ROUNDS = 16, 8, 60


@dataclass(frozen=True, eq=False)
class Cells:
    """A plan: the cell of each firm; each cell's firms, cost, anchor and route (-1: alone)."""

    cell: Ints
    start: Ints
    firms: Ints
    cost: Ints
    anchor: Ints
    route: Ints

    @property
    def alone(self) -> Ints:
        """The firms left alone."""
        return self.firms[self.start[:-1][self.route < 0]]

    def members(self, cell: int) -> Ints:
        """The firms of a cell, in their order."""
        return self.firms[self.start[cell] : self.start[cell + 1]]


def cells_of(ground: Ground, alone: Ints, cell: Ints) -> Cells:
    """Cells numbered by their first firm, with costs; `cell` holds any numbers."""
    _numbers, first, back = np.unique(cell, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    cell = rank[back]
    firms = np.argsort(cell, kind="stable").astype(np.int64)
    start = np.searchsorted(cell[firms], np.arange(len(first) + 1)).astype(np.int64)
    anchor, route = np.empty(len(first), np.int64), np.empty(len(first), np.int64)
    cost = cell_costs(ground.firms, ground.apart, ground.prices, alone, start, firms, anchor, route)
    return Cells(cell, start, firms, cost, anchor, route)


def search(ground: Ground, alone: Ints, dual: Dual, workers: int) -> Cells:
    """The cells when no two or three of them beside each other can be divided better."""
    cells = cells_of(ground, alone, _first_cells(ground, dual))
    dirty = np.ones(len(alone), np.bool_)
    for round_ in range(MOST_ROUNDS):
        together = 2 if round_ < ROUNDS_OF_TWO else 3
        if round_ == ROUNDS_OF_TWO:
            dirty[:] = True
        cells, dirty = _round(ground, alone, dual, cells, dirty, together, workers)
        if round_ >= ROUNDS_OF_TWO and not dirty.any():
            break
    return _rescue(ground, alone, cells)


def _first_cells(ground: Ground, dual: Dual) -> Ints:
    """Stars of the bound that do not meet, least reduced cost a firm first; the rest alone."""
    count = len(dual.value)
    each = np.where(dual.sizes > 0, dual.least / np.maximum(dual.sizes, 1), np.inf)
    cell = np.full(count, -1, np.int64)
    for a in np.argsort(each, kind="stable").tolist():
        size = int(dual.sizes[a])
        if not 2 <= size < MOST:
            continue
        held = dual.stars[a, :size]
        cost = group_cost(ground.firms, ground.apart, ground.prices, np.sort(held))[0]
        if cost < FAR and (cell[held] < 0).all():
            cell[held] = a
    return np.where(cell < 0, count + np.arange(count), cell)


def _round(
    ground: Ground, alone: Ints, dual: Dual, cells: Cells, dirty: np.ndarray, together: int,
    workers: int,
) -> tuple[Cells, np.ndarray]:  # fmt: skip
    """Try all cells with dirty firms on this state, then take gains from the largest down."""
    work = np.unique(cells.cell[dirty])
    count = len(work)
    gain = np.zeros(count, np.int64)
    union, label = np.full((count, MOST), -1, np.int64), np.zeros((count, MOST), np.int64)
    worth = np.add.reduceat(dual.value[cells.firms], cells.start[:-1])
    slack = np.maximum(cells.cost - worth, 1)
    in_chunks(count, workers, lambda first, last: replan(
        ground.firms, ground.apart, ground.prices, dual.rows.leaf, dual.rows.cost, LOOK, alone,
        together, cells.start, cells.firms, cells.cell, cells.cost, slack, work, first, last,
        gain, union, label,
    ))  # fmt: skip
    cell, dirty = cells.cell.copy(), np.zeros(len(alone), np.bool_)
    used = np.zeros(len(cells.cost), np.bool_)
    for at in np.lexsort((work, -gain)).tolist():
        if gain[at] <= 0:
            break
        held = union[at][union[at] >= 0]
        dirty[held] = True
        if not used[cells.cell[held]].any():
            used[cells.cell[held]] = True
            cell[held] = len(used) + at * MOST + label[at, : len(held)]
    return cells_of(ground, alone, cell), dirty


def _rescue(ground: Ground, alone: Ints, cells: Cells) -> Cells:
    """Put firms left alone into whatever group takes them at the least more, however large."""
    zero, none = np.zeros(len(alone), np.int64), np.zeros(0, np.int64)
    js, cs, ms = (np.empty(len(alone), np.int64) for _ in range(3))
    for i in cells.alone.tolist():
        found = gather(ground.firms, ground.apart, ground.order, ground.code, ground.prices, i,
                       zero, 0, none, 1 << 40, js, cs, ms)  # fmt: skip
        best, into = int(cells.cost[cells.cell[i]]), -1
        for other in np.unique(cells.cell[js[:found]]).tolist():
            held = np.sort(np.append(cells.members(other), i))
            cost = group_cost(ground.firms, ground.apart, ground.prices, held)[0]
            more = cost - int(cells.cost[other])
            if cost < FAR and more < best:
                best, into = more, other
        if into >= 0:
            cell = cells.cell.copy()
            cell[i] = into
            cells = cells_of(ground, alone, cell)
    return cells
