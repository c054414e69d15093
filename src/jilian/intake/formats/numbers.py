"""Readers of numbers: exact decimals, with units in the cell or in the heading.

万元 and 亿元 are converted exactly; nothing passes through binary fractions but what a spreadsheet
itself keeps as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from jilian.base.reading.cells import Odd, plain
from jilian.base.reading.places import Place, Reader
from jilian.base.reading.sheets import Cell

YUAN: Mapping[str, Decimal] = {
    "元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "万": Decimal(10_000),
    "百万元": Decimal(1_000_000), "千万元": Decimal(10_000_000), "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000), "yuan": Decimal(1), "cny": Decimal(1), "rmb": Decimal(1),
    "人民币元": Decimal(1), "万元人民币": Decimal(10_000), "10,000yuan": Decimal(10_000),
    "10000yuan": Decimal(10_000), "10kyuan": Decimal(10_000),
    "millionyuan": Decimal(1_000_000), "100millionyuan": Decimal(100_000_000),
}  # fmt: skip
COUNTED = frozenset({"人", "名", "个", "家", "项", "件", "persons", "people", "items", "firms"})
MU = frozenset({"亩", "mu"})
DEGREES = frozenset({"度", "°", "degrees"})
PERCENT = "%"
UNITS = frozenset(YUAN) | COUNTED | MU | DEGREES | {PERCENT}
_SHOWN_YUAN = ("元", "千元", "万元", "百万元", "亿元")

MONEY: set[Reader] = set()  # readers to which a unit said for the whole table applies

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 16
LARGEST_COUNT = 2_147_483_647
_NUMBER = re.compile(r"([¥￥]?)([+−-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([^\d,.\s].*)?")


def split_number(cell: Cell) -> tuple[Decimal, str]:
    """Return the number of a cell and the unit behind it: 1,200万元 is (1200, "万元")."""
    if isinstance(cell, bool):
        raise Odd("number_odd")
    if isinstance(cell, int | float):
        return _of_binary(cell), ""
    matched = _NUMBER.fullmatch(plain(cell))
    if matched is None:
        raise Odd("number_odd")
    sign, whole, part, behind = matched[2], matched[3], matched[4], matched[5]
    number = Decimal(whole.replace(",", "") + (part or ""))
    unit = (behind or ("元" if matched[1] else "")).replace(" ", "").lower()
    return (-number if sign in ("-", "−") else number), unit


def _of_binary(cell: float) -> Decimal:
    """The shortest decimal that a spreadsheet's number prints as: 0.1 is one tenth."""
    number = Decimal(repr(cell))
    if not number.is_finite():
        raise Odd("number_odd")
    return number


def money(kept_in: str, *, may_be_negative: bool = False) -> Reader:
    """An amount of money, kept with two decimals in this unit."""

    def read(cell: Cell, place: Place) -> Decimal:
        number, unit = split_number(cell)
        unit = unit or place.unit
        if not unit:
            raise Odd("unit_missing", heading=place.heading)
        if unit not in YUAN:
            raise Odd("unit_odd", unit=unit, units=_SHOWN_YUAN)
        return _kept(number * YUAN[unit] / YUAN[kept_in], kept_in, place, may_be_negative)

    MONEY.add(read)
    return read


def measured(units: frozenset[str], kept_in: str) -> Reader:
    """A quantity that is kept with two decimals in its one unit."""

    def read(cell: Cell, place: Place) -> Decimal:
        number, unit = split_number(cell)
        if (unit or place.unit or kept_in) not in units:
            raise Odd("unit_odd", unit=unit or place.unit, units=[kept_in])
        return _kept(number, kept_in, place, may_be_negative=False)

    return read


def _kept(number: Decimal, kept_in: str, place: Place, may_be_negative: bool) -> Decimal:
    if number < 0 and not may_be_negative:
        raise Odd("number_negative")
    if abs(number) >= LARGEST:
        raise Odd("number_too_large")
    kept = number.quantize(CENT, ROUND_HALF_EVEN)
    if kept != number:
        place.warn("value_rounded", kept=f"{kept:f}", unit=kept_in)
    return kept


def count(cell: Cell, place: Place) -> int:
    """A number of persons, patents, firms: whole and not negative."""
    number, unit = split_number(cell)
    unit = unit or place.unit
    if unit and unit not in COUNTED:
        raise Odd("unit_odd", unit=unit, units=["人", "个", "件"])
    if number < 0:
        raise Odd("number_negative")
    if number != number.to_integral_value():
        raise Odd("number_not_whole")
    if number > LARGEST_COUNT:
        raise Odd("number_too_large")
    return int(number)


def degrees(most: int) -> Reader:
    """A longitude or latitude in degrees, positive to the east and north."""

    def read(cell: Cell, place: Place) -> float:
        number, unit = split_number(cell)
        if (unit and unit not in DEGREES) or abs(number) > most:
            raise Odd("point_odd")
        return float(number)

    return read
