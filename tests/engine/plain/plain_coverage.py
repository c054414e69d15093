"""Planning coverage the plain way: costs from the table's own words, and HiGHS for the optimum."""

from __future__ import annotations

import itertools
import math

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

ROUTES = ("point", "line", "area")
DEGREE_M = 111_195.08


class Plain:
    """The firms that can be grouped, as rows of plain values; what a pair and a group cost."""

    def __init__(self, campaign, weights, limits) -> None:
        self.w, self.limits = weights, limits
        rows = sorted(campaign.firms.iter_rows(named=True), key=lambda row: row["firm"])
        seen = {at: [row[at] for row in rows if row[at] is not None] for at in ("x", "y")}
        self.middle = {
            at: round((min(held) + max(held)) / 2, 2) if held else 0.0 for at, held in seen.items()
        }
        self.firms = [row for row in rows if self.can_group(row)]
        self.apart = {frozenset(pair) for pair in campaign.apart}
        for row in self.firms:
            row["at"] = self.metres_of(row)

    def can_group(self, row) -> bool:
        low, high = row["members_low"], row["members_high"]
        if low is None or high is None or row["ungrouped"] or row.get("obstacle"):
            return False
        return 0 < high < self.limits.unit_below

    def metres_of(self, row):
        if row["x"] is None or row["y"] is None:
            return None
        east = DEGREE_M * math.cos(math.radians(self.middle["y"]))
        return (
            round((row["x"] - self.middle["x"]) * east),
            round((row["y"] - self.middle["y"]) * DEGREE_M),
        )

    def far(self, one, other) -> int:
        if one["at"] is None or other["at"] is None:
            return self.w.unknown_m
        (a, b), (c, d) = one["at"], other["at"]
        return math.isqrt((a - c) ** 2 + (b - d) ** 2)

    def unlike(self, one, other) -> int:
        a, b = one["industry"], other["industry"]
        if a and b:
            if a == b:
                return 0
            if a[:3] == b[:3]:
                return self.w.same_group
            if a[:2] == b[:2]:
                return self.w.same_division
        if one["cluster"] and one["cluster"] == other["cluster"]:
            return self.w.same_division
        return self.w.other_trade

    def routes(self, one, other) -> set[str]:
        if frozenset((one["firm"], other["firm"])) in self.apart:
            return set()
        found = set()
        if one["leader_body"] and one["leader_body"] == other["leader_body"]:
            found.add("point")
        area = one["town"] is not None and one["town"] == other["town"]
        if one["town"] is None and other["town"] is None:
            area = one["park"] is not None and one["park"] == other["park"]
        if area:
            found.add("area")
        trade = (
            one["industry"] and other["industry"] and one["industry"][:2] == other["industry"][:2]
        )
        if trade or (one["cluster"] and one["cluster"] == other["cluster"]):
            known = one["at"] is not None and other["at"] is not None
            if (known and self.far(one, other) <= self.w.line_reach_m) or (not known and area):
                found.add("line")
        return found

    def leaf(self, one, other) -> int:
        return self.far(one, other) * self.w.km // 1000 + self.unlike(one, other)

    def charge(self, route) -> int:
        return getattr(self.w, route)

    def group_cost(self, held) -> int | None:
        """The least cost over anchors and routes; None where the rules do not allow the group."""
        rows = [self.firms[i] for i in held]
        low, high = (sum(row[end] for row in rows) for end in ("members_low", "members_high"))
        pairs = itertools.combinations([row["firm"] for row in rows], 2)
        if (
            len(rows) < 2
            or high < self.limits.least
            or any(frozenset(p) in self.apart for p in pairs)
        ):
            return None
        over = max(0, len(rows) - self.limits.most_units) * self.w.over_units
        over += max(0, low - self.limits.most_members) * self.w.over_members
        over += self.w.uncertain if low < self.limits.least else 0
        found = [
            self.w.group + over + len(rows) * self.charge(route)
            + sum(self.leaf(row, anchor) for row in rows if row is not anchor)
            for route in ROUTES
            for anchor in rows
            if all(row is anchor or route in self.routes(row, anchor) for row in rows)
        ]  # fmt: skip
        return min(found, default=None)


