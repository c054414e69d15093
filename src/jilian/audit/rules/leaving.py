"""What leaves the house as a file says what for and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST = 200
LEAST = 2
# Past participles of actions by which records leave the software as a file.
LEAVES_HOUSE = (".exported", ".taken_out")
USUAL_PURPOSES: Sequence[StrPromise] = (
    _("Monthly report of the district"),
    _("Statistics without single firms"),
    _("Visits and talks with firms"),
    _("Checking the records with the firms"),
    _("Work on organisations and their coverage"),
    _("Audit or inspection"),
)
USUAL_RECIPIENTS: Sequence[StrPromise] = (
    _("My own office"),
    _("District organisation office"),
    _("Town or street office"),
    _("Science commission"),
    _("Statistics bureau"),
    _("Another city's office"),
)


def check_taken_out(action: str, purpose: str, recipient: str) -> None:
    """Refuse that anything leaves the house without saying what for and to whom."""
    if not action.endswith(LEAVES_HOUSE):
        return
    if len(purpose.strip()) < LEAST:
        raise Refusal(
            "purpose_missing", _("Say what the file is for; it stands in the trace of this export.")
        )
    if len(recipient.strip()) < LEAST:
        raise Refusal(
            "recipient_missing", _("Say who gets the file; it stands in the trace of this export.")
        )
    if max(len(purpose), len(recipient)) > LONGEST:
        raise Refusal(
            "purpose_too_long", _("Purpose and recipient take at most 200 characters each.")
        )
