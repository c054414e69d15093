"""Leiden: Traag, Waltman and van Eck, Scientific Reports 9, 5233 (2019), on arrays.

Rounds of moving nodes, refining the clusters into parts and gathering the parts into nodes, until
nothing gathers; then the whole again from the division found, until the objective hardly rises.
Why it is our own: docs/decisions/0013.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jilian_engine.clusters._ground import Ground, Objective
from jilian_engine.errors import EngineError
from jilian_engine.network import renumber

__all__ = ["TRIALS", "Objective", "leiden"]

#: Runs of which the best is kept, on networks with at most SMALL entries.
TRIALS, SMALL = 4, 400_000
#: Above SMALL entries another cycle is run as long as the last one brought this share of the whole.
LARGE_WORTH = 1e-3
#: More cycles than this are not run.
CYCLES = 10

Labels = NDArray[np.int32]


def leiden(ground: Ground, *, resolution: float, seed: int, trials: int = 1) -> Labels:
    """One division: a cluster number for each firm, largest first, ties by first firm.

    The best of `trials` runs (one, above SMALL entries).
    """
    if not (np.isfinite(resolution) and resolution > 0):
        raise EngineError("bad_resolution", "A resolution is a number above zero.")
    rate = ground.rate(resolution)
    small = len(ground.others) <= SMALL
    best, value = ground.labels, -np.inf
    for more in range(trials if small else 1):
        labels, reached = _run(ground, rate, seed + more, worth=0.0 if small else LARGE_WORTH)
        if reached > value:
            best, value = labels, reached
    return renumber(ground.of_firms(best))


def _run(ground: Ground, rate: float, seed: int, *, worth: float) -> tuple[Labels, float]:
    """Labels of the nodes and what they are worth: cycles until one brings hardly anything."""
    chance = np.random.Generator(np.random.PCG64(seed))
    labels, value = ground.labels, -np.inf
    for _ in range(CYCLES):
        found = _cycle(ground, rate, labels, chance)
        reached = ground.value(found, rate)
        if reached <= value:
            break
        labels, before, value = found, value, reached
        if reached - before <= worth * abs(reached):
            break
    return labels, value


@dataclass(frozen=True, eq=False)
class _Level:
    """The network whose nodes are the parts of the level below."""

    network: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]
    mass: NDArray[np.float64]
    pinned: NDArray[np.bool_]

    def above(self, parts: Labels, count: int) -> _Level:
        """The level whose nodes are these parts."""
        from jilian_engine.clusters import _kernels as kernels

        mass = np.bincount(parts, self.mass, count).astype(np.float64)
        pinned = np.zeros(count, dtype=np.bool_)
        pinned[parts[self.pinned]] = True
        return _Level(kernels.gather(*self.network, parts, count), mass, pinned)


def _cycle(ground: Ground, rate: float, labels: Labels, chance: np.random.Generator) -> Labels:
    from jilian_engine.clusters import _kernels as kernels  # numba is slow to import

    level = _Level(ground.network, ground.mass, ground.pinned)
    below: list[Labels] = []
    while True:
        order = chance.permutation(len(labels)).astype(np.int32)
        labels, _ = _packed(labels)
        kernels.move_nodes(*level.network, level.mass, rate, labels, level.pinned, order)
        labels, clusters = _packed(labels)
        if clusters == len(labels):
            break
        refined = kernels.refine(*level.network, level.mass, rate, labels, order[::-1].copy())
        parts, count = _packed(refined)
        if count == len(parts):
            break
        level = level.above(parts, count)
        below.append(parts)
        upper = np.empty(count, dtype=np.int32)
        upper[parts] = labels
        labels = upper
    for parts in reversed(below):
        labels = labels[parts]
    return labels


def _packed(labels: Labels) -> tuple[Labels, int]:
    """The same groups under the numbers from 0 without gaps, in a new array; how many."""
    used = np.zeros(int(labels.max(initial=-1)) + 1, dtype=np.bool_)
    used[labels] = True
    numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
    return numbers[labels], int(used.sum())
