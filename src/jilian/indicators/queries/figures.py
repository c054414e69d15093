"""One figure, or many at once, as a person may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster
from jilian.indicators.models import Value
from jilian.indicators.queries.points import Point, is_guarded, point_of, span_of
from jilian.indicators.queries.shown import NOT_RELEASED, Cell, released_cells
from jilian.indicators.queries.units import Unit, may_open, named_units
from jilian.indicators.rules import ComparedBound, Hidden, UnitKind
from jilian.indicators.rules.definitions import Definition, definition_of
from jilian.indicators.rules.periods import read_period
from jilian.indicators.rules.wording import value_words, words_in
from jilian.places.models import World

Asked = tuple[str, str, str]  # indicator, unit, period as text


@dataclass(frozen=True)
class ShownFigure:
    """A figure with all that may be printed of it; ``found`` is False where there is no value."""

    definition: Definition
    indicator: str
    version: int
    unit_kind: str
    unit_key: str
    period: str
    value: Decimal | None = None
    bound: str = ComparedBound.UNKNOWN.value
    revision: int = 0
    cover: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    contributors: int | None = None
    largest_share: Decimal | None = None
    hidden: str = Hidden.NOT.value
    parts_url: str = ""
    found: bool = False
    growth_published: Decimal | None = None
    growth_kind: str = ""
    price_basis: str = ""
    vintage: str = ""
    source_kind: str = ""
    source_title: str = ""
    published_on: date | None = None
    measured_at: datetime | None = None
    value_id: int | None = None

    @property
    def unit(self) -> str:
        """The measure word in the reader's language."""
        return self.definition.unit_word

    @property
    def words(self) -> str:
        """Number, bound and unit in the reader's language."""
        return value_words(self.definition, self.value, self.bound)

    @property
    def words_zh(self) -> str:
        """The same in Chinese."""
        return words_in("zh", self.definition, self.value, self.bound)

    @property
    def words_en(self) -> str:
        """The same in English."""
        return words_in("en", self.definition, self.value, self.bound)


@dataclass(frozen=True)
class UnitRow:
    """A unit with its figure in a period."""

    unit: Unit
    figure: ShownFigure


def figure_at(
    person: Person, world: World, indicator: str, unit_key: str, period: str, *,
    known_at: datetime | None = None,
) -> ShownFigure | None:  # fmt: skip
    """The figure as it stood at a moment (now); None where there is no such indicator."""
    asked = (indicator, unit_key or world.code, period)
    return figures_at(person, world, [asked], known_at=known_at).get(asked)


def figures_at(
    person: Person, world: World, asked: Sequence[Asked], *, known_at: datetime | None = None
) -> dict[Asked, ShownFigure]:
    """Many figures at once; as many queries however many are asked for."""
    wanted = [one for one in dict.fromkeys(asked) if definition_of(one[0]) is not None]
    values = _latest(world, wanted, known_at)
    return _figures(person, world, wanted, values, known_at)


def units_at(person: Person, world: World, indicator: str, period: str) -> tuple[UnitRow, ...]:
    """The figure of every unit in a period: the world first, then towns and clusters by name."""
    if definition_of(indicator) is None:
        return ()
    span = read_period(period)
    rows = Value.objects.filter(
        world=world, indicator=indicator, period_first=span.first, period_last=span.last
    ).select_related("source")
    values = {(indicator, row.unit_key, span.text): row for row in rows.order_by("revision", "pk")}
    figures = _figures(person, world, list(values), values, None)
    units = named_units(world, {(row.unit_kind, row.unit_key) for row in values.values()})
    return tuple(
        UnitRow(unit, figures[indicator, unit.key, span.text])
        for unit in units
        if (indicator, unit.key, span.text) in figures
    )


def peers_at(
    person: Person, world: World, indicator: str, kind: str, period: str
) -> dict[str, Decimal | None]:
    """The value of every unit of a kind in a period, as far as the person may see it.

    Also the units that have values of the indicator, but none here: they are missing, not zero.
    A cluster that had ended by then is no peer.
    """
    span = read_period(period)
    held = Value.objects.filter(world=world, indicator=indicator, unit_kind=kind).order_by()
    keys = set(held.values_list("unit_key", flat=True).distinct())
    if kind == UnitKind.CLUSTER:
        numbers = [int(key) for key in keys if key.isdecimal()]
        gone = Q(valid_to__lte=span.last) | Q(known_by__gt=span.last)
        rows = Cluster.objects.filter(gone, world=world, pk__in=numbers)
        keys -= {str(pk) for pk in rows.values_list("pk", flat=True)}
    seen = units_at(person, world, indicator, period)
    values = {row.unit.key: row.figure.value for row in seen if row.unit.kind == kind}
    return dict.fromkeys(sorted(keys)) | values


