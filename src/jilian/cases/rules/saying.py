"""What is said of an event, checked before it is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.cases.rules.course import OF_BRANCH, OF_EITHER
from jilian.cases.rules.words import EventKind, Ground, Outcome

K = EventKind


@dataclass(frozen=True)
class Said:
    """What is recorded of an event besides its moment."""

    event: str
    step: str = ""
    holder: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""


def check_said(said: Said, *, holder_now: str) -> None:
    """Refuse an event without what it needs; ``holder_now`` has the branch before it."""
    if said.event in OF_BRANCH and not said.step:
        raise Refusal("branch_missing", _("Say which branch."))
    if said.step and said.event not in OF_BRANCH | OF_EITHER:
        raise Refusal("not_of_branch", _("This concerns the whole matter, not one branch."))
    if said.event == K.PAUSED:
        if said.ground not in Ground.values:
            raise Refusal("ground_missing", _("A pause needs its ground in law."))
        if not said.notice:
            raise Refusal(
                "notice_missing",
                _("The firm must be told in writing: give the number of the notice."),
            )
    if said.event == K.DECIDED and said.ground not in Outcome.values:
        raise Refusal("outcome_missing", _("Say whether it was granted or refused."))
    if said.event == K.REDIRECTED and said.holder in ("", holder_now):
        raise Refusal("same_office", _("Say to which other office it belongs."))
    needs_words = (K.CORRECTION_ASKED, K.RETURNED_TO_FIRM, K.NOT_ACCEPTED)
    if said.event in needs_words and not said.words:
        raise Refusal("reason_missing", _("Say why."))
