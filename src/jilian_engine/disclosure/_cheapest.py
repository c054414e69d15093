"""The cheapest change of all tables together that moves one cell: a linear programme (HiGHS)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts are loaded when they are first used
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

from jilian_engine.disclosure._system import Ints, Marks, System

Floats = npt.NDArray[np.float64]
SMALL = 1e-7


class Programme:
    """The sums of a system as a matrix; one question after another is put to it."""

    def __init__(self, system: System) -> None:
        self.system = system
        rows: list[int] = []
        columns: list[int] = []
        signs: list[int] = []
        for at, (whole, parts) in enumerate(system.sums):
            rows += [at] * (len(parts) + 1)
            columns += [whole, *parts.tolist()]
            signs += [-1] + [1] * len(parts)
        size = (max(1, len(system.sums)), len(system))
        self.matrix: Any = coo_array((signs, (rows, columns)), shape=size, dtype=float).tocsr()

        self.component = connected_components(abs(self.matrix).T @ abs(self.matrix))[1]

    def cheapest(self, cell: int, change: int, cost: Floats, value: Ints) -> Ints | None:
        """Return a change of every cell that moves this one so far; None where none exists.

        ``cost``: of changing each cell by one unit, infinite for those that must stay; ``value``:
        what can be taken away from each.
        """
        free = np.isfinite(cost)
        free[cell] = True
        kept = np.flatnonzero(free & (self.component == self.component[cell]))
        # What is counted moves by ones, everything else by shares of the change.
        unit = np.where(self.system.whole[kept], self.system.scale, abs(change)).astype(float)
        part = self.matrix[:, kept]
        part = part[np.flatnonzero(np.diff(part.indptr))] * unit
        both: Any = hstack([part, -part], format="csr")
        price = np.where(np.isfinite(cost), cost, 0.0)[kept] * unit
        room = abs(change) * 16.0 / unit + 8.0
        here = int(np.searchsorted(kept, cell))
        lows = np.zeros(2 * len(kept))
        highs = np.concatenate([room, np.minimum(room, value[kept] / unit)])
        side = here if change > 0 else here + len(kept)
        other = here + len(kept) if change > 0 else here
        lows[side] = highs[side] = abs(change) / unit[here]
        highs[other] = 0.0
        answer = self._answer(np.concatenate([price, price]), both, lows, highs)
        whole = np.concatenate([self.system.whole[kept]] * 2)
        if answer is not None and whole.any() and not _fits(answer, whole):
            answer = self._in_whole_numbers(price, both, lows, highs)
        if answer is None:
            return None
        result = self._rounded(answer, kept, unit)
        result[cell] = change
        return result

    @staticmethod
    def _answer(price: Floats, both: Any, lows: Floats, highs: Floats) -> Floats | None:
        ends: Any = np.column_stack([lows, highs])
        zero = np.zeros(both.shape[0])
        found = scipy.optimize.linprog(price, A_eq=both, b_eq=zero, bounds=ends, method="highs")
        return None if found.status != 0 else np.asarray(found.x)

    def _rounded(self, answer: Floats, kept: Ints, unit: Floats) -> Ints:
        """In the smallest unit, towards zero; what moves at all moves by one, so it is hidden."""
        result = np.zeros(len(self.system), dtype=np.int64)
        moved = answer[: len(kept)] - answer[len(kept) :]
        moved = np.where(self.system.whole[kept], np.round(moved), moved)
        size = np.maximum(1.0, np.floor(np.abs(moved) * unit))
        result[kept] = np.where(np.abs(moved) > SMALL, np.copysign(size, moved), 0.0)
        return result

    @staticmethod
    def _in_whole_numbers(
        price: Floats, both: csr_array, lows: Floats, highs: Floats
    ) -> Floats | None:
        zero = np.zeros(both.shape[0])
        found = scipy.optimize.milp(
            np.concatenate([price, price]),
            constraints=scipy.optimize.LinearConstraint(both, zero, zero),
            bounds=scipy.optimize.Bounds(lows, highs),
            integrality=np.ones(2 * len(price), dtype=np.int64),
            options={"time_limit": 60.0, "mip_rel_gap": 0.2},
        )
        return None if found.x is None else np.asarray(found.x)


def _fits(answer: Floats, whole: Marks) -> bool:
    return bool(np.abs(answer - np.round(answer))[whole].max() <= SMALL)
