"""The working days by which periods of objection are counted."""

from __future__ import annotations

from jilian_engine.clocks import Calendar, china_calendar


def working_days() -> Calendar:
    """Return the calendar of working days; a year that it does not know is refused, not guessed."""
    return china_calendar()
