"""Indicators: the made district measured for six years of months, the corridor as published."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.base.months import months_later
from jilian.indicators import operations as indicators
from jilian.indicators.models import Value
from jilian.places.models import World

MONTHS = 72


def measure_worlds(*, by: Person, at: datetime, corridor: World, made: World) -> None:
    """Take over what was published about the corridor, and measure the made district; once."""
    indicators.take_published(by=by, at=at, world=corridor)
    if Value.objects.filter(world=made, source_kind="computed").exists():
        return
    last = months_later(timezone.localdate(at).replace(day=1), -1)
    first = months_later(last, 1 - MONTHS)
    indicators.measure_months(by=by, at=at, world=made, first=first, last=last)
    indicators.take_returns(by=by, at=at, world=made)
