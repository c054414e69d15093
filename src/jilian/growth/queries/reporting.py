"""What a monthly report says of the records as they stand, and the reports kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.growth.models import MonthlyReport
from jilian.growth.queries.history import history_of, named_on
from jilian.growth.rules.report import compile_content, days_of
from jilian.organisations.queries import coverage_of
from jilian.organisations.queries.coverage import CoverageRow, places_of
from jilian.places.models import World


def content_of(world: World, month: date) -> dict[str, Any]:
    """The report of a month from the records as of its end; sixteen queries about."""
    before, end = days_of(month)
    history = history_of(world)
    named = named_on(world, before, end, history)
    return compile_content(history, world.code, month, named, _coverage(world, end))


def _coverage(world: World, day: date) -> dict[str, Any]:
    """Coverage as anybody who sees organisations may see it: small counts are withheld."""
    areas = places_of(world)
    found = coverage_of(None, world, day, areas[0] if len(areas) == 1 else None)
    return {
        "whole": _plain(found.whole),
        "places": {
            row.place.code: {"name": row.place.name, **_plain(row)}
            for row in found.rows
            if row.place is not None
        },
    }


def _plain(row: CoverageRow) -> dict[str, object]:
    values = row.plain()
    values.pop("place")
    return values


def latest_report(world: World, month: date) -> MonthlyReport | None:
    """The latest revision of a month."""
    return MonthlyReport.objects.filter(world=world, month=month).order_by("revision").last()


def reports_seen(person: Person, world: World) -> QuerySet[MonthlyReport]:
    """The reports that the person may see, the latest month first."""
    return MonthlyReport.objects.visible_to(person, world).select_related("world")
