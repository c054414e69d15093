"""The systemic risk index: what our process holds and what fastcascade's, for the same job.

    python benches/systemic_risk_memory.py [--points 10000:100,250,500,1000 91595:10,20,40,80]
        [--seconds 400] [--watch 180] [--seed 1]

The job: read a network from CSV files, compute the index of every firm, write it, on one core. Each
run is a process of its own whose peak comes from the kernel (VmHWM, so Linux), beside what it held
once its libraries were loaded (idle). Ours does the whole job. fastcascade (R) is too slow for it,
so it is measured in two ways: the whole job is begun, watched for so many seconds and ended; and
jobs of only so many firms as each point says are finished, as long as the points of one size stay
below so many seconds of processor time at the pace found. A straight line through these tells
whether the peak grows with the number of firms. The table says of each line how it came about.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

import systemic_risk_peer as peer
from systemic_risk_networks import made_chain, reference

EPSILON = 0.01
POINTS = ("10000:100,250,500,1000", "91595:10,20,40,80")


class Held(NamedTuple):
    """What a process held, in GB, and the processor time of its index, in seconds."""

    idle: float
    peak: float
    busy: float


def main() -> None:
    """Print the table; with --alone, be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", nargs="*", default=POINTS)
    parser.add_argument("--seconds", type=float, default=400)
    parser.add_argument("--watch", type=float, default=180)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        alone(asked.alone)
        return
    without = peer.missing()
    if without:
        print(without)
    print(f"{'':13}{'firms':>9}{'shocks':>9}{'idle':>8}{'peak':>8}{'works in':>10}{'CPU s':>9}")
    for point in asked.points:
        firms, _, shocks = point.partition(":")
        beside(int(firms), [] if without else [int(many) for many in shocks.split(",")], asked)


def alone(place: Path) -> None:
    """The whole job on our side, and what it held."""
    from jilian_engine.chain import _running as running, index_of_all, reading

    idle = most_held()
    network = reading.read_network(place)
    busy = time.process_time()
    found = index_of_all(network.chain, epsilon=EPSILON, threads=1)
    busy = time.process_time() - busy
    reading.write_indices(place / "ours.csv", network.firms, found)
    assert running  # its loops were loaded before `idle` was read
    print(json.dumps([idle, most_held(), busy]))


def most_held() -> float:
    """The most this process has held so far, in GB; of it alone, unlike what its parent is told."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return float(told["VmHWM"].split()[0]) / 2**20


def beside(firms: int, shocks: list[int], asked: argparse.Namespace) -> None:
    """Both sides on one network."""
    with tempfile.TemporaryDirectory() as given:
        place, chain = Path(given), made_chain(asked.seed, firms)
        peer.lay_files(chain, place)
        ours = run_ours(place)
        row("ours", firms, firms, ours, "the whole job")
        indices = pl.read_csv(place / "ours.csv")
        theirs = run_theirs(place, indices, shocks, asked.seconds)
        if not theirs:
            return
        idle = max(held.idle for held in theirs.values())
        peak, done = peer.watch_all(place, firms, EPSILON, asked.watch)
    row("fastcascade", firms, firms, Held(idle, peak, np.nan),
        f"all firms begun, ended after {asked.watch:.0f} s and at least {done} shocks")  # fmt: skip
    most = max(peak, *(held.peak for held in theirs.values()))
    print(f"  {growth(theirs)}\n  ours at its peak holds 1/{most / ours.peak:.1f} of that, beyond "
          f"what each holds idle 1/{(most - idle) / (ours.peak - ours.idle):.1f}")  # fmt: skip


def run_ours(place: Path) -> Held:
    """Ours; after a small network, so that a first compilation of the loops is not counted."""
    asks = [sys.executable, __file__, "--alone"]
    with tempfile.TemporaryDirectory() as small:
        peer.lay_files(reference(), Path(small))
        subprocess.run([*asks, small], check=True, capture_output=True)
    told = subprocess.run([*asks, str(place)], check=True, capture_output=True, text=True).stdout
    return Held(*json.loads(told))


def run_theirs(
    place: Path, indices: pl.DataFrame, shocks: list[int], seconds: float
) -> dict[int, Held]:
    """fastcascade on so many firms drawn, point after point, as long as the time suffices."""
    drawn = np.random.default_rng(0).permutation(len(indices))
    found: dict[int, Held] = {}
    for many in shocks:
        pace = max((held.busy / done for done, held in found.items()), default=0.0)
        if sum(held.busy for held in found.values()) + pace * many > seconds:
            print(f"  fastcascade: {many:,} shocks not run, at {pace:.2f} s each too long")
            continue
        theirs = peer.run_files(place, drawn[:many], EPSILON)
        if isinstance(theirs, str):
            print(f"  {theirs}")
            break
        found[many] = Held(theirs.idle, theirs.peak, theirs.busy)
        differs = np.abs(indices["esri"].to_numpy()[drawn[:many]] - theirs.esri).max()
        steps = (indices["iterations"].to_numpy()[drawn[:many]] != theirs.steps).sum()
        row("fastcascade", len(indices), many, found[many],
            f"finished; from ours {differs:.0e} at most, other steps: {steps}")  # fmt: skip
    return found


def growth(found: dict[int, Held]) -> str:
    """How the peak grows from shock to shock, by the straight line through what was finished."""
    if len(found) < 3:
        return "too few points for a straight line"
    shocks, peaks = list(found), [1e6 * held.peak for held in found.values()]
    (slope, start), spread = np.polyfit(shocks, peaks, 1, cov=True)
    return (f"straight line: {start / 1e6:.3f} GB and {slope:+.1f} kB a shock (standard error "
            f"{spread[0, 0] ** 0.5:.1f} kB)")  # fmt: skip


def row(side: str, firms: int, shocks: int, held: Held, how: str) -> None:
    """One line of the table."""
    print(f"{side:13}{firms:>9,}{shocks:>9,}{held.idle:>8.3f}{held.peak:>8.3f}"
          f"{held.peak - held.idle:>10.3f}{held.busy:>9,.0f}  {how}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
