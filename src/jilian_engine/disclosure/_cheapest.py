"""The cheapest change of all tables together that moves one cell: a linear programme (HiGHS)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack

from jilian_engine.disclosure._system import Ints, System

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

    def cheapest(self, cell: int, change: int, cost: Floats, value: Ints) -> Ints | None:
        """Return a change of every cell that moves this one so far; None where none exists.

        ``cost``: of changing each cell by one unit, infinite for those that must stay; ``value``:
        what can be taken away from each.
        """
        free = np.isfinite(cost)
        free[cell] = True
        if not free.any():
            return None
        kept = np.flatnonzero(free)
        part = self.matrix[:, kept]
        both: Any = hstack([part, -part], format="csr")
        price = np.where(np.isfinite(cost), cost, 0.0)[kept]
        room = float(abs(change)) * 16 + 8
        up, down = np.full(len(kept), room), np.minimum(room, value[kept].astype(float))
        here = int(np.searchsorted(kept, cell))
        lows = np.zeros(2 * len(kept))
        highs = np.concatenate([up, down])
        side = here if change > 0 else here + len(kept)
        other = here + len(kept) if change > 0 else here
        lows[side] = highs[side] = abs(change)
        highs[other] = 0.0
        ends: Any = np.column_stack([lows, highs])
        found = linprog(
            np.concatenate([price, price]),
            A_eq=both,
            b_eq=np.zeros(both.shape[0]),
            bounds=ends,
            method="highs",
        )
        if found.status != 0:
            return None
        answer: Any = found.x
        whole = np.concatenate([self.system.whole[kept]] * 2)
        if whole.any() and np.abs(answer - np.round(answer))[whole].max() > SMALL:
            answer = self._in_whole_numbers(price, both, lows, highs)
            if answer is None:
                return None
        result = np.zeros(len(self.system), dtype=np.int64)
        moved = answer[: len(kept)] - answer[len(kept) :]
        # Rounded away from zero, so that what moves at all is hidden.
        result[kept] = np.where(
            np.abs(moved) > SMALL, np.copysign(np.ceil(np.abs(moved) - SMALL), moved), 0
        )
        return result

    @staticmethod
    def _in_whole_numbers(
        price: Floats, both: csr_array, lows: Floats, highs: Floats
    ) -> Floats | None:
        zero = np.zeros(both.shape[0])
        found = milp(
            np.concatenate([price, price]),
            constraints=LinearConstraint(both, zero, zero),
            bounds=Bounds(lows, highs),
            integrality=np.ones(2 * len(price), dtype=np.int64),
            options={"time_limit": 60.0, "mip_rel_gap": 0.2},
        )
        return None if found.x is None else np.asarray(found.x)
