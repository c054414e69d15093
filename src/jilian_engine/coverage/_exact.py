"""The proven optimum of a part: every group that could be in a better plan, and an exact choice.

With values v whose bound is L and a plan of cost U, a group whose reduced cost exceeds U − L is in
no better plan. The groups that remain are listed in full and HiGHS chooses among them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy  # its parts are loaded when they are first used
import scipy.sparse as sp

from jilian_engine.compiled import compiled
from jilian_engine.coverage._divide import MOST, divide, group_cost, subset_costs
from jilian_engine.coverage._dual import bound_shares
from jilian_engine.coverage._ground import (
    GROUP,
    HIGH,
    LEAST,
    ROUTES,
    Ground,
    Ints,
    over_price,
    pair,
)
from jilian_engine.coverage._leaves import FAR

#: Groups listed at first, and at last: firms times groups.
FEW_GROUPS, MOST_MARKS = 8_000, 12_000_000
#: Parts up to this many firms are tried; nodes searched; linear programmes solved.
MOST_FIRMS, MOST_NODES, MOST_PRICINGS = 200, 5_000, 40
Groups = dict[tuple[int, ...], int]


def by_subsets(ground: Ground, alone: Ints) -> Ints:
    """The cell of each firm in the cheapest plan of a part small enough to try every subset."""
    count = len(alone)
    assert count <= MOST
    size = 1 << count
    cost, star, best, part = (np.zeros(size, np.int64) for _ in range(4))
    subset_costs(
        ground.firms, ground.apart, ground.prices, np.arange(count), count, alone, cost, star
    )
    divide(count, cost, best, part)
    cell, left = np.zeros(count, np.int64), size - 1
    while left:
        piece = int(part[left])
        for at in range(count):
            if piece >> at & 1:
                cell[at] = piece
        left &= ~piece
    return cell


def by_groups(
    ground: Ground, alone: Ints, plan: Ints, start: Ints, upper: int, workers: int
) -> tuple[Ints, bool] | None:
    """The cell of each firm in the cheapest plan found, and whether it is proven to be cheapest.

    `plan` holds the cells of a plan that costs `upper`, firms alone at their price `alone`; `start`
    are values to begin with. None
    where the limits end the search before anything is found.
    """
    groups = {held: cost for held, cost in _groups_of(ground, plan).items() if len(held) > 1}
    value, share, groups = _values(ground, alone, groups, start, workers)
    first = _choose(groups, alone)
    if first is not None:
        upper = min(upper, first[1])
    best, below = first, int(value.sum() + share.sum())
    for most in (FEW_GROUPS, MOST_MARKS // len(alone)):
        within = upper - below
        found = _listed(ground, value, within, most)
        while found is None and most == FEW_GROUPS and within > 0:
            within //= 2
            found = _listed(ground, value, within, most)
        if found is None:
            break
        groups |= found
        better = _choose(groups, alone)
        if better is None:
            break
        best, upper = better, min(upper, better[1])
        if upper - below <= within:
            return best[0], True
    return None if best is None else (best[0], False)


def _listed(ground: Ground, value: Ints, within: int, most: int) -> Groups | None:
    """All groups with a reduced cost of at most `within`; None where there are too many."""
    marks = np.zeros((most, len(value)), np.uint8)
    listed = list_groups(ground.firms, ground.apart, ground.prices, value, within, marks)
    if listed < 0:
        return None
    found: Groups = {}
    for row in np.unique(marks[:listed], axis=0):
        held = np.flatnonzero(row)
        cost = int(group_cost(ground.firms, ground.apart, ground.prices, held)[0])
        if cost < FAR:
            found[tuple(held.tolist())] = cost
    return found


def _groups_of(ground: Ground, plan: Ints) -> Groups:
    found: Groups = {}
    for one in np.unique(plan):
        held = np.flatnonzero(plan == one)
        found[tuple(held.tolist())] = int(
            group_cost(ground.firms, ground.apart, ground.prices, held)[0]
        )
    return found


def _values(
    ground: Ground, alone: Ints, groups: Groups, start: Ints, workers: int
) -> tuple[Ints, Ints, Groups]:
    """Values from the linear programme over groups, more of which enter while they can pay."""
    held = dict(groups)
    best: tuple[int, Ints, Ints] | None = None
    for round_ in range(MOST_PRICINGS):
        value = np.minimum(_prices(held, alone) if round_ else start, alone)
        share, leaves = bound_shares(ground, value, workers)
        total = int(value.sum() + share.sum())
        if best is None or total > best[0]:
            best = total, value, share
        before = len(held)
        for a in np.flatnonzero(share < 0).tolist():
            group = np.unique(np.append(leaves[a][leaves[a] >= 0], a))
            cost = group_cost(ground.firms, ground.apart, ground.prices, group)[0]
            if cost < FAR:
                held[tuple(group.tolist())] = int(cost)
        if round_ and len(held) == before:
            break
    assert best is not None
    return best[1], best[2], held


def _matrix(groups: list[tuple[int, ...]], count: int) -> sp.csc_array:
    columns = np.repeat(np.arange(len(groups)), [len(held) for held in groups])
    rows = np.array([i for held in groups for i in held], dtype=np.int64)
    shape = (count, len(groups))
    return sp.csc_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _prices(groups: Groups, alone: Ints) -> Ints:
    """The dual values of dividing the firms fractionally into the groups and firms alone."""
    count = len(alone)
    held = [*groups, *((i,) for i in range(count))]
    cost = np.array([*groups.values(), *alone.tolist()], dtype=np.float64)
    matrix: Any = _matrix(held, count)
    found = scipy.optimize.linprog(cost, A_eq=matrix, b_eq=np.ones(count), method="highs")
    value: Ints = np.rint(found.eqlin.marginals).astype(np.int64)
    return value


def _choose(groups: Groups, alone: Ints) -> tuple[Ints, int] | None:
    """The cheapest choice of groups that holds every firm once: cells and cost."""
    count = len(alone)
    held = [*groups, *((i,) for i in range(count))]
    cost = np.array([*groups.values(), *alone.tolist()], dtype=np.float64)
    once = scipy.optimize.LinearConstraint(_matrix(held, count), np.ones(count), np.ones(count))
    found = scipy.optimize.milp(
        cost, constraints=once, integrality=np.ones(len(held), np.int64),
        bounds=scipy.optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "node_limit": MOST_NODES},
    )  # fmt: skip
    if found.status != 0 or found.x is None:
        return None
    prices = [*groups.values(), *alone.tolist()]
    cell, total = np.full(count, -1, np.int64), 0
    for at in np.flatnonzero(found.x > 0.5).tolist():
        cell[list(held[at])] = at
        total += prices[at]
    assert (cell >= 0).all()
    return cell, total


@compiled
def list_groups(f: Ints, ap: Ints, p: Ints, value: Ints, gap: int, out: np.ndarray) -> int:
    """All stars with a reduced cost of at most `gap`, one row of marks each; -1: too many."""
    count, listed = len(f), 0
    rc, use, taken = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    spare = np.zeros(count + 1, np.int64)
    for a in range(count):
        for route in range(ROUTES):
            n = 0
            for j in range(count):
                if j != a:
                    mask, price = pair(f, ap, p, j, a)
                    if mask >> route & 1:
                        at = n
                        mine = p[route] + price - value[j]
                        while at > 0 and rc[at - 1] > mine:
                            rc[at], use[at] = rc[at - 1], use[at - 1]
                            at -= 1
                        rc[at], use[at] = mine, j
                        n += 1
            spare[n] = 0
            for at in range(n - 1, -1, -1):
                spare[at] = spare[at + 1] + min(0, rc[at])
            total, deep, at = p[GROUP] + p[route] - value[a], 0, 0
            high = f[a, HIGH]
            while True:
                over = over_price(p, deep + 2, 0)
                if at < n and total + rc[at] + spare[at + 1] + over <= gap:
                    total += rc[at]
                    high += f[use[at], HIGH]
                    taken[deep] = at
                    deep += 1
                    at += 1
                    if high >= p[LEAST] and total + over <= gap:
                        if listed == len(out):
                            return -1
                        out[listed, :] = 0
                        out[listed, a] = 1
                        for k in range(deep):
                            out[listed, use[taken[k]]] = 1
                        listed += 1
                elif deep == 0:
                    break
                else:
                    deep -= 1
                    total -= rc[taken[deep]]
                    high -= f[use[taken[deep]], HIGH]
                    at = taken[deep] + 1
    return listed
