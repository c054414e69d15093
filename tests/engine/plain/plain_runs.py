"""The run of growth in its plainest form: look at one month after the other, going back."""

from __future__ import annotations


def plain_run(growth_of, month):
    """Months on end above zero up to a month; `growth_of` maps (year, month) to a number or None.

    Returns the length and the month at which it stopped.
    """
    months = 0
    while growth_of.get(month) is not None and growth_of[month] > 0:
        months += 1
        year, place = month
        month = (year - 1, 12) if place == 1 else (year, place - 1)
    return months, month
