"""Values of firms from below: a bound under every plan, and the values that give it.

Every plan is a set of stars that holds each firm at most once and each anchor at most once; let V
be the firms it leaves alone, at a price c_i each. For any values v, then,

    cost ≥ Σ_i v_i + Σ_a min(0, least reduced cost of a star of a) − Σ_V (v_i − c_i).

The right side is concave in v and is climbed along subgradients with a target that is lowered when
the climb stalls (Held, Wolfe, Crowder 1974; Camerini, Fratta, Maffioli 1975 for the direction). The
climb looks at short rows of likely leaves; the bound itself is then taken over all stars, in whole
numbers, and leaves that were missing from the rows enter them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when they are first used
from numpy.typing import NDArray

from jilian_engine.coverage._ground import (
    AREAS,
    BODIES,
    BUCKET,
    CHAINS,
    DIVISIONS,
    GROUP,
    LOCATED,
    ROUTES,
    Ground,
    Ints,
    X,
    Y,
)
from jilian_engine.coverage._leaves import fill_rows
from jilian_engine.coverage._stars import price_all, price_rows

Floats = NDArray[np.float64]
#: Leaves in a row, and leaves of a best star that are noted.
WIDTH, NOTED = 48, 12
#: Neighbours sought in the same body, division, chain, area; and division within the area.
SOUGHT = ((BODIES, 8), (DIVISIONS, 12), (CHAINS, 8), (AREAS, 16))
SOUGHT_ALIKE = 12
#: Firms of unknown place that each firm of the same trade or area is given as neighbours.
SOUGHT_ANYWHERE = 4
#: Where the target begins, as a share of the bound, where a climb ends, and what it calls a gain.
CLIMBS = ((0.05, 0.002, 1e-4), (0.004, 0.0005, 2e-5), (0.001, 0.0001, 1e-5))
#: The last climb is repeated while rows flatter the bound by more than this share, so many times.
FLATTERED, MORE_CLIMBS = 0.0005, 5
MOST_STEPS, STALLED, KEPT_DIRECTION = 250, 8, 0.6
CHUNKS = 16


@dataclass(frozen=True, eq=False)
class Rows:
    """For each anchor its likely leaves, least reduced price first; -1 ends a row."""

    leaf: Ints
    cost: Ints
    mask: Ints
    rank: Ints


@dataclass(frozen=True, eq=False)
class Dual:
    """Whole values of firms, each anchor's share of the bound (at most 0), and the rows used.

    The share is over all stars; `stars` and `sizes` are the best stars of the rows.
    """

    value: Ints
    share: Ints
    rows: Rows
    stars: Ints
    sizes: Ints
    least: Ints


def in_chunks(count: int, workers: int, work: Callable[[int, int], None]) -> None:
    """Do the work for the ranges of 0 … count, several at once; ranges do not meet."""
    ends = [count * at // CHUNKS for at in range(CHUNKS + 1)]
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, *ends[at : at + 2]) for at in range(CHUNKS)]:
            done.result()


def find_values(ground: Ground, workers: int) -> Dual:
    """The values after all climbs; those whose bound over all stars is highest."""
    rows = first_rows(ground, workers)
    value = _first_values(ground, rows)
    best: tuple[int, Ints, Ints] | None = None
    lost = 0
    for number in range(len(CLIMBS) + MORE_CLIMBS):
        how = CLIMBS[min(number, len(CLIMBS) - 1)]
        value, hoped = _climb(ground, rows, value, workers, lost, *how)
        share, leaves = bound_shares(ground, value, workers)
        total = int(value.sum() + share.sum())
        if best is None or total > best[0]:
            best = total, value, share
        rows = _with_leaves(ground, value, rows, leaves, workers)
        lost = hoped - total
        if number >= len(CLIMBS) - 1 and lost <= FLATTERED * abs(total):
            break
    assert best is not None
    _total, value, share = best
    pricing = _Pricing(ground, rows, workers)
    pricing.price(value)
    return Dual(value, share, rows, pricing.stars, pricing.sizes, pricing.least)


def bound_shares(ground: Ground, value: Ints, workers: int) -> tuple[Ints, Ints]:
    """Each anchor's least reduced cost over all stars (at most 0), and the leaves of that star."""
    count = len(value)
    usual = int(np.sort(value)[-1 - count // 500])
    dear = np.flatnonzero(value > usual).astype(np.int64)
    least, leaves = np.zeros(count, np.int64), np.full((count, NOTED), -1, np.int64)
    in_chunks(count, workers, lambda first, last: price_all(
        ground.firms, ground.apart, ground.order, ground.code, ground.prices, value, usual, dear,
        first, last, least, leaves,
    ))  # fmt: skip
    return least, leaves


def first_rows(ground: Ground, workers: int) -> Rows:
    """Rows out of the nearest firms of each kind."""
    buckets = ground.firms[:, BUCKET:].T
    near = [_nearest(ground, buckets[kind], most) for kind, most in SOUGHT]
    both = (buckets[AREAS] >= 0) & (buckets[DIVISIONS] >= 0)
    width = int(buckets[DIVISIONS].max(initial=0)) + 1
    alike = np.where(both, buckets[AREAS] * width + buckets[DIVISIONS], -1)
    near.append(_nearest(ground, alike, SOUGHT_ALIKE))
    near += [_unplaced(ground, bucket) for bucket in (alike, buckets[AREAS], buckets[BODIES])]
    return _fill(ground, np.zeros(len(ground.firms), np.int64), np.concatenate(near, axis=1),
                 workers)  # fmt: skip


def _nearest(ground: Ground, bucket: Ints, most: int) -> Ints:
    """The nearest firms in the same bucket (-1: none); unknown places count as the middle."""
    count = len(bucket)
    found = np.full((count, most + 1), -1, np.int64)
    held = np.flatnonzero(bucket >= 0)
    if len(held) < 2:
        return found
    far = float(1 << 25)
    numbers = np.unique(bucket[held], return_inverse=True)[1]
    points = np.column_stack([ground.firms[held, X], ground.firms[held, Y], numbers * far])
    _far, at = scipy.spatial.cKDTree(points).query(points, k=most + 1, distance_upper_bound=far)
    found[held] = np.where(at < len(held), held[np.minimum(at, len(held) - 1)], -1)
    return found


def _unplaced(ground: Ground, bucket: Ints) -> Ints:
    """Firms of unknown place in the same bucket, dealt out so that each comes to many others."""
    found = np.full((len(bucket), SOUGHT_ANYWHERE), -1, np.int64)
    lost = np.flatnonzero((ground.firms[:, LOCATED] == 0) & (bucket >= 0))
    lost = lost[np.argsort(bucket[lost], kind="stable")]
    first = np.searchsorted(bucket[lost], bucket)
    many = np.searchsorted(bucket[lost], bucket, side="right") - first
    some = np.flatnonzero((many > 0) & (bucket >= 0))
    for at in range(SOUGHT_ANYWHERE):
        found[some, at] = lost[first[some] + (some * SOUGHT_ANYWHERE + at) % many[some]]
    return found


def _fill(ground: Ground, value: Ints, near: Ints, workers: int) -> Rows:
    shape = (len(value), WIDTH)
    rows = Rows(np.full(shape, -1, np.int64), *(np.zeros(shape, np.int64) for _ in range(3)))
    in_chunks(len(value), workers, lambda first, last: fill_rows(
        ground.firms, ground.apart, ground.prices, value, near, first, last,
        rows.leaf, rows.cost, rows.mask, rows.rank,
    ))  # fmt: skip
    return rows


def _with_leaves(ground: Ground, value: Ints, rows: Rows, leaves: Ints, workers: int) -> Rows:
    return _fill(ground, value, np.concatenate([rows.leaf, leaves], axis=1), workers)


def _first_values(ground: Ground, rows: Rows) -> Ints:
    """A start: each firm's share of a group of four with firms like its cheapest neighbour."""
    guess = np.full(rows.leaf.shape, 1 << 40, np.int64)
    for route in range(ROUTES):
        price = ground.prices[GROUP] // 4 + ground.prices[route] + rows.cost * 3 // 4
        guess = np.where(rows.mask >> route & 1 == 1, np.minimum(guess, price), guess)
    least = np.where(rows.leaf >= 0, guess, 1 << 40).min(axis=1)
    return np.where(least < 1 << 40, least, 0).astype(np.int64)


class _Pricing:
    """Best stars of the rows for changing values; the arrays are used again and again."""

    def __init__(self, ground: Ground, rows: Rows, workers: int) -> None:
        count = len(ground.firms)
        self.ground, self.rows, self.workers = ground, rows, workers
        self.least, self.sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self.stars = np.full((count, WIDTH + 1), -1, np.int64)
        self.place = np.arange(WIDTH + 1)[None, :]

    def price(self, value: Ints) -> int:
        """The bound over the stars of the rows."""
        ground, rows = self.ground, self.rows
        in_chunks(len(value), self.workers, lambda first, last: price_rows(
            ground.firms, ground.apart, ground.prices, value, rows.leaf, rows.cost, rows.mask,
            first, last, self.least, self.stars, self.sizes,
        ))  # fmt: skip
        return int(value.sum() + self.least.sum())

    def slope(self) -> Floats:
        """How the bound changes with each value: one less the stars that hold the firm."""
        held = self.stars[self.place < self.sizes[:, None]]
        return np.asarray(1 - np.bincount(held, minlength=len(self.sizes)), dtype=np.float64)


def _climb(
    ground: Ground,
    rows: Rows,
    start: Ints,
    workers: int,
    lost: int,
    begin: float,
    end: float,
    gain: float,
) -> tuple[Ints, int]:
    """The best values found on the rows, and their bound over the stars of the rows.

    The target begins `begin` (a share) above the bound, or `lost` if that is more.
    """
    pricing = _Pricing(ground, rows, workers)
    value, best_value = start.astype(np.float64), start
    way = np.zeros(len(start))
    best, stalled = pricing.price(start), 0
    above = max(begin * abs(best), float(lost))
    for _step in range(MOST_STEPS):
        whole = np.rint(value).astype(np.int64)
        total = pricing.price(whole)
        slope = pricing.slope()
        stalled = 0 if total > best + gain * abs(best) else stalled + 1
        if total > best:
            best, best_value = total, whole
        if stalled >= STALLED:
            above, stalled = above / 2, 0
            value, way = best_value.astype(np.float64), np.zeros(len(start))
        if above < end * abs(best):
            break
        way = slope + KEPT_DIRECTION * way
        steep = float((way * way).sum())
        if steep == 0:
            break
        value = value + (best + above - total) / steep * way
    return best_value, best
