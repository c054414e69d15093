"""Measures of the calls of a cluster or a world, derived from events, each with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jilian.base.spreads import Part, Spread, part_of, spread_of
from jilian.clusters.models import Cluster
from jilian.places.models import World
from jilian.shortages.models import Call
from jilian.shortages.queries.progress import times_now
from jilian.shortages.queries.seeing import with_parts
from jilian.shortages.rules.words import CallState, Circle


@dataclass(frozen=True)
class CallFigures:
    """Calls raised in a period, withdrawn ones left out, as they stand now.

    ``inside``: of those closed in full, how many by the cluster alone. ``stopped``: of those whose
    lesson says so, where the line stopped anyway; ``unknown`` are without a word on it.
    """

    calls: int
    open: int
    to_useful: Spread
    to_acceptance: Spread
    to_receipt: Spread
    inside: Part
    whole: Part
    stopped: Part


def figures_of(
    world: World, since: date, until: date, cluster: Cluster | None = None
) -> CallFigures:
    """Return the measures of a world, or of one cluster; a constant number of queries.

    ``since`` and ``until`` are the first and last day on which the calls were raised.
    """
    raised = Call.objects.filter(world=world, called_at__gte=_midnight(since))
    rows = raised.filter(called_at__lt=_midnight(until + timedelta(days=1)))
    if cluster is not None:
        rows = rows.filter(cluster=cluster)
    held = list(with_parts(rows.exclude(state=CallState.WITHDRAWN)))
    times = [(call.called_at, times_now(call)) for call in held]
    ended = [call for call in held if call.state != CallState.OPEN]
    full = [call for call in ended if call.state == CallState.CLOSED]
    lessons = [getattr(call, "lesson", None) for call in ended]

    def took(moment: str) -> Spread:
        moments: list[datetime | None] = [getattr(one, moment) for _since, one in times]
        pairs = zip((since for since, _one in times), moments, strict=True)
        return spread_of((None if at is None else at - start for start, at in pairs), len(held))

    return CallFigures(
        calls=len(held),
        open=len(held) - len(ended),
        to_useful=took("first_useful"),
        to_acceptance=took("acceptance"),
        to_receipt=took("receipt"),
        inside=part_of([_is_inside(call) for call in full]),
        whole=Part(len(full), len(ended)),
        stopped=part_of([_stopped(one) for one in lessons]),
    )


def _is_inside(call: Call) -> bool:
    helpers = (one for one in call.helpers.all() if any(r.received for r in one.reservations.all()))
    return all(one.circle == Circle.CLUSTER for one in helpers)


def _stopped(lesson: object) -> bool | None:
    saved: bool | None = getattr(lesson, "line_saved", None)
    return None if saved is None else not saved


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
