"""Short questions that the worker asks several times a minute."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from jilian.shortages.models import Call, Reservation
from jilian.shortages.rules.values import values_on
from jilian.shortages.rules.words import CallState, Circle


def may_escalate(at: datetime) -> bool:
    """Whether some open call has been with its circle so long that it may go on; one query."""
    since = at - values_on(timezone.localdate(at)).wait
    rows = Call.objects.filter(
        state=CallState.OPEN, circle__lt=Circle.CORRIDOR, circle_since__lte=since
    )
    return rows.exists()


def has_expired(at: datetime) -> bool:
    """Whether some reservation has expired and nobody has noted it; one query."""
    return Reservation.objects.filter(
        end="", expires_at__lte=at, helper__call__state=CallState.OPEN,
        amount__gt=F("in_transit") + F("received") + F("released"),
    ).exists()  # fmt: skip
