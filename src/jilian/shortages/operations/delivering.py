"""Parts sent off, received, returned."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.shortages.models import Call, Delivery, Reservation
from jilian.shortages.operations.locking import opened, put
from jilian.shortages.operations.telling import settle, tell_caller, tell_helper
from jilian.shortages.queries.people import scopes_of_firm
from jilian.shortages.rules import ledger
from jilian.shortages.rules.amounts import exact, in_unit
from jilian.shortages.rules.calling import LONGEST_WORDS
from jilian.shortages.rules.delivering import check_batch, check_permits, receipt
from jilian.shortages.rules.words import PermitState


@transaction.atomic
def dispatch_part(
    *,
    by: Person,
    at: datetime,
    reservation: Reservation,
    amount: Decimal,
    batch: str,
    carrier: str = "",
    unit: str = "",
) -> Delivery:
    """Say for the helper that a part is on its way, with its batch number.

    Dangerous goods leave only when transport pass and safety permit are given, with a carrier.
    """
    firm = reservation.helper.firm
    allow(
        by, Permission.ANSWER_CALLS, world_code=firm.world.code, scopes=scopes_of_firm(firm)
    )  # fmt: skip
    call = opened(by=by, at=at, call_id=reservation.helper.call_id)
    row = _row(reservation.pk, call)
    part = in_unit(amount, unit, call.unit, call.density)
    number, sent_with = checked_text(batch, longest=60), checked_text(carrier, longest=120)
    check_batch(number)
    divided = ledger.dispatched(row.division, part)
    given = call.permits.filter(state=PermitState.GIVEN).values_list("kind", flat=True)
    check_permits(call.hazard, set(given), sent_with)
    if row.deliveries.filter(batch=number, dispatched_at=at).exists():
        raise Refusal("sent_already", _("This batch has been noted at this moment already."))
    made = Delivery.objects.create(
        reservation=row, amount=part, batch=number, carrier=sent_with, dispatched_at=at,
        dispatched_by=by.username,
    )  # fmt: skip
    put(call, row, divided)
    audit.record(
        "call.part_dispatched", by=by, at=at, world=call.world, about=call,
        after={"delivery": made.pk, "amount": part, "batch": number},
    )  # fmt: skip
    if not row.waiting:
        settle(by=by, at=at, call=call, key=f"accepted:{row.pk}")
    tell_caller(by=by, at=at, call=call, kind="part_on_the_way", key=f"part:{made.pk}")
    return made


@transaction.atomic
def receive_delivery(
    *,
    by: Person,
    at: datetime,
    delivery: Delivery,
    accepted: Decimal | None = None,
    return_reason: str = "",
) -> Delivery:
    """Receive a delivery for the caller: all of it, or what is accepted; the rest is returned."""
    call, kept, row = _for_caller(by, at, delivery)
    if kept.received_at is not None:
        raise Refusal("received_already", _("This delivery has been received already."))
    why = checked_text(return_reason, longest=LONGEST_WORDS)
    took, back = receipt(kept.amount, accepted, why)
    kept.accepted, kept.returned, kept.return_reason = took, back, why if back else ""
    kept.received_at, kept.received_by = at, by.username
    kept.returned_at = at if back else None
    kept.save()
    put(call, row, ledger.received(row.division, kept.amount, took))
    audit.record(
        "call.part_received", by=by, at=at, world=call.world, about=call,
        after={"delivery": kept.pk, "accepted": took, "returned": back, "reason": why},
    )  # fmt: skip
    _told(by, at, call, kept, row, back)
    return kept


@transaction.atomic
def return_delivery(
    *, by: Person, at: datetime, delivery: Delivery, amount: Decimal, reason: str
) -> Delivery:
    """Send back what was accepted before, with a reason; only while the call is open."""
    call, kept, row = _for_caller(by, at, delivery)
    if kept.received_at is None or kept.accepted is None or kept.returned is None:
        raise Refusal("not_received", _("This delivery has not been received yet."))
    part, why = exact(amount), checked_text(reason, longest=LONGEST_WORDS)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if part > kept.accepted:
        raise Refusal("more_than_received", _("More than was accepted cannot be sent back."))
    kept.accepted, kept.returned = kept.accepted - part, kept.returned + part
    kept.return_reason, kept.returned_at = why, at
    kept.save()
    put(call, row, ledger.sent_back(row.division, part))
    audit.record(
        "call.part_returned", by=by, at=at, world=call.world, about=call,
        after={"delivery": kept.pk, "returned": part, "reason": why},
    )  # fmt: skip
    _told(by, at, call, kept, row, part)
    return kept


def _for_caller(by: Person, at: datetime, delivery: Delivery) -> tuple[Call, Delivery, Reservation]:
    held = delivery.reservation.helper.call
    allow(
        by, Permission.RAISE_CALLS, world_code=held.world.code, scopes=scopes_of_firm(held.firm)
    )  # fmt: skip
    call = opened(by=by, at=at, call_id=held.pk)
    kept = Delivery.objects.get(pk=delivery.pk)
    row = _row(kept.reservation_id, call)
    kept.reservation = row
    return call, kept, row


def _row(pk: int, call: Call) -> Reservation:
    row = Reservation.objects.select_related("helper__firm__world").get(pk=pk)
    row.helper.call = call
    return row


def _told(
    by: Person, at: datetime, call: Call, kept: Delivery, row: Reservation, back: Decimal
) -> None:
    settle(by=by, at=at, call=call, key=f"part:{kept.pk}")
    kind = "part_returned" if back else "part_received"
    key = f"{kind}:{kept.pk}:{at.isoformat()}"
    tell_helper(by=by, at=at, helper=row.helper, kind=kind, key=key)
