"""Cluster forming: seconds, objective and agreement with planted clusters, beside igraph.

    python benches/form_clusters.py [--firms 100000] [--size 100] [--mixing 0.4] [--seed 7]

One network, one resolution (half a cluster's own density), one run each: the library alone, with
the polish that `form_clusters` adds, and igraph's Leiden where igraph is installed (GPL, never
needed). Agreement is normalised mutual information; the planted division's own value is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from jilian_engine.clusters import _leiden, find_positions
from jilian_engine.clusters._polish import polish
from jilian_engine.clusters.form import _unit_ties
from jilian_engine.clusters.quality import cpm_value, mutual_information
from jilian_engine.worlds import planted_network


def main() -> None:
    """Print one line a method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--mixing", type=float, default=0.4)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    planted = planted_network(asked.seed, asked.firms // asked.size, asked.size,
                              mixing=asked.mixing)  # fmt: skip
    ties = _unit_ties(planted.network)
    inside = planted.truth[planted.network.suppliers] == planted.truth[planted.network.buyers]
    clusters = int(planted.truth.max()) + 1
    density = float(inside.sum()) / (clusters * asked.size * (asked.size - 1) / 2)
    resolution = density / 2
    aim = _leiden._aim(ties, resolution, "cpm")
    print(f"{planted.network.firm_count:,} firms, {planted.network.link_count:,} links, "
          f"{clusters:,} clusters, resolution {resolution:.4f}")  # fmt: skip
    print(f"{'':28}{'seconds':>9}{'value':>16}{'clusters':>10}{'agreement':>11}{'peak GB':>9}")

    def show(name: str, run: Callable[[], np.ndarray]) -> np.ndarray:
        start = time.perf_counter()
        labels = run()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        value = cpm_value(ties, labels, resolution=resolution)
        print(f"{name:28}{seconds:9.2f}{value:16,.1f}{int(labels.max()) + 1:10,}"
              f"{mutual_information(labels, planted.truth):11.4f}{peak:9.2f}")  # fmt: skip
        return labels

    show("planted", lambda: planted.truth)
    raw = show("graspologic-native", lambda: _leiden._run(ties, resolution, "cpm", asked.seed))
    found = show("  and the polish on top", lambda: polish(aim, raw))
    if importlib.util.find_spec("igraph"):
        graph = show_build(ties)
        for rounds in (2, 10):
            show(f"igraph, {rounds} iterations", lambda n=rounds: igraph_run(graph, resolution, n))
    else:
        print("igraph is not installed")
    start = time.perf_counter()
    find_positions(planted.network, found)
    print(f"{'chain positions':28}{time.perf_counter() - start:9.2f}")


def show_build(ties: sp.csr_array) -> object:
    """The igraph network of the ties; prints how long the building took."""
    import igraph

    start = time.perf_counter()
    upper = sp.triu(ties, k=1, format="coo")
    graph = igraph.Graph(n=ties.shape[0], edges=np.column_stack([upper.row, upper.col]))
    graph.es["weight"] = upper.data
    print(f"{'igraph, building':28}{time.perf_counter() - start:9.2f}")
    return graph


def igraph_run(graph: object, resolution: float, rounds: int) -> np.ndarray:
    """One run of igraph's Leiden with CPM."""
    import random

    import igraph

    random.seed(7)
    igraph.set_random_number_generator(random)
    found = graph.community_leiden(  # type: ignore[attr-defined]
        objective_function="CPM", weights="weight", resolution=resolution, n_iterations=rounds
    )
    return np.array(found.membership)


if __name__ == "__main__":
    main()
