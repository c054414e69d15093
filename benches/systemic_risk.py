"""The systemic risk index: ours beside a full sweep, and what a large network costs.

    python benches/systemic_risk.py [--sizes 10000 91595] [--rounds 5] [--sample 96]
        [--whole 10000 91595] [--large 1000000] [--seed 1]

Networks are made statistically like the reference network, only larger: `systemic_risk_networks`
says how, and what they share and where they differ is printed first. The yardstick is a compiled
full sweep, one shock after another, each step working out every firm: as the Julia package
ESRIcascade.jl works. Both sides get the same shocks in turns, one thread each; medians of the
rounds, CPU time beside wall time, because other programs may be running. At the end of each size
all firms in all threads, on our side alone. fastcascade (R) gets 100 of the shocks where Rscript
and the package are installed; else a line says so.
"""

from __future__ import annotations

import argparse
import resource
import time
from statistics import median
from typing import Any

import numba
import numpy as np

import systemic_risk_peer as peer
from jilian_engine.chain import (
    Chain,
    Shocks,
    index_of_all,
    index_of_shocks,
    prepare_chain,
    spread_shock,
)
from systemic_risk_networks import likeness, made_chain

EPSILON = 0.01


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 91_595])
    parser.add_argument("--whole", type=int, nargs="*", default=[10_000, 91_595])
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sample", type=int, default=96)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    without = peer.missing()
    print(without or "fastcascade (R): installed, run on 100 of the shocks")
    district()
    for firms in asked.sizes:
        beside(asked, firms, with_peer=without is None)
    if asked.large:
        one_shock(asked)


def district() -> None:
    """What a page asks: one shock in a district."""
    chain = made_chain(3, 1_526)
    left = np.ones(chain.firm_count)
    left[chain.out.argmax()] = 0
    spread_shock(chain, left, epsilon=1e-6)
    fresh = prepare_chain(
        chain.industry, chain.suppliers, chain.buyers, chain.amounts, chain.essential
    )
    begin, busy = time.perf_counter(), time.process_time()
    spread_shock(fresh, left, epsilon=1e-6)
    cold, alone = time.perf_counter() - begin, time.process_time() - busy
    begin = time.perf_counter()
    busy = time.process_time()
    index_of_all(fresh, epsilon=1e-6)
    busy = time.process_time() - busy
    wall = time.perf_counter() - begin
    print(f"district, 1,526 firms, {chain.link_count:,} links, converged (1e-6): one shock "
          f"{cold * 1e3:.1f} ms with laying out ({alone * 1e3:.1f} ms of CPU), all firms "
          f"{wall:.2f} s ({busy:.2f} s of CPU)")  # fmt: skip


def beside(asked: argparse.Namespace, firms: int, *, with_peer: bool) -> None:
    """Both sides on the same shocks in turns, then all firms."""
    chain = made_chain(asked.seed, firms)
    begin = time.perf_counter()
    sheet, _ = swept(chain), chain.layout.sheet  # ours is kept with the chain
    laid = time.perf_counter() - begin
    hit = np.sort(np.random.default_rng(0).choice(firms, asked.sample * asked.rounds, False))
    sweep_each(*sheet, hit[:1], EPSILON, np.zeros((1, 4)))
    ours_at = Shocks(np.arange(len(hit) + 1), hit, np.ones(len(hit)))
    index_of_shocks(chain, ours_at, threads=1)
    print(f"\n{firms:,} firms, {chain.link_count:,} links; laid out in {laid:.2f} s (both sides)")
    print(likeness(chain))
    rows: dict[str, list[tuple[float, float]]] = {"full sweep": [], "ours": []}
    worst, steps = 0.0, 0
    for turn in range(asked.rounds):
        some = hit[turn :: asked.rounds]
        swept_rows = np.zeros((len(some), 4))
        begin, busy = time.perf_counter(), time.process_time()
        sweep_each(*sheet, some, EPSILON, swept_rows)
        rows["full sweep"].append((time.perf_counter() - begin, time.process_time() - busy))
        # Many shocks side by side gain from being many: ours gets all of them, counted per shock.
        begin, busy = time.perf_counter(), time.process_time()
        found = index_of_shocks(chain, ours_at, threads=1, epsilon=EPSILON)
        part = asked.rounds
        rows["ours"].append(
            ((time.perf_counter() - begin) / part, (time.process_time() - busy) / part)
        )
        wanted = swept_rows[:, 0] / chain.out.sum()
        worst = max(worst, np.abs(found.esri[turn :: asked.rounds] - wanted).max())
        steps += int((found.iterations[turn :: asked.rounds] != swept_rows[:, 3]).sum())
    for side, found_rows in rows.items():
        wall, busy = (1e6 * median(row[at] for row in found_rows) / asked.sample for at in (0, 1))
        print(f"  {side:12} {wall:10.0f} µs a shock ({busy:.0f} µs of CPU), one thread")
    times = [one[1] / other[1] for one, other in zip(*rows.values(), strict=True)]
    print(f"  ours is {median(times):.1f} times as fast in CPU time ({min(times):.1f} to "
          f"{max(times):.1f}); largest difference {worst:.1e}, other steps: {steps}")  # fmt: skip
    if with_peer:
        print(beside_peer(chain, hit[:100]))
    if firms in asked.whole:
        whole(chain)


