"""States of claims and corrections, and which step follows which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_OPEN_CLAIMS = 3  # of one person, so that nobody claims a street to see what happens


class ClaimState(models.TextChoices):
    """How far a claim has come."""

    FILED = "filed", pgettext_lazy("claim", "filed")
    ASKED_BACK = "asked_back", pgettext_lazy("claim", "asked back")
    ACCEPTED = "accepted", pgettext_lazy("claim", "accepted")
    REFUSED = "refused", pgettext_lazy("claim", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")
    ENDED = "ended", pgettext_lazy("claim", "ended")


class CorrectionState(models.TextChoices):
    """How far a correction has come."""

    FILED = "filed", pgettext_lazy("correction", "waiting")
    ASKED_BACK = "asked_back", pgettext_lazy("correction", "asked back")
    ACCEPTED = "accepted", pgettext_lazy("correction", "accepted")
    REFUSED = "refused", pgettext_lazy("correction", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("correction", "withdrawn")
    UNDONE = "undone", pgettext_lazy("correction", "undone")
    ANSWERED = "answered", pgettext_lazy("correction", "answered")


# The mark that a page shows with a state.
STATE_MARKS: Mapping[str, str] = {
    "filed": "waiting",
    "asked_back": "soon",
    "accepted": "confirmed",
    "answered": "confirmed",
    "refused": "refused",
    "withdrawn": "closed",
    "ended": "closed",
    "undone": "closed",
}
OPEN = frozenset({"filed", "asked_back"})

_CLAIM_STEPS: Mapping[str, frozenset[str]] = {
    "filed": frozenset({"asked_back", "accepted", "refused", "withdrawn"}),
    "asked_back": frozenset({"filed", "refused", "withdrawn"}),
    "accepted": frozenset({"ended"}),
}
_CORRECTION_STEPS: Mapping[str, frozenset[str]] = {
    "filed": frozenset({"asked_back", "accepted", "answered", "refused", "withdrawn"}),
    "asked_back": frozenset({"filed", "refused", "withdrawn"}),
    "accepted": frozenset({"undone"}),
}


def check_claim_step(state: str, wanted: str) -> None:
    """Refuse a step that does not follow from the state of a claim."""
    if wanted not in _CLAIM_STEPS.get(state, frozenset()):
        _refuse_step("claim_not_in_state", ClaimState(state).label)


def check_correction_step(state: str, wanted: str) -> None:
    """Refuse a step that does not follow from the state of a correction."""
    if wanted not in _CORRECTION_STEPS.get(state, frozenset()):
        _refuse_step("correction_not_in_state", CorrectionState(state).label)


def _refuse_step(code: str, label: StrPromise | str) -> None:
    raise Refusal(code, _("That is no longer possible: it is %(state)s.") % {"state": label})


def check_reason(reason: str) -> str:
    """Return the reason without blanks around it; refuses an empty one."""
    if not reason.strip():
        raise Refusal("reason_missing", _("Give a reason: the firm reads it."))
    return reason.strip()


class PaperKind(models.TextChoices):
    """Which paper shows that a person speaks for the firm."""

    BUSINESS_LICENCE = "business_licence", _("business licence")
    LETTER_OF_AUTHORITY = "letter_of_authority", _("letter of authority from the firm")
    ELECTRONIC_LICENCE = "electronic_licence", _("electronic licence, shown at the office")
    OTHER = "other", _("another paper")
