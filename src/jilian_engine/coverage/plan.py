"""Planning coverage: routes, groups, cost, and a bound below which no plan can come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from jilian_engine.coverage._ground import Ground, Ints
from jilian_engine.coverage._parts import Planned, plan_parts
from jilian_engine.coverage._proposing import propose_groups
from jilian_engine.coverage._reading import Asked, ground_of, read_firms
from jilian_engine.coverage.answers import CostParts, Group, Level, Part, Plan, Reason, Route
from jilian_engine.coverage.limits import limits_on
from jilian_engine.coverage.weights import Weights
from jilian_engine.rulebook import RuleSet

_METHOD = (
    "exact: every subset of a part of few firms, or HiGHS over all groups that a better plan could "
    "hold; bounded: Lagrangian bound over all stars, in whole numbers"
)


def plan_coverage(
    firms: pl.DataFrame,
    *,
    on: date,
    advisors: pl.DataFrame | None = None,
    apart: Iterable[tuple[str, str]] = (),
    weights: Weights | None = None,
    rules: RuleSet | None = None,
    degrees: bool = True,
    workers: int = 2,
) -> Plan:
    """A route for every firm at least cost, by the rules in force `on` a day.

    `firms`, one row each (columns that are missing count as unknown throughout):
    `firm` (key), `members_low`, `members_high` (formal members: equal for a count, apart for a
    band, high null for an open band, both null for unknown), `industry` (GB/T 4754 code of two to
    four digits, with or without the section's letter), `town`, `park` (park, village or building
    within the town), `x`, `y` (longitude and latitude, or km where `degrees` is False), `cluster`
    (chain), `leader_body` (key of the leading firm's body near it that can carry a joint branch
    or help to found a body), `ungrouped` (true: may not be put into a group), `obstacle` (a code:
    no route at all for now, the code becomes the reason).

    `advisors`: `advisor` (key), `town`, `x`, `y`; each firm gets the nearest within reach. None:
    every firm can have an advisor, at no distance. `apart`: pairs of keys that may not share a
    group. The answer depends on the content alone: not on the order of rows, nor on `workers`
    (threads).

    Raises TableError (`missing_column`, `wrong_type`, `repeated_key`, `bad_value`), EngineError
    (`unknown_firm` in `apart`), RuleError (`rule_not_known_on_day`).
    """
    limits, weights = limits_on(on, rules), weights or Weights()
    asked = read_firms(firms, advisors, limits, weights, degrees=degrees)
    ground, place = ground_of(asked, tuple(apart), limits, weights)
    advice = weights.work_only + asked.advisor_m * weights.km // 1000
    price, helpless = np.where(asked.reachable, advice, 0), ~asked.reachable
    planned = plan_parts(ground, price[place], helpless[place], workers) if len(place) else None
    groups: tuple[Group, ...] = ()
    number = np.full(len(asked.table), -1, np.int64)
    if planned is not None:
        groups, inside = propose_groups(asked, ground, place, planned.cells, limits, weights)
        number[place] = inside
    table = _table(asked, number, groups, price, weights)
    return Plan(
        table, groups, *_levels(asked, table, place, planned), _cost_parts(table, groups, weights),
        _parts(planned, ground), _METHOD, weights, limits,
    )  # fmt: skip


def _table(
    asked: Asked, number: Ints, groups: tuple[Group, ...], price: Ints, weights: Weights
) -> pl.DataFrame:
    """One row a firm, as Plan.firms describes it; a group's cost stands at its anchor's row."""
    grouped = number >= 0
    unknown = asked.table["members_low"].is_null().to_numpy()
    helped = asked.table["leader_body"].is_not_null().to_numpy()
    counted = asked.high > 0
    single = asked.table["ungrouped"].fill_null(False).to_numpy()
    advised = ~(asked.own | asked.ask_first | asked.blocked | grouped)
    reason = np.select(
        [asked.own & helped, asked.own, grouped, asked.ask_first & unknown, asked.ask_first,
         ~asked.reachable, ~counted, single],
        [Reason.OWN_BODY_HELPED, Reason.OWN_BODY, Reason.GROUPED, Reason.MEMBERS_UNKNOWN,
         Reason.BAND_TOO_WIDE, Reason.NO_ADVISOR, Reason.NO_MEMBERS, Reason.NOT_TO_BE_GROUPED],
        Reason.NO_PARTNERS,
    )  # fmt: skip
    held = np.array([group.route.value for group in groups] + [Route.NOT_YET.value])[number]
    route = np.select(
        [asked.own, grouped, advised & asked.reachable],
        [Route.POINT.value, held, Route.ADVISOR.value], Route.NOT_YET.value,
    )  # fmt: skip
    sure = np.array([group.certain for group in groups] + [False])[number]
    certain = np.where(grouped, sure, ~asked.ask_first)
    cost = np.where(asked.own, weights.point, np.where(advised & asked.reachable, price, 0))
    shares = {group.anchor: group.cost.total for group in groups}
    table = asked.table.select("firm", "members_low", "members_high").with_columns(
        route=pl.Series(route.tolist(), dtype=pl.String),
        reason=pl.Series([str(one) for one in reason], dtype=pl.String),
        group=pl.Series(number).replace(-1, None),
        advisor=pl.Series(np.where(advised, asked.advisor, -1)).replace_strict(
            dict(enumerate(asked.advisors)), default=None, return_dtype=pl.String),
        body=pl.when(pl.Series((route == Route.POINT.value).tolist(), dtype=pl.Boolean)).then(
            asked.table["leader_body"]),
        certain=pl.Series(certain),
        cost=pl.Series(cost),
        obstacle=asked.table["obstacle"],
    )  # fmt: skip
    anchors = pl.col("firm").replace_strict(shares, default=0, return_dtype=pl.Int64)
    cost_ = pl.col("cost") + anchors if shares else pl.col("cost")
    return table.with_columns(reason=pl.coalesce("obstacle", "reason"), cost=cost_).select(
        "firm", "route", "reason", "group", "advisor", "body", "members_low", "members_high",
        "certain", "cost",
    )  # fmt: skip


def _levels(
    asked: Asked, table: pl.DataFrame, place: Ints, planned: Planned | None
) -> tuple[Level, Level, Level, Level]:
    """Uncovered, work only, cost, and the part of the cost that grouping decides."""
    routes = table["route"].to_numpy()
    missed, advised = routes == Route.NOT_YET.value, routes == Route.ADVISOR.value
    costs = table["cost"].to_numpy()
    value, bound = 0, 0
    open_ = np.zeros(len(table), np.bool_)
    if planned is not None:
        value, bound = int(planned.cells.cost.sum()), int(planned.bound.sum())
        open_[place] = ~planned.exact[planned.part]
    counts = [(int(held.sum()), int((held & ~open_).sum())) for held in (missed, advised)]
    total = int(costs.sum())
    return (
        Level(*counts[0]), Level(*counts[1]), Level(total, total - value + bound),
        Level(value, bound),
    )  # fmt: skip


def _cost_parts(table: pl.DataFrame, groups: tuple[Group, ...], weights: Weights) -> CostParts:
    """The whole cost by what it is paid for; an advisor's way counts as distance."""
    routes = table["route"]
    own = int(((routes == Route.POINT.value) & table["group"].is_null()).sum())
    advised = table.filter(routes == Route.ADVISOR.value)["cost"]
    charge = weights.work_only * len(advised)
    parts = CostParts(routes=own * weights.point + charge, distance=int(advised.sum()) - charge)
    for group in groups:
        parts += group.cost
    return parts


def _parts(planned: Planned | None, ground: Ground) -> tuple[Part, ...]:
    if planned is None:
        return ()
    cells = planned.cells
    count = len(planned.bound)
    firms = np.bincount(planned.part, minlength=count)
    of_cell = planned.part[cells.firms[cells.start[:-1]]]
    groups = np.bincount(of_cell[cells.route >= 0], minlength=count)
    spent = np.zeros(count, np.int64)
    np.add.at(spent, of_cell, cells.cost)
    return tuple(
        Part(int(firms[at]), int(groups[at]), Level(int(spent[at]), int(planned.bound[at])),
             "exact" if planned.exact[at] else "bounded")
        for at in range(count)
    )  # fmt: skip
