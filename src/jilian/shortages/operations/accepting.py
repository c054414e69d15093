"""Accepting offers, and letting reservations go."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.shortages.models import Helper, Reservation
from jilian.shortages.operations.locking import let_expired_go, let_go, locked_calls, opened
from jilian.shortages.operations.telling import settle_leads, tell_caller, tell_helper
from jilian.shortages.queries.people import helps, raised, scopes_of_firm
from jilian.shortages.rules.amounts import in_unit
from jilian.shortages.rules.answering import check_acceptable
from jilian.shortages.rules.calling import LONGEST_WORDS
from jilian.shortages.rules.values import values_on
from jilian.shortages.rules.words import USEFUL, CallState, ReservationEnd


@transaction.atomic
def accept_offer(
    *,
    by: Person,
    at: datetime,
    helper: Helper,
    amount: Decimal,
    unit: str = "",
    expires_at: datetime | None = None,
) -> Reservation:
    """Accept an amount of a helper's offer: a reservation that opens the names to the two.

    Never more than is open of the need or of the offer, also when two accept at one moment.
    Expires at ``expires_at``, by default a day after the promised lead time.
    """
    world = helper.call.world
    scopes = scopes_of_firm(helper.call.firm)
    allow(by, Permission.RAISE_CALLS, world_code=world.code, scopes=scopes)
    call = opened(by=by, at=at, call_id=helper.call_id)
    kept = Helper.objects.select_related("firm__world").get(pk=helper.pk)
    if kept.answer not in USEFUL or kept.lead_hours is None:
        raise Refusal("nothing_offered", _("This firm has offered nothing."))
    wanted = in_unit(amount, unit, call.unit, call.density)
    check_acceptable(wanted, call.open_amount, kept.open_offer)
    due_at = at + timedelta(hours=kept.lead_hours)
    until = expires_at or due_at + values_on(timezone.localdate(at)).grace
    if until <= at:
        raise Refusal("expired_already", _("The reservation would have expired already."))
    row = Reservation.objects.create(
        helper=kept, amount=wanted, accepted_at=at, accepted_by=by.username, due_at=due_at,
        expires_at=until,
    )  # fmt: skip
    call.reserved += wanted
    call.save(update_fields=["reserved"])
    Helper.objects.filter(pk=kept.pk).update(reserved=F("reserved") + wanted)
    audit.record(
        "call.offer_accepted", by=by, at=at, world=world, about=call,
        after={"reservation": row.pk, "firm": kept.firm_id, "amount": wanted, "until": until},
    )  # fmt: skip
    settle_leads(by=by, at=at, call=call)
    kept.call = call
    tell_helper(by=by, at=at, helper=kept, kind="call_accepted", key=f"accepted:{row.pk}")
    return row


@transaction.atomic
def end_reservation(
    *, by: Person, at: datetime, reservation: Reservation, reason: str
) -> Reservation:
    """Let go what was not dispatched yet, by the caller or by the helper, with a reason."""
    helper = reservation.helper
    is_caller = raised(by, helper.call)
    if not is_caller and not helps(by, helper.firm):
        raise NotAllowed(Permission.ANSWER_CALLS)
    call = opened(by=by, at=at, call_id=helper.call_id)
    row = Reservation.objects.select_related("helper__firm__world").get(pk=reservation.pk)
    why = checked_text(reason, longest=LONGEST_WORDS)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if row.end or not row.waiting:
        raise Refusal("nothing_waiting", _("Nothing of this reservation is still to be sent."))
    end = ReservationEnd.BY_CALLER if is_caller else ReservationEnd.BY_HELPER
    let_go(by=by, at=at, call=call, row=row, end=end, reason=why)
    row.helper.call = call
    if is_caller:
        tell_helper(
            by=by, at=at, helper=row.helper, kind="reservation_ended", key=f"ended:{row.pk}"
        )
    else:
        tell_caller(by=by, at=at, call=call, kind="reservation_ended", key=f"ended:{row.pk}")
    return row


@transaction.atomic
def expire_due(*, by: Person, at: datetime) -> int:
    """Let go what was not dispatched by its moment; returns how many reservations.

    The worker calls it every few minutes; every act on a call does the same for that call, so
    running late changes nothing but when it is noted.
    """
    due = Reservation.objects.filter(
        end="", expires_at__lte=at, helper__call__state=CallState.OPEN,
        amount__gt=F("in_transit") + F("received") + F("released"),
    )  # fmt: skip
    calls = locked_calls(set(due.values_list("helper__call", flat=True)))
    return sum(let_expired_go(by=by, at=at, call=call) for call in calls)
