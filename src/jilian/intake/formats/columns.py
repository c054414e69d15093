"""What a table may hold: columns by their headings, and how a format turns lines into rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from jilian.base.reading.places import Reader
from jilian.base.reading.sheets import Row
from jilian.intake.rules import TableKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from jilian.intake.formats.header import Header
    from jilian.intake.formats.lines import Line
    from jilian.intake.queries import Register
    from jilian.places.models import World
    from jilian.sources.rules import Difference

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)
Faults = Mapping[int, tuple[str, str, Mapping[str, object]]]  # by row: field, code, details


@dataclass(frozen=True)
class Column:
    """One column: under which headings it is found, and how its cells are read.

    ``names`` are all headings, the first one the one of the template in Chinese; ``name_en`` is
    the one of the template in English. ``yearly``: the column needs a year, in its heading or in
    a column of its own. ``shared``: a cell merged over several rows says the same of each of them,
    as a town does and an amount does not.
    """

    field: str
    names: tuple[str, ...]
    name_en: str
    reader: Reader
    help: StrOrPromise = ""
    example: str = ""
    example_en: str = ""
    needed: bool = False
    yearly: bool = False
    in_template: bool = True
    shared: bool = True


class Straight(Protocol[RowT_co]):
    """Rows of a part of a table, None for each that must be read cell by cell."""

    def __call__(
        self, header: Header, part: Sequence[Row], number: int, day: date, register: Register
    ) -> Sequence[RowT_co | None]:
        """Read the part whose first row has this number."""


@dataclass(frozen=True)
class TableFormat(Generic[RowT]):
    """One kind of table.

    ``either`` names groups of fields of which a table has at least one column; ``rows`` turns
    lines into rows, refusing on the line what cannot be taken; ``identity`` is what two rows of
    one table may not share. ``compare`` and ``save`` are the query and the operation of the area
    that keeps the rows; ``faults`` names the rows that only together cannot be held. ``straight``
    reads many rows at once and leaves out, as None, those in which something is odd.
    """

    kind: TableKind
    columns: tuple[Column, ...]
    either: tuple[tuple[str, ...], ...]
    rows: Callable[[Iterable[Line], Register], Iterator[tuple[Line, RowT]]]
    identity: Callable[[RowT], Hashable]
    compare: Callable[[World, Sequence[RowT], date], Difference]
    save: Callable[..., Difference]
    faults: Callable[[Register, Sequence[RowT], date], Faults] | None = None
    straight: Straight[RowT] | None = None
    labels: Mapping[str, StrOrPromise] = field(default_factory=dict)  # of fields that change
    reasons: Mapping[str, StrOrPromise] = field(default_factory=dict)  # why a row conflicts
    by_field: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {column.field: column for column in self.columns})

    @property
    def usual_columns(self) -> list[Column]:
        """The columns of a template."""
        return [one for one in self.columns if one.in_template]

    @property
    def further_columns(self) -> list[Column]:
        """What is understood as well."""
        return [one for one in self.columns if not one.in_template]

    @property
    def either_fields(self) -> frozenset[str]:
        """The fields that stand in for one another."""
        return frozenset(name for group in self.either for name in group)
