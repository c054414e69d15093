"""How a call goes, from plain values: its stage and the moments that its events left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.shortages.rules.amounts import printed
from jilian.shortages.rules.words import CallState, Stage


@dataclass(frozen=True)
class Times:
    """Moments derived from events, never typed; None where the event has not happened.

    ``receipt`` is that of the last part that makes the amount whole.
    """

    call: datetime
    first_answer: datetime | None = None
    first_useful: datetime | None = None
    acceptance: datetime | None = None
    dispatch: datetime | None = None
    receipt: datetime | None = None

    @property
    def five(self) -> tuple[datetime | None, ...]:
        """Call, first answer, acceptance, dispatch, receipt."""
        return (self.call, self.first_answer, self.acceptance, self.dispatch, self.receipt)


@dataclass(frozen=True)
class Arrival:
    """A delivery as far as times ask: when it left, when it came, what was accepted of it."""

    dispatched_at: datetime
    received_at: datetime | None
    accepted: Decimal | None


def times_of(
    called_at: datetime,
    answers: Iterable[datetime | None],
    useful: Iterable[datetime | None],
    acceptances: Iterable[datetime],
    arrivals: Iterable[Arrival],
    *,
    whole: bool,
) -> Times:
    """Return the moments of a call; `whole` says that everything has been received."""
    parts = list(arrivals)
    came = [one.received_at for one in parts if one.received_at and one.accepted]
    return Times(
        call=called_at,
        first_answer=min((one for one in answers if one), default=None),
        first_useful=min((one for one in useful if one), default=None),
        acceptance=min(acceptances, default=None),
        dispatch=min((one.dispatched_at for one in parts), default=None),
        receipt=max(came, default=None) if whole else None,
    )


def stage_of(
    amount: Decimal, reserved: Decimal, received: Decimal, *, in_transit: bool, offered: bool
) -> Stage:
    """Return how far help has come."""
    if received == amount:
        return Stage.RECEIVED
    if in_transit or received > 0:
        return Stage.UNDERWAY
    if reserved > 0:
        return Stage.RESERVED
    return Stage.OFFERED if offered else Stage.WAITING


def check_open(state: str) -> None:
    """Refuse where a call has ended."""
    if state != CallState.OPEN:
        raise Refusal("call_ended", _("This call has ended."))


def check_whole(amount: Decimal, received: Decimal) -> None:
    """Refuse to close a call at any difference between what is needed and what was received."""
    if received != amount:
        raise Refusal(
            "difference",
            _("%(received)s of %(amount)s has been received: %(rest)s is open. Wait for it, or"
              " release the rest with a reason.")
            % {
                "received": printed(received), "amount": printed(amount),
                "rest": printed(amount - received),
            },
        )  # fmt: skip
