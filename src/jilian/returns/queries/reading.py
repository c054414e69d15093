"""A return with what it is compared with, and what the checks say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jilian.places.models import World
from jilian.returns.models import MonthlyReturn, ReturnLine
from jilian.returns.rules.checks import Before, check_values
from jilian.returns.rules.findings import Finding, Key, Level
from jilian.returns.rules.forms import Form, Item, version_of
from jilian.returns.rules.months import month_before, months_alike, starts_year, year_before
from jilian.returns.rules.words import REPORTED, Column

Unit = tuple[str, str]  # kind and key
Kept = dict[Key, Decimal | None]


@dataclass(frozen=True)
class Cell:
    """A value on a page, beside last month's and last year's."""

    item: Item
    column: str
    value: Decimal | None
    last: Decimal | None
    year: Decimal | None
    findings: tuple[Finding, ...] = ()

    @property
    def column_words(self) -> str:
        """What it is of, in words."""
        return str(Column(self.column).label)


@dataclass(frozen=True)
class Row:
    """An item on a page: its cells and its note."""

    item: Item
    cells: tuple[Cell, ...]
    note: str


@dataclass(frozen=True)
class ReturnSeen:
    """A return as a page shows it."""

    row: MonthlyReturn
    form: Form
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    before: Before = field(default_factory=Before)

    @property
    def hard(self) -> list[Finding]:
        """What must be mended."""
        return [one for one in self.findings if one.level == Level.HARD]

    @property
    def soft(self) -> list[Finding]:
        """What needs a note."""
        return [one for one in self.findings if one.level == Level.SOFT]

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent."""
        return not self.findings


def unit_of(row: MonthlyReturn) -> Unit:
    """Kind and key of a return's unit."""
    return (str(row.unit_kind), row.unit_key)


def standing(
    world: World, form: str, months: Iterable[date], *, released: bool = False
) -> QuerySet[MonthlyReturn]:
    """What units reported for these months, each revision; the latest of a unit stands last."""
    rows = MonthlyReturn.objects.filter(world=world, form=form, month__in=list(months))
    rows = rows.filter(released_at__isnull=False) if released else rows.filter(state__in=REPORTED)
    return rows.order_by("month", "unit_kind", "unit_key", "revision")


def values_at(world: World, form: str, months: Iterable[date]) -> dict[tuple[Unit, date], Kept]:
    """The latest values that every unit reported for these months; two queries."""
    latest = {(unit_of(row), row.month): row.pk for row in standing(world, form, months)}
    by_return = lines_of(latest.values())
    return {place: by_return.get(pk, ({}, {}))[0] for place, pk in latest.items()}


def lines_of(returns: Iterable[int]) -> dict[int, tuple[Kept, dict[str, str]]]:
    """Values and notes of these returns; one query."""
    found: dict[int, tuple[Kept, dict[str, str]]] = defaultdict(lambda: ({}, {}))
    for line in ReturnLine.objects.filter(monthly_return__in=list(returns)):
        values, notes = found[line.monthly_return_id]
        values[line.item, line.column] = line.value
        if line.note:
            notes[line.item] = line.note
    return dict(found)


def before_of(row: MonthlyReturn, form: Form) -> Before:
    """What a return is compared with: its unit's last month and last year; two queries."""
    last, year = month_before(form.due, row.month), year_before(row.month)
    held = values_at(row.world, row.form, (last, year))
    unit = unit_of(row)
    return Before(
        held.get((unit, last), {}),
        held.get((unit, year), {}),
        months_alike(form.due, row.month),
        starts_year(form.due, row.month),
    )


def return_seen(row: MonthlyReturn) -> ReturnSeen:
    """A return with its values, what stood before and what the checks say; three queries."""
    form = version_of(row.form, row.form_version)
    values, notes = lines_of([row.pk]).get(row.pk, ({}, {}))
    before = before_of(row, form)
    return seen_with(row, form, values, notes, before)


def seen_with(
    row: MonthlyReturn, form: Form, values: Kept, notes: Mapping[str, str], before: Before
) -> ReturnSeen:
    """A return with these values, checked."""
    findings = tuple(check_values(form.items, values, before, notes))
    rows = tuple(_row(one, values, notes, before, findings) for one in form.items)
    return ReturnSeen(row, form, rows, findings, before)


def _row(
    item: Item, values: Kept, notes: Mapping[str, str], before: Before, found: tuple[Finding, ...]
) -> Row:
    cells = tuple(
        Cell(
            item,
            column,
            values.get((item.key, column)),
            before.last.get((item.key, column)),
            before.year.get((item.key, column)),
            tuple(one for one in found if (one.item, one.column) == (item.key, column)),
        )
        for column in item.columns
    )
    return Row(item, cells, notes.get(item.key, ""))
