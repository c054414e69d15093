"""Telling those whom a call concerns; never a name, and settled when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.notices import operations as notices
from jilian.shortages.models import Call, Helper, Permit, Reservation
from jilian.shortages.queries.people import officers_of, people_leading, people_of_firm
from jilian.shortages.rules.calling import stops_early
from jilian.shortages.rules.values import values_on
from jilian_engine.clocks import next_time


def tell_leads(*, by: Person, at: datetime, call: Call) -> None:
    """Tell whoever leads the call in its present circle."""
    key = f"call:{call.pk}:leads:{call.circle}"
    _tell(by, at, call, people_leading(call), "call_to_lead", key)


def tell_caller(
    *, by: Person, at: datetime, call: Call, kind: str, key: str, **details: str
) -> None:
    """Tell the firm that raised the call."""
    people = people_of_firm(call.firm, Permission.RAISE_CALLS)
    _tell(by, at, call, people, kind, f"call:{call.pk}:{key}", **details)


def tell_helper(
    *, by: Person, at: datetime, helper: Helper, kind: str, key: str, **details: str
) -> None:
    """Tell a firm that was asked."""
    people = people_of_firm(helper.firm)
    _tell(by, at, helper.call, people, kind, f"call:{helper.call_id}:{key}", **details)


def tell_officers(*, by: Person, at: datetime, permit: Permit) -> None:
    """Tell the officers of the town that a pass or permit is asked for."""
    call = permit.call
    people = officers_of(permit.town, call.world.code)
    _tell(by, at, call, people, "permit_asked", f"call:{call.pk}:permit:{permit.pk}")


def settle(*, by: Person, at: datetime, call: Call, key: str) -> None:
    """Take a matter of a call off the lists."""
    notices.settle(by=by, at=at, key=f"call:{call.pk}:{key}")


def settle_leads(*, by: Person, at: datetime, call: Call) -> None:
    """Whoever led the call need not look at it any more."""
    for circle in (1, 2, 3):
        settle(by=by, at=at, call=call, key=f"leads:{circle}")


def settle_all(*, by: Person, at: datetime, call: Call) -> None:
    """Nothing about the call waits any more, but what only informs."""
    settle_leads(by=by, at=at, call=call)
    settle(by=by, at=at, call=call, key="release_corridor")
    for helper in call.helpers.all():
        settle(by=by, at=at, call=call, key=f"asked:{helper.pk}")
    for row in Reservation.objects.filter(helper__call=call):
        settle(by=by, at=at, call=call, key=f"accepted:{row.pk}")
    for permit in call.permits.all():
        settle(by=by, at=at, call=call, key=f"permit:{permit.pk}")


def _tell(
    by: Person, at: datetime, call: Call, to: Iterable[Person], kind: str, key: str, **more: str
) -> None:
    url = reverse("shortages:detail", args=(call.world.code, call.key))
    wakes = _wakes(call, at)
    for person in to:
        if person.pk != by.pk:
            notices.tell(
                by=by, at=at, to=person, world=call.world, kind=kind, key=key[:120], url=url,
                details={"material": call.material, **more}, wakes=wakes,
            )  # fmt: skip


def _wakes(call: Call, at: datetime) -> bool:
    """Whether people are told at night too: only where the line stops before the next morning."""
    zone = timezone.get_default_timezone()
    limit = next_time(at, values_on(timezone.localdate(at)).early, zone)
    return stops_early(call.line_stops_at, call.said_to_stop_early, limit, zone)
