"""Numbers of figures with their rounding, and how amounts are written in sentences."""

from __future__ import annotations

from decimal import Decimal

from jilian.statements.rules.said import COUNTED, Said, half_unit, places
from jilian.statements.rules.words import SIGNS, unit_words
from jilian_engine.figures import Derived, Interval, round_half_up

EXACT_PLACES = 6
_LARGE = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def number_of(said: Said) -> Derived:
    """The number with the rounding of what is printed; only of figures with one value."""
    assert said.value is not None
    half = half_unit(said)
    return Derived(said.value, said.value - half, said.value + half, high_included=half == 0)


def as_printed(said: Said) -> Decimal:
    """The value with the decimal places of its print: 31.40 % is sharper than 31.4 %."""
    assert said.value is not None
    printed = places(said)
    return said.value if printed is None else round_half_up(said.value, printed[1])


def is_counted(said: Said) -> bool:
    """Whether a figure is an exact count of single things."""
    return said.unit in COUNTED and said.is_exact and half_unit(said) == 0


def short(number: Decimal, decimals: int = 2) -> str:
    """A number in plain digits without zeros at its end, rounded half up."""
    shown = round_half_up(number, decimals)
    text = format(shown, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_words(number: Decimal, unit: str, decimals: int = 2) -> str:
    """An amount with its unit; money in the scale of 亿 and 万 as texts have it."""
    if unit != "yuan":
        return f"{short(number, decimals)}{unit_words(unit)}"
    for size, word in _LARGE[1:]:
        if abs(number) >= size:
            return f"{short(number / size, decimals)}{word}元"
    return f"{short(number, decimals)}元"


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a value."""
    return not (_beyond(one, other) or _beyond(other, one))


def _beyond(lower: Interval, upper: Interval) -> bool:
    if lower.high is None or upper.low is None:
        return False
    touching = lower.high_included and upper.low_included
    return lower.high < upper.low or (lower.high == upper.low and not touching)


def limits_words(said: Said) -> str:
    """The value with its bound as signs: > 20 firms and < 30 firms, = 435.5 billion."""
    if said.is_exact or said.bound == "about":
        assert said.value is not None
        return f"{SIGNS[said.bound]} {amount_words(said.value, said.unit, EXACT_PLACES)}"
    low = "" if said.low is None else f"{_sign('≥', '>', said.low_included)} "
    high = "" if said.high is None else f"{_sign('≤', '<', said.high_included)} "
    ends = [
        f"{sign}{amount_words(end, said.unit, EXACT_PLACES)}"
        for sign, end in ((low, said.low), (high, said.high))
        if end is not None
    ]
    return ", ".join(ends)


def _sign(included: str, excluded: str, is_included: object) -> str:
    return included if is_included else excluded
