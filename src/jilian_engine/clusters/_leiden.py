"""The one place that knows the Leiden library (graspologic-native, MIT)."""

from __future__ import annotations

from typing import Literal

import graspologic_native
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.clusters import _polish as polishing
from jilian_engine.clusters._polish import polish
from jilian_engine.errors import EngineError
from jilian_engine.network import renumber

Objective = Literal["cpm", "modularity"]
#: Runs of which the best is kept, on networks with at most SMALL entries.
TRIALS, SMALL = 4, 400_000
#: Above SMALL entries a polishing step must bring this share of the objective.
LARGE_WORTH = 1e-4


def leiden(
    ties: sp.csr_array, *, resolution: float, objective: Objective, seed: int, trials: int = 1
) -> NDArray[np.int32]:
    """One division: a cluster number for each row, largest first, ties by first row.

    The best of `trials` runs (one, above SMALL entries), each of them polished. Rows without a tie
    stay out of the library, which would put some of them together; each comes back by itself.
    """
    if not (np.isfinite(resolution) and resolution > 0):
        raise EngineError("bad_resolution", "A resolution is a number above zero.")
    count = ties.shape[0]
    labels = np.arange(count, dtype=np.int32)
    held = np.flatnonzero(np.diff(ties.indptr) > 0)
    if len(held):
        tied = sp.csr_array(ties if len(held) == count else ties[held][:, held])
        labels[held] = count + _best(tied, resolution, objective, seed, trials)
    return renumber(labels)


def _best(
    ties: sp.csr_array, resolution: float, objective: Objective, seed: int, trials: int
) -> NDArray[np.int64]:
    aim = _aim(ties, resolution, objective)
    best, value = np.zeros(ties.shape[0], dtype=np.int64), -np.inf
    for more in range(trials if ties.nnz <= SMALL else 1):
        found = polish(aim, _run(ties, resolution, objective, seed + more))
        if (reached := aim.value(found)) > value:
            best, value = found, reached
    return best


def _aim(ties: sp.csr_array, resolution: float, objective: Objective) -> polishing.Objective:
    worth = 0.0 if ties.nnz <= SMALL else LARGE_WORTH
    if objective == "cpm":
        return polishing.Objective(ties, np.ones(ties.shape[0]), resolution, worth)
    mass = np.asarray(ties.sum(axis=1), dtype=np.float64).ravel()
    return polishing.Objective(ties, mass, resolution / float(mass.sum()), worth)


def _run(
    ties: sp.csr_array, resolution: float, objective: Objective, seed: int
) -> NDArray[np.int64]:
    _, found = graspologic_native.leiden_csr(
        ties.indptr.astype(np.int64), ties.indices.astype(np.int32), ties.data.astype(np.float64),
        ties.shape[0], resolution=resolution, use_modularity=objective == "modularity", seed=seed,
    )  # fmt: skip
    labels = np.empty(ties.shape[0], dtype=np.int64)
    nodes = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
    labels[nodes] = np.fromiter(found.values(), dtype=np.int64, count=len(found))
    return labels
