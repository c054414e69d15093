"""Cells, dimensions with hierarchies, tables, the rule, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Key = tuple[str, ...]
Identity = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Ratio:
    """A printed ratio: ``times`` x ``above`` / ``below`` - ``less``, give or take ``half``.

    ``above`` and ``below`` say which cells, of whatever table. ``half``: half of the last place
    that is printed, in the unit of the ratio.
    """

    above: Identity
    below: Identity
    times: Decimal = Decimal(1)
    less: Decimal = Decimal(0)
    half: Decimal = Decimal(0)


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    ``contributors``: the respondents it is made of (None: published by somebody else, never
    hidden). ``largest``: the largest contribution. ``people``: a count of people; ``count``: a
    whole number. ``adds``: False for a ratio, which takes part in no sum; ``ratio_of``: of which
    two cells it is the ratio.
    """

    key: Key
    value: Decimal
    contributors: int | None
    largest: Decimal | None = None
    people: bool = False
    count: bool = False
    adds: bool = True
    ratio_of: Ratio | None = None


@dataclass(frozen=True)
class Dimension:
    """Codes and the code into which each adds up; ``total`` is the one that stands for all."""

    name: str
    codes: tuple[str, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    total: str | None = None

    @property
    def children(self) -> dict[str, list[str]]:
        """The codes that add up to each."""
        kept: dict[str, list[str]] = {}
        for code in self.codes:
            if code in self.parents:
                kept.setdefault(self.parents[code], []).append(code)
        return kept


@dataclass(frozen=True)
class Table:
    """Cells of one measure over dimensions.

    Two tables of the same measure share the cells that say the same: those whose codes agree once
    totals are left out.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    cells: tuple[Cell, ...]

    def identity(self, key: Key) -> Identity:
        """What a cell says, whatever the table in which it stands."""
        return self.measure, frozenset(
            (one.name, code)
            for one, code in zip(self.dimensions, key, strict=True)
            if code != one.total
        )


@dataclass(frozen=True)
class Rule:
    """When a cell is hidden, and how far its value must stay unknown.

    A hidden sum keeps an interval that reaches ``protection_pct`` of its value to either side (so
    that the firm that makes up most of it is not known to within that either); a hidden count of
    firms one from zero to its value plus ``least_contributors``; a hidden count of people one from
    zero to its value plus ``least_people``.
    """

    least_contributors: int = 3
    largest_share_pct: int = 80
    least_people: int = 5
    protection_pct: int = 20


@dataclass(frozen=True)
class Bounds:
    """An interval, both ends included; None: no end on that side."""

    low: Decimal | None
    high: Decimal | None

    def reaches(self, other: Bounds) -> bool:
        """Whether the other interval lies within this one."""
        low = self.low is None or (other.low is not None and self.low <= other.low)
        return low and (self.high is None or (other.high is not None and self.high >= other.high))


@dataclass(frozen=True)
class Protected:
    """Which cells are shown and hidden, by table and key.

    ``needed``: the interval that must stay possible for each cell hidden by the rule.
    ``proven``: an interval that the protecting code knows to be possible for each hidden cell.
    """

    shown: frozenset[tuple[int, Key]]
    hidden_primary: frozenset[tuple[int, Key]]
    hidden_secondary: frozenset[tuple[int, Key]]
    needed: Mapping[tuple[int, Key], Bounds]
    proven: Mapping[tuple[int, Key], Bounds]
    open_anyway: frozenset[tuple[int, Key]] = frozenset()

    @property
    def hidden(self) -> frozenset[tuple[int, Key]]:
        """All hidden cells."""
        return self.hidden_primary | self.hidden_secondary
