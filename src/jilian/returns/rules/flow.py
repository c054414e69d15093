"""From which state a return goes on to which, and who has to check it first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.returns.rules.findings import Finding, Level, of_level
from jilian.returns.rules.words import OPEN_TO_ENTRY, WITH_REVIEWERS, State


def check_entry(state: str) -> None:
    """Refuse to change what lies with the reviewers or is settled."""
    if state not in OPEN_TO_ENTRY:
        raise Refusal(
            "return_not_open",
            _("This return has been sent; it can be changed when it is sent back or corrected."),
        )


def check_ready(findings: Iterable[Finding]) -> None:
    """Refuse to send what has hard findings, or soft ones without a note."""
    found = list(findings)
    hard, soft = of_level(found, Level.HARD), of_level(found, Level.SOFT)
    if hard:
        raise Refusal(
            "return_has_errors",
            _("%(count)d values must be mended before it can be sent.") % {"count": len(hard)},
        )
    if soft:
        raise Refusal(
            "return_needs_notes",
            _("%(count)d values need a note before it can be sent.") % {"count": len(soft)},
        )


def check_town_check(state: str) -> None:
    """Only what was sent is checked by the town."""
    if state != State.SENT:
        raise Refusal("return_not_sent", _("Only what has been sent can be checked."))


def check_acceptance(state: str, *, needs_town: bool) -> None:
    """What was sent is accepted; a cluster's return after its town has checked it."""
    if state not in WITH_REVIEWERS:
        raise Refusal("return_not_sent", _("Only what has been sent can be checked."))
    if needs_town and state != State.CHECKED:
        raise Refusal("town_not_checked", _("The town in which the unit lies checks it first."))


def check_sending_back(state: str, *, by_town: bool) -> None:
    """Sent back before it is locked; by the town only while it lies with the town."""
    held = {State.SENT} if by_town else {State.SENT, State.CHECKED, State.ACCEPTED}
    if state not in held:
        raise Refusal("return_not_to_send_back", _("It cannot be sent back any more."))


def check_correction(state: str) -> None:
    """Only what was released is corrected; anything else is simply changed."""
    if state != State.RELEASED:
        raise Refusal("return_not_released", _("Only a released return is corrected."))
