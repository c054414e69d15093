"""Stars round an anchor: who can be a leaf, and the star of least reduced cost.

With a value v_i for each firm, a star's reduced cost is its cost less the values of its firms. The
best star of an anchor is found exactly, not by trial: leaves that pay for themselves are in it,
and where those do not reach the least number, the cheapest others that complete it. Two things
are left out on purpose, and both only lower the result, so that a bound made of it stays one:
firms kept apart may both be leaves, and no price is asked beyond the general number of members.
"""

from __future__ import annotations

import numpy as np

from jilian_engine.compiled import compiled
from jilian_engine.coverage._ground import (
    BANDS,
    GROUP,
    HIGH,
    LEAST,
    LOW,
    MOST_UNITS,
    OVER_UNITS,
    ROUTES,
    UNCERTAIN,
    Ints,
)
from jilian_engine.coverage._leaves import FAR, gather


@compiled
def best_star(
    f: Ints, ap: Ints, p: Ints, a: int, value: Ints, found: int,
    js: Ints, cs: Ints, masks: Ints, chosen: Ints,
) -> tuple[int, int, int]:  # fmt: skip
    """Least reduced cost over stars of `a` with leaves among those found: cost, size, route.

    `chosen[:size]` are the firms, the anchor first. FAR where no star reaches the least number
    (or none below 0 can be had: nothing above 0 is looked for).
    """
    best, size, best_route = 0, 0, -1
    trial = np.empty(found + 1, np.int64)
    rc = np.empty(found, np.int64)
    use = np.empty(found, np.int64)
    for route in range(ROUTES):
        start = p[GROUP] + p[route] - value[a]
        n = 0
        for at in range(found):
            if masks[at] >> route & 1:
                rc[n] = p[route] + cs[at] - value[js[at]]
                use[n] = js[at]
                n += 1
        if n == 0:
            continue
        for bands in range(p[BANDS]):
            column = LOW if bands == 0 else HIGH
            extra = 0 if bands == 0 else p[UNCERTAIN]
            total, units = _fill(f, ap, p, a, column, start + extra, n, rc, use, trial, best)
            if total < best:
                best, size, best_route = total, units, route
                chosen[:units] = trial[:units]
    return best, size, best_route


@compiled
def _fill(
    f: Ints, ap: Ints, p: Ints, a: int, column: int, start: int, n: int, rc: Ints, use: Ints,
    trial: Ints, limit: int,
) -> tuple[int, int]:  # fmt: skip
    """The best star of one route, by the given weights: its reduced cost and size."""
    total, units, held = start, 1, f[a, column]
    trial[0] = a
    negative = 0
    for at in range(n):
        negative += rc[at] < 0
    if negative + 1 <= p[MOST_UNITS]:
        for at in range(n):
            if rc[at] < 0:
                total += rc[at]
                held += f[use[at], column]
                trial[units] = use[at]
                units += 1
    else:
        for at in range(n):
            cheapest = at
            for other in range(at + 1, n):
                if (rc[other], use[other]) < (rc[cheapest], use[cheapest]):
                    cheapest = other
            rc[at], rc[cheapest] = rc[cheapest], rc[at]
            use[at], use[cheapest] = use[cheapest], use[at]
            step = rc[at] + (p[OVER_UNITS] if units + 1 > p[MOST_UNITS] else 0)
            if step >= 0:
                break
            total += step
            held += f[use[at], column]
            trial[units] = use[at]
            units += 1
    if held >= p[LEAST] or total >= limit:
        return total, units
    return _complete(f, ap, p, a, column, start, n, rc, use, trial, limit)


@compiled
def _complete(
    f: Ints, ap: Ints, p: Ints, a: int, column: int, start: int, n: int, rc: Ints, use: Ints,
    trial: Ints, limit: int,
) -> tuple[int, int]:  # fmt: skip
    """All leaves that pay for themselves, and the cheapest others that reach the least number."""
    total, units, held = start, 1, f[a, column]
    for at in range(n):
        if rc[at] < 0:
            total += rc[at]
            held += f[use[at], column]
            trial[units] = use[at]
            units += 1
    missing = p[LEAST] - held
    if missing <= 0:
        return total, units
    if total >= limit:
        return FAR, 0
    dear = np.full(missing + 1, FAR, np.int64)
    picked = np.full((missing + 1, missing), -1, np.int64)
    dear[0] = 0
    for at in range(n):
        w = f[use[at], column]
        if rc[at] < 0 or w == 0 or total + rc[at] >= limit:
            continue
        for want in range(missing, 0, -1):
            before = max(want - w, 0)
            if dear[before] < FAR and dear[before] + rc[at] < dear[want]:
                dear[want] = dear[before] + rc[at]
                picked[want] = picked[before]
                for slot in range(missing):
                    if picked[want, slot] < 0:
                        picked[want, slot] = use[at]
                        break
    if dear[missing] == FAR:
        return FAR, 0
    for slot in range(missing):
        if picked[missing, slot] >= 0:
            trial[units] = picked[missing, slot]
            units += 1
    return total + dear[missing], units


@compiled
def price_rows(
    f: Ints, ap: Ints, p: Ints, value: Ints, out: Ints, cost: Ints, mask: Ints,
    first: int, last: int, least: Ints, stars: Ints, sizes: Ints,
) -> None:  # fmt: skip
    """The best star of each anchor among the leaves of its row."""
    chosen = np.empty(out.shape[1] + 1, np.int64)
    for a in range(first, last):
        found = 0
        while found < out.shape[1] and out[a, found] >= 0:
            found += 1
        least[a], sizes[a], _ = best_star(
            f, ap, p, a, value, found, out[a], cost[a], mask[a], chosen
        )
        stars[a, : sizes[a]] = chosen[: sizes[a]]


@compiled
def price_all(
    f: Ints, ap: Ints, order_of: Ints, code_of: Ints, p: Ints, value: Ints, usual: int,
    dear: Ints, first: int, last: int, least: Ints, leaves: Ints,
) -> None:  # fmt: skip
    """The best star of each anchor among all firms; its leaves are noted, -1 ends them."""
    count = len(f)
    js, cs, ms = (np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64))
    chosen = np.empty(count + 1, np.int64)
    for a in range(first, last):
        found = gather(f, ap, order_of, code_of, p, a, value, usual, dear, 0, js, cs, ms)
        spare = 0
        for route in range(ROUTES):
            # Beyond the leaves that pay for themselves, a star below 0 may only spend this much.
            room, held = value[a] - p[GROUP] - p[route], f[a, LOW]
            for at in range(found):
                pays = value[js[at]] - cs[at] - p[route]
                if ms[at] >> route & 1 and pays > 0:
                    room += pays
                    held += f[js[at], LOW]
            if held < p[LEAST]:
                spare = max(spare, room)
        if spare > 0:
            found = gather(f, ap, order_of, code_of, p, a, value, usual, dear, spare, js, cs, ms)
        least[a], size, _ = best_star(f, ap, p, a, value, found, js, cs, ms, chosen)
        for at in range(1, min(size, leaves.shape[1] + 1)):
            leaves[a, at - 1] = chosen[at]
