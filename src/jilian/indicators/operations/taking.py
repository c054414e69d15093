"""Values that others state: taken over from published figures and from released returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.indicators.analysis.published import indicators_by_measure, returned_rows
from jilian.indicators.models import Value
from jilian.indicators.operations.measuring import COLUMNS, Measured, write_rows
from jilian.indicators.queries.standing import latest_values, worlds_with_returns
from jilian.indicators.rules import SourceKind, UnitKind
from jilian.indicators.rules.definitions import DEFINITIONS
from jilian.indicators.rules.periods import PeriodSpan, last_of_month, read_month
from jilian.indicators.rules.published import BOUNDS, published_period, published_value
from jilian.places.models import World, WorldArea
from jilian.returns.queries import released_values
from jilian.sources.models import PublishedFact

Unit = tuple[str, str]
Place = tuple[str, Unit, PeriodSpan]


@transaction.atomic
def take_published(*, by: Person, at: datetime, world: World) -> Measured:
    """Take the published figures of the world over that are an indicator's; each once.

    A second figure for the same period is a revision, with its vintage or source as the reason.
    """
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    held: dict[Place, int] = defaultdict(int)
    taken: set[str] = set()
    for value in Value.objects.filter(world=world, source_kind=SourceKind.PUBLISHED):
        taken.add(value.record_key)
        span = PeriodSpan(value.period_first, value.period_last, value.period_kind)
        place = (value.indicator, (value.unit_kind, value.unit_key), span)
        held[place] = max(held[place], value.revision)
    keys, units = indicators_by_measure(), _units(world)
    rows, revised, same = [], 0, 0
    for fact in PublishedFact.objects.filter(world=world).select_related("source"):
        row = _row(fact, keys, units, held)
        if row is None:
            continue
        if fact.key in taken:
            same += 1
            continue
        held[row["place"]] += 1
        revised += held[row["place"]] > 1
        rows.append(_columns(fact, row, held[row["place"]], by=by, at=at))
    insert_rows(Value, COLUMNS, rows)
    found = Measured(len(rows) - revised, revised, same)
    if rows:
        audit.record(
            "indicators.taken_over", by=by, at=at, world=world,
            after={"from": SourceKind.PUBLISHED.value, "values": len(rows)},
        )  # fmt: skip
    return found


def _units(world: World) -> Mapping[str, Unit]:
    """What a published figure can be about, by name: the world and its places."""
    areas = WorldArea.objects.filter(world=world).select_related("division")
    named = {one.division.name: (UnitKind.PLACE.value, one.division.code) for one in areas}
    return {**named, world.name: (UnitKind.WORLD.value, world.code)}


def _row(
    fact: PublishedFact, keys: Mapping[str, str], units: Mapping[str, Unit],
    held: Mapping[Place, int],
) -> dict[str, Any] | None:  # fmt: skip
    """What a fact says as a value; None where it is no indicator's or its period is unclear."""
    key, unit = keys.get(fact.measure), units.get(fact.subject)
    span = published_period(fact.period)
    if key is None or unit is None or span is None or fact.value is None or not fact.confidence:
        return None
    value = published_value(fact.value, fact.unit, DEFINITIONS[key].unit)
    if value is None or fact.comparator not in BOUNDS:
        return None
    return {"place": (key, unit, span), "value": value, "bound": BOUNDS[fact.comparator]}


def _columns(
    fact: PublishedFact, row: Mapping[str, Any], revision: int, *, by: Person, at: datetime
) -> tuple[Any, ...]:
    key, (kind, unit), span = row["place"]
    definition = DEFINITIONS[key]
    reason = fact.vintage or fact.source.title if revision > 1 else ""
    return (
        fact.world_id, key, definition.version, kind, unit, span.kind, span.first, span.last,
        revision, row["value"], row["bound"], None, None, None, None, None, fact.growth_pct,
        fact.growth_kind, definition.price_basis, fact.vintage, SourceKind.PUBLISHED.value,
        fact.source_id, fact.key, fact.source.issued_on, at, by.username, reason[:300],
    )  # fmt: skip


@transaction.atomic
def take_returns(
    *, by: Person, at: datetime, world: World, month: str | date | None = None,
    revise_reason: str = "",
) -> Measured:  # fmt: skip
    """Take over what units returned and was released, of one month or of all."""
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    asked = None if month is None else read_month(month)
    rows = list(returned_rows(world, released_values(world, asked)))
    if not rows:
        return Measured()
    keys = sorted({row.indicator for row in rows})
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    held = latest_values(world, keys, first, last_of_month(last), SourceKind.RETURNED)
    return write_rows(
        by=by, at=at, world=world, rows=rows, held=held, kind=SourceKind.RETURNED,
        reason=revise_reason or _("returns were released again"),
        action="indicators.taken_over", said={"from": SourceKind.RETURNED.value},
    )  # fmt: skip


def take_all_returns(*, by: Person, at: datetime) -> list[Measured]:
    """Take over, in every world, what was released since the last time; may run twice."""
    return [take_returns(by=by, at=at, world=world) for world in worlds_with_returns()]
