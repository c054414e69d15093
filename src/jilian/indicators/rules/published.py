"""Periods and bounds as published tables state them, read or left aside; never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from jilian.indicators.rules.periods import PeriodSpan, last_of_month, month_span, year_span
from jilian.indicators.rules.words import ComparedBound, PeriodKind

BOUNDS: Mapping[str, str] = {
    "=": ComparedBound.EXACT.value,
    ">": ComparedBound.MORE_THAN.value,
    ">=": ComparedBound.AT_LEAST.value,
    "<": ComparedBound.BELOW.value,
    "~": ComparedBound.ABOUT.value,
}
# Between the unit of a published table and that of an indicator.
FACTORS: Mapping[tuple[str, str], Decimal] = {("trillion_yuan", "100m_yuan"): Decimal(10_000)}
PLANS = {"fyp12": (2011, 2015), "fyp13": (2016, 2020), "fyp14": (2021, 2025)}
_MONTHS_OF = {"Jan-Apr": (1, 4), "Q1-Q3": (1, 9), "Q1": (1, 3), "H1": (1, 6)}


def _joint(year: int, first: int, last: int) -> PeriodSpan:
    end = last_of_month(date(year, last, 1))
    return PeriodSpan(date(year, first, 1), end, PeriodKind.MONTH.value)


def _day(text: str) -> PeriodSpan:
    day = date.fromisoformat(text)
    return PeriodSpan(day, day, PeriodKind.AS_OF.value)


_READERS: tuple[tuple[str, Callable[[re.Match[str]], PeriodSpan]], ...] = (
    (r"(\d{4})", lambda m: year_span(int(m[1]))),
    (r"(\d{4}) year_end", lambda m: _day(f"{m[1]}-12-31")),
    (r"\d{4} (fyp\d\d)", lambda m: year_span(*PLANS[m[1]])),
    (r"(?:\d{4} )?(\d{4})-(\d{4})", lambda m: year_span(int(m[1]), int(m[2]))),
    (r"(?:\d{4} )?(?:as_of_)?(\d{4})-(\d\d)",
     lambda m: month_span(date(int(m[1]), int(m[2]), 1))),
    (r"(?:\d{4} )?(\d{4}-\d\d-\d\d)", lambda m: _day(m[1])),
    (r"(?:\d{4} )?(\d{4}) (Jan-Apr|Q1-Q3|Q1|H1)",
     lambda m: _joint(int(m[1]), *_MONTHS_OF[m[2]])),
)  # fmt: skip


def published_period(text: str) -> PeriodSpan | None:
    """The period of a published figure; None for targets and whatever else is not understood."""
    for pattern, read in _READERS:
        if match := re.fullmatch(pattern, text.strip()):
            try:
                return read(match)
            except (KeyError, ValueError):
                return None
    return None


def published_value(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The value in the indicator's unit; None where nothing says how."""
    if unit == wanted:
        return value
    factor = FACTORS.get((unit, wanted))
    return None if factor is None else value * factor
