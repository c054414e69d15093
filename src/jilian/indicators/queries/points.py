"""Series of an indicator for a unit: as first published, and as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from jilian.accounts.models import Person
from jilian.accounts.permissions import reach
from jilian.indicators.models import Value
from jilian.indicators.queries.shown import NOT_RELEASED, Cell, released_cells
from jilian.indicators.queries.units import Unit, find_unit, may_open
from jilian.indicators.rules import ComparedBound, Hidden, SourceKind
from jilian.indicators.rules.definitions import Definition, definition_of
from jilian.indicators.rules.periods import PeriodSpan
from jilian.indicators.rules.wording import value_words
from jilian.places.models import World


@dataclass(frozen=True)
class Point:
    """An indicator in a period as one person may see it.

    ``growth_computed``: in per cent on the same period of the year before, from two exact values;
    None where one is missing, a bound, or not above zero, and where the two count by different
    versions of the definition.
    """

    definition: Definition
    period: PeriodSpan
    value: Decimal | None
    bound: str
    revision: int
    vintage: str
    growth_published: Decimal | None
    growth_kind: str
    growth_computed: Decimal | None
    cover_pct: Decimal | None
    published_on: date | None
    measured_at: datetime | None
    reason: str
    hidden: str
    source_kind: str
    numerator: Decimal | None
    denominator: Decimal | None
    contributors: int | None
    largest_share: Decimal | None
    version: int

    @property
    def words(self) -> str:
        """The value with its bound and unit."""
        return value_words(self.definition, self.value, self.bound)


@dataclass(frozen=True)
class Series:
    """All periods of an indicator for a unit, the oldest first."""

    definition: Definition
    unit: Unit
    as_published: tuple[Point, ...]
    as_revised: tuple[Point, ...]
    openable: bool


def series(
    person: Person, world: World, indicator: str, unit: str, *, known_at: datetime | None = None
) -> Series | None:
    """The series, with what the person may see of it; None where there is no such thing.

    As many queries however long it is.
    """
    definition, found = definition_of(indicator), find_unit(person, world, unit)
    if definition is None or found is None:
        return None
    openable = may_open(reach(person, world.code), found.kind, found.key)
    rows = Value.objects.of_series(world, indicator, found.kind, found.key)
    if known_at is not None:
        rows = rows.filter(measured_at__lte=known_at)
    kept = by_period(rows)
    cells: Mapping[tuple[str, str, str], list[Cell]] = {}
    if not openable and any(is_guarded(held[-1]) for held in kept.values()):
        cells = released_cells(person, world, [(indicator, found.key)], known_at=known_at)

    def points(place: int) -> tuple[Point, ...]:
        made = []
        for span, held in kept.items():
            guarded = not openable and is_guarded(held[place])
            released = cells.get((indicator, found.key, span.text), [NOT_RELEASED])
            made.append(point_of(definition, held[place], released[place] if guarded else None))
        return with_growth(made)

    return Series(definition, found, points(0), points(-1), openable)


def by_period(rows: Iterable[Value]) -> dict[PeriodSpan, list[Value]]:
    """The revisions of each period, the first first."""
    kept: dict[PeriodSpan, list[Value]] = {}
    for row in rows:
        kept.setdefault(span_of(row), []).append(row)
    return kept


def span_of(row: Value) -> PeriodSpan:
    """The period of a value."""
    return PeriodSpan(row.period_first, row.period_last, row.period_kind)


def is_guarded(row: Value) -> bool:
    """Whether others see it only as far as it is released; what was published is public."""
    return row.source_kind != SourceKind.PUBLISHED


def point_of(definition: Definition, row: Value, cell: Cell | None = None) -> Point:
    """A value as the one who opens it sees it, or as far as a released cell shows it."""
    whole = Point(
        definition=definition, period=span_of(row), value=row.value, bound=row.bound,
        revision=row.revision, vintage=row.vintage, growth_published=row.growth_published,
        growth_kind=row.growth_kind, growth_computed=None, cover_pct=row.cover_pct,
        published_on=row.published_on, measured_at=row.measured_at, reason=row.replaced_reason,
        hidden=Hidden.NOT.value, source_kind=row.source_kind, numerator=row.numerator,
        denominator=row.denominator, contributors=row.contributors,
        largest_share=row.largest_share, version=row.version,
    )  # fmt: skip
    if cell is None:
        return whole
    bound = ComparedBound.UNKNOWN if cell.value is None else row.bound
    return replace(
        whole, value=cell.value, bound=str(bound), revision=cell.number, hidden=cell.hidden,
        numerator=None, denominator=None, contributors=None, largest_share=None, reason="",
        growth_published=None, growth_kind="", cover_pct=row.cover_pct if cell.number else None,
        measured_at=cell.released_at, vintage="",
    )  # fmt: skip


def with_growth(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points with their growth on the same period of the year before."""
    known = {one.period: one for one in points}
    made = []
    for one in points:
        base = known.get(one.period.year_before)
        growth = None
        alike = base is not None and grows(one) and grows(base) and one.version == base.version
        if alike and base is not None and base.value and base.value > 0:
            assert one.value is not None
            growth = (one.value - base.value) * 100 / base.value
        made.append(replace(one, growth_computed=growth))
    return tuple(made)


def grows(one: Point) -> bool:
    """Whether a growth can be worked out from it: an exact value that is itself no growth."""
    return (
        one.value is not None
        and one.bound == ComparedBound.EXACT
        and one.definition.recipe != "growth"
    )
