"""Messages leave the house: handed out with a notice, sent later, tried again, given up."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jilian.audit import operations as audit
from jilian.audit.operations import Doer
from jilian.base.errors import Refusal
from jilian.jobs.later import after_commit
from jilian.notices import channels, queries
from jilian.notices.channels import Unsent
from jilian.notices.models import Channel, Delivery, DeliveryState, Notice
from jilian.notices.rules import LEASE, leaves_at, next_try

MOST_AT_ONCE = 50
log = logging.getLogger(__name__)


@transaction.atomic
def hand_out(*, by: Doer, at: datetime, notice: Notice, wakes: bool = False) -> int:
    """Have a notice leave by each channel that is on for its reader; returns how many.

    At night only what ``wakes``; the rest waits for the morning.
    """
    due = leaves_at(timezone.localtime(at), wakes)
    made = 0
    for channel in queries.channels_for(notice.to):
        matter = notice.key if channel.is_robot else f"{notice.key}:{notice.to_id}"
        _delivery, is_new = Delivery.objects.get_or_create(
            channel=channel, matter=matter,
            defaults={"notice": notice, "made_at": at, "next_try_at": due},
        )  # fmt: skip
        made += is_new
    if made:
        audit.record("message.waits", by=by, at=at, about=notice, after={"channels": made})
        if due <= at:
            after_commit(send_due)
    return made


def send_due(*, by: Doer, at: datetime) -> int:
    """Send what is due; may run twice, and beside another worker. Returns how many were tried."""
    for tried in range(MOST_AT_ONCE):
        delivery = _take_up(by=by, at=at)
        if delivery is None:
            return tried
        problem, number = _send(delivery, at)
        _note(by=by, at=at, pk=delivery.pk, problem=problem, number=number)
    after_commit(send_due)
    return MOST_AT_ONCE


def _send(delivery: Delivery, at: datetime) -> tuple[str, int | None]:
    """Send one message; returns what went wrong, empty where nothing did."""
    try:
        channels.send(delivery.channel, queries.message_of(delivery), at)
    except Unsent as error:
        return error.code, error.number
    except Refusal as refusal:
        return refusal.code, None
    except Exception as error:
        # The text of an error may hold the address with its secret.
        log.error("a message could not be made: %s", type(error).__name__)
        return "defect", None
    return "", None


@transaction.atomic
def _take_up(*, by: Doer, at: datetime) -> Delivery | None:
    """Take the oldest message that is due, so that no other worker sends it too."""
    held = queries.due(at).select_for_update(skip_locked=_skips()).first()
    if held is None:
        return None
    delivery = Delivery.objects.select_related("channel", "notice__to").get(pk=held.pk)
    delivery.tries += 1
    delivery.state, delivery.tried_at = DeliveryState.SENDING, at
    delivery.next_try_at = at + LEASE
    delivery.save(update_fields=("tries", "state", "tried_at", "next_try_at"))
    audit.record("message.tried", by=by, at=at, about=delivery, after={"tries": delivery.tries})
    return delivery


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


@transaction.atomic
def _note(*, by: Doer, at: datetime, pk: int, problem: str, number: int | None) -> None:
    delivery = Delivery.objects.select_for_update().filter(pk=pk).first()
    if delivery is None or delivery.state != DeliveryState.SENDING:
        return
    delivery.problem, delivery.number = problem, number
    again = next_try(at, delivery.tries) if problem else None
    delivery.state = (
        DeliveryState.WAITING if again else DeliveryState.FAILED if problem else DeliveryState.SENT
    )
    delivery.next_try_at = again
    delivery.save(update_fields=("problem", "number", "state", "next_try_at"))
    audit.record(f"message.{delivery.state}", by=by, at=at, about=delivery,
                 after={"problem": problem, "number": number})  # fmt: skip


@transaction.atomic
def drop_waiting(*, by: Doer, at: datetime, channel: Channel) -> int:
    """Give up what waits for a channel that is switched off; returns how many."""
    open_states = (DeliveryState.WAITING, DeliveryState.SENDING)
    dropped = Delivery.objects.filter(channel=channel, state__in=open_states).update(
        state=DeliveryState.DROPPED, next_try_at=None
    )
    if dropped:
        audit.record("message.dropped", by=by, at=at, about=channel, after={"count": dropped})
    return dropped


@transaction.atomic
def queue_test(*, by: Doer, at: datetime, channel: Channel) -> Delivery:
    """Have a message go out that says only that the channel works."""
    moment = timezone.localtime(at).isoformat(timespec="microseconds")
    made = Delivery.objects.create(
        channel=channel, matter=f"test:{moment}", made_at=at, next_try_at=at, asked_by=by.username
    )
    audit.record("channel.tried", by=by, at=at, about=channel)
    after_commit(send_due)
    return made
