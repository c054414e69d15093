"""The last day on which a firm may object, by the working days that are known here."""

from __future__ import annotations

from datetime import date

from jilian.cases.queries.offices import calendar_now
from jilian.cases.rules.refusing import in_words
from jilian_engine.clocks import ClockError


def last_day_to_object(announced_on: date, working_days: int) -> date:
    """Return the last of so many working days; Refusal where a year's days are not known yet."""
    try:
        return calendar_now().add_working_days(announced_on, working_days)
    except ClockError as refused:
        raise in_words(refused) from None
