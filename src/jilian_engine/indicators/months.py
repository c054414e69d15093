"""Months as running numbers, so that spans of them are plain subtraction."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS_IN_YEAR = 12


def month_number(day: date) -> int:
    """The running number of a day's month."""
    return day.year * MONTHS_IN_YEAR + day.month - 1


def first_day(number: int) -> date:
    """The first day of a month."""
    return date(number // MONTHS_IN_YEAR, number % MONTHS_IN_YEAR + 1, 1)


def last_day(number: int) -> date:
    """The last day of a month."""
    first = first_day(number)
    return first.replace(day=monthrange(first.year, first.month)[1])
