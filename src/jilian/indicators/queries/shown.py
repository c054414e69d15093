"""What others than the office that holds the records are shown: released cells, nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from jilian.accounts.models import Person
from jilian.disclosure.models import KEY_MARK, DeclaredTable, ReleasedCell
from jilian.indicators.rules import Hidden
from jilian.places.models import World

TABLE = "indicators_by_unit"
Asked = tuple[str, str, str]  # indicator, unit, month


@dataclass(frozen=True)
class Cell:
    """A cell of one release; ``value`` is None where it is hidden."""

    number: int
    value: Decimal | None
    hidden: str
    released_at: datetime | None


NOT_RELEASED = Cell(0, None, Hidden.UNRELEASED.value, None)


def released_cells(
    person: Person, world: World, pairs: Iterable[tuple[str, str]], *,
    months: Iterable[str] | None = None, known_at: datetime | None = None,
) -> Mapping[Asked, list[Cell]]:  # fmt: skip
    """All released cells of these indicators and units, each month's in the order of releases.

    Nothing where the table is not declared for the person. One query beside her tables'.
    """
    tables = DeclaredTable.objects.visible_to(person, world).filter(key=TABLE).order_by()
    rows = ReleasedCell.objects.filter(
        release__table__in=tables.values("pk"),
        key__in=[KEY_MARK.join(pair) for pair in pairs],
    )  # fmt: skip
    if months is not None:
        rows = rows.filter(release__period__in=list(months))
    if known_at is not None:
        rows = rows.filter(release__released_at__lte=known_at)
    found: dict[Asked, list[Cell]] = defaultdict(list)
    columns = ("key", "release__period", "release__number", "value", "hidden",
               "release__released_at")  # fmt: skip
    for key, period, number, value, hidden, at in rows.order_by(
        "release__period", "release__released_at", "release__number"
    ).values_list(*columns):
        indicator, unit = key.split(KEY_MARK)
        state = Hidden.HIDDEN.value if hidden else Hidden.NOT.value
        found[indicator, unit, period].append(Cell(number, value, state, at))
    return found
