"""Resampled runs, and the choice of a resolution by where they agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.clusters._ground import Ground, Objective
from jilian_engine.clusters._leiden import TRIALS, leiden
from jilian_engine.clusters.quality import corrected_distance, distances
from jilian_engine.network import Floats, frozen

#: A resampled network keeps each tie with this chance.
KEPT = 0.9
#: Two neighbouring resolutions stand on one plateau when their divisions differ by at most this.
SAME = 0.15
#: A point is calm when its runs differ by at most this more than those of the calmest point.
CALM = 0.05
#: A division counts when its clusters hold at least this share of the firms with links.
LEAST_COVER = 0.5
#: And when its largest cluster holds at most this share of them.
MOST_IN_ONE = 0.8

Runs = NDArray[np.int32]
Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class Scan:
    """What was tried: one entry a resolution, in rising order; `chosen` is a position in them.

    `distance` is the mean distance between the full run and the resampled runs (VI over the VI of
    chance), `variation` the mean VI in nats, `step` the distance to the next resolution's division
    (last: NaN),
    `clusters` how many of the least size there are, `cover` the share of linked firms in them.
    """

    resolutions: Floats
    distance: Floats
    variation: Floats
    step: Floats
    clusters: NDArray[np.int32]
    cover: Floats
    plateau: tuple[int, int]
    chosen: int

    @property
    def resolution(self) -> float:
        """The resolution chosen."""
        return float(self.resolutions[self.chosen])


def seeds_for(seed: int, count: int) -> list[int]:
    """Seeds for `count` runs, drawn from one."""
    drawn = np.random.SeedSequence(seed).generate_state(count, np.uint32)
    return [int(one) for one in drawn]


def main_run(ground: Ground, resolution: float, seed: int) -> Runs:
    """The run on the whole network, the best of several where the network is small."""
    return leiden(ground, resolution=resolution, seed=seeds_for(seed, 1)[0], trials=TRIALS)


def resampled_runs(
    ground: Ground, resolutions: Sequence[float], seed: int, count: int, threads: int
) -> list[list[Runs]]:
    """Memberships of `count` networks without a tenth of their ties, for each resolution."""

    def runs(one: int) -> list[Runs]:
        thinned = ground.thinned(np.random.Generator(np.random.PCG64(one)), KEPT)
        return [leiden(thinned, resolution=resolution, seed=one) for resolution in resolutions]

    each = _side_by_side(runs, seeds_for(seed, count + 1)[1:], threads)
    return [[found[at] for found in each] for at in range(len(resolutions))]


def _side_by_side(
    answer: Callable[[Question], Answer], asked: Sequence[Question], threads: int
) -> list[Answer]:
    """The answers in the order of the questions, worked out in so many threads."""
    if threads == 1:
        return [answer(one) for one in asked]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(answer, asked))


def resolution_range(ties: sp.csr_array, objective: Objective, points: int) -> Floats:
    """Resolutions to try. CPM: from a tenth of the network's density to three hundred times it.

    A cluster must be denser than the resolution. Far below the density of the whole nearly all
    firms are one cluster; above half a mean tie for each pair only near-cliques are left.
    """
    if objective == "modularity":
        return np.geomspace(0.25, 8.0, points)
    linked = int((np.diff(ties.indptr) > 0).sum())
    density = float(ties.data.sum()) / max(linked * (linked - 1), 1)
    return np.geomspace(density / 10, max(min(0.5, 300 * density), density), points)


def scan_resolutions(
    ties: sp.csr_array, ground: Ground, *, objective: Objective, seed: int, resamples: int,
    points: int, least_size: int, threads: int,
) -> Scan:  # fmt: skip
    """Try a range and choose the longest plateau on which resampled runs agree.

    Only divisions with two clusters of the least size, holding half of the linked firms, and the
    largest not more than four fifths, are eligible; if none is, all are. On the plateau the
    calmest point is taken, of equals the lowest.
    """
    resolutions = resolution_range(ties, objective, points)
    tried = [float(one) for one in resolutions]
    main = _side_by_side(lambda one: main_run(ground, one, seed), tried, threads)
    runs = resampled_runs(ground, tried, seed, resamples, threads)
    pairs = [(full, other) for full, others in zip(main, runs, strict=True) for other in others]
    both = _side_by_side(lambda pair: distances(*pair), pairs, threads)
    distance, variation = np.array(both).reshape(points, -1, 2).mean(axis=1).T
    steps = [corrected_distance(one, after) for one, after in pairwise(main)]
    sizes = [np.bincount(one) for one in main]
    linked = max(int((np.diff(ties.indptr) > 0).sum()), 1)
    clusters = np.array([(size >= least_size).sum() for size in sizes], dtype=np.int32)
    cover = np.array([size[size >= max(least_size, 2)].sum() / linked for size in sizes])
    largest = np.array([size.max() / linked for size in sizes])
    eligible = (clusters >= 2) & (cover >= LEAST_COVER) & (largest <= MOST_IN_ONE)
    plateau = _plateau(
        distance, np.array(steps), eligible if eligible.any() else np.ones(points, np.bool_)
    )
    chosen = plateau[0] + int(np.argmin(distance[plateau[0] : plateau[1] + 1]))
    arrays = (resolutions, distance, variation, np.array([*steps, np.nan]))
    resolutions, distance, variation, step = (frozen(one) for one in arrays)
    return Scan(
        resolutions, distance, variation, step, frozen(clusters), frozen(cover), plateau, chosen
    )


def _plateau(distance: Floats, step: Floats, eligible: NDArray[np.bool_]) -> tuple[int, int]:
    """First and last point of the longest calm run; of equals the calmer, then the lower."""
    calm = eligible & (distance <= distance[eligible].min() + CALM)
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(calm):
        if runs and runs[-1][1] == at - 1 and step[at - 1] <= SAME:
            runs[-1] = (runs[-1][0], int(at))
        else:
            runs.append((int(at), int(at)))
    return min(runs, key=lambda run: (run[0] - run[1], distance[run[0] : run[1] + 1].mean(), run))
