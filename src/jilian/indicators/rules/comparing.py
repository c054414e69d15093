"""Comparing units of different size fairly: intervals of shares, and who is not placed at all.

A share of few says little. Units are therefore grouped by whether their interval (Wilson, 95 per
cent) lies above, around or below the share of all; within a group they stand by name. Units with
fewer than ten behind the figure are not placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from jilian_engine.figures import round_half_up

LEAST_PLACED = 10
NORMAL = Decimal("1.959964")  # of the normal distribution, 2.5 per cent lie above it
HUNDRED = Decimal(100)
Place = Literal["above", "like", "below", "small", "hidden", "unknown"]
PLACES: tuple[Place, ...] = ("above", "like", "below", "small", "hidden", "unknown")


@dataclass(frozen=True)
class Compared:
    """A unit in a comparison; the interval in per cent, None where there is none."""

    key: str
    name: str
    value: Decimal | None
    part: int | None = None
    whole: int | None = None
    hidden: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    place: Place = "unknown"


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal] | None:
    """The 95 per cent interval of a share in per cent, to one decimal; None of nothing.

    Wilson's score interval; E. B. Wilson, Journal of the American Statistical Association 22
    (1927), 209-212. It stays within 0 and 100.
    """
    if whole <= 0 or not 0 <= part <= whole:
        return None
    n, share, z2 = Decimal(whole), Decimal(part) / Decimal(whole), NORMAL * NORMAL
    middle = share + z2 / (2 * n)
    reach = NORMAL * ((share * (1 - share) + z2 / (4 * n)) / n).sqrt()
    scale = 1 + z2 / n
    ends = (max(Decimal(0), (middle - reach) / scale), min(Decimal(1), (middle + reach) / scale))
    low, high = (round_half_up(HUNDRED * one, 1) for one in ends)
    return low, high


def is_share_of_counts(
    unit: str, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> bool:
    """Whether a value in per cent is a part of a whole that was counted one by one."""
    if unit not in ("percent", "%") or numerator is None or not denominator or value is None:
        return False
    if numerator % 1 or denominator % 1 or not 0 <= numerator <= denominator:
        return False
    return abs(value - HUNDRED * numerator / denominator) < Decimal("0.51")


def placed(units: Sequence[Compared], whole: Decimal | None) -> list[Compared]:
    """The units with their intervals and places against the share of all, by place and name."""
    found = [_placed(unit, whole) for unit in units]
    return sorted(found, key=lambda one: (PLACES.index(one.place), one.name))


def _placed(unit: Compared, whole: Decimal | None) -> Compared:
    if unit.hidden:
        return replace(unit, value=None, part=None, whole=None, place="hidden")
    if unit.part is None or unit.whole is None:
        return unit
    ends = wilson(unit.part, unit.whole)
    if ends is None:
        return unit
    low, high = ends
    place: Place = "like"
    if unit.whole < LEAST_PLACED:
        place = "small"
    elif whole is not None and low > whole:
        place = "above"
    elif whole is not None and high < whole:
        place = "below"
    return replace(unit, low=low, high=high, place=place)


def best_of(units: Sequence[Compared], better: str) -> Compared | None:
    """The unit whose interval is best at its worse end; None where none lies apart from all."""
    apart = [one for one in units if one.place == ("below" if better == "less" else "above")]
    if not apart or not better:
        return None
    if better == "less":
        return min(apart, key=lambda one: one.high or HUNDRED)
    return max(apart, key=lambda one: one.low or Decimal(0))
