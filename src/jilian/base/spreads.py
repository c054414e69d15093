"""Durations and shares with their parts: a median with how many, a share with its whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Spread:
    """How long something took over several occasions; empty where it happened in none."""

    durations: tuple[timedelta, ...]
    whole: int

    @property
    def count(self) -> int:
        """In how many it happened."""
        return len(self.durations)

    @property
    def median(self) -> timedelta | None:
        """The middle duration; between two, their mean."""
        held = self.durations
        if not held:
            return None
        middle = len(held) // 2
        return held[middle] if len(held) % 2 else (held[middle - 1] + held[middle]) / 2

    def percentile(self, percent: int) -> timedelta | None:
        """The smallest duration that so many per cent of them did not exceed."""
        if not self.durations:
            return None
        rank = -(-len(self.durations) * percent // 100)
        return self.durations[max(rank, 1) - 1]

    @property
    def ninetieth(self) -> timedelta | None:
        """The ninetieth percentile."""
        return self.percentile(90)


@dataclass(frozen=True)
class Part:
    """A part of a whole; `unknown` are those of which one does not know."""

    part: int
    whole: int
    unknown: int = 0

    @property
    def share(self) -> Fraction | None:
        """The share, or None where there is nothing to divide by."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, half rounded up."""
        share = self.share
        return None if share is None else int(share * 100 + Fraction(1, 2))


def spread_of(durations: Iterable[timedelta | None], whole: int) -> Spread:
    """Return how long something took; None stands for one in which it did not happen."""
    return Spread(tuple(sorted(one for one in durations if one is not None)), whole)


def part_of(marks: Sequence[bool | None]) -> Part:
    """Return how many are true of those that are known."""
    known = [mark for mark in marks if mark is not None]
    return Part(sum(known), len(known), len(marks) - len(known))
