"""Who can be a leaf of an anchor: all of them under a price, and rows of the likely ones."""

from __future__ import annotations

import numpy as np

from jilian_engine.compiled import compiled
from jilian_engine.coverage._ground import (
    AREA,
    AREAS,
    BODIES,
    BUCKET,
    HALF,
    KINDS,
    KM,
    LINE,
    LOCATED,
    OTHER_TRADE,
    ROUTES,
    STRIP,
    STRIPS,
    Ints,
    X,
    Y,
    pair,
)

FAR = 1 << 60
#: Strips beyond which a bucket is walked as a whole.
MOST_STRIPS = 64


@compiled
def gather(
    f: Ints, ap: Ints, order_of: Ints, code_of: Ints, p: Ints, a: int, value: Ints, usual: int,
    dear: Ints, below: int, js: Ints, cs: Ints, masks: Ints,
) -> int:  # fmt: skip
    """All firms that can be a leaf of a at a reduced price under `below`; how many there are.

    A leaf's reduced price is its route charge and pair cost less its value. No value is above
    `usual` but those of the firms listed as `dear`, which are tried one by one; of the others
    only strips are walked where distance leaves a chance.
    """
    found = 0
    for kind in range(KINDS):
        held = f[a, BUCKET + kind]
        far = (below + usual - _least_charge(p, kind)) * 1000 // max(p[KM], 1) + 1
        if held < 0 or far <= 0:
            continue
        far = min(far, HALF - 1)
        order, code = order_of[kind], code_of[kind]
        strips = _strips(f, a, far)
        for number in range(strips[0], strips[1] + 2):
            begin, end = _ends(f, a, held, far, number, strips[1])
            at = np.searchsorted(code, begin)
            while at < len(code) and code[at] < end:
                j = order[at]
                at += 1
                if j == a or value[j] > usual or _seen(f, kind, j, a):
                    continue
                mask, cost = pair(f, ap, p, j, a)
                if mask != 0 and _least_price(p, mask) + cost - value[j] < below:
                    js[found], cs[found], masks[found] = j, cost, mask
                    found += 1
    for j in dear:
        if j != a:
            mask, cost = pair(f, ap, p, j, a)
            if mask != 0 and _least_price(p, mask) + cost - value[j] < below:
                js[found], cs[found], masks[found] = j, cost, mask
                found += 1
    return found


@compiled
def _strips(f: Ints, a: int, far: int) -> tuple[int, int]:
    """The strips in reach, first and last; -1 twice where it is simpler to walk all at once."""
    first = max(0, (f[a, X] - far) // STRIP + STRIPS // 2)
    last = min(STRIPS - 2, (f[a, X] + far) // STRIP + STRIPS // 2)
    if f[a, LOCATED] == 0 or last - first > MOST_STRIPS:
        return -1, -1
    return first, last


@compiled
def _ends(f: Ints, a: int, held: int, far: int, strip: int, last: int) -> tuple[int, int]:
    """The codes between which a strip of a bucket is walked; beyond the last, unknown places."""
    if strip == last + 1:
        return (held * STRIPS + STRIPS - 1) << 24, ((held + 1) * STRIPS) << 24
    if strip == -1:
        return (held * STRIPS) << 24, (held * STRIPS + STRIPS - 1) << 24
    middle = ((held * STRIPS + strip) << 24) + HALF
    return middle + max(f[a, Y] - far, -HALF), middle + min(f[a, Y] + far, HALF - 1) + 1


@compiled
def _least_charge(p: Ints, kind: int) -> int:
    """What a pair first met in a bucket of this kind pays at least, without distance."""
    if kind == BODIES:
        return int(p[:ROUTES].min())
    if kind == AREAS:
        return int(p[AREA] + p[OTHER_TRADE])
    return int(min(p[LINE], p[AREA]))


@compiled
def _seen(f: Ints, kind: int, j: int, a: int) -> bool:
    """Whether the pair was met in a bucket of an earlier kind."""
    for earlier in range(kind):
        if f[a, BUCKET + earlier] >= 0 and f[a, BUCKET + earlier] == f[j, BUCKET + earlier]:
            return True
    return False


@compiled
def _least_price(p: Ints, mask: int) -> int:
    """The least route charge among the routes of a mask."""
    price = FAR
    for route in range(ROUTES):
        if mask >> route & 1:
            price = min(price, p[route])
    return price


@compiled
def fill_rows(
    f: Ints, ap: Ints, p: Ints, value: Ints, near: Ints, first: int, last: int,
    out: Ints, cost: Ints, mask: Ints, rank: Ints,
) -> None:  # fmt: skip
    """Rows of leaves for anchors first ≤ a < last out of the candidates `near` (-1: none).

    A row holds each firm once, least reduced price first (`rank`; ties by position), as many as
    fit; -1 ends it.
    """
    for a in range(first, last):
        filled = 0
        for col in range(near.shape[1]):
            j = near[a, col]
            if j >= 0 and j != a:
                known, price = pair(f, ap, p, j, a)
                if known != 0:
                    filled = _enter(p, value, a, j, price, known, filled, out, cost, mask, rank)
        out[a, filled:] = -1


@compiled
def _enter(
    p: Ints, value: Ints, a: int, j: int, price: int, known: int, filled: int,
    out: Ints, cost: Ints, mask: Ints, rank: Ints,
) -> int:  # fmt: skip
    """Put a leaf into its place in a row; how many the row then holds."""
    width = out.shape[1]
    at = _least_price(p, known) + price - value[j]
    slot = filled
    while slot > 0 and (rank[a, slot - 1], out[a, slot - 1]) > (at, j):
        slot -= 1
    if slot == width or (slot > 0 and out[a, slot - 1] == j):
        return filled
    filled = min(filled + 1, width)
    for to in range(filled - 1, slot, -1):
        out[a, to], cost[a, to], mask[a, to] = out[a, to - 1], cost[a, to - 1], mask[a, to - 1]
        rank[a, to] = rank[a, to - 1]
    out[a, slot], cost[a, slot], mask[a, slot], rank[a, slot] = j, price, known, at
    return filled
