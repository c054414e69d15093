"""Where a firm stands in the chain of its cluster: trophic levels, cut into positions.

MacKay, Johnson and Sansom, "How directed is a directed network?", Royal Society Open Science 7,
201138 (2020). With u the weight in and out of each firm and v the weight in minus the weight out,
the levels h solve (diag(u) - W - W')h = v, on each weakly connected part, lowest level 0. The
incoherence F0 = sum w_ij (h_j - h_i - 1)^2 / sum w_ij is 0 for a perfect chain, 1 for a circle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from jilian_engine.clusters.quality import Labels
from jilian_engine.errors import EngineError
from jilian_engine.network import Floats, Network, frozen

#: What `Positions.position` counts; -1 is a firm outside any cluster.
POSITIONS = ("upstream", "midstream", "downstream", "supporting")
MIDSTREAM, SUPPORTING = 1, 3
#: A firm that keeps less than this share of its weight inside its cluster only supports it.
SUPPORTING_BELOW = 0.25
#: Between the 5th and the 95th percentile of levels: flatter than this has no up and down.
LEAST_SPAN = 0.5


@dataclass(frozen=True, eq=False)
class ChainPositions:
    """Level (NaN: no flow inside) and position of each firm; F0 of each cluster (NaN: no flow)."""

    levels: Floats
    position: NDArray[np.int8]
    incoherence: Floats


def find_positions(network: Network, membership: Labels) -> ChainPositions:
    """Levels and positions of all firms, each within its own cluster (membership -1: none).

    Each connected part is cut at thirds of the span between its 5th and 95th percentile of levels.
    """
    labels = np.asarray(membership).astype(np.int64)
    clusters = int(labels.max(initial=-1)) + 1
    inside = (labels[network.suppliers] == labels[network.buyers]) & (labels[network.buyers] >= 0)
    sold, bought = network.suppliers[inside], network.buyers[inside]
    weights = network.weights[inside]
    levels, part = trophic_levels(sold, bought, weights, network.firm_count)
    miss = weights * (levels[bought] - levels[sold] - 1) ** 2
    flow = np.bincount(labels[sold], weights, clusters)
    with np.errstate(invalid="ignore"):
        incoherence = np.bincount(labels[sold], np.nan_to_num(miss), clusters) / flow
    kept = np.bincount(sold, weights, network.firm_count) + np.bincount(
        bought, weights, network.firm_count
    )
    position = _cut(levels, part)
    position[kept < SUPPORTING_BELOW * network.strengths] = SUPPORTING
    position[np.isnan(levels)] = SUPPORTING
    position[labels < 0] = -1
    return ChainPositions(frozen(levels), frozen(position), frozen(incoherence))


def trophic_levels(
    sources: NDArray[np.integer], targets: NDArray[np.integer], weights: Floats, count: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Levels of `count` nodes and the number of the connected part each is in (-1: no weight).

    Nodes without weight have level NaN. EngineError "levels_unsettled" if the solver does not
    converge, which no connected supply network of this kind has been seen to cause.
    """
    flow = sp.coo_array((weights, (sources, targets)), shape=(count, count)).tocsr()
    flow.eliminate_zeros()
    out, into = (np.asarray(flow.sum(axis=axis), dtype=np.float64).ravel() for axis in (1, 0))
    held = np.flatnonzero(out + into > 0)
    levels, part = np.full(count, np.nan), np.full(count, -1, dtype=np.int64)
    if len(held) == 0:
        return levels, part
    ties = sp.csr_array(flow + flow.T)[held][:, held]
    parts, label = connected_components(ties, directed=False)
    solved = _solve(ties, (out + into)[held], (into - out)[held])
    lowest = np.full(parts, np.inf)
    np.minimum.at(lowest, label, solved)
    levels[held] = np.round(solved - lowest[label], 9) + 0.0
    part[held] = label
    return levels, part


def _solve(ties: sp.csr_array, diagonal: Floats, wanted: Floats) -> Floats:
    """Conjugate gradients with the diagonal in front, on all connected parts at once.

    Written out because sums by numpy do not depend on the number of threads, those of BLAS may.
    """
    level = np.zeros(len(wanted))
    rest = wanted.astype(np.float64)
    goal = (wanted * wanted / diagonal).sum() * 1e-24
    eased = rest / diagonal
    step, gain = eased.copy(), (rest * eased).sum()
    for _ in range(50_000):
        if gain <= goal:
            return level
        pushed = diagonal * step - ties @ step
        length = gain / (step * pushed).sum()
        level += length * step
        rest -= length * pushed
        eased = rest / diagonal
        before, gain = gain, (rest * eased).sum()
        step = eased + (gain / before) * step
    raise EngineError("levels_unsettled", "The levels of the chain did not settle.")


def _cut(levels: Floats, part: NDArray[np.int64]) -> NDArray[np.int8]:
    position = np.full(len(levels), MIDSTREAM, dtype=np.int8)
    held = np.flatnonzero(part >= 0)
    if len(held) == 0:
        return position
    order = held[np.lexsort((levels[held], part[held]))]
    sizes = np.bincount(part[held])
    first = np.cumsum(sizes) - sizes
    low = _quantile(levels[order], first, sizes, 0.05)
    high = _quantile(levels[order], first, sizes, 0.95)
    span = high - low
    own = part[held]
    steep = span[own] >= LEAST_SPAN
    upper = steep & (levels[held] < (low + span / 3)[own])
    lower = steep & (levels[held] > (high - span / 3)[own])
    position[held[upper]], position[held[lower]] = 0, 2
    return position


def _quantile(
    ordered: Floats, first: NDArray[np.int64], sizes: NDArray[np.int64], share: float
) -> Floats:
    at = share * (sizes - 1)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, sizes - 1)
    low, high = ordered[first + below], ordered[first + above]
    return np.asarray(low + (at - below) * (high - low), dtype=np.float64)
