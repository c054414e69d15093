"""What is shown outside: declared tables, their releases, and the cells that others get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from jilian.accounts.models import Person
from jilian.disclosure.models import KEY_MARK, DeclaredTable, Release, ReleasedCell
from jilian.disclosure.rules import ShownCell
from jilian.disclosure.rules.numbers import plain
from jilian.disclosure.rules.recipes import RECIPES, Recipe
from jilian.places.models import World

CellKey = tuple[str, ...]


def latest_release(world: World, table_key: str, period: str) -> Release | None:
    """Return the release of a period that stands, of whatever version of the table."""
    kept = Release.objects.filter(table__world=world, table__key=table_key, period=period)
    return kept.select_related("table").order_by("-number").first()


def shown_cells(world: World, table_key: str, period: str) -> Mapping[CellKey, ShownCell]:
    """Return what others get of each cell; nothing where the table was not released."""
    release = latest_release(world, table_key, period)
    if release is None:
        return {}
    return {
        tuple(key.split(KEY_MARK)): ShownCell(value, bool(hidden))
        for key, value, hidden in release.cells.values_list("key", "value", "hidden")
    }


def shown_cell(world: World, table_key: str, period: str, key: CellKey) -> ShownCell | None:
    """Return what others get of one cell; None where no release has it: nothing is shown then."""
    release = latest_release(world, table_key, period)
    if release is None:
        return None
    cell = release.cells.filter(key=KEY_MARK.join(key)).first()
    return ShownCell(cell.value, bool(cell.hidden)) if cell else None


def shown_periods(world: World, table_key: str) -> tuple[str, ...]:
    """Return the periods of which something was shown, the latest first."""
    kept = Release.objects.filter(table__world=world, table__key=table_key)
    return tuple(kept.order_by("-period").values_list("period", flat=True).distinct())


def ever_shown(
    world: World, table_key: str, period: str
) -> dict[CellKey, tuple[Decimal | None, bool]]:
    """Return each cell of a period as it was last shown by any release, or that none showed it."""
    kept = ReleasedCell.objects.filter(
        release__table__world=world, release__table__key=table_key, release__period=period
    ).order_by("release__number")
    found: dict[CellKey, tuple[Decimal | None, bool]] = {}
    for key, value, hidden in kept.values_list("key", "value", "hidden"):
        place = tuple(key.split(KEY_MARK))
        if not hidden or place not in found:
            found[place] = (value, bool(hidden))
    return found


def tables_seen(person: Person, world: World) -> list[DeclaredTable]:
    """Return the tables in force that the person sees, each with its latest period."""
    tables = list(DeclaredTable.objects.visible_to(person, world).in_force().order_by("key"))
    kept = Release.objects.filter(table__world=world).order_by("period")
    periods = dict(kept.values_list("table__key", "period"))
    for table in tables:
        table.latest_period = periods.get(table.key, "")
    return tables


@dataclass(frozen=True)
class CellRow:
    """A cell of a released table with its members: their codes, names, and places in the table."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[int, ...]
    value: Decimal | None
    is_hidden: bool
    why: str
    low: Decimal | None
    high: Decimal | None

    @property
    def sorted_value(self) -> Decimal:
        """Where the value stands in an order; hidden and unknown ones come first."""
        return Decimal(-1) if self.value is None else self.value


@dataclass(frozen=True)
class TablePage:
    """A declared table with one of its releases; ``members``: code and name, by dimension."""

    table: DeclaredTable
    release: Release | None
    months: tuple[str, ...]
    members: tuple[tuple[str, list[tuple[str, str]]], ...]
    rows: list[CellRow]

    @property
    def recipe(self) -> Recipe | None:
        """How its cells are built, where they are built from records."""
        return RECIPES.get(self.table.key)


def names_of_members(release: Release) -> list[dict[str, str]]:
    """The names of each dimension's members by code, in the language of the page."""
    english = get_language() == "en"
    return [
        {code: (name_en if english and name_en else name) for code, name, name_en, _parent in one}
        for one in release.members
    ]


def cell_rows(release: Release) -> list[CellRow]:
    """Every cell in the order of the table; one query."""
    names = names_of_members(release)
    places = [{code: at for at, code in enumerate(one)} for one in names]
    rows = []
    for key, value, hidden, low, high in release.cells.order_by("pk").values_list(
        "key", "value", "hidden", "low", "high"
    ):
        codes = tuple(key.split(KEY_MARK))
        said = tuple(of[code] for of, code in zip(names, codes, strict=True))
        where = tuple(of[code] for of, code in zip(places, codes, strict=True))
        ends = plain(low), plain(high)
        rows.append(CellRow(codes, said, where, plain(value), bool(hidden), hidden, *ends))
    return sorted(rows, key=lambda row: row.places)


def table_page(person: Person, world: World, key: str, month: str = "") -> TablePage | None:
    """Return a table as it is shown; None where the person does not see it or the month."""
    tables = DeclaredTable.objects.visible_to(person, world).in_force()
    table = tables.filter(key=key).first()
    months = shown_periods(world, key) if table else ()
    if table is None or (month and month not in months):
        return None
    if not months:
        return TablePage(table, None, (), (), [])
    release = latest_release(world, key, month or months[0])
    assert release is not None
    names = [list(one.items()) for one in names_of_members(release)]
    members = tuple(zip(release.table.dimensions, names, strict=True))
    return TablePage(table, release, months, members, cell_rows(release))
