"""The catalogue with the latest figure of each indicator, and what was revised last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.indicators.models import Value
from jilian.indicators.queries.figures import ShownFigure, figures_at
from jilian.indicators.queries.points import Point, is_guarded, point_of, span_of
from jilian.indicators.queries.units import Unit, may_open, named_units
from jilian.indicators.rules import PeriodKind, UnitKind
from jilian.indicators.rules.definitions import DEFINITIONS, Definition, definition_of
from jilian.indicators.rules.periods import PeriodSpan, month_span
from jilian.places.models import World


@dataclass(frozen=True)
class CatalogueRow:
    """An indicator with its latest figure for the whole world, or for its first place."""

    definition: Definition
    figure: ShownFigure | None
    points: int

    @property
    def text_for_search(self) -> str:
        """What a search compares."""
        one = self.definition
        return " ".join((one.key, one.name_zh, one.name_en, one.boundary_zh, one.boundary_en))


@dataclass(frozen=True)
class Change:
    """A value that was revised: before and after, with the reason."""

    definition: Definition
    unit: Unit
    period: PeriodSpan
    before: Point
    after: Point
    reason: str
    at: datetime
    by: str


def catalogue_rows(person: Person, world: World, until: date | None = None) -> list[CatalogueRow]:
    """Every indicator in the order of the catalogue; as many queries however many values.

    ``until``: periods that ended later are left out.
    """
    if not reach(person, world.code).may_somewhere(Permission.SEE_INDICATORS):
        return []
    wholes = Value.objects.filter(
        world=world, unit_kind__in=(UnitKind.WORLD, UnitKind.PLACE)
    ).order_by()
    if until is not None:
        wholes = wholes.filter(period_last__lte=until)
    latest: dict[str, tuple[str, str, str]] = {}
    points: dict[str, int] = {}
    rows = wholes.values(
        "indicator", "unit_kind", "unit_key", "period_kind", "period_first", "period_last"
    ).annotate(revisions=Count("pk"))
    for row in rows.order_by("unit_kind", "unit_key", "period_last", "period_first"):
        key = row["indicator"]
        points[key] = points.get(key, 0) + 1
        known = latest.get(key)
        span = PeriodSpan(row["period_first"], row["period_last"], row["period_kind"])
        if known is None or known[1] == row["unit_key"] or row["unit_kind"] == UnitKind.WORLD:
            latest[key] = (key, row["unit_key"], span.text)
    figures = figures_at(person, world, list(latest.values()))
    return [
        CatalogueRow(one, figures.get(latest[key]) if key in latest else None, points.get(key, 0))
        for key, one in DEFINITIONS.items()
    ]


def periods_of(person: Person, world: World, indicator: str) -> list[str]:
    """The periods for which an indicator has values, the newest first."""
    if not reach(person, world.code).may_somewhere(Permission.SEE_INDICATORS):
        return []
    rows = Value.objects.filter(world=world, indicator=indicator).order_by()
    spans = rows.values_list("period_first", "period_last", "period_kind").distinct()
    found = {PeriodSpan(*row) for row in spans}
    return [one.text for one in sorted(found, key=lambda one: (one.last, one.first), reverse=True)]


def months_measured(world: World, until: date | None = None) -> list[str]:
    """The months that were measured, the newest first; none that ended after ``until``."""
    rows = Value.objects.filter(world=world, period_kind=PeriodKind.MONTH).order_by()
    if until is not None:
        rows = rows.filter(period_last__lte=until)
    days = rows.values_list("period_first", flat=True).distinct()
    return [month_span(day).text for day in sorted(days, reverse=True)]


def last_measured(world: World) -> datetime | None:
    """When the world was measured last."""
    found: datetime | None = Value.objects.filter(world=world).aggregate(at=Max("measured_at"))[
        "at"
    ]
    return found


def changes(person: Person, world: World, *, limit: int = 20) -> list[Change]:
    """What was revised last, of what the person may open or anybody may see; three queries."""
    held = reach(person, world.code)
    if not held.may_somewhere(Permission.SEE_INDICATORS):
        return []
    rows = Value.objects.filter(world=world, revision__gt=1).order_by("-measured_at", "-pk")
    kept: list[Value] = []
    for row in rows[: limit * 10]:
        if definition_of(row.indicator) is None or len(kept) == limit:
            continue
        if not is_guarded(row) or may_open(held, row.unit_kind, row.unit_key):
            kept.append(row)
    return _changes(world, kept)


def _changes(world: World, kept: Sequence[Value]) -> list[Change]:
    earlier = Value.objects.filter(
        world=world, indicator__in={row.indicator for row in kept},
        unit_key__in={row.unit_key for row in kept},
        period_first__in={row.period_first for row in kept},
    )  # fmt: skip
    before = {
        (row.indicator, row.unit_key, span_of(row), row.revision): row for row in earlier
    } if kept else {}  # fmt: skip
    units = {
        unit.key: unit for unit in named_units(world, {(r.unit_kind, r.unit_key) for r in kept})
    }
    found = []
    for row in kept:
        old = before.get((row.indicator, row.unit_key, span_of(row), row.revision - 1))
        definition = definition_of(row.indicator)
        if old is None or definition is None or row.unit_key not in units:
            continue
        found.append(
            Change(
                definition, units[row.unit_key], span_of(row), point_of(definition, old),
                point_of(definition, row), row.replaced_reason, row.measured_at, row.measured_by,
            )
        )  # fmt: skip
    return found
