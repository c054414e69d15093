"""What an indicator is: its words, and how it is taken from tables, stated as plain values.

Nothing here computes; `evaluate` does, and `records_behind` gives the records of a value by the
same statement, so that the list always is what was counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from jilian_engine.errors import EngineError

Scalar = str | int | bool
Op = Literal["==", "!=", ">=", "<=", "in", "known"]


class Window(StrEnum):
    """Which records count in a month."""

    STOCK = "stock"  # those that stand at the end of its last day
    MONTH = "month"  # those that happened in it
    YEAR = "year"  # those that happened since January
    TOTAL = "total"  # all that have happened by its end


@dataclass(frozen=True)
class Where:
    """A condition on a column: compared with one value, among several, or known at all."""

    column: str
    op: Op = "=="
    value: Scalar | tuple[Scalar, ...] = True


@dataclass(frozen=True)
class Select:
    """Which records of a table count in a month, and what of them is counted.

    `table` names a table of `TABLES` (see `records`); `when` the column with the month in which
    something happened (empty with `Window.STOCK`, where the record's own span decides). `how`:
    "count" counts holders, each once however many records it has; "sum" and "median" take
    `amount`. `lag` asks for the state so many months earlier.
    """

    table: str
    where: tuple[Where, ...] = ()
    window: Window = Window.STOCK
    when: str = ""
    how: Literal["count", "sum", "median"] = "count"
    amount: str = ""
    lag: int = 0

    def __post_init__(self) -> None:
        if (self.how == "count") == bool(self.amount):
            raise EngineError("amount_missing", f"{self.how} of {self.amount or 'nothing'}")
        if (self.window is Window.STOCK) == bool(self.when):
            raise EngineError("moment_missing", f"{self.window} by {self.when or 'nothing'}")


@dataclass(frozen=True)
class Words:
    """The same in Chinese and English."""

    zh: str
    en: str


NOTHING = Words("", "")


@dataclass(frozen=True)
class Unit:
    """What a value is counted in, and how the measure word is printed."""

    key: str
    words: Words
    places: int = 0


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue.

    `select` gives the value; with `of` the value is `select` over `of` times `factor` (a share,
    a mean, or with `growth` the change on `of` in per cent). Without `select` the values come from
    elsewhere: `source` says whether units return them (`items`: form, item and column, numerator
    first) or others publish them (`measure`: how the published table calls it, with the factors of
    its units). `factor` turns the unit of the table into the unit of the value.
    """

    key: str
    name: Words
    unit: Unit
    theme: Words
    boundary: Words
    formula: Words
    version: int = 1
    period: Literal["month", "year"] = "month"
    price: Literal["", "current", "constant"] = ""
    source: Literal["computed", "returned", "published"] = "computed"
    select: Select | None = None
    of: Select | None = None
    growth: bool = False
    factor: Decimal = Decimal(1)
    unit_kinds: tuple[str, ...] = ("world", "town", "cluster")
    people: bool = False
    additive: bool = False
    better: Literal["", "more", "less"] = ""
    numerator: Words = NOTHING
    denominator: Words = NOTHING
    checks: tuple[Words, ...] = field(default=())
    items: tuple[tuple[str, str, str], ...] = ()
    measure: str = ""

    def __post_init__(self) -> None:
        if (self.source == "computed") != (self.select is not None):
            raise EngineError("indicator_without_source", f"{self.key} is measured from nothing")
        if self.growth and self.of is None:
            raise EngineError("growth_without_base", f"{self.key} grows on nothing")

    @property
    def tables(self) -> frozenset[str]:
        """The tables it is taken from."""
        return frozenset(one.table for one in (self.select, self.of) if one is not None)
