"""What was released: for indicators, and as published beside as revised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from jilian.accounts.models import Person
from jilian.places.models import World
from jilian.returns.models import MonthlyReturn, MonthRelease, ReturnLine
from jilian.returns.rules.cover import cover_percent
from jilian.returns.rules.forms import Item, version_of
from jilian.returns.rules.words import Column


@dataclass(frozen=True)
class ReleasedValue:
    """A released value of a unit; None is missing, never zero. See the area's method page."""

    form: str
    unit_kind: str
    unit_key: str
    item: str
    column: str
    unit: str
    first_month: date
    month: date
    value: Decimal | None
    revision: int
    released_at: datetime
    cover_pct: Decimal | None
    return_id: int


def released_values(
    world: World,
    month: date | None = None,
    *,
    form: str | None = None,
    every_revision: bool = False,
) -> list[ReleasedValue]:
    """The released values of a month, or of all; three queries.

    The latest released revision of each unit stands, unless every revision is asked for. The
    cover is that of the latest release of the form's month.
    """
    rows = MonthlyReturn.objects.filter(world=world, released_at__isnull=False)
    covers = MonthRelease.objects.filter(world=world)
    if month is not None:
        rows, covers = rows.filter(month=month), covers.filter(month=month)
    if form is not None:
        rows, covers = rows.filter(form=form), covers.filter(form=form)
    kept = list(rows.order_by("month", "form", "unit_kind", "unit_key", "revision"))
    if not every_revision:
        latest = {(row.month, row.form, row.unit_kind, row.unit_key): row for row in kept}
        kept = list(latest.values())
    cover = {
        (one.form, one.month): cover_percent(one.cover_part, one.cover_whole)
        for one in covers.order_by("number")
    }
    lines: dict[int, list[ReturnLine]] = defaultdict(list)
    for line in ReturnLine.objects.filter(monthly_return__in=[row.pk for row in kept]):
        lines[line.monthly_return_id].append(line)
    return [
        _value(row, line, cover.get((row.form, row.month)))
        for row in kept
        for line in lines[row.pk]
    ]


def _value(row: MonthlyReturn, line: ReturnLine, cover: Decimal | None) -> ReleasedValue:
    assert row.released_at is not None
    return ReleasedValue(
        form=row.form,
        unit_kind=str(row.unit_kind),
        unit_key=row.unit_key,
        item=line.item,
        column=str(line.column),
        unit=version_of(row.form, row.form_version).item(line.item).unit,
        first_month=row.first_month,
        month=row.month,
        value=None if line.value is None else line.value.normalize() + 0,
        revision=row.revision,
        released_at=row.released_at,
        cover_pct=cover,
        return_id=row.pk,
    )


@dataclass(frozen=True)
class HistoryRow:
    """One value over the revisions of a return, the first as published."""

    item: Item
    column: str
    column_words: str
    values: tuple[Decimal | None, ...]

    @property
    def has_changed(self) -> bool:
        """Whether a revision states something else than was published."""
        return len(set(self.values)) > 1


@dataclass(frozen=True)
class History:
    """All revisions of a unit's return, and what each stated."""

    revisions: tuple[MonthlyReturn, ...]
    rows: tuple[HistoryRow, ...]


def history_of(row: MonthlyReturn) -> History:
    """The revisions of a unit's return for a month; two queries."""
    rows = MonthlyReturn.objects.filter(
        world=row.world, form=row.form, unit_kind=row.unit_kind, unit_key=row.unit_key,
        month=row.month,
    )  # fmt: skip
    revisions = tuple(rows.order_by("revision"))
    held: dict[tuple[int, str, str], Decimal | None] = {
        (line.monthly_return_id, line.item, line.column): line.value
        for line in ReturnLine.objects.filter(monthly_return__in=[one.pk for one in revisions])
    }
    form = version_of(row.form, row.form_version)
    return History(
        revisions,
        tuple(
            HistoryRow(
                item,
                column,
                str(Column(column).label),
                tuple(held.get((one.pk, item.key, column)) for one in revisions),
            )
            for item in form.items
            for column in item.columns
        ),
    )


def last_releases() -> dict[int, datetime]:
    """When each world last released a month, by the world's key; one query."""
    rows = MonthRelease.objects.order_by().values_list("world")
    return dict(rows.annotate(Max("released_at")))


def releases_of(world: World) -> list[MonthRelease]:
    """The releases of a world, the latest month and number first; one query."""
    return list(MonthRelease.objects.filter(world=world))


@dataclass(frozen=True)
class ReturningUnit:
    """The unit of a return by name, and whether somebody may look at the return itself."""

    name: str
    may_look: bool


def units_of_returns(
    person: Person, world: World, keys: Collection[int]
) -> dict[int, ReturningUnit]:
    """Whose returns these are, by the returns' keys; two queries."""
    rows = MonthlyReturn.objects.filter(world=world, pk__in=keys)
    seen = set(
        MonthlyReturn.objects.visible_to(person, world)
        .filter(pk__in=keys)
        .order_by()
        .values_list("pk", flat=True)
    )
    return {
        row.pk: ReturningUnit(str(row.unit), row.pk in seen)
        for row in rows.select_related("division", "cluster")
    }
