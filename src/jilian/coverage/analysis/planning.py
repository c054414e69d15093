"""Asking the engine for a route for every open target, and reading its answer without counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.coverage.models import Campaign
from jilian.coverage.queries.planning import PlanInput, plan_inputs
from jilian.coverage.rules.reasons import HELPED_BY
from jilian_engine.coverage import Group, Level, Plan, plan_coverage
from jilian_engine.errors import EngineError

SCHEMA = {
    "firm": pl.String,
    "members_low": pl.Int64,
    "members_high": pl.Int64,
    "industry": pl.String,
    "town": pl.String,
    "park": pl.String,
    "x": pl.Float64,
    "y": pl.Float64,
    "cluster": pl.String,
    "leader_body": pl.String,
}


@dataclass(frozen=True)
class PlannedLine:
    """The route proposed for one target."""

    target: int
    route: str
    group: int | None
    reasons: tuple[str, ...]
    is_certain: bool


@dataclass(frozen=True)
class PlannedGroup:
    """One group proposed; what it counts stays behind, only whether it certainly suffices."""

    number: int
    route: str
    units: int
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Planned:
    """The answer of the planner, ready to be kept."""

    lines: tuple[PlannedLine, ...]
    groups: tuple[PlannedGroup, ...]
    summary: Mapping[str, Any]


def plan_campaign(campaign: Campaign, on: date) -> Planned:
    """Plan the open targets by the rules in force on a day; refuses where the engine does."""
    inputs = plan_inputs(campaign, on)
    if not inputs:
        raise Refusal("nothing_to_plan", _("No target is open."))
    try:
        plan = plan_coverage(_table(inputs), on=on)
    except EngineError as refused:
        raise Refusal("plan_refused", _("The planner cannot use these records.")) from refused
    return _read(plan)


def _table(inputs: Sequence[PlanInput]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {
        name: [getattr(one, name) for one in inputs] for name in SCHEMA if name != "firm"
    }
    columns["firm"] = [f"{one.target:012d}" for one in inputs]
    return pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA)


def _read(plan: Plan) -> Planned:
    names = ("firm", "route", "reason", "group", "certain", "body")
    lines = tuple(
        PlannedLine(
            target=int(firm),
            route=route,
            group=None if group is None else group + 1,  # people count from one
            reasons=(reason, *((f"{HELPED_BY}{body}",) if body else ())),
            is_certain=bool(certain),
        )
        for firm, route, reason, group, certain, body in plan.firms.select(names).iter_rows()
    )
    summary = {
        "routes": plan.counts(),
        "uncovered": _level(plan.uncovered),
        "work_only": _level(plan.work_only),
        "cost": _level(plan.cost),
        "grouping": _level(plan.grouping),
        "groups": len(plan.groups),
        "uncertain_groups": sum(not one.certain for one in plan.groups),
        "warned_groups": sum(bool(one.warnings) for one in plan.groups),
        "bound_method": plan.bound_method,
    }
    return Planned(lines, tuple(map(_group, plan.groups)), summary)


def _level(level: Level) -> dict[str, Any]:
    return {"value": level.value, "bound": level.bound, "proven": level.proven,
            "gap_hundredths": _hundredths(level.gap)}  # fmt: skip


def _hundredths(share: Fraction) -> int:
    """A share as hundredths of a percent, rounded up: a gap is never printed smaller."""
    return -(-share.numerator * 10_000 // share.denominator)


def _group(group: Group) -> PlannedGroup:
    principles = group.principles
    return PlannedGroup(
        number=group.number + 1,  # people count from one
        route=str(group.route),
        units=len(group.firms),
        details={
            "certain": group.certain,
            "carried_by": group.carried_by,
            "area": group.area,
            "towns": list(group.towns),
            "approval_town": group.approval_town,
            "warnings": [[one.rule_id, one.most] for one in group.warnings],
            "cost": group.cost.total,
            "principles": {
                name: getattr(principles, name)
                for name in ("adjacent", "similar", "suitable_size", "manageable")
            },
        },
    )
