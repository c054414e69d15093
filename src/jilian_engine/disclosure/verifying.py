"""Is each hidden value at least as uncertain as stated? An answer by proofs, for large tables.

`audit` asks two programmes for every unknown. Here many cells are asked at once: a programme looks
for values that fit everything shown and bring as many cells as it can to the end that is stated for
them. Every such answer is a proof for all the cells that it moves far enough, whatever was asked.
Cells that are left are asked one by one, first with everything far from them held still, last with
nothing held still: where that does not reach, no values do, and the cell is too tight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from scipy.sparse import csr_array, hstack

from jilian_engine.disclosure._programmes import (
    NEAR,
    Floats,
    Group,
    Ints,
    Marks,
    groups_of,
    solve,
)
from jilian_engine.disclosure._shown import Place, ReleasedTable, Shown, bounds_of, read_shown
from jilian_engine.disclosure.cells import Bounds
from jilian_engine.errors import EngineError

ENOUGH = 50  # cells found too tight, after which the others need not be asked
ROUNDS = 40  # of many cells at once
LEAST_GAIN = 0.05  # of the ends still to be proven; a round that brings less is the last
SECONDS = 10.0  # for one programme in whole numbers
REACHES = (2, 4, 8)  # how many sums away cells may move with the one that is asked


@dataclass(frozen=True)
class Verified:
    """``proven``: an interval of possible values of each hidden cell, none where there is no proof.

    ``tight``: cells that cannot lie as far as stated. ``open``: cells that were not asked to the
    end, because enough had been found tight. ``programmes``: how many were solved, by how they
    were asked: many cells together, one with its surroundings, one alone.
    """

    proven: Mapping[Place, Bounds]
    tight: tuple[Place, ...]
    open: tuple[Place, ...]
    programmes: Mapping[str, int]

    @property
    def is_safe(self) -> bool:
        """Whether every cell is proven to lie as far as stated."""
        return not self.tight and not self.open


def verify(
    tables: Sequence[ReleasedTable],
    needed: Mapping[Place, Bounds],
    *,
    seed: int = 7,
    enough: int = ENOUGH,
    progress: Callable[[float], None] | None = None,
) -> Verified:
    """Prove from what is shown alone that each cell of ``needed`` can lie as far as it says.

    Stops asking once ``enough`` cells were found that cannot. EngineError where no values fit.
    """
    shown = read_shown(tables)
    many = len(shown.whole)
    down, up = np.full(many, np.inf), np.full(many, -np.inf)
    for place, asked in needed.items():
        at = _number(tables, shown, place)
        if at >= 0:
            down[at] = min(down[at], np.inf if asked.low is None else float(asked.low))
            up[at] = max(up[at], -np.inf if asked.high is None else float(asked.high))
    low, high, unasked = np.zeros(many), np.full(many, np.inf), np.zeros(many + 1, dtype=bool)
    tally = _Tally(np.random.default_rng(seed), enough, progress or (lambda _: None))
    for group in groups_of(shown):
        search = _Search(group, down[group.members], up[group.members], tally)
        search.run()
        low[group.members], high[group.members] = search.low, search.high
        unasked[group.members] = search.unasked & ~search.tight
    proven = bounds_of(tables, shown, (low.tolist(), high.tolist()))
    short = [place for place, asked in needed.items() if not _reaches(tables, place, proven, asked)]
    unsure = {place for place in short if unasked[_number(tables, shown, place)]}
    return Verified(
        proven,
        tuple(place for place in short if place not in unsure),
        tuple(place for place in short if place in unsure),
        tally.programmes,
    )


def _number(tables: Sequence[ReleasedTable], shown: Shown, place: Place) -> int:
    """The number of an unknown; -1 for what is known."""
    return shown.number.get(tables[place[0]].identity(place[1]), -1)


def _reaches(
    tables: Sequence[ReleasedTable], place: Place, proven: Mapping[Place, Bounds], asked: Bounds
) -> bool:
    """A cell that is shown reaches nowhere, one that was not released is no matter of these."""
    if place in proven:
        return _meets(proven[place], asked)
    return tables[place[0]].cells.get(place[1]) is None


def _meets(own: Bounds, asked: Bounds) -> bool:
    def near(end: Decimal) -> Decimal:
        return Decimal(str(NEAR)) * max(Decimal(1), abs(end))

    low = own.low is None or (asked.low is not None and own.low <= asked.low + near(asked.low))
    if own.high is None:
        return low
    return low and asked.high is not None and own.high >= asked.high - near(asked.high)


@dataclass
class _Tally:
    """What the searches of all groups share."""

    chance: np.random.Generator
    enough: int
    progress: Callable[[float], None]
    tight: int = 0
    programmes: dict[str, int] = field(
        default_factory=lambda: {"together": 0, "near": 0, "alone": 0}
    )


class _Search:
    """Looks for values of one group that reach the ends ``down`` and ``up``.

    ``low`` and ``high``: the least and the greatest of each in values that fit everything shown.
    """

    def __init__(self, group: Group, down: Floats, up: Floats, tally: _Tally) -> None:
        self.group, self.down, self.up, self.tally = group, down, up, tally
        self.low, self.high = np.full(len(group), np.inf), np.full(len(group), -np.inf)
        self.tight: Marks = np.zeros(len(group), dtype=bool)
        self.unasked: Marks = np.zeros(len(group), dtype=bool)
        self.middle, self.seen = np.zeros(len(group)), 0
        self.rows: csr_array = group.matrix.tocsr()
        self.columns = group.matrix.tocsc()

    def run(self) -> None:
        """Ask until every end is reached or found out of reach."""
        if not self._note(solve(self.group, np.zeros(len(self.group)))):
            raise EngineError("does_not_add_up", "no values found that fit what is shown")
        asked = max(1, self._left())
        for _ in range(ROUNDS):
            before = self._left()
            if not before:
                return
            self._together()
            self.tally.progress(1 - self._left() / asked)
            if before - self._left() < LEAST_GAIN * before:
                break
        for at, sign in [*((at, -1) for at in self._lows()), *((at, 1) for at in self._highs())]:
            if not self._one(int(at), sign):
                self.tight[at] = True
                self.tally.tight += 1
            self.tally.progress(1 - self._left() / asked)

    def _lows(self) -> Ints:
        near = NEAR * np.maximum(1.0, np.where(np.isfinite(self.down), self.down, 0))
        return np.flatnonzero(np.isfinite(self.down) & (self.low > self.down + near))

    def _highs(self) -> Ints:
        near = NEAR * np.maximum(1.0, np.where(np.isfinite(self.up), self.up, 0))
        return np.flatnonzero(np.isfinite(self.up) & (self.high < self.up - near))

    def _left(self) -> int:
        return len(self._lows()) + len(self._highs())

    def _note(self, values: Floats | None) -> bool:
        """Keep what values prove; False where they do not fit everything shown."""
        if values is None:
            return False
        values[self.group.whole] = np.round(values[self.group.whole])
        if not self.group.holds(values):
            return False
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        self.middle = (self.middle * self.seen + values) / (self.seen + 1)
        self.seen += 1
        return True

    def _together(self) -> None:
        """One programme for many: each cell counts up to its end and no further."""
        lows, highs = self._lows(), self._highs()
        both = np.intersect1d(lows, highs)
        falling = both[self.tally.chance.random(len(both)) < 0.5]
        highs = np.setdiff1d(highs, falling)
        lows = np.setdiff1d(lows, np.setdiff1d(both, falling))
        # A value is split in two: what lies within the end, and what goes beyond.
        split = np.concatenate([lows, highs])
        ends = np.concatenate([self.down[lows], self.up[highs]])
        weight = self.tally.chance.exponential(size=len(split))
        many = len(self.group)
        goal = np.zeros(many + len(split))
        goal[lows] = weight[: len(lows)] / np.maximum(1.0, self.up[lows] - self.down[lows])
        goal[many + len(lows) :] = -weight[len(lows) :] / np.maximum(1.0, self.up[highs])
        highest = np.concatenate([np.full(many, np.inf), ends])
        matrix = hstack([self.group.matrix, self.columns[:, split]], format="csr")
        whole = np.concatenate([self.group.whole, self.group.whole[split]])
        self.tally.programmes["together"] += 1
        try:
            answer = solve(self.group, goal, highest, matrix=matrix, whole=whole, seconds=SECONDS)
        except EngineError:
            return  # whole numbers took too long; the cells are asked one by one
        if answer is not None:
            values = answer[:many].copy()
            np.add.at(values, split, answer[many:])
            self._note(values)

    def _one(self, at: int, sign: int) -> bool:
        """Ask for one end of one cell, in wider and wider surroundings; False: out of reach."""
        if self.tally.tight >= self.tally.enough:
            self.unasked[at] = not self._done(at, sign)
            return True
        for reach in REACHES:
            if self._done(at, sign):
                return True
            self._near(at, sign, reach)
        if self._done(at, sign):
            return True
        self.tally.programmes["alone"] += 1
        goal = np.zeros(len(self.group))
        goal[at] = -sign
        try:
            answer = solve(self.group, goal, seconds=SECONDS, best=True)
        except EngineError:
            self.unasked[at] = True
            return True
        if answer is None:
            self.high[at] = np.inf
        elif not self._note(answer):
            self.unasked[at] = True
            return True
        return self._done(at, sign)

    def _done(self, at: int, sign: int) -> bool:
        return at not in (self._highs() if sign > 0 else self._lows())

    def _near(self, at: int, sign: int, reach: int) -> None:
        """The same with all but the surroundings held where they are in the middle of all seen."""
        if not self.seen:
            return
        free = self._surroundings(at, reach)
        if len(free) * 2 > len(self.group):
            return
        base = np.round(self.middle) if self.group.whole.all() else self.middle
        if not self.group.holds(base):
            return
        self.tally.programmes["near"] += 1
        touched = np.unique(self.columns[:, free].indices)
        part = self.rows[touched][:, free]
        fixed = self.rows[touched] @ base - part @ base[free]
        small = Group(
            free,
            part,
            self.group.least[touched] - fixed,
            self.group.most[touched] - fixed,
            self.group.whole[free],
        )
        goal = np.zeros(len(free))
        here = int(np.searchsorted(free, at))
        goal[here] = -sign
        highest = np.full(len(free), np.inf)
        if sign > 0:
            highest[here] = max(self.up[at], base[at])
        try:
            answer = solve(small, goal, highest, seconds=SECONDS)
        except EngineError:
            return
        if answer is not None:
            values = base.copy()
            values[free] = answer
            self._note(values)

    def _surroundings(self, at: int, reach: int) -> Ints:
        free: Marks = np.zeros(len(self.group), dtype=bool)
        free[at] = True
        for _ in range(reach):
            rows = np.unique(self.columns[:, np.flatnonzero(free)].indices)
            free[np.unique(self.rows[rows].indices)] = True
        return np.flatnonzero(free)
