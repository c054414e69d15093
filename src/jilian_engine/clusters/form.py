"""Clusters out of a supply network: Leiden with a resolution found by where runs agree.

Traag, Waltman and van Eck, "From Louvain to Leiden", Scientific Reports 9, 5233 (2019), with the
constant Potts model unless told otherwise. Direction plays no part in forming, only in position.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from jilian_engine.clusters._ground import Conditions, Objective, entries, lay_ground
from jilian_engine.clusters._scan import Runs, Scan, main_run, resampled_runs, scan_resolutions
from jilian_engine.clusters.positions import POSITIONS, find_positions
from jilian_engine.clusters.quality import Labels, conductance, cpm_value, modularity
from jilian_engine.errors import EngineError
from jilian_engine.network import Floats, Network, Positions, frozen, renumber


@dataclass(frozen=True, eq=False)
class Formation:
    """Clusters with the reasons. Arrays over firms, positions as in the network; read-only.

    - `membership`: cluster number from 0, largest first (ties: smallest firm key); -1: none
    - `inside_share`: share of the firm's weight that stays in its cluster
    - `stay_share`: share of resampled runs in which it stays with its cluster (NaN: none run)
    - `second`, `second_share`: the cluster with most of its remaining weight (-1: none)
    - `level`, `position`: chain level (NaN: no flow inside), index in POSITIONS (-1: no cluster)

    Arrays over clusters: `sizes`, `conductance`, `incoherence` (F0 of the levels; NaN: no flow).
    `quality` is the value of the objective at `resolution`: for CPM in mean tie weights. Shares are
    NaN for a firm outside any cluster, `second` speaks of those too.
    """

    membership: Positions
    inside_share: Floats
    stay_share: Floats
    second: Positions
    second_share: Floats
    level: Floats
    position: NDArray[np.int8]
    sizes: NDArray[np.int64]
    conductance: Floats
    incoherence: Floats
    quality: float
    modularity: float
    objective: Objective
    resolution: float
    seed: int
    scan: Scan | None

    @property
    def cluster_count(self) -> int:
        """How many clusters of the least size were found."""
        return len(self.sizes)

    def table(self, network: Network) -> pl.DataFrame:
        """One row a firm, names at the edge; null where a firm has no cluster."""
        words = pl.Series("position", [*POSITIONS, None], dtype=pl.String)
        frame = pl.DataFrame({
            "firm": network.firms, "cluster": self.membership,
            "inside_share": self.inside_share, "stay_share": self.stay_share,
            "second": self.second, "second_share": self.second_share, "level": self.level,
            "position": words.gather(np.where(self.position < 0, len(POSITIONS), self.position)),
        })  # fmt: skip
        number = pl.col("cluster", "second")
        return frame.with_columns(
            pl.when(number >= 0).then(number).otherwise(None), pl.selectors.float().fill_nan(None)
        )


def form_clusters(
    network: Network, *, seed: int, resolution: float | None = None, objective: Objective = "cpm",
    least_size: int = 3, resamples: int = 8, scan_points: int = 16, threads: int = 2,
    start: Labels | None = None, fixed: NDArray[np.bool_] | None = None,
    forbidden: NDArray[np.integer] | None = None, areas: pl.Series | None = None,
) -> Formation:  # fmt: skip
    """Form clusters; the same network and seed give the same bytes for ever.

    A CPM resolution is a density: mean tie weights for each pair of firms in a cluster. Without
    one, `scan_points` resolutions are tried and each of them `resamples` times on networks that
    lost a tenth of their ties; the scan is in the result and costs scan_points x (resamples + 1)
    runs or more: above some 300,000 firms give a resolution. EngineError for odd arguments.
    """
    if objective not in ("cpm", "modularity"):
        raise EngineError("unknown_objective", f"There is no objective {objective!r}.")
    if least_size < 1 or resamples < 0 or scan_points < 2 or seed < 0 or threads < 1:
        raise EngineError("bad_argument", "Sizes, counts and the seed cannot be negative.")
    if resolution is None and resamples == 0:
        raise EngineError("bad_argument", "A scan needs at least one resampled run.")
    ties = _unit_ties(network)
    ground = lay_ground(ties, objective, Conditions(start, fixed, forbidden, areas))
    scan = None
    if resolution is None and ties.nnz == 0:
        resolution = 1.0  # nothing to form: any number will do
    if resolution is None:
        scan = scan_resolutions(
            ties, ground, objective=objective, seed=seed, resamples=resamples, points=scan_points,
            least_size=least_size, threads=threads,
        )  # fmt: skip
        resolution = scan.resolution
    whole = main_run(ground, resolution, seed)
    runs = resampled_runs(ground, [resolution], seed, resamples, threads)[0]
    membership = _of_least_size(whole, least_size, fixed)
    return _describe(network, ties, whole, membership, runs, (objective, resolution, seed), scan)


def _of_least_size(whole: Runs, least: int, fixed: NDArray[np.bool_] | None) -> Positions:
    """Clusters below the least size dissolved, but for those that hold a fixed firm."""
    small = np.bincount(whole, minlength=1) < least
    if fixed is not None:
        small[whole[np.asarray(fixed, dtype=np.bool_)]] = False
    return renumber(np.where(small[whole], -1, whole).astype(np.int32))


def _unit_ties(network: Network) -> sp.csr_array:
    """Ties with mean weight 1, so that a resolution means the same in yuan and in counts."""
    ties = network.ties.copy()
    if ties.nnz:
        ties.data /= ties.data.mean()
    return ties


def _describe(
    network: Network, ties: sp.csr_array, whole: Runs, membership: Positions, runs: list[Runs],
    how: tuple[Objective, float, int], scan: Scan | None,
) -> Formation:  # fmt: skip
    objective, resolution, seed = how
    inside, second, second_share = _shares(ties, membership)
    chain = find_positions(network, membership)
    value = cpm_value if objective == "cpm" else modularity
    return Formation(
        membership=frozen(membership), inside_share=frozen(inside),
        stay_share=frozen(_stay_shares(membership, runs)), second=frozen(second),
        second_share=frozen(second_share), level=chain.levels, position=chain.position,
        sizes=frozen(np.bincount(membership[membership >= 0]).astype(np.int64)),
        conductance=frozen(conductance(ties, membership)), incoherence=chain.incoherence,
        quality=value(ties, whole, resolution=resolution),
        modularity=modularity(ties, membership), objective=objective, resolution=resolution,
        seed=seed, scan=scan,
    )  # fmt: skip


def _shares(ties: sp.csr_array, membership: Positions) -> tuple[Floats, Positions, Floats]:
    """Share of each firm's weight in its own cluster; the next best cluster and its share."""
    from jilian_engine.clusters._kernels import belonging

    whole, inside, second, beyond = belonging(*entries(ties), membership)
    with np.errstate(invalid="ignore", divide="ignore"):
        inside_share = np.where(membership >= 0, np.where(whole > 0, inside / whole, 0.0), np.nan)
        second_share = np.where(second >= 0, beyond / whole, np.nan)
    return inside_share, second, second_share


def _stay_shares(membership: Positions, runs: list[Runs]) -> Floats:
    """Share of runs in which the cluster most like a firm's own (by Jaccard) holds the firm."""
    count, clusters = len(membership), int(membership.max(initial=-1)) + 1
    stays = np.zeros(count)
    held = np.flatnonzero(membership >= 0)
    if not runs or len(held) == 0:
        return np.where(membership >= 0, np.nan, np.nan)
    own = membership[held].astype(np.int64)
    size = np.bincount(own, minlength=clusters)
    for run in runs:
        width = int(run.max()) + 1
        pair, both = np.unique(own * width + run[held], return_counts=True)
        mine, theirs = pair // width, pair % width
        likeness = both / (size[mine] + np.bincount(run)[theirs] - both)
        order = np.lexsort((theirs, -likeness, mine))
        best = np.full(clusters, -1, dtype=np.int64)
        first = np.flatnonzero(np.diff(mine[order], prepend=-1) > 0)
        best[mine[order][first]] = theirs[order][first]
        stays[held] += run[held] == best[own]
    return np.where(membership >= 0, stays / len(runs), np.nan)
