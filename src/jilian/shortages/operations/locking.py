"""One act on a call at a time: its row is locked first, and what has expired is let go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.shortages.models import Call, Helper, Reservation
from jilian.shortages.operations.telling import settle, tell_caller, tell_helper
from jilian.shortages.rules import ledger
from jilian.shortages.rules.course import check_open
from jilian.shortages.rules.words import CallState, ReservationEnd


def locked_call(call_id: int) -> Call:
    """Return the call with its row locked until the transaction ends."""
    rows = Call.objects.select_for_update(of=("self",))
    return rows.select_related("world", "firm__world", "firm__merged_into", "cluster").get(
        pk=call_id
    )


def locked_calls(call_ids: Iterable[int]) -> list[Call]:
    """Return the open ones of some calls, all locked before anything is written.

    A trace locks the chain: whoever locked another call after it would wait for one who waits.
    """
    rows = Call.objects.select_for_update(of=("self",)).filter(
        pk__in=list(call_ids), state=CallState.OPEN
    )
    return list(
        rows.select_related("world", "firm__world", "firm__merged_into", "cluster").order_by("pk")
    )


def opened(*, by: Person, at: datetime, call_id: int) -> Call:
    """Return the open call, locked, with what has expired let go; refuses one that has ended."""
    call = locked_call(call_id)
    check_open(call.state)
    let_expired_go(by=by, at=at, call=call)
    return call


def let_expired_go(*, by: Person, at: datetime, call: Call) -> int:
    """Let go what was not dispatched by its moment; the call must be locked."""
    rows = Reservation.objects.filter(
        helper__call=call, end="", expires_at__lte=at,
        amount__gt=F("in_transit") + F("received") + F("released"),
    ).select_related("helper__call__world", "helper__firm__world")  # fmt: skip
    gone = list(rows)
    for row in gone:
        let_go(by=by, at=at, call=call, row=row, end=ReservationEnd.EXPIRED, reason="")
        told: dict[str, str] = {"kind": "reservation_expired", "key": f"expired:{row.pk}"}
        tell_caller(by=by, at=at, call=call, **told)
        tell_helper(by=by, at=at, helper=row.helper, **told)
    return len(gone)


def let_go(
    *, by: Person, at: datetime, call: Call, row: Reservation, end: str, reason: str
) -> Decimal:
    """End a reservation: what is not on the way or received is let go; the call must be locked."""
    part, divided = row.waiting, ledger.let_go(row.division)
    row.end, row.end_reason, row.ended_by = end, reason, by.username
    row.ended_at = row.expires_at if end == ReservationEnd.EXPIRED else at
    put(call, row, divided)
    audit.record(
        "call.reservation_ended", by=by, at=at, world=call.world, about=call,
        after={"reservation": row.pk, "how": end, "let_go": part, "reason": reason},
    )  # fmt: skip
    settle(by=by, at=at, call=call, key=f"accepted:{row.pk}")
    return part


def put(call: Call, row: Reservation, division: ledger.Division) -> None:
    """Write how a reservation divides now, and with it the sums of its call and its helper."""
    kept, got = division.kept - row.kept, division.received - row.received
    row.in_transit, row.received = division.in_transit, division.received
    row.released = division.released
    row.save()
    if kept:
        Helper.objects.filter(pk=row.helper_id).update(reserved=F("reserved") + kept)
    if kept or got:
        call.reserved, call.received = call.reserved + kept, call.received + got
        call.save(update_fields=["reserved", "received"])
