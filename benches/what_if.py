"""What a what-if costs in a page, beside the plain NumPy form of the method in the same run.

    python benches/what_if.py [--links 20000] [--seed 7] [--repeat 15]

A made district of 1,526 firms. Printed are medians: laying out the frozen tables (once for a
network and process), a firm, a town, an input and a class failing, with hits, hours and calls, and
the spreading alone by the kernel and by the plain form of engine.md section 10. Both must agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from jilian_engine.chain.prepare import Chain
from jilian_engine.network import Floats

os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jilian.settings")

MOST_SECONDS = 0.2


def main() -> None:
    """Print the medians; exit 1 where a what-if takes longer than a page may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=15)
    asked = parser.parse_args()
    import django

    django.setup()
    raise SystemExit(_bench(asked.links, asked.seed, asked.repeat))


def _bench(links: int, seed: int, repeat: int) -> int:
    from jilian.chain.analysis.ground import Ground, laid_out
    from jilian.chain.analysis.what_if import ask
    from jilian.chain.rules import CONVERGED, LinksUsed, Shock, ShockKind
    from jilian_engine.chain.spread import spread_shock
    from jilian_engine.worlds import make_district

    tables = make_district(seed, links=links).engine_tables()

    def lay() -> Ground:
        return laid_out(tables["firms"], tables["links"], tables["products"], LinksUsed.ALL)

    ground = lay()
    print(
        f"{ground.network.firm_count:,} firms, {ground.network.link_count:,} links, ε {CONVERGED}"
    )
    print(f"laying out           {1000 * _median(lay, repeat):7.1f} ms, once a network and process")
    largest = ground.keys[int(np.argmax(ground.chain.out))]
    town = str(tables["firms"]["town"].drop_nulls().mode().sort()[0])
    worst = 0.0
    for shock in (
        Shock(ShockKind.FIRM, (largest,)), Shock(ShockKind.TOWN, (town,)),
        Shock(ShockKind.INPUT, (str(tables["products"]["product"][0]),)),
        Shock(ShockKind.INDUSTRY, ("39",)),
    ):  # fmt: skip
        taken = _median(partial(ask, ground, shock), repeat)
        worst = max(worst, taken)
        found = ask(ground, shock)
        print(
            f"what if: {shock.kind:<10}  {1000 * taken:7.1f} ms, {found.stopped} fail,"
            f" {found.further:,} further hit, {found.index:.1%} lost"
        )
    left = np.ones(ground.chain.firm_count)
    left[int(np.argmax(ground.chain.out))] = 0
    kernel = _median(lambda: spread_shock(ground.chain, left, epsilon=CONVERGED), repeat)
    plain = _median(lambda: _plain(ground.chain, left, CONVERGED), max(3, repeat // 5))
    down, up = _plain(ground.chain, left, CONVERGED)
    ours = spread_shock(ground.chain, left, epsilon=CONVERGED)
    apart = max(abs(ours.level_down - down).max(), abs(ours.level_up - up).max())
    print(f"spreading, kernel    {1000 * kernel:7.2f} ms")
    print(
        f"spreading, NumPy     {1000 * plain:7.2f} ms, {plain / kernel:.0f} times;"
        f" {apart:.0e} apart"
    )
    return 1 if worst > MOST_SECONDS or apart > 1e-9 else 0


def _median(act: Callable[[], object], repeat: int) -> float:
    act()  # compiling and first looks are not what a page waits for
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _plain(chain: Chain, capacity: Floats, epsilon: float) -> tuple[Floats, Floats]:
    """The lines of the method, word for word."""
    industry, one, other, money = chain.industry, chain.suppliers, chain.buyers, chain.amounts
    count, kinds, out = len(industry), len(chain.essential), chain.out
    bought = np.bincount(other, money, count)
    names, group = np.unique(other.astype(np.int64) * kinds + industry[one], return_inverse=True)
    of_group = np.bincount(group, money)
    kind = chain.essential[industry[one], industry[other]]
    down, up = capacity.copy(), capacity.copy()
    while True:
        left = np.bincount(industry, out * down, kinds)[industry]
        sigma = np.minimum(1.0, np.divide(out, left, out=np.ones(count), where=left > 0))
        lost = (sigma * (1 - down))[one] * money
        worst = np.zeros(count)
        np.maximum.at(worst, names // kinds, np.bincount(group, lost * (kind == 2)) / of_group)
        linear = np.bincount(other, lost * (kind == 1) / bought[other], count)
        new = np.minimum(capacity, np.minimum(1 - worst, 1 - linear)).clip(min=0)
        demand = np.bincount(one, money * (1 - up)[other] / out[one], count)
        new_up = np.minimum(capacity, 1 - demand).clip(min=0)
        fell = max((down - new).max(), (up - new_up).max())
        down, up = new, new_up
        if fell <= epsilon:
            return down, up


if __name__ == "__main__":
    main()
