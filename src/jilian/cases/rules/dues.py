"""When a matter and its branches are due: by law, as promised, and step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from jilian.cases.rules.course import Standing
from jilian.cases.rules.timing import pauses_of
from jilian_engine.clocks import ClockError, Division, Limit, Office, due
from jilian_engine.rulebook.processes import ProcessLimit, ProcessTemplate, StepEdge

Pauses = list[tuple[datetime, datetime]]


class Limited(Protocol):
    """What a matter says about its limits."""

    statutory_key: str
    promised_key: str


class Found(Protocol):
    """What a replay tells."""

    @property
    def standing(self) -> Standing:
        """How the matter stands."""

    @property
    def division(self) -> Division | None:
        """How its time divides, once it is accepted."""


@dataclass(frozen=True)
class Dues:
    """Moments by which something is due; None where no limit says so or a year is not known."""

    statutory: datetime | None = None
    promised: datetime | None = None
    of_steps: Mapping[str, datetime] = field(default_factory=dict)


def dues_of(template: ProcessTemplate, matter: Limited, found: Found, office: Office) -> Dues:
    """Return the dues of a matter that is accepted; pauses so far have pushed them."""
    if found.division is None:
        return Dues()
    pauses = pauses_of(found.division)
    limits = {one.key: one for one in template.limits}
    by_key = {one.key: one.limit for one in template.steps if one.limit is not None}
    of_steps: dict[str, datetime] = {}
    for key, step in found.standing.steps.items():
        limit = by_key.get(key)
        if limit is not None and limit.kind == "max" and step.started_at is not None:
            moment = _due(limit, step.started_at, office, pauses)
            if moment is not None:
                of_steps[key] = moment
    return Dues(
        _of_limit(limits.get(matter.statutory_key), found, office, pauses),
        _of_limit(limits.get(matter.promised_key), found, office, pauses),
        of_steps,
    )


def _of_limit(
    limit: ProcessLimit | None, found: Found, office: Office, pauses: Pauses
) -> datetime | None:
    if limit is None or found.division is None:
        return None
    start = found.division.start
    if limit.start is not None:
        start = moment_of(limit.start, found.standing) or start
    return _due(limit.limit, start, office, pauses)


def moment_of(edge: StepEdge, standing: Standing) -> datetime | None:
    """Return when a step started or ended; None while it has not."""
    step = standing.steps.get(edge.step)
    if step is None:
        return None
    return step.started_at if edge.edge == "start" else step.ended_at


def _due(limit: Limit, start: datetime, office: Office, pauses: Pauses) -> datetime | None:
    try:
        return due(limit, start, office, stood=pauses)
    except ClockError:
        return None  # a year whose working days nobody knows: no due rather than a guess


def choose_limits(template: ProcessTemplate, variant: str) -> tuple[str, str]:
    """Return the keys of the statutory and of the promised limit that fit a variant.

    A variant is the key of a limit, or the kind of document that it is for. Without one: the
    shortest statutory limit and, if there is only one, the promised one.
    """
    fitting = [
        one
        for one in template.limits
        if not variant or variant in (one.key, one.document) or not (one.document or variant)
    ]
    named = [one for one in fitting if variant and variant in (one.key, one.document)]
    kept = named or ([one for one in fitting if not one.document] if not variant else [])
    statutory = [one for one in kept if one.binding == "statutory"]
    if not statutory:
        statutory = [
            one for one in template.limits if one.binding == "statutory" and not one.document
        ]
    promised = [one for one in kept if one.binding == "promised"]
    return (
        min(statutory, key=_measure).key if statutory else "",
        promised[0].key if len(promised) == 1 or (named and promised) else "",
    )


def _measure(limit: ProcessLimit) -> tuple[int, int]:
    return ("h", "wh", "cd", "wd").index(limit.limit.unit), limit.limit.amount
