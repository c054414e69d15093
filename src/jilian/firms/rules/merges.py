"""What a merge or a split needs, without a database."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

LONGEST_REASON = 300


def checked_reason(reason: str) -> str:
    """Return the reason without blanks around it; refuses none and one that is too long."""
    said = reason.strip()
    if not said:
        raise Refusal(
            "reason_missing", _("Say why: a merge, a split and an undoing need a reason.")
        )
    if len(said) > LONGEST_REASON:
        raise Refusal(
            "reason_too_long",
            _("The reason is longer than %(most)d characters.") % {"most": LONGEST_REASON},
        )
    return said
