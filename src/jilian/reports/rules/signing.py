"""Who may sign a report: two different people, each once, the latest revision alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.reports.rules.words import SIGNERS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def check_signable(username: str, signed_by: Collection[str], *, is_latest: bool) -> int:
    """The place that the signature takes, 1 or 2; refuses a second one by the same person."""
    if len(signed_by) >= SIGNERS:
        raise Refusal("report_signed", _("Two people have signed this report; it stands."))
    if username in signed_by:
        raise Refusal("report_signed_by_you", _("You have signed it; another person must, too."))
    if not is_latest:
        raise Refusal(
            "report_revised", _("A later revision has been compiled: sign that one, or none.")
        )
    return len(signed_by) + 1


def check_printable(signatures: int) -> None:
    """Refuse to keep a print of what two people have not signed."""
    if signatures < SIGNERS:
        raise Refusal(
            "report_not_signed", _("It is printed after two people have signed; draft until then.")
        )


_DAMAGED = {
    "system": ("signed_by_a_person", _("A report is signed by people, not by a command.")),
    "content": ("report_damaged", _("The content no longer has its fingerprint; do not use it.")),
    "print": ("print_damaged", _("The kept file no longer has its fingerprint; do not use it.")),
}


def damaged(what: str) -> tuple[str, StrOrPromise]:
    """Code and words for what must not be signed or handed out."""
    return _DAMAGED[what]
