"""Better plans by re-planning a few neighbouring groups at a time, each time to the optimum.

A cell is a group, or one firm left alone. Two or three cells near each other are taken apart and
divided anew by dynamic programming over subsets, which finds the cheapest division of their firms
into groups and firms left alone. All cells of a round are tried on the same state; then the gains
are taken from the largest down, each cell changing once.
"""

from __future__ import annotations

import numpy as np

from jilian_engine.compiled import compiled
from jilian_engine.coverage._ground import (
    GROUP,
    HIGH,
    LEAST,
    LOW,
    ROUTES,
    UNCERTAIN,
    Ints,
    are_apart,
    over_price,
    pair,
)
from jilian_engine.coverage._leaves import FAR

#: Most firms divided anew at once, and most cells considered beside one.
MOST = 11
BESIDE = 8
#: Of these, how many are combined with each other.
COMBINED = 8


@compiled
def subset_costs(
    f: Ints, ap: Ints, p: Ints, firms: Ints, n: int, alone: Ints, cost: Ints, star: Ints
) -> None:
    """The cost of every subset of the firms as one group (a bit a firm); FAR where not allowed."""
    full = 1 << n
    cost[:full] = FAR
    arc = np.full((ROUTES, n, n), FAR, np.int64)
    bad = np.zeros(n, np.int64)
    for i in range(n):
        for j in range(i):
            mask, price = pair(f, ap, p, firms[i], firms[j])
            for route in range(ROUTES):
                if mask >> route & 1:
                    arc[route, i, j] = arc[route, j, i] = price
            if are_apart(f, ap, firms[i], firms[j]):
                bad[i] |= 1 << j
                bad[j] |= 1 << i
    for a in range(n):
        for route in range(ROUTES):
            if arc[route, a].min() == FAR:
                continue
            # Leaves by bits without the anchor's: t of n - 1 bits, widened to s of n.
            star[0] = p[GROUP] + p[route]
            for k in range(n - 1):
                step = arc[route, k + (k >= a), a]
                for t in range(1 << k):
                    known = step < FAR and star[t] < FAR
                    star[t | 1 << k] = star[t] + step + p[route] if known else FAR
            for t in range(1, 1 << (n - 1)):
                s = (t >> a) << (a + 1) | (t & ((1 << a) - 1)) | 1 << a
                cost[s] = min(cost[s], star[t])
    for s in range(1, full):
        if cost[s] == FAR:
            continue
        units, low, high, clash = 0, 0, 0, False
        for i in range(n):
            if s >> i & 1:
                units += 1
                low += f[firms[i], LOW]
                high += f[firms[i], HIGH]
                clash = clash or (bad[i] & s) != 0
        if clash or high < p[LEAST] or units < 2:
            cost[s] = FAR
            continue
        cost[s] += over_price(p, units, low) + (p[UNCERTAIN] if low < p[LEAST] else 0)
    for i in range(n):
        cost[1 << i] = alone[firms[i]]


@compiled
def group_cost(f: Ints, ap: Ints, p: Ints, firms: Ints) -> tuple[int, int, int]:
    """Cost of one group, its anchor (position among the firms) and route; FAR: not allowed.

    Ties go to the route that comes first, then to the anchor that comes first.
    """
    n = len(firms)
    best, anchor, by = FAR, -1, -1
    low, high = 0, 0
    for i in range(n):
        low += f[firms[i], LOW]
        high += f[firms[i], HIGH]
        for j in range(i):
            if are_apart(f, ap, firms[i], firms[j]):
                return FAR, -1, -1
    if n < 2 or high < p[LEAST]:
        return FAR, -1, -1
    extra = p[GROUP] + over_price(p, n, low) + (p[UNCERTAIN] if low < p[LEAST] else 0)
    for route in range(ROUTES):
        for a in range(n):
            total = extra + n * p[route]
            for i in range(n):
                if i != a:
                    mask, price = pair(f, ap, p, firms[i], firms[a])
                    total = total + price if mask >> route & 1 else FAR
                    if total >= best:
                        break
            if total < best:
                best, anchor, by = total, a, route
    return best, anchor, by


