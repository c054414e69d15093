"""Mends what a Leiden run leaves: clusters that ought to be one, firms that belong elsewhere.

The library at times stops with a group in several pieces although joining them is better, and
further cycles or another randomness change nothing (docs/decisions/0003). So after it,
clusters are joined in mutually best pairs and firms moved, none beside another in the same step,
for as long as the objective rises. All steps are exact and free of chance.

The objective in both cases is sum over clusters of w_c - rate * (M_c^2 - sum m_i^2) / 2: for CPM
each firm has mass m 1 and the rate is the resolution; for modularity the mass is the firm's weight
and the rate the resolution over the weight of the whole network counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.network import Floats

#: Gains below this are rounding.
LEAST_GAIN = 1e-9
CYCLES, STEPS = 10, 30

Labels64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Objective:
    """Ties without empty rows, the mass of each firm and the rate at which mass is charged.

    `worth`: the least share of the value that another step must bring (0: any gain will do).
    """

    ties: sp.csr_array
    mass: Floats
    rate: float
    worth: float = 0.0

    def enough(self, before: float, after: float) -> bool:
        """Whether a step brought so little that no further one is taken."""
        return after - before <= LEAST_GAIN + self.worth * abs(before)

    def masses(self, labels: Labels64) -> Floats:
        """Mass of each cluster."""
        return np.bincount(labels, self.mass).astype(np.float64)

    def weights(self, labels: Labels64) -> sp.csr_array:
        """Weight of each firm's ties to each cluster."""
        count = len(labels)
        entries = (np.ones(count), (np.arange(count), labels))
        return sp.csr_array(self.ties @ sp.csr_array(entries, shape=(count, labels.max() + 1)))

    def value(self, labels: Labels64) -> float:
        """The objective, but for a constant."""
        rows = np.repeat(np.arange(len(labels)), np.diff(self.ties.indptr))
        inside = self.ties.data[labels[rows] == labels[self.ties.indices]].sum() / 2
        return float(inside - self.rate * (self.masses(labels) ** 2).sum() / 2)


def polish(aim: Objective, labels: Labels64) -> Labels64:
    """Labels at least as good: no two clusters gain by joining, or the steps are used up."""
    best = aim.value(labels)
    for _ in range(CYCLES):
        labels = _move(aim, _join(aim, labels))
        value = aim.value(labels)
        if aim.enough(best, value):
            break
        best = value
    return _join(aim, labels)


def _join(aim: Objective, labels: Labels64) -> Labels64:
    while True:
        labels = np.unique(labels, return_inverse=True)[1]
        clusters = int(labels.max()) + 1
        entries = (np.ones(len(labels)), (labels, np.arange(len(labels))))
        gather = sp.csr_array(entries, shape=(clusters, len(labels)))
        between = sp.coo_array(gather @ aim.weights(labels))
        one, other = (np.asarray(axis, dtype=np.int64) for axis in between.coords)
        mass = aim.masses(labels)
        gain = between.data - aim.rate * mass[one] * mass[other]
        better = (one < other) & (gain > LEAST_GAIN)
        if not better.any():
            return labels
        one, other, gain = one[better], other[better], gain[better]
        order = np.lexsort((other, one, -gain))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        first = np.full(clusters, len(order), dtype=np.int64)
        np.minimum.at(first, one, rank)
        np.minimum.at(first, other, rank)
        mutual = (first[one] == rank) & (first[other] == rank)
        into = np.arange(clusters)
        into[other[mutual]] = one[mutual]
        labels = into[labels]


def _move(aim: Objective, labels: Labels64) -> Labels64:
    value = aim.value(labels)
    for _ in range(STEPS):
        firm, target, gain = _wishes(aim, labels)
        chosen = _apart(aim.ties, firm, gain)
        if not chosen.any():
            break
        moved = labels.copy()
        moved[firm[chosen]] = target[chosen]
        moved = np.unique(moved, return_inverse=True)[1]
        after = aim.value(moved)
        if after <= value + LEAST_GAIN:
            break
        labels, before, value = moved, value, after
        if aim.enough(before, after):
            break
    return labels


def _wishes(aim: Objective, labels: Labels64) -> tuple[Labels64, Labels64, Floats]:
    """Firms that gain by moving, where to (a fresh label: alone), and the gain."""
    count = len(labels)
    weight = sp.coo_array(aim.weights(labels))
    firm, cluster = (np.asarray(axis, dtype=np.int64) for axis in weight.coords)
    mass = aim.masses(labels)
    own = cluster == labels[firm]
    held = np.zeros(count)
    held[firm[own]] = weight.data[own]
    held -= aim.rate * aim.mass * (mass[labels] - aim.mass)
    gain = weight.data - aim.rate * aim.mass[firm] * mass[cluster] - held[firm]
    everyone = np.arange(count)
    firm = np.concatenate([firm[~own], everyone])
    cluster = np.concatenate([cluster[~own], len(mass) + everyone])
    gain = np.concatenate([gain[~own], -held])
    better = gain > LEAST_GAIN
    firm, cluster, gain = firm[better], cluster[better], gain[better]
    order = np.lexsort((cluster, -gain, firm))
    firm, cluster, gain = firm[order], cluster[order], gain[order]
    first = np.flatnonzero(np.diff(firm, prepend=-1) > 0)
    return firm[first], cluster[first], gain[first]


def _apart(ties: sp.csr_array, firm: Labels64, gain: Floats) -> NDArray[np.bool_]:
    """Which of the firms gain more than any firm tied to them, the earlier one of equals."""
    rank = np.zeros(ties.shape[0], dtype=np.int64)
    rank[firm[np.lexsort((-firm, gain))]] = np.arange(1, len(firm) + 1)
    around = np.maximum.reduceat(rank[ties.indices], ties.indptr[:-1])
    return np.asarray(rank[firm] > around[firm])
