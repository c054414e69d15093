"""How an accepted amount divides, exactly: waiting, on the way, received, let go.

Every step gives a new division of the same amount; nothing is ever made or lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.shortages.rules.amounts import printed

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Division:
    """An accepted amount and its parts; what is in none of them waits to be sent."""

    amount: Decimal
    in_transit: Decimal = NOTHING
    received: Decimal = NOTHING
    released: Decimal = NOTHING
    ended: bool = False

    @property
    def waiting(self) -> Decimal:
        """What is still to be sent."""
        return self.amount - self.in_transit - self.received - self.released

    @property
    def kept(self) -> Decimal:
        """What counts against the need: everything that was not let go."""
        return self.amount - self.released


def dispatched(held: Division, part: Decimal) -> Division:
    """A part leaves; refuses more than is waiting, and anything after the end."""
    if held.ended:
        raise Refusal("reservation_over", _("This reservation has ended or expired."))
    if part > held.waiting:
        raise Refusal(
            "more_than_reserved",
            _("Only %(amount)s is still to be sent under this reservation.")
            % {"amount": printed(held.waiting)},
        )
    return replace(held, in_transit=held.in_transit + part)


def received(held: Division, sent: Decimal, took: Decimal) -> Division:
    """A delivery arrives: what was taken is received, the rest of it comes back."""
    came = replace(held, in_transit=held.in_transit - sent, received=held.received + took)
    return _back(came, sent - took)


def sent_back(held: Division, part: Decimal) -> Division:
    """What was received before goes back."""
    return _back(replace(held, received=held.received - part), part)


def let_go(held: Division) -> Division:
    """It ends: what waits is let go, what is on the way may still arrive."""
    if held.ended:
        raise Refusal("nothing_waiting", _("Nothing of this reservation is still to be sent."))
    return replace(held, released=held.released + held.waiting, ended=True)


def _back(held: Division, part: Decimal) -> Division:
    """What comes back waits again, or is let go where the reservation has ended."""
    return replace(held, released=held.released + part) if held.ended else held
