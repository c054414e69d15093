"""Moves of a table: what may be added to some hidden cells and taken from others unseen.

A move picks in each dimension one member (all its wholes move with it) or two (what one gains the
other loses). The product of these picks changes cells so that every sum still holds: with all the
changed cells hidden, nobody can tell the moved table from the true one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from jilian_engine.disclosure._system import Ints, Lattice
from jilian_engine.disclosure.cells import Dimension

Floats = npt.NDArray[np.float32]
NEVER = np.float32(1e12)
MOST_PICKS = 400


class Axis:
    """The picks of one dimension."""

    def __init__(self, dimension: Dimension) -> None:
        self.order = {code: at for at, code in enumerate(dimension.codes)}
        self.chains: dict[int, tuple[int, ...]] = {}
        wholes = set(dimension.parents.values())
        for code in dimension.codes:
            if code not in wholes:
                chain = [code]
                while chain[-1] in dimension.parents:
                    chain.append(dimension.parents[chain[-1]])
                self.chains[self.order[code]] = tuple(self.order[one] for one in chain)
        self._picks: dict[int, tuple[Ints, csr_array]] = {}

    def picks(self, at: int) -> tuple[Ints, csr_array]:
        """All picks that add to the member: their signed vectors, and where they change it."""
        if at not in self._picks:
            signed = self._signed(at)
            self._picks[at] = (signed, csr_array(np.abs(signed).astype(np.float32)))
        return self._picks[at]

    def _signed(self, at: int) -> Ints:
        below = [leaf for leaf, chain in self.chains.items() if at in chain]
        others = [leaf for leaf, chain in self.chains.items() if at not in chain]
        room = max(1, MOST_PICKS // (len(others) + 1))
        rows = []
        for leaf in below[: max(room, 1)] if others else below:
            rows.append(self._vector(self.chains[leaf], ()))
            rows += [
                self._vector(self.chains[leaf], self.chains[other])
                for other in others
                if self.chains[other][-1] == self.chains[leaf][-1]
            ]
        return np.array(rows, dtype=np.int64)

    def _vector(self, plus: tuple[int, ...], minus: tuple[int, ...]) -> Ints:
        row = np.zeros(len(self.order), dtype=np.int64)
        row[list(plus)] += 1
        if minus:
            row[list(minus)] -= 1
        return row


@dataclass(frozen=True)
class Move:
    """Cells and by how much each changes for one unit of the move."""

    cells: Ints
    change: Ints


class Mover:
    """Finds the cheapest move through a cell of a table."""

    def __init__(self, lattice: Lattice) -> None:
        self.at = lattice.at
        self.axes = [Axis(one) for one in lattice.dimensions]

    @cached_property
    def where(self) -> dict[int, tuple[int, ...]]:
        """The position of each cell."""
        return {
            int(self.at[place]): place for place in map(tuple, np.argwhere(self.at >= 0).tolist())
        }

    def cheapest(self, cell: int, cost: Floats) -> tuple[float, Move | None]:
        """Return the move through the cell whose changed cells cost least; none where impossible.

        ``cost``: what it costs to change each cell, 0 for those hidden, NEVER for those that
        cannot move; its last entry stands for missing cells.
        """
        picks = [axis.picks(at) for axis, at in zip(self.axes, self.where[cell], strict=True)]
        sums = cost[self.at]
        for _, changed in picks:
            # The first axis is summed away and its picks come last, so the order returns.
            others = sums.shape[1:]
            sums = (changed @ sums.reshape(len(sums), -1)).T.reshape(*others, -1)
        if sums.ndim and not sums.size:
            return float(NEVER), None
        best = np.unravel_index(int(np.argmin(sums)), sums.shape)
        price = float(sums[best])
        if price >= NEVER / 2:
            return price, None
        change: Ints = np.ones((), dtype=np.int64)
        for (signed, _), one in zip(picks, best, strict=True):
            change = np.multiply.outer(change, signed[one])
        touched = change != 0
        return price, Move(self.at[touched], change[touched])
