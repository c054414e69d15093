"""Cluster forming: our whole run beside igraph's building and Leiden, on one planted network.

    python benches/form_clusters.py [--firms 1000000] [--links 5000000] [--size 100]
        [--mixing 0.3] [--repeats 1] [--to-the-end] [--with-scan]

Ours is everything a run costs: reading the snapshot's Parquet files and verifying them, building
the network, Leiden, chain positions, strengths of membership. igraph's (GPL, never needed) is its
graph from a list of edges with weights, and its Leiden with CPM and two iterations, its usual
number; `--to-the-end` also runs it until nothing moves. Same network, same resolution (a quarter of
a planted group's own density), one process each, after one another, as often as asked for; the
medians are compared. CPU time counts beside wall time: on a shared machine it is the steadier one.
Scan and resampling are printed apart, on a smaller network, `--with-scan` on the whole one too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp

from jilian_engine.clusters import form_clusters
from jilian_engine.clusters._ground import Conditions, lay_ground
from jilian_engine.clusters._leiden import leiden
from jilian_engine.clusters.form import _unit_ties
from jilian_engine.clusters.quality import adjusted_rand_index, cpm_value
from jilian_engine.network import Network, build_network
from jilian_engine.tables import Manifest, read_snapshot, write_snapshot
from jilian_engine.worlds import planted_network

Parts = dict[str, tuple[float, float]]  # wall and CPU seconds of each part


def main() -> None:
    """Write the snapshot, let each side run in its own process, compare."""
    asked = arguments()
    if asked.part:
        part(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        network, truth = prepare(asked, Path(folder))
        ties = _unit_ties(network)
        sides = ["ours", "igraph"] + ["igraph to the end"] * asked.to_the_end
        runs: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
        for _ in range(asked.repeats):
            for side, done in runs.items():
                done.append(in_its_own_process(asked, side, Path(folder)))
        for side, found in runs.items():
            labels = np.load(Path(folder) / f"{side}.npy")
            show(side, found, cpm_value(ties, labels, resolution=asked.resolution),
                 adjusted_rand_index(labels, truth), int(labels.max()) + 1)  # fmt: skip
        planted = cpm_value(ties, truth, resolution=asked.resolution)
        print(f"{'planted division':30}{planted:47,.1f}")
        for at, word in enumerate(("wall", "CPU")):
            mine, theirs = (median(total(one)[at] for one in runs[side]) for side in sides[:2])
            print(f"ours / igraph, {word:4} {mine:7.2f} / {theirs:6.2f} = {mine / theirs:5.2f}")
    scans(asked, network)


def arguments() -> argparse.Namespace:
    """The options, and what follows from them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument("--links", type=int, default=5_000_000)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--mixing", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--to-the-end", action="store_true")
    parser.add_argument("--with-scan", action="store_true")
    parser.add_argument("--scan-firms", type=int, default=10_000)
    parser.add_argument("--part", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--resolution", type=float)
    return parser.parse_args()


def prepare(asked: argparse.Namespace, folder: Path) -> tuple[Network, np.ndarray]:
    """The planted network with amounts drawn, its snapshot on disk, its edges for igraph."""
    # A few links are drawn twice and fall together: 1.035 of those wanted are drawn.
    planted = planted_network(
        asked.seed, asked.firms // asked.size, asked.size,
        links_a_firm=1.035 * asked.links / asked.firms, mixing=asked.mixing,
    )  # fmt: skip
    chance = np.random.default_rng(asked.seed)
    amounts = np.round(chance.lognormal(13, 1, planted.links.height), 2)
    links = planted.links.with_columns(pl.Series("amount", amounts))
    snapshot = write_snapshot({"firms": planted.firms, "links": links}, date(2026, 1, 1))
    for name, content in snapshot.files.items():
        (folder / f"{name}.parquet").write_bytes(content)
    (folder / "manifest.json").write_text(snapshot.manifest.to_json())
    network = build_network(planted.firms, links)
    upper = sp.triu(_unit_ties(network), k=1, format="coo")
    np.savez(folder / "edges.npz", edges=np.column_stack([upper.row, upper.col]), w=upper.data)
    inside = planted.truth[network.suppliers] == planted.truth[network.buyers]
    pairs = asked.firms // asked.size * asked.size * (asked.size - 1) / 2
    asked.resolution = float(inside.sum()) / pairs / 4
    print(f"{network.firm_count:,} firms, {network.link_count:,} links, "
          f"{asked.firms // asked.size:,} planted groups of {asked.size}, "
          f"{asked.mixing:.0%} of the links across, resolution {asked.resolution:.4f}")  # fmt: skip
    print(
        f"{'':30}{'wall s':>9}{'CPU s':>9}{'peak GB':>9}{'CPM value':>20}{'Rand':>8}{'groups':>9}"
    )
    return network, planted.truth


def in_its_own_process(asked: argparse.Namespace, side: str, folder: Path) -> dict[str, Any]:
    """Run one side alone; its parts and its peak memory."""
    command = [sys.executable, __file__, "--part", side, "--folder", str(folder), "--resolution",
               repr(asked.resolution), "--seed", str(asked.seed)]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def part(asked: argparse.Namespace) -> None:
    """One side: print its parts as JSON, keep its labels."""
    parts: Parts = {}
    labels = ours(asked, parts) if asked.part == "ours" else igraphs(asked, parts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    np.save(asked.folder / f"{asked.part}.npy", labels)
    print(json.dumps({"parts": parts, "peak": peak}))


def timed(parts: Parts, name: str, run: Callable[[], Any]) -> Any:
    """What it answers; wall and CPU seconds are noted under the name."""
    wall, processor = time.perf_counter(), time.process_time()
    found = run()
    parts[name] = (time.perf_counter() - wall, time.process_time() - processor)
    return found


def ours(asked: argparse.Namespace, parts: Parts) -> np.ndarray:
    """Files in, a formation out; the compiled loops are loaded before."""
    tiny = planted_network(1, 3, 5).network
    timed(parts, "(loading what is compiled)", lambda: form_clusters(
        tiny, seed=1, resolution=0.1, resamples=0))  # fmt: skip
    manifest = Manifest.from_json((asked.folder / "manifest.json").read_text())

    def read() -> dict[str, pl.DataFrame]:
        files = {name: (asked.folder / f"{name}.parquet").read_bytes() for name in manifest.counts}
        return read_snapshot(files, manifest)

    tables = timed(parts, "reading and verifying", read)
    network = timed(parts, "building the network", lambda: build_network(
        tables["firms"], tables["links"]))  # fmt: skip
    how = {"seed": asked.seed, "resolution": asked.resolution}
    found = timed(parts, "forming clusters", lambda: form_clusters(
        network, **how, resamples=0, least_size=1))  # fmt: skip
    ground = lay_ground(_unit_ties(network), "cpm", Conditions())
    timed(parts, "(of which Leiden)", lambda: leiden(ground, **how))
    return np.asarray(found.membership)


def igraphs(asked: argparse.Namespace, parts: Parts) -> np.ndarray:
    """A graph out of the list of edges, and Leiden on it."""
    import random

    import igraph

    with np.load(asked.folder / "edges.npz") as held:
        edges, weights = held["edges"], held["w"]
    firms = Manifest.from_json((asked.folder / "manifest.json").read_text()).counts["firms"]

    def build() -> Any:
        graph = igraph.Graph(n=firms, edges=edges)
        graph.es["weight"] = weights
        return graph

    graph = timed(parts, "building the graph", build)
    random.seed(asked.seed)
    igraph.set_random_number_generator(random)
    rounds = 2 if asked.part == "igraph" else -1
    found = timed(parts, "Leiden", lambda: graph.community_leiden(
        objective_function="CPM", weights="weight", resolution=asked.resolution,
        n_iterations=rounds))  # fmt: skip
    return np.array(found.membership)


def total(run: dict[str, Any]) -> tuple[float, float]:
    """Wall and CPU seconds of the parts that count."""
    counted = [pair for name, pair in run["parts"].items() if not name.startswith("(")]
    return sum(wall for wall, _ in counted), sum(processor for _, processor in counted)


def show(side: str, runs: list[dict[str, Any]], value: float, rand: float, groups: int) -> None:
    """A line for the whole, one for each part: medians over the runs."""
    walls, processors = zip(*map(total, runs), strict=True)
    peak = max(run["peak"] for run in runs)
    print(f"{side:30}{median(walls):9.2f}{median(processors):9.2f}{peak:9.2f}{value:20,.1f}"
          f"{rand:8.4f}{groups:9,}")  # fmt: skip
    for name in runs[0]["parts"]:
        wall, processor = (median(run["parts"][name][at] for run in runs) for at in range(2))
        print(f"  {name:28}{wall:9.2f}{processor:9.2f}")


def scans(asked: argparse.Namespace, whole: Network) -> None:
    """Seconds of scan and resampling: on a small network, and on the whole if asked for."""
    groups, a_firm = max(asked.scan_firms // asked.size, 2), asked.links / asked.firms
    small = planted_network(
        asked.seed, groups, asked.size, links_a_firm=a_firm, mixing=asked.mixing
    )
    for network in [small.network, whole] if asked.with_scan else [small.network]:
        for words, options in (
            ("one resolution, none resampled", {"resolution": asked.resolution, "resamples": 0}),
            ("one resolution, 8 resampled", {"resolution": asked.resolution}),
            ("scan of 16, 8 resampled each", {}),
        ):
            parts: Parts = {}
            timed(parts, words, lambda n=network, o=options: form_clusters(n, seed=7, **o))
            wall, processor = parts[words]
            print(f"{network.firm_count:,} firms, {words}: {wall:.2f} s ({processor:.2f} CPU)")


if __name__ == "__main__":
    main()
