"""What an attacker can work out from released tables: exact ends, by linear programmes (HiGHS).

Nothing here knows the hidden values or how the cells were chosen. The attacker knows every shown
value, every sum along every dimension, that nothing is below zero, which cells are whole numbers,
and of which two cells a shown ratio is made. Cells that stand in several tables are one unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jilian_engine.disclosure._programmes import NEAR, Floats, Group, groups_of, solve
from jilian_engine.disclosure._shown import Place, ReleasedTable, bounds_of, read_shown
from jilian_engine.disclosure.cells import Bounds


@dataclass(frozen=True)
class Audit:
    """The interval that is left for each hidden cell, by table and key."""

    left: Mapping[Place, Bounds]

    def too_tight(self, needed: Mapping[Place, Bounds]) -> list[Place]:
        """The cells whose interval is tighter than the one that is asked for."""
        return [place for place, asked in needed.items() if not self.left[place].reaches(asked)]


def audit(tables: Sequence[ReleasedTable]) -> Audit:
    """Work out the interval of each hidden cell; EngineError where no values fit what is shown."""
    shown = read_shown(tables)
    many = len(shown.whole)
    low, high = np.zeros(many), np.full(many, np.inf)
    for group in groups_of(shown):
        low[group.members], high[group.members] = _ends(group)
    return Audit(bounds_of(tables, shown, (low.tolist(), high.tolist())))


def _ends(group: Group) -> tuple[Floats, Floats]:
    """Both ends of each; every answer of a programme also says what is possible for others."""
    low, high = np.full(len(group), np.inf), np.full(len(group), -np.inf)
    for at in range(len(group)):
        for sign in (1.0, -1.0):
            # Nothing lies below zero: what was zero in some answer needs no programme.
            if low[at] <= NEAR if sign > 0 else high[at] == np.inf:
                continue
            goal = np.zeros(len(group))
            goal[at] = sign
            answer = solve(group, goal, best=True)
            if answer is None:
                high[at] = np.inf
                continue
            low, high = np.minimum(low, answer), np.maximum(high, answer)
    return low, high
