"""How a call ends: what still runs is let go, everybody concerned is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.shortages.models import Call, Reservation
from jilian.shortages.operations.locking import let_go
from jilian.shortages.operations.telling import settle_all, tell_helper
from jilian.shortages.rules.words import USEFUL, ReservationEnd


def end_call(*, by: Person, at: datetime, call: Call, state: str, reason: str) -> Call:
    """End a locked call; refused while a part is on the way, for nobody would receive it."""
    rows = list(Reservation.objects.filter(helper__call=call).select_related("helper__firm__world"))
    if any(row.in_transit for row in rows):
        raise Refusal(
            "part_on_the_way",
            _("A part is on the way: receive it or send it back before the call ends."),
        )
    for row in rows:
        if not row.end and row.waiting:
            let_go(by=by, at=at, call=call, row=row, end=ReservationEnd.CALL_ENDED, reason=reason)
    call.state, call.end_reason, call.rest = state, reason, call.missing_amount
    call.ended_at, call.ended_by = at, by.username
    call.save()
    audit.record(
        "call.ended", by=by, at=at, world=call.world, about=call,
        after={"state": state, "received": call.received, "rest": call.rest, "reason": reason},
    )  # fmt: skip
    settle_all(by=by, at=at, call=call)
    for helper in call.helpers.select_related("firm__world", "call__world"):
        if helper.answer in USEFUL:
            tell_helper(by=by, at=at, helper=helper, kind="call_over", key=f"over:{helper.pk}")
    return call
