"""Coverage plans: seconds, memory, cost, lower bound and gap, beside a plain greedy and HiGHS.

    python benches/plan_coverage.py [--firms 226000] [--seed 7] [--exact 60 200 1000] [--limit 60]

Made campaigns (`worlds.make_campaign`). The greedy is the obvious way: firm by firm, the nearest
free firms of the same trade in the town, or else of the town, until three members are together;
who is left joins the nearest group. Its cost is worked out by the same prices. Gaps are shares of
the cost that grouping decides (firms with one or two members), where the rest of the cost, which
is the same in every plan, flatters nobody. With `--exact`, small campaigns are also given to HiGHS
as an integer programme of anchors and leaves (tests/engine/plain), with `--limit` seconds each.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from jilian_engine.coverage import Plan, Reason, Weights, limits_on, plan_coverage
from jilian_engine.coverage._ground import AREAS, BUCKET, DIVISIONS, LEAST, LOW, Ground, X, Y
from jilian_engine.coverage._reading import ground_of, read_firms
from jilian_engine.coverage._search import cells_of
from jilian_engine.worlds import Campaign, make_campaign

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
DAY = date(2026, 3, 1)
ALONE = 1 << 40


def main() -> None:
    """Print the large campaign first, then the small ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--exact", type=int, nargs="*", default=[60, 200, 1000])
    parser.add_argument("--limit", type=float, default=60)
    asked = parser.parse_args()
    show_large(make_campaign(asked.seed, asked.firms))
    for firms in asked.exact:
        show_small(make_campaign(asked.seed, firms, towns=max(2, firms // 100)), asked.limit)


def show_large(campaign: Campaign) -> None:
    """Time, memory, gap and routes of one plan, and the greedy beside it."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = plan_coverage(campaign.firms, on=DAY, advisors=campaign.advisors)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(made.firms):,} firms, {sum(part.firms for part in made.parts):,} to be grouped")
    print(f"plan_coverage {wall:.1f} s ({cpu:.1f} s of processor time), peak {peak:.2f} GB")
    print("routes", ", ".join(f"{route} {count:,}" for route, count in made.counts().items()))
    for name in ("uncovered", "work_only", "cost", "grouping"):
        level = getattr(made, name)
        print(f"  {name:10} {level.value:14,} bound {level.bound:14,} gap {float(level.gap):.3%}")
    sizes = np.bincount([len(group.firms) for group in made.groups])
    print(f"  {len(made.groups):,} groups, by size", sizes.tolist())
    start = time.perf_counter()
    left, cost = greedy(campaign)
    print_other("greedy", time.perf_counter() - start, left, cost, made)


def greedy(campaign: Campaign) -> tuple[int, int]:
    """Firms left alone and cost of the groups the obvious way makes."""
    weights, limits = Weights(), limits_on(DAY)
    asked = read_firms(campaign.firms, campaign.advisors, limits, weights, degrees=True)
    ground, place = ground_of(asked, (), limits, weights)
    cell = _join_left(ground, _greedy_cells(ground))
    price = weights.work_only + asked.advisor_m[place] * weights.km // 1000
    cells = cells_of(ground, price, cell)
    assert (cells.cost < ALONE).all()
    return len(cells.alone), int(cells.cost.sum())


def _greedy_cells(ground: Ground) -> np.ndarray:
    firms, count = ground.firms, len(ground.firms)
    trade = firms[:, BUCKET + AREAS] * 100 + firms[:, BUCKET + DIVISIONS]
    pools = [_pools(trade), _pools(firms[:, BUCKET + AREAS])]
    cell = np.full(count, -1)
    for i in range(count):
        if cell[i] >= 0:
            continue
        cell[i], members = i, firms[i, LOW]
        held = [i]
        for number, pool in zip((trade[i], firms[i, BUCKET + AREAS]), pools, strict=True):
            near = pool[number][cell[pool[number]] < 0]
            pool[number] = near
            far = np.hypot(firms[near, X] - firms[i, X], firms[near, Y] - firms[i, Y])
            for j in near[np.argsort(far, kind="stable")[: ground.prices[LEAST]]].tolist():
                if members < ground.prices[LEAST]:
                    cell[j], members = i, members + firms[j, LOW]
                    held.append(j)
        if members < ground.prices[LEAST]:
            cell[held] = count + np.array(held)
    return cell


def _pools(number: np.ndarray) -> dict[int, np.ndarray]:
    return {one: np.flatnonzero(number == one) for one in np.unique(number).tolist()}


def _join_left(ground: Ground, cell: np.ndarray) -> np.ndarray:
    """Each firm still alone joins the group of the nearest grouped firm of its town."""
    firms, count = ground.firms, len(cell)
    for i in np.flatnonzero(cell >= count).tolist():
        near = np.flatnonzero(
            (firms[:, BUCKET + AREAS] == firms[i, BUCKET + AREAS]) & (cell < count)
        )
        if len(near):
            far = np.hypot(firms[near, X] - firms[i, X], firms[near, Y] - firms[i, Y])
            cell[i] = cell[near[far.argmin()]]
    return cell


def show_small(campaign: Campaign, limit: float) -> None:
    """One small campaign: our plan, the greedy, and HiGHS."""
    from engine.plain.plain_coverage import Plain, compact_optimum

    start = time.perf_counter()
    made = plan_coverage(campaign.firms, on=DAY, advisors=campaign.advisors)
    seconds = time.perf_counter() - start
    grouped = sum(part.firms for part in made.parts)
    print(f"{len(made.firms):,} firms, {grouped} to be grouped, in parts of",
          sorted((part.firms for part in made.parts), reverse=True)[:6])  # fmt: skip
    level = made.grouping
    print(f"  plan_coverage {seconds:.2f} s: {level.value:,}, bound {level.bound:,}, "
          f"gap {float(level.gap):.3%}")  # fmt: skip
    start = time.perf_counter()
    left, cost = greedy(campaign)
    print_other("greedy", time.perf_counter() - start, left, cost, made)
    plain = Plain(campaign, Weights(), limits_on(DAY))
    prices = _alone_prices(campaign)
    start = time.perf_counter()
    found = compact_optimum(plain, prices, limit=limit)
    if found is None:
        print(f"  HiGHS: no proven optimum within {limit:.0f} s")
    else:
        print_other("HiGHS", time.perf_counter() - start, *found, made)


def _alone_prices(campaign: Campaign) -> list[int]:
    weights, limits = Weights(), limits_on(DAY)
    asked = read_firms(campaign.firms, campaign.advisors, limits, weights, degrees=True)
    far = asked.advisor_m[np.flatnonzero(asked.can_group)]
    return (weights.work_only + far * weights.km // 1000).tolist()


def print_other(name: str, seconds: float, left: int, cost: int, made: Plan) -> None:
    """One line on another way, compared with our plan."""
    ours = int((made.firms["reason"] == Reason.NO_PARTNERS).sum())
    more = cost / made.grouping.value - 1 if made.grouping.value else 0.0
    print(f"  {name} {seconds:.2f} s: {cost:,} ({more:+.3%} beside ours), {left} left alone "
          f"(ours {ours})")  # fmt: skip


if __name__ == "__main__":
    main()
