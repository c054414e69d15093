"""What may be dispatched and how a receipt divides a delivery, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.shortages.rules.amounts import exact
from jilian.shortages.rules.words import PermitKind, needs_permits


def check_batch(batch: str) -> None:
    """Refuse a part without its batch number."""
    if not batch:
        raise Refusal("batch_missing", _("Give the batch number: it is on the label."))


def check_permits(hazard: str, given: Collection[str], carrier: str) -> None:
    """Refuse to send dangerous goods before pass and permit are given and a carrier is named."""
    if not needs_permits(hazard):
        return
    missing = [str(kind.label) for kind in PermitKind if kind not in given]
    if missing:
        raise Refusal(
            "permit_missing",
            _("Dangerous goods leave only with: %(papers)s.") % {"papers": ", ".join(missing)},
        )
    if not carrier:
        raise Refusal(
            "carrier_missing",
            _("Dangerous goods need a licensed carrier: name it and its licence."),
        )


def receipt(amount: Decimal, accepted: Decimal | None, reason: str) -> tuple[Decimal, Decimal]:
    """Return what is accepted and what is returned of a delivery; the two always add up."""
    took = amount if accepted is None else exact(accepted, least_is_zero=True)
    if took > amount:
        raise Refusal("more_than_sent", _("More than was sent cannot be received."))
    if took < amount and not reason:
        raise Refusal("reason_missing", _("Say why the rest is returned."))
    return took, amount - took