def solve(cost, matrix, low, high, limit=None):
    """HiGHS on a programme of zeros and ones, to the proven optimum; None beyond the seconds."""
    options = {"mip_rel_gap": 0.0} | ({"time_limit": limit} if limit else {})
    found = milp(
        np.array(cost, dtype=float), constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(len(cost)), bounds=Bounds(0, 1), options=options,
    )  # fmt: skip
    if limit and found.status == 1:
        return None
    assert found.status == 0, found.message
    return np.flatnonzero(found.x > 0.5)


def partition_optimum(plain: Plain, price: list[int], most: int) -> tuple[int, int]:
    """Fewest firms left alone and least cost: a choice among all groups of up to `most` firms."""
    count = len(plain.firms)
    groups = [
        (held, cost)
        for size in range(2, most + 1)
        for held in itertools.combinations(range(count), size)
        if (cost := plain.group_cost(held)) is not None
    ]
    alone = 1 + sum(price) + sum(sorted(cost for _held, cost in groups)[-count:])
    columns = [held for held, _cost in groups] + [(i,) for i in range(count)]
    cost = [cost for _held, cost in groups] + [alone + price[i] for i in range(count)]
    at = [(i, column) for column, held in enumerate(columns) for i in held]
    matrix = sp.csc_array((np.ones(len(at)), tuple(zip(*at, strict=True))), (count, len(columns)))
    chosen = solve(cost, matrix, np.ones(count), np.ones(count))
    left = int((chosen >= len(groups)).sum())
    return left, sum(cost[column] for column in chosen.tolist()) - left * alone


class _Programme:
    """Columns with costs and rows with limits, entered one by one."""

    def __init__(self) -> None:
        self.cost, self.low, self.high, self.at = [], [], [], []

    def column(self, cost) -> int:
        self.cost.append(cost)
        return len(self.cost) - 1

    def row(self, terms, low, high) -> None:
        self.at += [(len(self.low), column, factor) for column, factor in terms]
        self.low.append(low)
        self.high.append(high)

    def solve(self, limit):
        rows, columns, factors = zip(*self.at, strict=True)
        shape = len(self.low), len(self.cost)
        matrix = sp.csc_array((np.array(factors, dtype=float), (rows, columns)), shape)
        return solve(self.cost, matrix, np.array(self.low), np.array(self.high), limit)


def compact_optimum(plain: Plain, price: list[int], most_over: int = 2, limit=None):
    """The same by anchors and leaves, for more firms: no list of groups is needed.

    Up to `most_over` units beyond the general number a group; exact counts only.
    """
    firms, count = plain.firms, len(plain.firms)
    far = max((plain.leaf(a, b) for a, b in itertools.combinations(firms, 2)), default=0)
    each = plain.w.area + plain.w.group + plain.w.over_units + far + max(price, default=0)
    alone = 1 + count * each
    made = _Programme()
    of_firm = [[(made.column(alone + price[i]), 1)] for i in range(count)]
    for a, route in itertools.product(range(count), ROUTES):
        opened = made.column(plain.w.group + plain.charge(route))
        leaves = [
            (i, made.column(plain.charge(route) + plain.leaf(firms[i], firms[a])))
            for i in range(count)
            if i != a and route in plain.routes(firms[i], firms[a])
        ]
        beyond = [(made.column(plain.w.over_units), -1) for _ in range(most_over)]
        of_firm[a].append((opened, 1))
        for i, column in leaves:
            of_firm[i].append((column, 1))
            made.row([(column, 1), (opened, -1)], -np.inf, 0)
        held = [(column, firms[i]["members_low"]) for i, column in leaves]
        still = plain.limits.least - firms[a]["members_low"]
        made.row([*held, (opened, -still)], 0, np.inf)
        units = [(column, 1) for _i, column in leaves]
        made.row([*units, *beyond, (opened, 1 - plain.limits.most_units)], -np.inf, 0)
        column_of = dict(leaves)
        for i, j in itertools.combinations(column_of, 2):
            if frozenset((firms[i]["firm"], firms[j]["firm"])) in plain.apart:
                made.row([(column_of[i], 1), (column_of[j], 1), (opened, -1)], -np.inf, 0)
    for terms in of_firm:
        made.row(terms, 1, 1)
    chosen = made.solve(limit)
    if chosen is None:
        return None
    ends = {terms[0][0] for terms in of_firm}
    left = sum(column in ends for column in chosen.tolist())
    return left, sum(made.cost[column] for column in chosen.tolist()) - left * alone
