"""What Leiden divides: the ties of the firms, and the conditions built into them.

Each condition holds by construction, whatever the run does:

- **Fixed firms** of one start cluster are contracted into one node with their mass added up, and
  that node is never moved. Two such nodes begin apart, and only moves bring nodes together.
- **Forbidden pairs** get a tie that weighs minus twice the whole network. No node gains by meeting
  such a tie, and a node that begins with one leaves, since nothing weighs less than nothing.
- **Areas**: ties between firms of different areas are cut, start clusters are split by area, and a
  node only ever goes to clusters to which it is tied. A firm of unknown area stays by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.network import Floats

Objective = Literal["cpm", "modularity"]
Labels = NDArray[np.int32]

MOST_ENTRIES = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Conditions:
    """What a formation starts from and must keep; see `form_clusters`."""

    start: NDArray[np.integer] | None = None
    fixed: NDArray[np.bool_] | None = None
    forbidden: NDArray[np.integer] | None = None
    areas: pl.Series | None = None


@dataclass(frozen=True, eq=False)
class Ground:
    """Nodes (firms, or contracted groups of them) with ties, masses and where each begins."""

    starts: NDArray[np.int32]
    others: NDArray[np.int32]
    weights: Floats
    mass: Floats
    labels: Labels
    pinned: NDArray[np.bool_]
    node: Labels | None
    whole: float

    @property
    def network(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """The three arrays of the ties."""
        return self.starts, self.others, self.weights

    def rate(self, resolution: float) -> float:
        """What mass is charged at this resolution."""
        return resolution / self.whole

    def value(self, labels: Labels, rate: float) -> float:
        """The objective, but for a constant."""
        from jilian_engine.clusters import _kernels as kernels

        heavy = np.bincount(labels, self.mass)
        return kernels.inside_weight(*self.network, labels) - rate * float((heavy**2).sum()) / 2

    def of_firms(self, labels: Labels) -> Labels:
        """Labels of the nodes as labels of the firms."""
        return labels if self.node is None else labels[self.node]

    def thinned(self, chance: np.random.Generator, kept: float) -> Ground:
        """The ground on which each tie is kept with this chance."""
        from jilian_engine.clusters import _kernels as kernels

        ties = int((self.others > np.repeat(np.arange(len(self.mass)), np.diff(self.starts))).sum())
        network = kernels.thin(*self.network, chance.random(ties) < kept)
        return Ground(*network, self.mass, self.labels, self.pinned, self.node, self.whole)


def lay_ground(ties: sp.csr_array, objective: Objective, conditions: Conditions) -> Ground:
    """Ties and conditions as Leiden divides them; EngineError for conditions that cannot hold."""
    count = ties.shape[0]
    _check(count, conditions)
    if ties.nnz > MOST_ENTRIES:
        raise EngineError("too_many_links", "One run holds a thousand million links at most.")
    start = _start(count, conditions)
    if conditions.areas is not None:
        area = _area_numbers(conditions.areas)
        start, ties = _split(start, area), _cut(ties, area)
    mass, whole = np.ones(count), 1.0
    if objective == "modularity":
        mass = np.asarray(ties.sum(axis=1), dtype=np.float64).ravel()
        whole = float(mass.sum()) or 1.0
    if conditions.forbidden is not None and len(conditions.forbidden):
        ties = _repel(ties, np.asarray(conditions.forbidden))
    pinned = np.zeros(count, dtype=np.bool_)
    ground = Ground(*entries(ties), mass, _alone(start), pinned, None, whole)
    if conditions.fixed is None or not conditions.fixed.any():
        return ground
    return _contract(ground, start, conditions)


def entries(ties: sp.csr_array) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """The three arrays of a matrix by rows as the kernels take them."""
    starts = ties.indptr.astype(np.int32, copy=False)
    return starts, ties.indices.astype(np.int32, copy=False), ties.data


def _check(count: int, conditions: Conditions) -> None:
    for name in ("start", "fixed", "areas"):
        found = getattr(conditions, name)
        if found is not None and len(found) != count:
            raise EngineError("bad_condition", f"{name!r} needs an entry for each of the firms.")
    pairs = conditions.forbidden
    if pairs is not None and len(pairs):
        one, other = np.asarray(pairs).reshape(-1, 2).T
        if min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= count:
            raise EngineError("bad_condition", "A forbidden pair names a firm that is not there.")
        if (one == other).any():
            raise EngineError("bad_condition", "A firm cannot be forbidden to meet itself.")


def _start(count: int, conditions: Conditions) -> NDArray[np.int64]:
    if conditions.start is None:
        return np.full(count, -1, dtype=np.int64)
    return np.maximum(np.asarray(conditions.start).astype(np.int64), -1)


def _alone(start: NDArray[np.int64]) -> Labels:
    """Labels from 0 without gaps in which every firm without a start has a number of its own."""
    single = start < 0
    if single.all():
        return np.arange(len(start), dtype=np.int32)
    labels = start.copy()
    labels[single] = labels.max(initial=-1) + 1 + np.arange(int(single.sum()))
    return np.unique(labels, return_inverse=True)[1].astype(np.int32)


def _area_numbers(areas: pl.Series) -> NDArray[np.int64]:
    """A number for each area, -1 where it is unknown."""
    numbers = areas.rank("dense").cast(pl.Int64).fill_null(0).to_numpy() - 1
    return np.asarray(numbers, dtype=np.int64)


def _split(start: NDArray[np.int64], area: NDArray[np.int64]) -> NDArray[np.int64]:
    """Start clusters within areas; firms of unknown area start alone."""
    both = start * (int(area.max(initial=-1)) + 1) + area
    return np.where((start < 0) | (area < 0), -1, both)


def _cut(ties: sp.csr_array, area: NDArray[np.int64]) -> sp.csr_array:
    rows = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    kept = (area[rows] == area[ties.indices]) & (area[rows] >= 0)
    within = np.concatenate([[0], np.cumsum(kept)])[ties.indptr]
    return sp.csr_array((ties.data[kept], ties.indices[kept], within), shape=ties.shape)


def _repel(ties: sp.csr_array, pairs: NDArray[np.integer]) -> sp.csr_array:
    one, other = np.unique(np.sort(pairs.reshape(-1, 2).astype(np.int64), axis=1), axis=0).T
    force = np.full(2 * len(one), -2 * float(ties.data.sum()) - 2 * len(one) - 1)
    ends = (np.concatenate([one, other]), np.concatenate([other, one]))
    repelled = sp.csr_array(ties + sp.coo_array((force, ends), shape=ties.shape).tocsr())
    repelled.sort_indices()
    return repelled


def _contract(ground: Ground, start: NDArray[np.int64], conditions: Conditions) -> Ground:
    """The ground on which the fixed firms of each start cluster are one pinned node."""
    from jilian_engine.clusters import _kernels as kernels

    fixed = np.asarray(conditions.fixed, dtype=np.bool_)
    if conditions.start is None or (start[fixed] < 0).any():
        raise EngineError("bad_condition", "A fixed firm needs a cluster to start in, and an area.")
    given = np.asarray(conditions.start)[fixed].astype(np.int64)
    if len(np.unique(given)) != len(np.unique(start[fixed])):
        raise EngineError("contradiction", "Fixed firms of one cluster lie in different areas.")
    key = np.arange(len(start), dtype=np.int64)
    groups, first = np.unique(start[fixed], return_index=True)
    heads = np.flatnonzero(fixed)[first]
    key[fixed] = heads[np.searchsorted(groups, start[fixed])]
    members, inverse = np.unique(key, return_inverse=True)
    node: Labels = inverse.astype(np.int32)
    if conditions.forbidden is not None and len(conditions.forbidden):
        one, other = np.asarray(conditions.forbidden).reshape(-1, 2).T
        if (node[one] == node[other]).any():
            raise EngineError("contradiction", "Two fixed firms of a cluster are a forbidden pair.")
    starts, others, weights = kernels.gather(*ground.network, node, len(members))
    between = sp.csr_array((weights, others, starts), shape=(len(members), len(members)))
    between.sort_indices()
    gathered = entries(between)
    pinned = np.isin(members, heads)
    mass = np.bincount(node, ground.mass).astype(np.float64)
    return Ground(*gathered, mass, ground.labels[members], pinned, node, ground.whole)
