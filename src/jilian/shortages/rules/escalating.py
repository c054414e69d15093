"""When a call without a useful answer goes to the next circle, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from jilian.shortages.rules.values import Values
from jilian.shortages.rules.words import Circle
from jilian_engine.clocks import moment_after, next_time


@dataclass(frozen=True)
class Asked:
    """A call as far as escalation asks: its circle and since when, and what came of it.

    ``useful_at``: the first useful answer; ``released_at``: when the caller let the corridor be
    asked; ``early``: whether the line stops before a morning's limit.
    """

    circle: int
    since: datetime
    useful_at: datetime | None
    released_at: datetime | None
    early: Callable[[datetime], bool]


@dataclass(frozen=True)
class Step:
    """A circle that a call goes to, and the moment at which it does."""

    circle: Circle
    due_at: datetime


def due_at(asked: Asked, values: Values, zone: tzinfo) -> datetime | None:
    """Return when the call goes on, if nobody answers until then; None: it cannot.

    The clock stands still at night unless the line stops before the morning's limit. The corridor
    is asked at the earliest when the caller releases it.
    """
    if asked.circle >= Circle.CORRIDOR:
        return None
    limit = next_time(asked.since, values.early, zone)
    quiet = None if asked.early(limit) else values.quiet
    moment = moment_after(asked.since, values.wait, zone, quiet)
    if asked.circle + 1 < Circle.CORRIDOR:
        return moment
    if asked.released_at is None:
        return None
    return max(moment, asked.released_at)


def steps_due(asked: Asked, at: datetime, values: Values, zone: tzinfo) -> list[Step]:
    """Return the circles to which the call has gone by a moment, each at its own moment.

    The same whether it is asked in time, late or twice: an answer that came after a step was due
    does not undo the step.
    """
    steps: list[Step] = []
    while True:
        moment = due_at(asked, values, zone)
        if moment is None or moment > at:
            return steps
        if asked.useful_at is not None and asked.useful_at <= moment:
            return steps
        steps.append(Step(Circle(asked.circle + 1), moment))
        asked = Asked(asked.circle + 1, moment, asked.useful_at, asked.released_at, asked.early)