def beside_peer(chain: Chain, hit: np.ndarray) -> str:
    """fastcascade on the same shocks."""
    theirs = peer.run(chain, hit, EPSILON)
    if isinstance(theirs, str):
        return f"  {theirs}"
    ours = index_of_shocks(chain, Shocks(np.arange(len(hit) + 1), hit, np.ones(len(hit))))
    return (f"  fastcascade  {1e6 * theirs.wall / len(hit):10.0f} µs a shock "
            f"({1e6 * theirs.busy / len(hit):.0f} µs of CPU), one core; largest difference "
            f"{np.abs(ours.esri - theirs.esri).max():.1e}, other steps: "
            f"{int((ours.iterations != theirs.steps).sum())}; "
            f"its peak {theirs.peak:.2f} GB")  # fmt: skip


def whole(chain: Chain) -> None:
    """All firms, all threads."""
    begin, busy = time.perf_counter(), time.process_time()
    found = index_of_all(chain, epsilon=EPSILON)
    wall, busy = time.perf_counter() - begin, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  all {chain.firm_count:,} firms: {wall:.1f} s ({busy:.1f} s of CPU), "
          f"{found.iterations.mean():.1f} steps a shock, median index {np.median(found.esri):.1e}, "
          f"largest {found.esri.max():.3f}; peak of the process {peak:.2f} GB")  # fmt: skip


def one_shock(asked: argparse.Namespace) -> None:
    """A what-if on a large network."""
    made = made_chain(asked.seed, asked.large)
    begin = time.perf_counter()
    chain = prepare_chain(made.industry, made.suppliers, made.buyers, made.amounts, made.essential)
    checked = time.perf_counter() - begin
    begin = time.perf_counter()
    chain.layout.rooms.append(chain.layout.room())
    laid = time.perf_counter() - begin
    print(f"\n{chain.firm_count:,} firms, {chain.link_count:,} links: checked in {checked:.1f} s, "
          f"laid out in {laid:.1f} s")  # fmt: skip
    from jilian_engine.chain import _kernels as kernels

    answers, inside, busy = [], [], []
    hit = np.random.default_rng(0).choice(asked.large, 40, replace=False)
    for firm in hit:
        left = np.ones(asked.large)
        left[firm] = 0
        begin = time.perf_counter()
        spread_shock(chain, left)
        answers.append(time.perf_counter() - begin)
        room, number = chain.layout.room(), chain.layout.number[[firm]]
        begin, began = time.perf_counter(), time.thread_time()
        kernels.spread(chain.layout.ground, room, number, np.ones(1), EPSILON, True, False, 1 << 62)
        inside.append(time.perf_counter() - begin)
        busy.append(time.thread_time() - began)
        kernels.clean(chain.layout.ground, room, number)
        chain.layout.rooms.append(room)
    print(f"  one shock, 40 firms drawn: kernel median {1e3 * median(inside):.1f} ms, 9th decile "
          f"{1e3 * np.percentile(inside, 90):.1f} ms (CPU {1e3 * median(busy):.1f} and "
          f"{1e3 * np.percentile(busy, 90):.1f} ms); whole answer median "
          f"{1e3 * median(answers):.0f} ms, slowest {1e3 * max(answers):.0f} ms")  # fmt: skip