@compiled
def cell_costs(
    f: Ints, ap: Ints, p: Ints, alone: Ints, start: Ints, firms: Ints, anchor: Ints, route: Ints
) -> Ints:
    """The cost of every cell; `anchor` (a firm) and `route` of its star, -1 for a firm alone."""
    cost = np.empty(len(start) - 1, np.int64)
    for c in range(len(start) - 1):
        held = firms[start[c] : start[c + 1]]
        anchor[c], route[c] = -1, -1
        if len(held) == 1:
            cost[c] = alone[held[0]]
            continue
        cost[c], at, route[c] = group_cost(f, ap, p, held)
        if at >= 0:
            anchor[c] = held[at]
    return cost


@compiled
def divide(n: int, cost: Ints, best: Ints, part: Ints) -> int:
    """The cheapest division of all n firms; `part[s]` is the piece with the lowest firm of s."""
    best[0] = 0
    for s in range(1, 1 << n):
        low = s & -s
        rest = s & ~low
        best[s] = FAR
        sub = rest
        while True:
            piece = sub | low
            if cost[piece] < FAR:
                total = cost[piece] + best[s & ~piece]
                if total < best[s]:
                    best[s], part[s] = total, piece
            if sub == 0:
                break
            sub = (sub - 1) & rest
    return int(best[(1 << n) - 1])


@compiled
def _beside(
    start: Ints, firms: Ints, cell_of: Ints, cell: int, out: Ints, cost: Ints, look: int,
    slack: Ints, cells: Ints, score: Ints,
) -> int:  # fmt: skip
    """The cells nearest to a cell by pair cost less half of what they could save, best first."""
    found = 0
    for at in range(start[cell], start[cell + 1]):
        i = firms[at]
        for col in range(look):
            j = out[i, col]
            if j < 0:
                break
            other = cell_of[j]
            if other == cell:
                continue
            worth = cost[i, col] - slack[other] // 2
            slot = -1
            for k in range(found):
                if cells[k] == other:
                    slot = k
            if slot < 0:
                if found < BESIDE:
                    slot = found
                    found += 1
                elif score[found - 1] > worth:
                    slot = found - 1
                else:
                    continue
                cells[slot], score[slot] = other, worth
            score[slot] = min(score[slot], worth)
            while slot > 0 and score[slot] < score[slot - 1]:
                cells[slot], cells[slot - 1] = cells[slot - 1], cells[slot]
                score[slot], score[slot - 1] = score[slot - 1], score[slot]
                slot -= 1
    return found


@compiled
def replan(
    f: Ints, ap: Ints, p: Ints, out: Ints, row_cost: Ints, look: int, alone: Ints, together: int,
    start: Ints, firms: Ints, cell_of: Ints, cell_cost: Ints, slack: Ints,
    work: Ints, first: int, last: int, gain: Ints, union: Ints, label: Ints,
) -> None:  # fmt: skip
    """For each cell of work[first:last], the best new division with `together` - 1 others.

    `gain[w]` is what it saves (0: nothing), `union[w]` its firms (-1 ends), `label[w]` the piece
    of each. `slack` is what the firms of a cell could at most save by the values of the bound.
    """
    cells, score = np.empty(BESIDE, np.int64), np.empty(BESIDE, np.int64)
    size = 1 << MOST
    cost, star = np.empty(size, np.int64), np.empty(size, np.int64)
    best, part = np.empty(size, np.int64), np.empty(size, np.int64)
    held = np.empty(MOST, np.int64)
    for w in range(first, last):
        cell = work[w]
        found = _beside(start, firms, cell_of, cell, out, row_cost, look, slack, cells, score)
        for one in range(found):
            last_two = one + 1 if together == 2 else min(found, COMBINED)
            for two in range(one if together == 2 else one + 1, last_two):
                before, room, n = 0, 0, 0
                for k in range(together):
                    c = cell if k == 0 else (cells[one] if k == 1 else cells[two])
                    before += cell_cost[c]
                    room += slack[c]
                    for at in range(start[c], start[c + 1]):
                        if n < MOST:
                            held[n] = firms[at]
                        n += 1
                if n > MOST or room <= gain[w]:
                    continue
                subset_costs(f, ap, p, held, n, alone, cost, star)
                saved = before - divide(n, cost, best, part)
                if saved > gain[w]:
                    gain[w] = saved
                    union[w, :] = -1
                    union[w, :n] = held[:n]
                    s, number = (1 << n) - 1, 0
                    while s:
                        for i in range(n):
                            if part[s] >> i & 1:
                                label[w, i] = number
                        s &= ~part[s]
                        number += 1
