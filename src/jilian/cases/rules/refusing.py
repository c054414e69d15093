"""What the clocks refuse of a recorded event, as sentences for those who enter it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.cases.rules.clock_words import clock_sentence
from jilian_engine.clocks import ClockError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: Mapping[str, StrPromise] = {
    "year_unknown": _("The working days of %(year)s are not known yet: load the year's notice."),
    "not_accepted": _("The matter has not been formally accepted yet."),
    "accepted_already": _("The matter has been accepted already."),
    "before_acceptance_only": _("This can only come before the acceptance."),
    "not_accepted_yet": _("The matter has not been formally accepted yet."),
    "review_open_already": _("The pre-review is open already."),
    "review_not_open": _("No pre-review is open."),
    "received_already": _("The papers have been received already."),
    "not_received": _("The papers have not been received yet."),
    "correction_asked_already": _("A correction is asked for once only."),
    "correction_not_asked": _("No correction was asked for, or it has been given."),
    "correction_too_late": _(
        "A correction could be asked for by %(day)s: the matter counts as accepted on receipt."
    ),
    "correction_open": _("The correction that was asked for has not come."),
    "ended_already": _("The matter has come to its end already."),
    "not_decided": _("Nothing has been decided yet."),
    "delivered_already": _("It has been delivered already."),
    "ground_missing": _("A pause needs its ground in law."),
    "paused_already": _("The clock stands still already."),
    "not_paused": _("The clock is not paused."),
    "branch_missing": _("Say which branch."),
    "branch_open_already": _("This branch is running already."),
    "branch_not_open": _("This branch is not running."),
    "returned_already": _("This is with the firm already."),
    "not_returned": _("This is not with the firm."),
    "branches_open": _("Some branches are still running: end them first."),
    "paused_at_end": _("The clock still stands still: let it run again first."),
    "no_end": _("Nothing has been decided yet."),
    "holder_reserved": _("This word cannot name an office."),
}


def in_words(refused: ClockError) -> Refusal:
    """Return the refusal of a page for what a clock refused."""
    sentence = SENTENCES.get(refused.code)
    if sentence is None:
        why = clock_sentence(refused)
        return Refusal(refused.code, _("The events contradict each other: %(why)s.") % {"why": why})
    return Refusal(refused.code, sentence % refused.told)
