"""Parts that no group can join, each planned by itself: exactly where that can be done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from jilian_engine.coverage._divide import MOST
from jilian_engine.coverage._dual import Dual, find_values
from jilian_engine.coverage._exact import MOST_FIRMS, by_groups, by_subsets
from jilian_engine.coverage._ground import (
    APART,
    AREAS,
    BODIES,
    BUCKET,
    GROUP,
    KM,
    OTHER_TRADE,
    OVER_MEMBERS,
    OVER_UNITS,
    ROUTES,
    SAME_DIVISION,
    SAME_GROUP,
    UNCERTAIN,
    UNKNOWN_M,
    Ground,
    Ints,
    X,
    Y,
    lay_ground,
)
from jilian_engine.coverage._leaves import gather
from jilian_engine.coverage._search import Cells, cells_of, search


@dataclass(frozen=True, eq=False)
class Planned:
    """Cells of all firms that can be grouped, and for each part its firms, bound and method.

    `cells.cost` of a firm left alone is its advisor's price, without the penalty for being alone.
    """

    cells: Cells
    part: Ints
    bound: Ints
    exact: np.ndarray


def plan_parts(ground: Ground, price: Ints, helpless: np.ndarray, workers: int) -> Planned:
    """The best plan found; `price` is what a firm left alone costs, `helpless` has no advisor."""
    part = find_parts(ground)
    sizes = np.bincount(part, minlength=1)
    alone = _penalties(ground, price, helpless)
    large = np.flatnonzero(sizes[part] > MOST)
    cell, value = np.arange(len(part)), np.zeros(len(part), np.int64)
    bound, exact = np.zeros(len(sizes), np.int64), np.zeros(len(sizes), np.bool_)
    if len(large):
        inner = part_of(ground, large)
        dual = find_values(inner, workers)
        found = search(inner, alone[large], dual, workers)
        value[large] = dual.value
        cell[large] = large[found.firms[found.start[:-1]]][found.cell]
        _bound_parts(bound, part[large], dual, found, price[large])
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(sizes)[:-1])
    for number in np.flatnonzero(sizes <= MOST_FIRMS).tolist():
        held = members[number]
        better = _exactly(
            part_of(ground, held), cell[held], value[held], price[held], helpless[held], workers
        )
        if better is not None:
            cell[held], exact[number] = held[better[0]], better[1]
    cells = cells_of(ground, price, cell)
    ends = part[cells.firms[cells.start[:-1]]]
    spent = np.zeros(len(sizes), np.int64)
    np.add.at(spent, ends, cells.cost)
    return Planned(cells, part, np.where(exact, spent, bound), exact)


def find_parts(ground: Ground) -> Ints:
    """The part of each firm: two firms that some group could join are in the same."""
    count = len(ground.firms)
    one, other = [np.arange(count)], [np.arange(count)]
    for kind in (BODIES, AREAS):
        bucket = ground.firms[:, BUCKET + kind]
        order = np.argsort(bucket, kind="stable")
        order = order[bucket[order] >= 0]
        same = bucket[order[1:]] == bucket[order[:-1]]
        one.append(order[1:][same])
        other.append(order[:-1][same])
    part = _joined(count, np.concatenate(one), np.concatenate(other))
    largest = int(np.bincount(part, minlength=1).argmax())
    js, cs, ms = (np.empty(count, np.int64) for _ in range(3))
    zero, none = np.zeros(count, np.int64), np.zeros(0, np.int64)
    for a in np.flatnonzero(part != largest).tolist():
        found = gather(ground.firms, ground.apart, ground.order, ground.code, ground.prices, a,
                       zero, 0, none, 1 << 40, js, cs, ms)  # fmt: skip
        one.append(np.full(found, a))
        other.append(js[:found].copy())
    return _joined(count, np.concatenate(one), np.concatenate(other))


def part_of(ground: Ground, held: Ints) -> Ground:
    """The ground of some firms alone, in the same order."""
    inside = np.full(len(ground.firms), -1, np.int64)
    inside[held] = np.arange(len(held))
    one = np.repeat(
        np.arange(len(ground.firms)), np.diff(ground.firms[:, APART], append=len(ground.apart))
    )
    pairs = np.column_stack([inside[one], inside[ground.apart]])
    pairs = pairs[(pairs >= 0).all(axis=1)].reshape(-1, 2)
    return lay_ground(ground.firms[held, :APART], pairs, ground.prices)


def _joined(count: int, one: Ints, other: Ints) -> Ints:
    ties = sp.coo_array((np.ones(len(one), np.int8), (one, other)), shape=(count, count))
    return connected_components(ties, directed=False)[1].astype(np.int64) if count else one


def _penalties(ground: Ground, price: Ints, helpless: np.ndarray) -> Ints:
    """Prices of firms left alone such that one more of them outweighs any other cost.

    A firm without an advisor outweighs any number of those with one.
    """
    prices, count = ground.prices, len(ground.firms)
    wide = ground.firms[:, [X, Y]].max(axis=0) - ground.firms[:, [X, Y]].min(axis=0)
    farthest = max(int(wide.sum()), int(prices[UNKNOWN_M]))
    unlike = int(prices[[SAME_GROUP, SAME_DIVISION, OTHER_TRADE]].max())
    each = int(prices[:ROUTES].max() + prices[GROUP] + prices[OVER_UNITS] + prices[UNCERTAIN])
    each += farthest * int(prices[KM]) // 1000 + unlike + int(price.max())
    each += 2 * int(prices[OVER_MEMBERS]) + 1
    return np.where(helpless, each * count * (count + 1), each * count) + price


def _bound_parts(bound: Ints, part: Ints, dual: Dual, found: Cells, price: Ints) -> None:
    """Enter the bound of each part: no plan that leaves as few alone costs less."""
    np.add.at(bound, part, dual.value + dual.share)
    saved = np.maximum(dual.value - price, 0)
    left = np.bincount(part[found.alone], minlength=len(bound))
    for number in np.flatnonzero(left).tolist():
        most = np.sort(saved[part == number])[::-1][: left[number]]
        bound[number] -= int(most.sum())


def _exactly(
    ground: Ground, cell: Ints, value: Ints, price: Ints, helpless: np.ndarray, workers: int
) -> tuple[Ints, bool] | None:
    """The cell of each firm (a position in the part) and whether that is the proven optimum.

    None where nothing better than the plan given came out.
    """
    alone = _penalties(ground, price, helpless)
    if len(cell) <= MOST:
        best, proven = by_subsets(ground, alone), True
    else:
        cell = np.unique(cell, return_inverse=True)[1]
        upper = int(cells_of(ground, alone, cell).cost.sum())
        chosen = by_groups(ground, alone, cell, value, upper, workers)
        if chosen is None:
            return None
        best, proven = chosen
        if not proven and int(cells_of(ground, alone, best).cost.sum()) >= upper:
            return None
    _numbers, first, back = np.unique(best, return_index=True, return_inverse=True)
    return first[back], proven