def swept(chain: Chain) -> tuple[np.ndarray, ...]:
    """The network as the full sweep reads it: links that do nothing left out, inputs in slots."""
    count, kinds = chain.firm_count, len(chain.essential)
    kind = chain.essential[chain.industry[chain.suppliers], chain.industry[chain.buyers]]
    part = np.where(kind == 2, chain.industry[chain.suppliers], kinds)
    order = np.lexsort((chain.suppliers, part, chain.buyers))
    order = order[kind[order] > 0]
    supplier, buyer, amount = (
        column[order] for column in (chain.suppliers, chain.buyers, chain.amounts))  # fmt: skip
    slot = buyer.astype(np.int64) * (kinds + 1) + part[order]
    _, at = np.unique(slot, return_inverse=True)
    bought = np.bincount(chain.buyers, chain.amounts, count)
    share = amount / np.where(kind[order] == 2, np.bincount(at, amount)[at], bought[buyer])
    stays = np.append(slot[1:] == slot[:-1], False).astype(np.float64)

    def starts(of: np.ndarray) -> np.ndarray:
        return np.concatenate(([0], np.cumsum(np.bincount(of, minlength=count)))).astype(np.int32)

    return (
        chain.industry, chain.out, np.zeros(kinds), starts(buyer), supplier, share, stays,
        starts(chain.suppliers), chain.buyers, chain.amounts / chain.out[chain.suppliers],
    )  # fmt: skip


@numba.njit(cache=True, nogil=True)
def deliveries(industry: Any, out: Any, left: Any, down: Any, gone: Any) -> None:
    """What each firm no longer delivers and nobody replaces; all in losses."""
    left[:] = 0.0
    for firm in range(len(out)):
        left[industry[firm]] += out[firm] * (1.0 - down[firm])
    for firm in range(len(out)):
        rest = left[industry[firm]]
        gone[firm] = down[firm] * (out[firm] / rest if out[firm] < rest else 1.0)


@numba.njit(cache=True, nogil=True)
def step_anew(
    in_starts: Any, source: Any, share: Any, stays: Any, out_starts: Any, to: Any, out_share: Any,
    gone: Any, up: Any, next_down: Any, next_up: Any,
) -> None:  # fmt: skip
    """Every firm's two losses anew; without branches, which would be guessed wrong."""
    for firm in range(len(up)):
        worst, part, lost = 0.0, 0.0, 0.0
        for link in range(in_starts[firm], in_starts[firm + 1]):
            part += share[link] * gone[source[link]]
            worst = max(worst, part)
            part *= stays[link]
        next_down[firm] = min(1.0, worst)
        for link in range(out_starts[firm], out_starts[firm + 1]):
            lost += out_share[link] * up[to[link]]
        next_up[firm] = min(1.0, lost)


@numba.njit(cache=True, nogil=True)
def sweep_each(
    industry: Any, out: Any, left: Any, in_starts: Any, source: Any, share: Any, stays: Any,
    out_starts: Any, to: Any, out_share: Any, firms: Any, epsilon: float, found: Any,
) -> None:  # fmt: skip
    """Every firm anew in every step, for one shock after another."""
    count = len(industry)
    down, up, gone = np.empty(count), np.empty(count), np.empty(count)
    next_down, next_up = np.empty(count), np.empty(count)
    for which in range(len(firms)):
        hit = firms[which]
        down[:], up[:], steps, fell = 0.0, 0.0, 0, 1.0
        down[hit] = up[hit] = 1.0
        while fell > epsilon:
            steps, fell = steps + 1, 0.0
            deliveries(industry, out, left, down, gone)
            step_anew(
                in_starts, source, share, stays, out_starts, to, out_share, gone, up, next_down,
                next_up,
            )  # fmt: skip
            next_down[hit] = next_up[hit] = 1.0
            for firm in range(count):
                fell = max(fell, next_down[firm] - down[firm], next_up[firm] - up[firm])
            down, next_down = next_down, down
            up, next_up = next_up, up
        found[which, :3], found[which, 3] = 0.0, steps
        for firm in range(count):
            found[which, 0] += out[firm] * max(down[firm], up[firm])
            found[which, 1] += out[firm] * down[firm]
            found[which, 2] += out[firm] * up[firm]


if __name__ == "__main__":
    main()
