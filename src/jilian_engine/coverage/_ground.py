"""The firms that can be grouped, as arrays in the order of their keys, and what a pair costs.

The model, for plan and bound alike. A group is a star: an anchor and its leaves under one route.
On a route, a firm can be a leaf of an anchor

- point: with the same leading firm's body;
- line: of the same division or chain, within the reach (or, a place unknown, in the same town);
- area: in the same town (with no town, in the same park).

Its cost is a charge, each firm's route charge, each leaf's pair cost (distance and dissimilarity
to the anchor), and prices beyond the general caps; the anchor and route of least cost count.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jilian_engine.compiled import compiled

Ints = NDArray[np.int64]
POINT, LINE, AREA = 0, 1, 2
ROUTES = 3
#: Where each price or limit stands among the prices; route charges come first.
GROUP, KM, SAME_GROUP, SAME_DIVISION, OTHER_TRADE, OVER_UNITS = 3, 4, 5, 6, 7, 8
OVER_MEMBERS, UNCERTAIN, REACH_M, UNKNOWN_M, LEAST, MOST_UNITS = 9, 10, 11, 12, 13, 14
MOST_MEMBERS, BANDS = 15, 16
#: Columns of a firm's row; the buckets of the four kinds begin at BUCKET.
LOW, HIGH, X, Y, LOCATED, KLASS, BUCKET, APART, APART_END = 0, 1, 2, 3, 4, 5, 6, 10, 11
#: Kinds of bucket: two firms that can be joined share one of them.
BODIES, DIVISIONS, CHAINS, AREAS = 0, 1, 2, 3
KINDS = 4
#: Within a bucket firms lie in strips of this many metres in x, and by y within a strip.
STRIP = 1000
STRIPS = 1 << 14
HALF = 1 << 23


class Ground(NamedTuple):
    """The firms that can be grouped: one row a firm in `firms`, -1 stands for unknown.

    Rows hold members (LOW, HIGH), metres from the middle (X, Y, within 8,000 km; LOCATED is 0
    where unknown), class, buckets, and where in `apart` those begin and end that the firm may not
    share a group with. `order[kind]` lists the firms by `code[kind]`, which rises with bucket,
    strip and y; firms of unknown place are in the last strip, firms without a bucket behind all.
    `prices` holds whole numbers at GROUP, KM …; at BANDS 2 where members may be bands (a star
    reaches the least number for certain, or perhaps and at a price), else 1.
    """

    firms: Ints
    apart: Ints
    prices: Ints
    order: Ints
    code: Ints


def lay_ground(firms: Ints, apart: Ints, prices: Ints) -> Ground:
    """Ground over rows in the order of keys, complete up to the buckets.

    `apart` has two columns of positions. KLASS is a number of four digits with 0 for what is not
    given. Kernels are fastest where all numbers are 64-bit and rows lie one after the other.
    """
    count = len(firms)
    located = firms[:, LOCATED] == 1
    strip = np.where(located, firms[:, X] // STRIP + STRIPS // 2, STRIPS - 1)
    within = np.where(located, firms[:, Y], 0) + HALF
    held = firms[:, BUCKET : BUCKET + KINDS].T
    code = np.where(held >= 0, ((held * STRIPS + strip) << 24) + within, np.iinfo(np.int64).max)
    order = np.argsort(code, axis=1, kind="stable")
    both = np.unique(np.concatenate([apart, apart[:, ::-1]]), axis=0)
    ends = np.searchsorted(both[:, 0], np.arange(count + 1))
    rows = np.column_stack([firms[:, : BUCKET + KINDS], ends[:-1], ends[1:]])
    return Ground(
        np.ascontiguousarray(rows, dtype=np.int64), np.ascontiguousarray(both[:, 1]),
        np.ascontiguousarray(prices, dtype=np.int64), np.ascontiguousarray(order, dtype=np.int64),
        np.ascontiguousarray(np.take_along_axis(code, order, axis=1)),
    )  # fmt: skip


@compiled
def metres(f: Ints, p: Ints, i: int, a: int) -> int:
    """Whole metres between two firms, rounded down; the stated value where one is unknown."""
    if f[i, LOCATED] == 0 or f[a, LOCATED] == 0:
        return int(p[UNKNOWN_M])
    across, up = f[i, X] - f[a, X], f[i, Y] - f[a, Y]
    return int(np.sqrt(float(across * across + up * up)))


@compiled
def dissimilarity(f: Ints, p: Ints, i: int, a: int) -> int:
    """The price of how unlike two trades are."""
    one, other = f[i, KLASS], f[a, KLASS]
    if one >= 0 and other >= 0:
        if one // 10 % 10 != 0 and one // 10 == other // 10:
            return 0 if one == other else int(p[SAME_GROUP])
        if one // 100 == other // 100:
            return int(p[SAME_DIVISION])
    if f[i, BUCKET + CHAINS] >= 0 and f[i, BUCKET + CHAINS] == f[a, BUCKET + CHAINS]:
        return int(p[SAME_DIVISION])
    return int(p[OTHER_TRADE])


@compiled
def are_apart(f: Ints, ap: Ints, i: int, j: int) -> bool:
    """Whether two firms may not share a group."""
    found = False
    for at in range(f[i, APART], f[i, APART_END]):
        found = found or ap[at] == j
    return found


@compiled
def pair(f: Ints, ap: Ints, p: Ints, i: int, a: int) -> tuple[int, int]:
    """Routes on which i can be a leaf of a (bits 1 << route; 0: none), and the pair cost."""
    if are_apart(f, ap, i, a):
        return 0, 0
    far = metres(f, p, i, a)
    mask = 0
    if f[i, BUCKET + BODIES] >= 0 and f[i, BUCKET + BODIES] == f[a, BUCKET + BODIES]:
        mask |= 1 << POINT
    same_area = f[i, BUCKET + AREAS] >= 0 and f[i, BUCKET + AREAS] == f[a, BUCKET + AREAS]
    if same_area:
        mask |= 1 << AREA
    division = (
        f[i, BUCKET + DIVISIONS] >= 0 and f[i, BUCKET + DIVISIONS] == f[a, BUCKET + DIVISIONS]
    )
    chain = f[i, BUCKET + CHAINS] >= 0 and f[i, BUCKET + CHAINS] == f[a, BUCKET + CHAINS]
    if division or chain:
        known = f[i, LOCATED] == 1 and f[a, LOCATED] == 1
        if (known and far <= p[REACH_M]) or (not known and same_area):
            mask |= 1 << LINE
    if mask == 0:
        return 0, 0
    return mask, far * p[KM] // 1000 + dissimilarity(f, p, i, a)


@compiled
def over_price(p: Ints, units: int, low: int) -> int:
    """The price of a group beyond the general caps."""
    price = 0
    if units > p[MOST_UNITS]:
        price += (units - p[MOST_UNITS]) * p[OVER_UNITS]
    if low > p[MOST_MEMBERS]:
        price += (low - p[MOST_MEMBERS]) * p[OVER_MEMBERS]
    return price
