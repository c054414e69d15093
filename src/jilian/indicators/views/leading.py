"""Monday's page: is it right, what changed, who is stuck, what is to be decided?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jilian.accounts.gate import Request, needs, part_address
from jilian.accounts.permissions import Permission
from jilian.indicators import queries
from jilian.indicators.queries import ShownFigure, Unit
from jilian.indicators.queries.monday import (
    branches_waiting,
    calls_waiting,
    cases_silent,
    returns_open,
)
from jilian.indicators.rules import UnitKind
from jilian.indicators.rules.changing import Moved, beyond_rounding
from jilian.indicators.rules.definitions import DEFINITIONS, Definition
from jilian.indicators.rules.periods import read_period
from jilian.indicators.views.shared import address

P = Permission
MOST_REVISIONS, MOST_OFFICES = 5, 6
# Places into which the areas above load what they have to say; left out where closed or absent.
PARTS_DECIDE = ("reports:waiting",)


@dataclass(frozen=True)
class Change:
    """A figure that moved since the month before."""

    definition: Definition
    before: ShownFigure
    after: ShownFigure
    url: str


@needs(P.SEE_INDICATORS)
def leader(request: Request) -> HttpResponse:
    """Is it right, what changed, who is stuck, what must I decide?"""
    person, world, at = request.person, request.world, timezone.now()
    months = queries.months_measured(world, request.as_of)
    units = queries.units_of(person, world)
    branches = branches_waiting(person, world, at)
    page: dict[str, Any] = {
        "month": read_period(months[0]).words if months else "",
        "before": read_period(months[1]).words if len(months) > 1 else "",
        "changed": _changed(request, units, months),
        "revisions": queries.changes(person, world, limit=MOST_REVISIONS),
        "branches": branches[:MOST_OFFICES],
        "more_branches": len(branches[MOST_OFFICES:]),
        "silent": cases_silent(person, world),
        "calls": calls_waiting(person, world),
        "may_see_cases": request.reach.may(P.SEE_CASE_FIGURES),
        "may_see_calls": request.reach.may(P.SEE_CALL_FIGURES),
        "returns": (returns := returns_open(person, world, at)),
        "to_release": [one for one in returns if one.ready]
        if request.reach.may(P.RELEASE_RETURNS)
        else [],
        "decide_parts": [url for name in PARTS_DECIDE if (url := part_address(request, name))],
    }
    return render(request, "indicators/leader.html", page)


def _changed(request: Request, units: list[Unit], months: list[str]) -> list[Change]:
    """The whole world's figures that moved by more than rounding, the bad news first."""
    whole = next((unit for unit in units if unit.kind == UnitKind.WORLD), None)
    if whole is None or len(months) < 2:
        return []
    keys = [one.key for one in DEFINITIONS.values() if UnitKind.WORLD in one.unit_kinds]
    asked = [(key, whole.key, month) for key in keys for month in months[:2]]
    figures = queries.figures_at(request.person, request.world, asked)
    found = []
    for key in keys:
        after, before = (figures.get((key, whole.key, month)) for month in months[:2])
        definition = DEFINITIONS[key]
        if after is None or before is None or after.hidden or before.hidden:
            continue
        if not after.found or not before.found:
            continue
        if beyond_rounding(Moved(before.value, after.value), definition.places):
            found.append(
                Change(definition, before, after, address(request, "indicators:detail", key))
            )
    return sorted(found, key=_good)


def _good(change: Change) -> int:
    """Nought for what went the wrong way, one for what has no way, two for the right way."""
    moved = Moved(change.before.value, change.after.value).by
    if not change.definition.better or not moved:
        return 1
    return 2 if (moved > 0) == (change.definition.better == "more") else 0
