"""Cells of a table filled from what each firm adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from jilian.disclosure.rules.cells import CellIn, DimensionIn
from jilian.disclosure.rules.recipes import ALL

Chain = tuple[str, ...]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What one firm adds: in each dimension its member with all wholes above it.

    ``amount`` None: it belongs here, but how much it adds is not known.
    """

    firm: int
    chains: tuple[Chain, ...]
    amount: Decimal | None = Decimal(1)


@dataclass
class _Sum:
    firms: int = 0
    known: int = 0
    value: Decimal = Decimal(0)
    largest: Decimal = Decimal(0)

    def add(self, amount: Decimal | None) -> None:
        self.firms += 1
        if amount is not None:
            self.known += 1
            self.value += amount
            self.largest = max(self.largest, amount)


def filled_cells(
    parts: Iterable[Part], dimensions: Sequence[DimensionIn], *, count: bool
) -> list[CellIn]:
    """Return every cell of the table, in the order of its dimensions.

    A cell of no firm at all is zero; one whose firms are all unknown has no value.
    """
    sums: dict[Key, _Sum] = {}
    for part in parts:
        for key in product(*(with_total(chain) for chain in part.chains)):
            sums.setdefault(key, _Sum()).add(part.amount)
    nothing = _Sum()
    return [
        _cell(key, sums.get(key, nothing), count)
        for key in product(*((member.code for member in one.members) for one in dimensions))
    ]


def with_total(chain: Chain) -> Chain:
    """A member with its wholes, the total of the dimension last."""
    return (*chain, ALL)


def _cell(key: Key, held: _Sum, count: bool) -> CellIn:
    if held.firms and not held.known:
        return CellIn(key, None, 0)
    largest = None if count or not held.known else held.largest
    return CellIn(key, held.value, held.known, largest, count=count)


@dataclass(frozen=True)
class Difference:
    """What the difference between two statements of one cell is made of."""

    firms: int
    largest: Decimal
    whole: Decimal  # of all changes without their signs
    change: Decimal

    def gives_away(self, least_firms: int, largest_share_pct: int) -> bool:
        """Whether the difference, taken as a figure, breaks the rule."""
        return self.firms < least_firms or self.largest * 100 > self.whole * largest_share_pct


def differences(
    parts: Iterable[Part], before: Mapping[int, Decimal | None]
) -> dict[Key, Difference]:
    """Return for each cell what changed since: ``before`` holds what each firm added then."""
    found: dict[Key, Difference] = {}
    none = Difference(0, Decimal(0), Decimal(0), Decimal(0))
    for part in parts:
        change = (part.amount or Decimal(0)) - (before.get(part.firm) or Decimal(0))
        if not change:
            continue
        size = abs(change)
        for key in product(*(with_total(chain) for chain in part.chains)):
            held = found.get(key, none)
            found[key] = Difference(
                held.firms + 1, max(held.largest, size), held.whole + size, held.change + change
            )
    return found
