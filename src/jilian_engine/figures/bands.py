"""Counts held or shown as ranges, so that a small number points to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import Comparison, Exact, Interval

LEAST_SHOWN = 5
"""Counts below this are not shown outside the unit and its superior (privacy rule 5.1)."""


@dataclass(frozen=True)
class Band:
    """A range of whole counts, both ends included; `high` is None for the open last band."""

    id: str
    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise EngineError("band_empty", f"band {self.id} holds no count")

    def __contains__(self, count: int) -> bool:
        return self.low <= count and (self.high is None or count <= self.high)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"

    @property
    def interval(self) -> Interval:
        """The same range for comparisons."""
        return Interval(Decimal(self.low), None if self.high is None else Decimal(self.high))

    def compare(self, op: Comparison, number: Exact) -> bool | None:
        """True or False where the band decides, None where it does not."""
        return self.interval.compare(op, number)


def band_of(bands: Iterable[Band], count: int | None) -> Band | None:
    """The band that holds the count; None for an unknown count, `no_band` if none fits."""
    if count is None:
        return None
    for band in bands:
        if count in band:
            return band
    raise EngineError("no_band", f"no band holds {count}")


@dataclass(frozen=True)
class ShownCount:
    """What may be printed of a count: the count, or only that it lies below a limit, or nothing."""

    count: int | None = None
    below: int | None = None

    def __str__(self) -> str:
        if self.below is not None:
            return f"<{self.below}"
        return "" if self.count is None else str(self.count)


def shown_count(count: int | None, least: int = LEAST_SHOWN) -> ShownCount:
    """The count as it may be shown outside the unit itself and its superior.

    Zero is hidden too: a shown 0 would leave 1 to `least - 1` for every other hidden cell.
    Cells that could come back by subtraction are the disclosure gate's matter, not this one's.
    """
    if count is not None and count < 0:
        raise EngineError("count_negative", f"{count} is not a count")
    if count is None or count >= least:
        return ShownCount(count=count)
    return ShownCount(below=least)
