"""Numbers derived from published ones, with the range that the rounding of the inputs leaves.

A published number stands for every value that rounds to it, half a unit of its last digit to
either side; a count stands for itself. Whatever is computed carries both: the number computed from
what was printed, and the lowest and highest that is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import Exact, Interval, exact
from jilian_engine.figures.values import round_half_up

HALF = Decimal("0.5")


def rounding_interval(value: Exact) -> Interval:
    """Every number that rounds half up to this one as it is written: 12.4 → [12.35, 12.45).

    The digits count: Decimal("12.40") is sharper. Halves go away from zero, so the end away from
    zero is open; for zero both ends are.
    """
    number = exact(value)
    half = Decimal(1).scaleb(_exponent(number)) * HALF
    return Interval(number - half, number + half, low_included=number > 0, high_included=number < 0)


@dataclass(frozen=True)
class Derived:
    """A number and the interval in which the true one lies; both ends are known."""

    value: Decimal
    low: Decimal
    high: Decimal
    low_included: bool = True
    high_included: bool = True

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise EngineError("range_odd", f"{self.value} is not in {self.low} to {self.high}")

    @property
    def interval(self) -> Interval:
        """The values that are possible."""
        return Interval(self.low, self.high, self.low_included, self.high_included)

    @property
    def is_exact(self) -> bool:
        """Whether nothing was rounded on the way."""
        return self.low == self.high

    def holds(self, number: Exact) -> bool:
        """Whether the number is among the possible ones."""
        return self.interval.compare("==", number) is not False

    def allows(self, other: Derived) -> bool:
        """Whether the two can be one and the same number."""
        if self.low > other.high or other.low > self.high:
            return False
        if self.low == other.high:
            return self.low_included and other.high_included
        if other.low == self.high:
            return other.low_included and self.high_included
        return True

    def rounded(self, places: int) -> Decimal:
        """The number as it is printed, half up."""
        return round_half_up(self.value, places)

    def range_text(self, places: int) -> str:
        """The range as it is printed, from lowest to highest: 220.4-221.4."""
        return f"{round_half_up(self.low, places)}-{round_half_up(self.high, places)}"

    def __add__(self, other: Derived | Exact) -> Derived:
        return _combine(lambda one, two: one + two, self, derived(other))

    def __sub__(self, other: Derived | Exact) -> Derived:
        return _combine(lambda one, two: one - two, self, derived(other))

    def __mul__(self, other: Derived | Exact) -> Derived:
        return _combine(lambda one, two: one * two, self, derived(other))

    def __truediv__(self, other: Derived | Exact) -> Derived:
        below = derived(other)
        if below.low <= 0 <= below.high:
            raise EngineError("base_may_be_zero", "a quotient needs a base that cannot be zero")
        return _combine(lambda one, two: one / two, self, below)

    def __pow__(self, exponent: int) -> Derived:
        if self.low < 0 or exponent < 0:
            raise EngineError("power_odd", "powers are taken of numbers from zero up")
        return self._rising(lambda number: number**exponent)

    def root(self, degree: int) -> Derived:
        """The root of a number from zero up: the yearly factor behind a factor of many years."""
        if self.low < 0 or degree < 1:
            raise EngineError("power_odd", "roots are taken of numbers from zero up")
        return self._rising(lambda number: _root(number, degree))

    def _rising(self, change: Callable[[Decimal], Decimal]) -> Derived:
        return Derived(
            change(self.value), change(self.low), change(self.high),
            self.low_included, self.high_included,
        )  # fmt: skip


def rounded_figure(value: Exact) -> Derived:
    """A published number, known to half a unit of its last digit."""
    number, span = exact(value), rounding_interval(value)
    assert span.low is not None and span.high is not None
    return Derived(number, span.low, span.high, span.low_included, span.high_included)


def counted(value: Exact) -> Derived:
    """A count, or any other number without rounding."""
    number = exact(value)
    return Derived(number, number, number)


def derived(value: Derived | Exact) -> Derived:
    """The number as it is; a plain one counts as exact."""
    return value if isinstance(value, Derived) else counted(value)


def total(values: Iterable[Derived | Exact]) -> Derived:
    """The sum of numbers; parts are never adjusted to a printed total."""
    return sum(map(derived, values), start=counted(0))


def _combine(join: Callable[[Decimal, Decimal], Decimal], one: Derived, other: Derived) -> Derived:
    """The four corners hold the lowest and the highest; an open corner leaves its end open."""
    ends = [
        (join(first, second), first_in and second_in)
        for (first, first_in), (second, second_in) in product(_ends(one), _ends(other))
    ]
    low, high = min(number for number, _ in ends), max(number for number, _ in ends)
    return Derived(
        join(one.value, other.value),
        low,
        high,
        any(included for number, included in ends if number == low),
        any(included for number, included in ends if number == high),
    )


def _ends(number: Derived) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
    return (number.low, number.low_included), (number.high, number.high_included)


def _root(number: Decimal, degree: int) -> Decimal:
    return number ** (Decimal(1) / degree) if number else number


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)
