"""Amounts with their unit, exact: fractions inside, never a float.

Mass and volume meet only through a density in kg/L. Other units (pieces, metres, square metres, an
own word) convert into nothing but themselves. Factors: SI Brochure, 9th edition, table 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from jilian_engine.errors import EngineError

Exact = int | Decimal | Fraction
MASS: Mapping[str, Fraction] = {"kg": Fraction(1), "g": Fraction(1, 1000), "t": Fraction(1000)}
VOLUME: Mapping[str, Fraction] = {"L": Fraction(1), "mL": Fraction(1, 1000), "m3": Fraction(1000)}
PLACES = 6  # decimals that are kept
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Amount:
    """A number of a unit."""

    number: Fraction
    unit: str

    @classmethod
    def of(cls, number: Exact, unit: str) -> Amount:
        """Return the amount; a float is refused, for it has lost digits already."""
        if isinstance(number, float):
            raise EngineError("amount_is_float", "an amount is exact: no float")
        return cls(Fraction(number), unit)

    def to(self, unit: str, density: Exact | None = None) -> Amount:
        """Return the same amount in another unit; `density` in kg/L joins mass and volume."""
        return Amount(self.number * factor(self.unit, unit, density), unit)

    def decimal(self, places: int = PLACES) -> Decimal:
        """Return the number as a decimal; `amount_not_exact` where it would have to be rounded."""
        return exact_decimal(self.number, places)


def factor(unit: str, to: str, density: Exact | None = None) -> Fraction:
    """Return by what an amount is multiplied to be counted in another unit."""
    if unit == to:
        return Fraction(1)
    for scale in (MASS, VOLUME):
        if unit in scale and to in scale:
            return scale[unit] / scale[to]
    if (unit in MASS and to in VOLUME) or (unit in VOLUME and to in MASS):
        if density is None:
            raise EngineError("density_missing", "mass and volume meet only with a density")
        heavy = Fraction(density)
        if heavy <= 0:
            raise EngineError("density_not_positive", "a density is above zero")
        if unit in MASS:
            return MASS[unit] / heavy / VOLUME[to]
        return VOLUME[unit] * heavy / MASS[to]
    raise EngineError("units_do_not_meet", f"{unit} cannot be counted in {to}")


def exact_decimal(number: Exact, places: int = PLACES) -> Decimal:
    """Return a number with so many decimals at most, exactly, or `amount_not_exact`."""
    scaled = Fraction(number) * 10**places
    if scaled.denominator != 1:
        raise EngineError("amount_not_exact", f"needs more than {places} decimals")
    with localcontext() as context:
        context.prec = max(28, len(str(scaled.numerator)) + places + 2)
        return Decimal(scaled.numerator).scaleb(-places)


def band_around(number: Exact) -> tuple[Fraction, Fraction]:
    """Return the band of the series 1, 2, 5, 10 … that holds a positive number: low <= n < high."""
    wanted = Fraction(number)
    if wanted <= 0:
        raise EngineError("amount_not_positive", "only an amount above zero has a band")
    power = Fraction(1)
    while power > wanted:
        power /= 10
    while power * 10 <= wanted:
        power *= 10
    low = max(step * power for step in _STEPS if step * power <= wanted)
    steps = [step * power for step in (*_STEPS, 10)]
    return low, steps[steps.index(low) + 1]


def hours_left(stock: Exact | None, daily_use: Exact | None) -> Fraction | None:
    """Return for how many hours a stock lasts at this use a day; unknown stays unknown."""
    if stock is None or daily_use is None:
        return None
    if Fraction(daily_use) <= 0:
        raise EngineError("use_not_positive", "a use a day is above zero")
    return Fraction(stock) * 24 / Fraction(daily_use)
