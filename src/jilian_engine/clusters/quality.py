"""How good a division into clusters is, and how alike two divisions are.

`ties` is a symmetric matrix of weights without a diagonal (`Network.ties`); a membership holds a
cluster number for each firm, and -1 is a firm by itself, a group of one.

Sources: modularity, Newman and Girvan, Physical Review E 69, 026113 (2004); constant Potts model,
Traag, Van Dooren and Nesterov, Physical Review E 84, 016114 (2011); conductance, Kannan, Vempala
and Vetta, Journal of the ACM 51 (2004); variation of information, Meila, Journal of Multivariate
Analysis 98 (2007).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.network import Floats

Labels = NDArray[np.integer]


def _parted(membership: Labels) -> NDArray[np.int64]:
    """Labels from 0 in which every firm outside a cluster has a group of its own."""
    labels = np.asarray(membership).astype(np.int64)
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return np.unique(labels, return_inverse=True)[1]


def _inside(ties: sp.csr_array, labels: NDArray[np.int64], groups: int) -> tuple[Floats, Floats]:
    """Weight inside each group (each tie once) and volume of each group."""
    own = np.repeat(labels, np.diff(ties.indptr))
    same = own == labels[ties.indices]
    inside = np.bincount(own[same], ties.data[same], groups) / 2
    volume = np.bincount(own, ties.data, groups)
    return inside.astype(np.float64), volume.astype(np.float64)


def modularity(ties: sp.csr_array, membership: Labels, *, resolution: float = 1.0) -> float:
    """Q = sum over groups of w_c / W - resolution * (vol_c / 2W)^2; NaN without any weight."""
    labels = _parted(membership)
    inside, volume = _inside(ties, labels, int(labels.max(initial=-1)) + 1)
    total = volume.sum() / 2
    if total == 0:
        return float("nan")
    return float((inside / total - resolution * (volume / (2 * total)) ** 2).sum())


def cpm_value(ties: sp.csr_array, membership: Labels, *, resolution: float) -> float:
    """H = sum over groups of w_c - resolution * n_c (n_c - 1) / 2, in the unit of the weights."""
    labels = _parted(membership)
    groups = int(labels.max(initial=-1)) + 1
    inside, _ = _inside(ties, labels, groups)
    size = np.bincount(labels, minlength=groups).astype(np.float64)
    return float((inside - resolution * size * (size - 1) / 2).sum())


def conductance(ties: sp.csr_array, membership: Labels) -> Floats:
    """For each cluster the weight that leaves it over the smaller volume of it and of the rest.

    0 when nothing leaves, 1 when all does; NaN for a cluster without weight.
    """
    labels = np.asarray(membership).astype(np.int64)
    clusters = int(labels.max(initial=-1)) + 1
    rest = np.where(labels < 0, clusters, labels)
    inside, volume = _inside(ties, rest, clusters + 1)
    cut = volume - 2 * inside
    smaller = np.minimum(volume, volume.sum() - volume)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(smaller > 0, cut / smaller, np.where(volume > 0, 0.0, np.nan))
    return np.clip(share[:clusters], 0.0, 1.0)


def _entropies(first: Labels, second: Labels) -> tuple[float, float, float]:
    if len(first) != len(second):
        raise EngineError("unequal_lengths", "Two divisions must be of the same firms.")
    one, other = _parted(first), _parted(second)
    both = one * (int(other.max(initial=-1)) + 1) + other
    return _entropy(one), _entropy(other), _entropy(both)


def _entropy(labels: NDArray[np.int64]) -> float:
    if len(labels) == 0:
        return 0.0
    share = np.unique(labels, return_counts=True)[1] / len(labels)
    return float(-(share * np.log(share)).sum())


def variation_of_information(first: Labels, second: Labels) -> float:
    """VI = 2 H(X, Y) - H(X) - H(Y) in nats: 0 for the same division, at most ln n."""
    one, other, both = _entropies(first, second)
    return max(0.0, 2 * both - one - other)


def distances(first: Labels, second: Labels) -> tuple[float, float]:
    """The corrected distance of two divisions, and their variation of information."""
    dealt = np.random.Generator(np.random.PCG64(0)).permutation(_parted(second))
    apart, by_chance = (variation_of_information(first, one) for one in (second, dealt))
    return (apart / by_chance if by_chance > 0 else 0.0), apart


def corrected_distance(first: Labels, second: Labels) -> float:
    """VI over the VI that chance would give: 0 the same division, about 1 unrelated ones.

    Chance is the second division dealt anew to the firms, once, always in the same way. Without it
    VI flatters very coarse and very fine divisions. 0 when both leave nothing to tell apart.
    """
    return distances(first, second)[0]


def mutual_information(first: Labels, second: Labels) -> float:
    """Normalised mutual information 2 I(X; Y) / (H(X) + H(Y)); 1 when both are one group."""
    one, other, both = _entropies(first, second)
    return 2 * max(0.0, one + other - both) / (one + other) if one + other > 0 else 1.0


def adjusted_rand_index(first: Labels, second: Labels) -> float:
    """Agreement of two divisions over pairs of firms: 1 the same, about 0 what chance gives.

    Hubert and Arabie, Journal of Classification 2 (1985): with n_ij the firms that group i of one
    and group j of the other share, (S - E) / ((A + B) / 2 - E), S = sum of C(n_ij, 2), A and B the
    same sums over the groups of each, E = A * B / C(n, 2). 1 when both are one group, or both all
    single firms. Below 0 when they agree less than by chance.
    """
    if len(first) != len(second):
        raise EngineError("unequal_lengths", "Two divisions must be of the same firms.")
    one, other = _parted(first), _parted(second)
    both = np.unique(one * (int(other.max(initial=-1)) + 1) + other, return_counts=True)[1]
    shared, mine, theirs = (_pairs(count) for count in (both, np.bincount(one), np.bincount(other)))
    every = len(one) * (len(one) - 1) // 2
    chance = mine * theirs / every if every else 0.0
    most = (mine + theirs) / 2
    return 1.0 if most == chance else (shared - chance) / (most - chance)


def _pairs(counts: NDArray[np.int64]) -> int:
    return int((counts * (counts - 1) // 2).sum())
