"""Groups of unknowns that hang together, and programmes over them (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts are loaded when they are first used
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from jilian_engine.disclosure._shown import Shown
from jilian_engine.errors import EngineError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
NEAR = 1e-6
_ENDED = 1  # a programme that came to its limit of time


@dataclass
class Group:
    """Unknowns that hang together: ``least`` <= ``matrix`` x values <= ``most``, values >= 0."""

    members: Ints
    matrix: csr_array
    least: Floats
    most: Floats
    whole: Marks

    def __len__(self) -> int:
        return len(self.members)

    def holds(self, values: Floats) -> bool:
        """Whether these values fit everything shown; not left to the word of the solver."""
        sums = self.matrix @ values
        near = NEAR * np.maximum(1.0, np.maximum(np.abs(self.least), abs(self.matrix) @ values))
        whole = values[self.whole]
        return bool(
            (values >= 0).all()
            and (sums >= self.least - near).all()
            and (sums <= self.most + near).all()
            and (np.abs(whole - np.round(whole)) <= NEAR).all()
        )


def groups_of(shown: Shown) -> Iterator[Group]:
    """Split what no row connects; unknowns in no row stand in no group."""
    many = len(shown.whole)
    if not shown.rows:
        return
    entries = [(at, cell, by) for at, (r, *_) in enumerate(shown.rows) for cell, by in r.items()]
    rows, cells, factors = (np.array(one) for one in zip(*entries, strict=True))
    size = (len(shown.rows), many)
    matrix: Any = coo_array((factors, (rows, cells)), shape=size, dtype=float).tocsr()
    least = np.array([row[1] for row in shown.rows])
    most = np.array([row[2] for row in shown.rows])
    whole = np.array(shown.whole, dtype=bool)
    _count, label = connected_components(abs(matrix).T @ abs(matrix), directed=False)
    row_label = label[cells[np.unique(rows, return_index=True)[1]]]
    by_cell, by_row = np.argsort(label, kind="stable"), np.argsort(row_label, kind="stable")
    for one in np.unique(row_label):
        members = _run(by_cell, label, one)
        held = _run(by_row, row_label, one)
        yield Group(members, matrix[held][:, members], least[held], most[held], whole[members])


def _run(order: Ints, label: npt.NDArray[np.signedinteger[Any]], one: int) -> Ints:
    first, last = np.searchsorted(label[order], [one, one + 1])
    return order[first:last]


def solve(
    group: Group,
    goal: Floats,
    highest: Floats | None = None,
    *,
    matrix: csr_array | None = None,
    whole: Marks | None = None,
    seconds: float = 60.0,
    best: bool = False,
) -> Floats | None:
    """Values with the least goal; None where there is no least.

    ``matrix`` and ``whole`` stand in for those of the group where columns were added. EngineError
    where no values fit, or where none in whole numbers (with ``best``: not the best) were found
    within ``seconds``.
    """
    matrix = group.matrix if matrix is None else matrix
    whole = group.whole if whole is None else whole
    limits = scipy.optimize.LinearConstraint(matrix, group.least, group.most)
    bounds = scipy.optimize.Bounds(0, np.inf if highest is None else highest)
    found = scipy.optimize.milp(goal, constraints=[limits], bounds=bounds)
    if found.status in (3, 4):
        found = scipy.optimize.milp(
            goal, constraints=[limits], bounds=bounds, options={"presolve": False}
        )
    if found.status == 3:
        return None
    if found.x is not None and whole.any() and _broken(found.x, whole):
        found = scipy.optimize.milp(
            goal,
            constraints=[limits],
            bounds=bounds,
            integrality=whole.astype(int),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
    if found.x is None or found.status not in (0, _ENDED) or (best and found.status):
        code = "audit_too_long" if found.status == _ENDED else "does_not_add_up"
        raise EngineError(code, "no values found that fit what is shown")
    answer: Floats = np.asarray(found.x).clip(0)
    return answer


def _broken(answer: Floats, whole: Marks) -> bool:
    return bool(np.abs(answer - np.round(answer))[whole].max() > NEAR)
