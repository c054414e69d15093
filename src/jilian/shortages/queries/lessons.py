"""What calls have taught: shortages as events, for what is missing in a chain."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from jilian.places.models import World
from jilian.shortages.models import Call
from jilian.shortages.rules.words import CallState, Circle


class ShortageEvent(NamedTuple):
    """A call as an event: what was short, for whom, when, and whether the cluster met it.

    ``was_met_inside`` is None while the call is open, and where the firm has no cluster.
    """

    product: str
    words: str
    firm: int
    day: date
    was_met_inside: bool | None


def shortage_events(world: World, on: date) -> list[ShortageEvent]:
    """Return every call raised by the day that was not withdrawn, oldest first; one query.

    Met inside: closed in full, and everything accepted came from members of the cluster.
    """
    arrived = Q(helpers__reservations__received__gt=0)
    rows = (
        Call.objects.filter(world=world)
        .exclude(state=CallState.WITHDRAWN)
        .annotate(outside=Count("pk", filter=arrived & Q(helpers__circle__gt=Circle.CLUSTER)))
        .order_by("called_at", "pk")
        .select_related("firm")
    )
    return [
        ShortageEvent(call.normal_form, call.material, call.firm.root_id, day, _inside(call))
        for call in rows
        if (day := timezone.localdate(call.called_at)) <= on
    ]


def _inside(call: Call) -> bool | None:
    if call.state == CallState.OPEN or call.cluster_id is None:
        return None
    outside: int = getattr(call, "outside", 0)
    return call.state == CallState.CLOSED and not outside
