"""The figures by which calls go, each with the day from which it holds; one place for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from jilian_engine.clocks import Quiet


@dataclass(frozen=True)
class Values:
    """What holds from a day on.

    ``wait``: how long a circle may leave a call without a useful answer. ``quiet``: the night, in
    which that clock stands still unless the line stops before ``early``. ``grace``: how long after
    the promised lead time a reservation is kept. ``lesson``: how long after its end a call's lesson
    is asked for.
    """

    valid_from: date
    wait: timedelta
    quiet: Quiet
    early: time
    grace: timedelta
    lesson: timedelta


VALUES = (
    Values(
        valid_from=date(2020, 1, 1),
        wait=timedelta(minutes=30),
        quiet=Quiet(time(22), time(7)),
        early=time(10),
        grace=timedelta(hours=24),
        lesson=timedelta(days=3),
    ),
)


def values_on(day: date) -> Values:
    """Return the figures that hold on a day; before the first, the first."""
    held = [one for one in VALUES if one.valid_from <= day]
    return held[-1] if held else VALUES[0]
