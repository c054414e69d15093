"""The state of the work: what is hidden, and between which ends each hidden cell can move."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jilian_engine.disclosure._cheapest import Programme
from jilian_engine.disclosure._moves import NEVER, Floats, Move, Mover
from jilian_engine.disclosure._primary import breaks_rule, needed_widths
from jilian_engine.disclosure._ratios import hide_ratios
from jilian_engine.disclosure._system import Ints, Marks, System
from jilian_engine.disclosure.cells import Rule
from jilian_engine.errors import EngineError

STEPS = 24  # moves that are put together before the linear programme is asked


class Hiding:
    """Hides cells of a system until each that the rule hides can move far enough."""

    def __init__(self, system: System, rule: Rule, primary: Marks, known: Marks) -> None:
        self.system, self.rule, self.primary, self.known = system, rule, primary, known
        self.hidden = primary | system.never_shown
        self.low, self.high = system.value.copy(), system.value.copy()
        down, up = needed_widths(system, rule)
        self.down, self.up = np.where(primary, down, 0), np.where(primary, up, 0)
        self.movers = [Mover(one) for one in system.lattices]
        self.homes = {cell: mover for mover in self.movers for cell in mover.where}
        self.programme = Programme(system)
        summed = {whole for whole, _ in system.sums} | {
            int(part) for _, parts in system.sums for part in parts
        }
        self.summed = np.zeros(len(system), dtype=bool)
        self.summed[list(summed)] = True
        self.weight = self._weights()

    def _weights(self) -> Floats:
        """What hiding each cell costs: a cell, a little more for greater ones and for wholes."""
        value = self.system.value.clip(0).astype(float)
        # Beside the others of its kind, so that the unit of a value decides nothing.
        size = np.zeros(len(value))
        for kind in (self.system.whole, ~self.system.whole):
            typical = float(value[kind].mean()) if kind.any() else 0.0
            size[kind] = np.round(np.log1p(100.0 * value[kind] / (typical or 1.0)), 6)
        weight = 1.0 + size / 40.0
        wholes = [whole for whole, _ in self.system.sums]
        weight[wholes] = 3.0 + size[wholes] / 20.0
        kept: Floats = weight.astype(np.float32)
        return kept

    def hide(self, marks: Marks) -> None:
        """Hide further cells."""
        self.hidden |= marks & ~self.known

    def run(self, progress: Callable[[float], None]) -> None:
        """Hide what must be hidden; EngineError where earlier releases leave no way."""
        while True:
            waiting = self._waiting()
            for done, cell in enumerate(waiting):
                self._free(cell)
                if not done % 50:
                    progress(done / len(waiting))
            if not self._mend_rests() and not len(self._waiting()):
                hide_ratios(self.system, self.hidden, self.known)
                return

    def _waiting(self) -> list[int]:
        """Cells that cannot move far enough yet, those that need most first."""
        value = self.system.value
        short = (value - self.low < self.down) | (self.high - value < self.up)
        short &= self.hidden
        for at in np.flatnonzero(short & ~self.summed):
            # It stands in no sum: nothing that is shown says anything about it.
            self.low[at], self.high[at] = value[at] - self.down[at], value[at] + self.up[at]
        cells = np.flatnonzero(short & self.summed)
        return [int(at) for at in cells[np.argsort(-(self.up + self.down)[cells], kind="stable")]]

    def _free(self, cell: int) -> None:
        value = int(self.system.value[cell])
        for sign, need in ((1, int(self.up[cell])), (-1, int(self.down[cell]))):
            got = int(self.high[cell]) - value if sign > 0 else value - int(self.low[cell])
            if got >= need:
                continue
            change = self._by_moves(cell, sign, need)
            if change is None:
                change = self._by_programme(cell, sign * need)
            self._note(change)

    def _by_moves(self, cell: int, sign: int, need: int) -> Ints | None:
        """Put moves together until the cell is far enough; None where they do not reach."""
        mover = self.homes.get(cell)
        if mover is None or self.system.shared[cell]:
            return None
        total, left, step = np.zeros(len(self.system), dtype=np.int64), need, need
        for _ in range(STEPS):
            now = self.system.value + total
            move = self._one_move(mover, cell, step, now)
            if move is None:
                step //= 2
                if step * 64 < need or step < 1:
                    return None
                continue
            signed = sign * move.change
            losing = signed < 0
            most = int((now[move.cells[losing]] // -signed[losing]).min()) if losing.any() else left
            by = min(left, max(most, 0))
            if by <= 0:
                return None
            total[move.cells] += signed * by
            left -= by
            if left <= 0:
                return total
            step = min(step, left)
        return None

    def _one_move(self, mover: Mover, cell: int, step: int, now: Ints) -> Move | None:
        cost = np.empty(len(now) + 1, dtype=np.float32)
        cost[:-1] = np.where(self.hidden, np.float32(0), self.weight)
        cost[:-1][self.known | self.system.shared | (now < step)] = NEVER
        cost[cell], cost[-1] = 0.0, NEVER
        return mover.cheapest(cell, cost)[1]

    def _by_programme(self, cell: int, change: int) -> Ints:
        cost = np.where(self.hidden, 0.001, self.weight).astype(float)
        cost[self.known & ~self.hidden] = np.inf
        found = self.programme.cheapest(cell, change, cost / max(1, abs(change)), self.system.value)
        if found is None:
            raise EngineError(
                "cannot_be_protected", f"what was shown before gives away a cell ({cell})"
            )
        return found

    def _note(self, change: Ints) -> None:
        """Hide what the change touches and keep it as a proof of what is possible."""
        touched = change != 0
        self.hidden |= touched & ~self.known
        value = self.system.value
        self.high = np.maximum(self.high, np.where(touched, value + change, self.high))
        self.low = np.minimum(self.low, np.where(touched, value + change, self.low))

    def _mend_rests(self) -> bool:
        """Hide one more part of each sum whose hidden parts together break the rule."""
        system, mended = self.system, False
        for whole, parts in system.sums:
            hidden = parts[self.hidden[parts]]
            if self.hidden[whole] or not self.primary[hidden].any():
                continue
            total = int(system.value[hidden].sum())
            sums = (
                np.array([total]),
                np.array([int(system.contributors[hidden].clip(0).sum())]),
                np.array([int(system.largest[hidden].max())]),
            )
            kinds = system.people[[whole]], system.whole[[whole]]
            if not breaks_rule(sums, *kinds, self.rule, system.scale)[0]:
                continue
            mended |= self._hide_one_more(whole, parts, hidden, total)
        return mended

    def _hide_one_more(self, whole: int, parts: Ints, hidden: Ints, total: int) -> bool:
        """Hide the cheapest further part that can move as far as the sum of the hidden must."""
        system = self.system
        open_parts = parts[~self.hidden[parts] & ~self.known[parts] & (system.value[parts] > 0)]
        chosen = whole
        if len(open_parts):
            chosen = int(open_parts[np.argmin(self.weight[open_parts])])
        if self.known[chosen]:
            raise EngineError("cannot_be_protected", "what was shown before gives away a sum")
        self.hidden[chosen] = True
        need = max(1, -(-total * self.rule.protection_pct // 100))
        if system.whole[chosen]:
            need = self.rule.least_contributors * system.scale
        self.up[chosen] = max(int(self.up[chosen]), need)
        self.down[chosen] = max(int(self.down[chosen]), min(need, int(system.value[chosen])))
        return True
