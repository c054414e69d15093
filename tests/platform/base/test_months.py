"""Counting in months."""

from __future__ import annotations

from datetime import date

import pytest

from jilian.base.months import months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_a_day_keeps_its_place_in_the_month_or_takes_the_last(day, months, later):
    assert months_later(day, months) == later
