"""How far a call has come at a moment, from the rows that its acts left."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from jilian.shortages.models import Call, Reservation
from jilian.shortages.rules.course import Arrival, Times, stage_of, times_of
from jilian.shortages.rules.words import USEFUL, Stage


def reservations_of(call: Call) -> list[Reservation]:
    """Return all reservations of a call whose parts were fetched."""
    return [row for helper in call.helpers.all() for row in helper.reservations.all()]


def live_reserved(call: Call, at: datetime) -> Decimal:
    """Return what is reserved at a moment: what has expired by then is let go, noted or not."""
    gone = (row.waiting for row in reservations_of(call) if row.has_expired(at))
    return call.reserved - sum(gone, Decimal(0))


def stage_now(call: Call, at: datetime) -> Stage:
    """Return how far help has come at a moment."""
    return stage_of(
        call.amount,
        live_reserved(call, at),
        call.received,
        in_transit=any(row.in_transit for row in reservations_of(call)),
        offered=any(one.answer in USEFUL for one in call.helpers.all()),
    )


def times_now(call: Call) -> Times:
    """Return the moments of a call; fetch its parts with ``with_parts``."""
    helpers, rows = list(call.helpers.all()), reservations_of(call)
    arrivals = (
        Arrival(one.dispatched_at, one.received_at, one.accepted)
        for row in rows
        for one in row.deliveries.all()
    )
    return times_of(
        call.called_at,
        (one.first_answered_at for one in helpers),
        (one.first_useful_at for one in helpers),
        (row.accepted_at for row in rows),
        arrivals,
        whole=call.received == call.amount,
    )