def value_behind(
    person: Person, world: World, indicator: str, unit_key: str, period: str, *,
    known_at: datetime | None = None,
) -> Value | None:  # fmt: skip
    """The value that a figure shows, for who may open it; None for everybody else."""
    asked = (indicator, unit_key or world.code, period)
    row = _latest(world, [asked], known_at).get(asked)
    if row is None:
        return None
    held = reach(person, world.code)
    return row if may_open(held, row.unit_kind, row.unit_key) else None


def _latest(world: World, asked: Iterable[Asked], known_at: datetime | None) -> dict[Asked, Value]:
    """The standing value of each, within one query."""
    texts: dict[tuple[str, str, date, date], Asked] = {}
    grouped: dict[tuple[date, date], tuple[set[str], set[str]]] = defaultdict(
        lambda: (set(), set())
    )
    for indicator, unit, period in asked:
        span = read_period(period)
        texts[indicator, unit, span.first, span.last] = (indicator, unit, period)
        indicators, units = grouped[span.first, span.last]
        indicators.add(indicator)
        units.add(unit)
    if not texts:
        return {}
    wanted = Q(pk__in=())
    for (first, last), (indicators, units) in grouped.items():
        wanted |= Q(
            period_first=first, period_last=last, indicator__in=indicators, unit_key__in=units
        )
    rows = Value.objects.filter(wanted, world=world).select_related("source")
    if known_at is not None:
        rows = rows.filter(measured_at__lte=known_at)
    found: dict[Asked, Value] = {}
    for row in rows.order_by("revision", "pk"):
        key = texts.get((row.indicator, row.unit_key, row.period_first, row.period_last))
        if key is not None:
            found[key] = row
    return found


def _figures(
    person: Person, world: World, asked: Sequence[Asked], values: dict[Asked, Value],
    known_at: datetime | None,
) -> dict[Asked, ShownFigure]:  # fmt: skip
    held = reach(person, world.code)
    if not held.may_somewhere(Permission.SEE_INDICATORS):
        return {}
    guarded = {
        key for key, row in values.items()
        if is_guarded(row) and not may_open(held, row.unit_kind, row.unit_key)
    }  # fmt: skip
    cells: Mapping[Asked, list[Cell]] = {}
    if guarded:
        cells = released_cells(
            person, world, {key[:2] for key in guarded},
            months={span_of(values[key]).text for key in guarded}, known_at=known_at,
        )  # fmt: skip
    made = {}
    for key in asked:
        row, definition = values.get(key), definition_of(key[0])
        assert definition is not None
        if row is None:
            made[key] = ShownFigure(definition, key[0], definition.version, "", key[1], key[2])
            continue
        cell = None
        if key in guarded:
            cell = cells.get((*key[:2], span_of(row).text), [NOT_RELEASED])[-1]
        opens = may_open(held, row.unit_kind, row.unit_key)
        made[key] = _figure(world, definition, row, point_of(definition, row, cell), opens=opens)
    return made


def _figure(
    world: World, definition: Definition, row: Value, point: Point, *, opens: bool
) -> ShownFigure:

    span = span_of(row).text
    address = ""
    if opens:
        address = reverse("indicators:parts", args=[world.code, row.indicator])
        address += f"?unit={row.unit_key}&month={span}"
    return ShownFigure(
        definition=definition, indicator=row.indicator, version=row.version,
        unit_kind=row.unit_kind, unit_key=row.unit_key, period=span, value=point.value,
        bound=point.bound, revision=point.revision, cover=point.cover_pct,
        numerator=point.numerator, denominator=point.denominator,
        contributors=point.contributors, largest_share=point.largest_share, hidden=point.hidden,
        parts_url=address, found=True, growth_published=point.growth_published,
        growth_kind=point.growth_kind, price_basis=row.price_basis, vintage=row.vintage,
        source_kind=row.source_kind, source_title=row.source.title if row.source else "",
        published_on=row.published_on, measured_at=point.measured_at,
        value_id=row.pk if opens else None,
    )  # fmt: skip
