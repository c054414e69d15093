"""What is certain about a number that is only bounded, and comparisons that may stay open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from jilian_engine.errors import EngineError

Exact = int | Decimal
Comparison = Literal[">=", ">", "<=", "<", "==", "!="]


class Bound(StrEnum):
    """How a stated number stands to the true one (statistics.md section 5: bounds stay bounds)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    BELOW = "below"
    ABOUT = "about"
    UNKNOWN = "unknown"


def exact(number: Exact) -> Decimal:
    """The number as a Decimal; a float is refused (`inexact_number`), it has lost its digits."""
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        raise EngineError("inexact_number", f"an int or a Decimal is needed, not {number!r}")
    value = Decimal(number)
    if not value.is_finite():
        raise EngineError("inexact_number", f"{number!r} is not a number")
    return value


@dataclass(frozen=True)
class Interval:
    """The values that are possible; a missing end is open without limit."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    def compare(self, op: Comparison, number: Exact) -> bool | None:
        """True or False where every possible value agrees, None where they differ."""
        limit = exact(number)
        match op:
            case ">=":
                return self._reaches(limit, included=True)
            case ">":
                return self._reaches(limit, included=False)
            case "<":
                return _opposite(self._reaches(limit, included=True))
            case "<=":
                return _opposite(self._reaches(limit, included=False))
            case "==":
                return self._equals(limit)
            case "!=":
                return _opposite(self._equals(limit))

    def _reaches(self, limit: Decimal, *, included: bool) -> bool | None:
        """Whether the value is above the limit, or on it where `included`."""
        low, high = self.low, self.high
        if low is not None and (
            low > limit or (low == limit and (included or not self.low_included))
        ):
            return True
        if high is not None and (
            high < limit or (high == limit and not (included and self.high_included))
        ):
            return False
        return None

    def _equals(self, limit: Decimal) -> bool | None:
        if self.low == self.high == limit:
            return True
        outside = (
            self._reaches(limit, included=True) is False
            or self._reaches(limit, included=False) is True
        )
        return False if outside else None


def interval_of(value: Exact | None, bound: Bound) -> Interval:
    """The possible values behind a stated number; `about` and `unknown` exclude nothing."""
    if value is None or bound in (Bound.ABOUT, Bound.UNKNOWN):
        return Interval(None, None)
    number = exact(value)
    match bound:
        case Bound.AT_LEAST:
            return Interval(number, None)
        case Bound.MORE_THAN:
            return Interval(number, None, low_included=False)
        case Bound.AT_MOST:
            return Interval(None, number)
        case Bound.BELOW:
            return Interval(None, number, high_included=False)
        case _:
            return Interval(number, number)


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value
