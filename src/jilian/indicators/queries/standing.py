"""The latest revisions of many values at once, as what is measured anew is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from jilian.indicators.models import Value
from jilian.indicators.rules import SourceKind
from jilian.indicators.rules.periods import PeriodSpan
from jilian.places.models import World
from jilian.returns.queries import last_releases, releases_of
from jilian.returns.rules.forms import form_of

Key = tuple[str, str, str, date, date]  # indicator, kind of unit, unit, first day, last day
COMPARED = (
    "version", "value", "bound", "numerator", "denominator", "contributors", "largest_share",
    "cover_pct",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """The latest revision, and what it says."""

    revision: int
    said: tuple[Any, ...]

    @property
    def value(self) -> Decimal | None:
        """The value that stands."""
        found: Decimal | None = self.said[COMPARED.index("value")]
        return found

    @property
    def bound(self) -> str:
        """Its bound."""
        return str(self.said[COMPARED.index("bound")])

    def says(self, row: object) -> bool:
        """Whether a new row says the same."""
        return self.said == tuple(getattr(row, name) for name in COMPARED)


def latest_values(
    world: World, indicators: Sequence[str], first: date, last: date, source_kind: str
) -> dict[Key, Standing]:
    """The standing values within the days; one query."""
    rows = Value.objects.filter(
        world=world, period_first__gte=first, period_last__lte=last, source_kind=source_kind,
        indicator__in=indicators,
    ).order_by("revision")  # fmt: skip
    columns = (
        "indicator", "unit_kind", "unit_key", "period_first", "period_last", "revision", *COMPARED
    )  # fmt: skip
    return {
        (row[0], row[1], row[2], row[3], row[4]): Standing(row[5], row[6:])
        for row in rows.values_list(*columns)
    }


def values_of_month(world: World, span: PeriodSpan) -> list[Value]:
    """The standing values of a month that were not published elsewhere; one query."""
    rows = Value.objects.filter(
        world=world, period_first=span.first, period_last=span.last
    ).exclude(source_kind=SourceKind.PUBLISHED)
    latest = {
        (row.indicator, row.unit_kind, row.unit_key): row for row in rows.order_by("revision")
    }
    return list(latest.values())


def has_values(world: World, span: PeriodSpan) -> bool:
    """Whether anything was measured or returned for a month."""
    rows = Value.objects.filter(world=world, period_first=span.first, period_last=span.last)
    return rows.exclude(source_kind=SourceKind.PUBLISHED).exists()


@dataclass(frozen=True)
class ReturnedMonth:
    """A released month of a form, and whether its values stand as figures."""

    form: str
    month: date
    released_at: datetime
    reported: int
    expected: int
    is_taken: bool


def returned_months(world: World, most: int = 24) -> list[ReturnedMonth]:
    """The latest release of each month, the latest month first; two queries."""
    own = Value.objects.filter(world=world, source_kind=SourceKind.RETURNED)
    taken = own.aggregate(at=Max("measured_at"))["at"]
    latest: dict[tuple[str, date], ReturnedMonth] = {}
    for one in releases_of(world):
        is_taken = taken is not None and taken >= one.released_at
        latest.setdefault(
            (one.form, one.month),
            ReturnedMonth(
                str(form_of(one.form, one.month)), one.month, one.released_at,
                one.units_reported, one.units_expected, is_taken,
            ),
        )  # fmt: skip
    return list(latest.values())[:most]


def worlds_with_returns() -> list[World]:
    """The worlds in which returns were released after the last were taken over; two queries."""
    taken = dict(
        Value.objects.filter(source_kind=SourceKind.RETURNED)
        .order_by()
        .values_list("world")
        .annotate(Max("measured_at"))
    )
    waiting = [
        world
        for world, at in last_releases().items()
        if taken.get(world) is None or taken[world] < at
    ]
    return list(World.objects.filter(pk__in=waiting)) if waiting else []


def returns_wait(_at: datetime) -> bool:
    """Whether anything was released that is not taken over yet."""
    return bool(worlds_with_returns())
