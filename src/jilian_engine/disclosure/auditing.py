"""What an attacker can work out from released tables, by linear programmes (HiGHS).

Nothing here knows the hidden values or how the cells were chosen. The attacker knows every shown
value, every sum along every dimension, that nothing is below zero, and which cells are whole
numbers. Cells that stand in several tables are one unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds as Ends, LinearConstraint, linprog, milp
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from jilian_engine.disclosure.cells import Bounds, Dimension, Identity, Key
from jilian_engine.errors import EngineError

Floats = npt.NDArray[np.float64]
NEAR = 1e-6


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it is shown: None for a hidden value; cells that are absent were not released.

    ``whole``: keys of whole numbers; ``apart``: keys of ratios, which take part in no sum.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Key, Decimal | None]
    whole: frozenset[Key] = frozenset()
    apart: frozenset[Key] = frozenset()

    def identity(self, key: Key) -> Identity:
        """What a cell says, whatever the table in which it stands."""
        named = zip(self.dimensions, key, strict=True)
        return self.measure, frozenset((d.name, code) for d, code in named if code != d.total)


@dataclass(frozen=True)
class Audit:
    """The interval that is left for each hidden cell, by table and key."""

    left: Mapping[tuple[int, Key], Bounds]

    def too_tight(self, needed: Mapping[tuple[int, Key], Bounds]) -> list[tuple[int, Key]]:
        """The cells whose interval is tighter than the one that is asked for."""
        return [place for place, asked in needed.items() if not self.left[place].reaches(asked)]


@dataclass
class _Unknowns:
    """Hidden cells as unknowns, and the sums in which they stand."""

    number: dict[Identity, int] = field(default_factory=dict)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, int], float, bool]] = field(default_factory=list)

    def of(self, identity: Identity, whole: bool) -> int:
        if identity not in self.number:
            self.number[identity] = len(self.whole)
            self.whole.append(whole)
        return self.number[identity]


def audit(tables: Sequence[ReleasedTable]) -> Audit:
    """Work out the interval of each hidden cell; EngineError where no values fit what is shown."""
    known: dict[Identity, Decimal] = {}
    for table in tables:
        for key, value in table.cells.items():
            if value is not None and key not in table.apart:
                known[table.identity(key)] = value
    unknowns = _Unknowns()
    for table in tables:
        for key, value in table.cells.items():
            if value is None and key not in table.apart and table.identity(key) not in known:
                unknowns.of(table.identity(key), key in table.whole)
    for table in tables:
        _read_sums(table, known, unknowns)
    ends = _solve(unknowns)
    left: dict[tuple[int, Key], Bounds] = {}
    for at, table in enumerate(tables):
        for key, value in table.cells.items():
            if value is None:
                left[at, key] = _left(table, key, known, unknowns, ends)
    return Audit(left)


def _left(
    table: ReleasedTable,
    key: Key,
    known: Mapping[Identity, Decimal],
    unknowns: _Unknowns,
    ends: tuple[Floats, Floats],
) -> Bounds:
    if key in table.apart:
        return Bounds(None, None)
    identity = table.identity(key)
    if identity in known:
        return Bounds(known[identity], known[identity])
    at = unknowns.number[identity]
    return Bounds(_plain(ends[0][at]), _plain(ends[1][at]))


def _plain(end: float) -> Decimal | None:
    return Decimal(str(round(end, 4))) if np.isfinite(end) else None


def _read_sums(
    table: ReleasedTable, known: Mapping[Identity, Decimal], unknowns: _Unknowns
) -> None:
    for axis, dimension in enumerate(table.dimensions):
        children = dimension.children
        for key in table.cells:
            if key[axis] not in children or key in table.apart:
                continue
            row: dict[int, int] = {}
            right, some_missing, parts = 0.0, False, 0
            for sign, code in [(-1, key[axis]), *((1, part) for part in children[key[axis]])]:
                one = (*key[:axis], code, *key[axis + 1 :])
                identity = table.identity(one)
                if identity in known:
                    right -= sign * float(known[identity])
                    parts += sign > 0
                elif identity in unknowns.number:
                    row[unknowns.number[identity]] = sign
                    parts += sign > 0
                else:
                    some_missing = True
            if row and parts:
                unknowns.rows.append((row, right, some_missing))


def _solve(unknowns: _Unknowns) -> tuple[Floats, Floats]:
    """Return the least and the greatest value of each unknown, group by group."""
    many = len(unknowns.whole)
    low, high = np.zeros(many), np.full(many, np.inf)
    if not many or not unknowns.rows:
        return low, high
    cells = [list(row) for row, _, _ in unknowns.rows]
    first = [one[0] for one in cells for _ in one]
    second = [at for one in cells for at in one]
    links = coo_array((np.ones(len(first)), (first, second)), shape=(many, many))
    groups, label = connected_components(links, directed=False)
    rows_of: list[list[int]] = [[] for _ in range(groups)]
    for at, one in enumerate(cells):
        rows_of[label[one[0]]].append(at)
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.arange(groups + 1))
    for group in range(groups):
        members = order[starts[group] : starts[group + 1]]
        if rows_of[group]:
            low[members], high[members] = _Group(unknowns, members, rows_of[group]).ends()
    return low, high


class _Group:
    """Unknowns that hang together."""

    def __init__(
        self, unknowns: _Unknowns, members: npt.NDArray[np.int64], rows: list[int]
    ) -> None:
        place = {int(at): here for here, at in enumerate(members)}
        self.size = len(members)
        self.whole = np.array([unknowns.whole[int(at)] for at in members])
        self.equal = self._matrix(unknowns, [r for r in rows if not unknowns.rows[r][2]], place)
        self.most = self._matrix(unknowns, [r for r in rows if unknowns.rows[r][2]], place)
        self.low, self.high = np.full(self.size, np.inf), np.full(self.size, -np.inf)

    def _matrix(
        self, unknowns: _Unknowns, rows: list[int], place: dict[int, int]
    ) -> tuple[Any, Floats] | None:
        if not rows:
            return None
        entries = [
            (at, place[cell], sign)
            for at, row in enumerate(rows)
            for cell, sign in unknowns.rows[row][0].items()
        ]
        data = [sign for *_, sign in entries]
        where = ([at for at, *_ in entries], [cell for _, cell, _ in entries])
        shape = (len(rows), self.size)
        right = np.array([unknowns.rows[row][1] for row in rows])
        matrix: Any = coo_array((data, where), shape=shape, dtype=float).tocsr()
        return matrix, right

    def ends(self) -> tuple[Floats, Floats]:
        """Both ends of each; every answer of a programme also says what is possible for others."""
        for at in range(self.size):
            # Nothing lies below zero: what was zero in some answer needs no programme.
            if self.low[at] > NEAR:
                self._ask(at, 1.0)
            if np.isfinite(self.high[at]) or self.high[at] == -np.inf:
                self._ask(at, -1.0)
        return self.low, self.high

    def _ask(self, at: int, sign: float) -> None:
        goal = np.zeros(self.size)
        goal[at] = sign
        equal: Any
        most: Any
        equal, most = self.equal or (None, None), self.most or (None, None)
        found = linprog(
            goal, A_eq=equal[0], b_eq=equal[1], A_ub=most[0], b_ub=most[1], method="highs"
        )
        if found.status == 3:
            self.high[at] = np.inf
            return
        if found.status != 0:
            raise EngineError("does_not_add_up", "no values fit what is shown")
        answer = np.asarray(found.x)
        if self.whole.any() and np.abs(answer - np.round(answer))[self.whole].max() > NEAR:
            answer = self._in_whole_numbers(goal, answer)
        self.low, self.high = np.minimum(self.low, answer), np.maximum(self.high, answer)

    def _in_whole_numbers(self, goal: Floats, answer: Floats) -> Floats:
        limits = []
        if self.equal:
            limits.append(LinearConstraint(self.equal[0], self.equal[1], self.equal[1]))
        if self.most:
            limits.append(LinearConstraint(self.most[0], -np.inf, self.most[1]))
        kind = self.whole.astype(int)
        found = milp(goal, constraints=limits, integrality=kind, bounds=Ends(0, np.inf))
        if found.x is None:
            raise EngineError("does_not_add_up", "no values fit what is shown")
        return np.asarray(found.x)
