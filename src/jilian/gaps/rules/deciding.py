"""What may be decided about a missing link, and what a list's line or its owner may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.gaps.rules.words import Status

#: From which status what may follow. Only a search makes a missing link, or lets it lapse.
FOLLOWS: Mapping[str, tuple[Status, ...]] = {
    Status.PROPOSED: (Status.CONFIRMED, Status.REJECTED),
    Status.CONFIRMED: (Status.FILLED, Status.REJECTED),
    Status.REJECTED: (Status.PROPOSED,),
    Status.FILLED: (Status.CONFIRMED,),
    Status.LAPSED: (),
}
#: Those that need a reason in words.
REASONED = frozenset({Status.REJECTED, Status.FILLED, Status.PROPOSED})
OLD_DAYS = 90


def check_decision(before: str, after: str, reason: str, on: date, today: date) -> None:
    """Refuse what cannot follow, a missing reason, a day ahead."""
    if after not in FOLLOWS[before]:
        raise Refusal(
            "decision_out_of_order", _("This cannot follow on the present status; look again.")
        )
    if not reason and (after in REASONED or before == Status.FILLED):
        raise Refusal("reason_missing", _("Say why."))
    if on > today:
        raise Refusal("day_ahead", _("This day lies in the future."))


def check_item(words: str, office: str, has_firm: bool, opened_on: date, today: date) -> None:
    """Refuse a line without words, without exactly one owner, or from a day ahead."""
    if not words:
        raise Refusal("words_missing", _("Say what it is."))
    if bool(office) == has_firm:
        raise Refusal("one_owner", _("A line has one owner: a function or office, or a firm."))
    if opened_on > today:
        raise Refusal("day_ahead", _("This day lies in the future."))


def status_found(before: str | None) -> Status:
    """The status of what a search finds: decided ones stay decided, lapsed ones come back."""
    if before is None or before == Status.LAPSED:
        return Status.PROPOSED
    return Status(before)


def status_not_found(before: str) -> Status:
    """The status of what a search no longer finds: only an undecided one lapses."""
    return Status.LAPSED if before == Status.PROPOSED else Status(before)
