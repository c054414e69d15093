"""The area in the programming interface: indicators, their series, and the records of a figure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.indicators import queries
from jilian.indicators.analysis.parts import PartList, parts_of
from jilian.indicators.queries import Point, Unit

router = Router()


class IndicatorOut(Schema):
    """An indicator's definition with its latest figure for the whole world or its first place."""

    key: str
    version: int
    name: str
    theme: str
    unit: str
    boundary: str
    formula: str
    source_kind: str = Field(description="computed, returned or published")
    price_basis: str = Field(description="current, constant or empty")
    unit_kinds: list[str]
    periods: int = Field(description="how many periods have a value")
    period: str | None
    value: Decimal | None
    bound: str = Field(description="exact, at_least, more_than, at_most, below, about, unknown")
    hidden: str = Field(description="empty where the value is shown; else hidden or unreleased")


class IndicatorUnitOut(Schema):
    """A unit that has values."""

    kind: str = Field(description="world, place, town or cluster")
    key: str
    name: str


class PointOut(Schema):
    """The value of a period as it stood, with the revision that says so."""

    period: str = Field(description="2026-03, 2016-01..02, 2021, 2022-05-05 or 2016..2019")
    first: date
    last: date
    value: Decimal | None
    bound: str
    revision: int
    vintage: str
    growth_published: Decimal | None = Field(description="per cent, as the source states it")
    growth_computed: Decimal | None = Field(description="per cent on the same period a year before")
    cover_pct: Decimal | None
    published_on: date | None
    measured_at: datetime | None
    reason: str = Field(description="why it replaces the one before")
    hidden: str
    source_kind: str


class SeriesOut(Schema):
    """All periods of an indicator for a unit: as first published, and as they stand now."""

    indicator: str
    version: int
    unit: IndicatorUnitOut
    openable: bool = Field(description="whether the records behind it may be opened")
    as_published: list[PointOut]
    as_revised: list[PointOut]


class PartOut(Schema):
    """A record of a figure that may be seen."""

    kind: str
    name: str
    amount: Decimal | None


class PartListOut(Schema):
    """Records that count together; those that may not be seen are in the total too."""

    words: str
    total: Decimal | None
    unseen: int
    rows: list[PartOut]


class PartsOut(Schema):
    """The records of a figure."""

    indicator: str
    period: str
    value: Decimal | None
    agrees: bool = Field(description="whether the records, read anew, give the stored value")
    recipe: str = Field(description="sum, ratio, growth, median or stated")
    numerator: PartListOut
    denominator: PartListOut | None


@router.get("/", response=list[IndicatorOut])
def indicators(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """Every indicator with its definition and its latest figure."""
    asking = enter(request, world_code, Permission.SEE_INDICATORS)
    return [_row(row) for row in queries.catalogue_rows(asking.person, asking.world)]


def _row(row: queries.CatalogueRow) -> dict[str, Any]:
    one, figure = row.definition, row.figure
    return {
        "key": one.key, "version": one.version, "name": one.name, "theme": one.theme_word,
        "unit": one.unit_word, "boundary": one.boundary, "formula": one.formula,
        "source_kind": one.source_kind, "price_basis": one.price_basis,
        "unit_kinds": list(one.unit_kinds), "periods": row.points,
        "period": figure.period if figure else None, "value": figure.value if figure else None,
        "bound": figure.bound if figure else "unknown", "hidden": figure.hidden if figure else "",
    }  # fmt: skip


@router.get("/units/", response=list[IndicatorUnitOut])
def indicator_units(request: HttpRequest, world_code: Path[str]) -> list[Unit]:
    """The units that have values."""
    asking = enter(request, world_code, Permission.SEE_INDICATORS)
    return queries.units_of(asking.person, asking.world)


@router.get("/{key}/", response=SeriesOut)
def indicator_series(
    request: HttpRequest, world_code: Path[str], key: Path[str], unit: Query[str] = "",
    known_at: Query[datetime | None] = None,
) -> dict[str, Any]:  # fmt: skip
    """The series of an indicator for a unit (the whole world), as it was known at a moment."""
    asking = enter(request, world_code, Permission.SEE_INDICATORS)
    found = queries.series(asking.person, asking.world, key, unit, known_at=known_at)
    if found is None:
        raise Http404
    return {
        "indicator": key, "version": found.definition.version, "unit": found.unit,
        "openable": found.openable, "as_published": [_point(one) for one in found.as_published],
        "as_revised": [_point(one) for one in found.as_revised],
    }  # fmt: skip


def _point(one: Point) -> dict[str, Any]:
    names = (
        "value", "bound", "revision", "vintage", "growth_published", "growth_computed",
        "cover_pct", "published_on", "measured_at", "reason", "hidden", "source_kind",
    )  # fmt: skip
    span = one.period
    kept = {name: getattr(one, name) for name in names}
    return {"period": span.text, "first": span.first, "last": span.last, **kept}


@router.get("/{key}/parts/", response=PartsOut)
def indicator_parts(
    request: HttpRequest, world_code: Path[str], key: Path[str], unit: Query[str] = "",
    period: Query[str] = "",
) -> dict[str, Any]:  # fmt: skip
    """The records that a figure is made of; of the last period unless one is named."""
    asking: Request = enter(request, world_code, Permission.OPEN_FIGURES)
    known = queries.periods_of(asking.person, asking.world, key)
    if not known:
        raise Http404
    period, unit = period or known[0], unit or queries.first_opened(asking.person, asking.world)
    value = queries.value_behind(asking.person, asking.world, key, unit, period)
    if value is None:
        raise Http404
    found = parts_of(asking.person, value)
    return {
        "indicator": key, "period": period, "value": value.value, "agrees": found.agrees,
        "recipe": found.recipe, "numerator": _list(found.numerator),
        "denominator": _list(found.denominator) if found.denominator else None,
    }  # fmt: skip


def _list(one: PartList) -> dict[str, Any]:
    rows = [{"kind": row.kind, "name": row.name, "amount": row.amount} for row in one.rows]
    return {"words": one.words, "total": one.total, "unseen": one.unseen, "rows": rows}
