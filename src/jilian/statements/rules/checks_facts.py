"""Published facts as plain values, and how a check asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from jilian_engine.figures import Derived, Interval, counted, rounded_figure, shorn
from jilian_engine.figures.intervals import Bound, interval_of

ROUNDED_UNITS = frozenset(("percent", "100m_yuan", "times", "yuan", "trillion_yuan", "share"))
BOUNDS = {
    "=": Bound.EXACT,
    ">": Bound.MORE_THAN,
    ">=": Bound.AT_LEAST,
    "<": Bound.BELOW,
    "~": Bound.ABOUT,
    "": Bound.UNKNOWN,
}


class StoredFact(Protocol):
    """What a stored row of a published fact offers."""

    key: str
    value: Decimal | None
    comparator: str
    unit: str
    period: str
    measure: str
    quote: str


class FactMissing(Exception):
    """A check asks for a fact that the register does not hold, or that has no value."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Fact:
    """A figure as a source states it; the value has the digits of the source, None where none."""

    key: str
    value: Decimal | None
    comparator: str
    unit: str
    period: str
    measure: str = ""
    quote: str = ""

    @property
    def bound(self) -> Bound:
        """How it stands to the true value."""
        return BOUNDS[self.comparator]

    @property
    def interval(self) -> Interval:
        """The values that its words allow."""
        return interval_of(self.value, self.bound)

    @property
    def stated(self) -> Decimal:
        """The stated number; a fact without one raises FactMissing."""
        if self.value is None:
            raise FactMissing(self.key)
        return self.value

    @property
    def number(self) -> Derived:
        """The stated number with the range of its rounding; counts have none."""
        rounds = self.unit in ROUNDED_UNITS
        return rounded_figure(self.stated) if rounds else counted(self.stated)

    @property
    def text(self) -> str:
        """The number as it was published."""
        return shorn(self.stated)


def fact_from_row(row: StoredFact) -> Fact:
    """A stored row; the database pads decimals with zeros, which no source wrote."""
    value = None if row.value is None else Decimal(shorn(row.value))
    return Fact(row.key, value, row.comparator, row.unit, row.period, row.measure, row.quote)


@dataclass(frozen=True)
class Given:
    """The facts of one check by the part that they play, and settings of its function.

    A part is named by the key of a fact (E06), or by measure and period (gdp@2015), where the
    register must hold exactly one such fact.
    """

    facts: Mapping[str, Fact]
    parts: Mapping[str, str | tuple[str, ...]]
    settings: Mapping[str, Decimal | int | str] = field(default_factory=dict)

    def fact(self, part: str) -> Fact:
        """The one fact that plays this part."""
        name = self.parts[part]
        assert isinstance(name, str)
        return self._named(name)

    def several(self, part: str) -> list[Fact]:
        """All facts that play this part, in their order."""
        return [self._named(name) for name in self.parts[part]]

    def has(self, part: str) -> bool:
        """Whether the check names somebody for this part."""
        return part in self.parts

    def count(self, name: str) -> int:
        """A setting that is a whole number."""
        return int(self.settings[name])

    def _named(self, name: str) -> Fact:
        measure, at, period = name.partition("@")
        if not at:
            found = [self.facts[name]] if name in self.facts else []
        else:
            found = [
                one
                for one in self.facts.values()
                if one.measure == measure and one.period == period
            ]
        if len(found) != 1:
            raise FactMissing(name)
        return found[0]


@dataclass(frozen=True)
class Found:
    """What a function finds: the sum as one would write it, its result, and what follows."""

    formula: str
    result: str
    verdict: str
    note: str = ""
