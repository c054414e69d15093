"""What can be done, in words: the verb on the button, the question, and what will happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.cases.rules.words import EventKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

K = EventKind
Words = Mapping[str, "StrPromise"]

VERBS: Words = {
    K.PRE_REVIEW_STARTED: _("Begin the pre-review"),
    K.PRE_REVIEW_ENDED: _("End the pre-review"),
    K.RECEIVED: _("Enter that the papers were received"),
    K.CORRECTION_ASKED: _("Ask for the one-time correction"),
    K.CORRECTION_GIVEN: _("Enter the correction"),
    K.NOT_ACCEPTED: _("Enter that it is not accepted"),
    K.ACCEPTED: _("Accept formally"),
    K.PAUSED: _("Pause the clock"),
    K.RESUMED: _("Let the clock run again"),
    K.BRANCH_STARTED: _("Start the branch"),
    K.REDIRECTED: _("Send it on: wrong office"),
    K.RETURNED_TO_FIRM: _("Return it to the firm"),
    K.FIRM_ANSWERED: _("Enter the firm's answer"),
    K.BRANCH_ENDED: _("End the branch"),
    K.DECIDED: _("Enter the decision"),
    K.DELIVERED: _("Enter the delivery"),
    K.WITHDRAWN: _("Withdraw it"),
}
QUESTIONS: Words = {
    K.PRE_REVIEW_STARTED: _("Since when is it in pre-review?"),
    K.PRE_REVIEW_ENDED: _("When was the pre-review done?"),
    K.RECEIVED: _("When were the papers received?"),
    K.CORRECTION_ASKED: _("What is missing? It is asked for once only."),
    K.CORRECTION_GIVEN: _("When did the correction come?"),
    K.NOT_ACCEPTED: _("Why is it not accepted?"),
    K.ACCEPTED: _("When was it formally accepted?"),
    K.PAUSED: _("On which ground does the clock stand?"),
    K.RESUMED: _("Since when does the clock run again?"),
    K.BRANCH_STARTED: _("Which office starts, and when?"),
    K.REDIRECTED: _("Which office does it belong to?"),
    K.RETURNED_TO_FIRM: _("What does the firm have to do?"),
    K.FIRM_ANSWERED: _("When did the firm answer?"),
    K.BRANCH_ENDED: _("When did this branch end?"),
    K.DECIDED: _("What was decided, and when?"),
    K.DELIVERED: _("When was it delivered?"),
    K.WITHDRAWN: _("Why does the firm withdraw it?"),
}
# What will happen, in one sentence; the page adds dates where they can be computed.
EFFECTS: Words = {
    K.PRE_REVIEW_STARTED: _("is counted as pre-review; the legal clock does not run yet"),
    K.PRE_REVIEW_ENDED: _("the pre-review's time ends; the legal clock begins with acceptance"),
    K.RECEIVED: _(
        "the office has five working days to ask for a correction, once; if it is silent, the"
        " receipt was the acceptance"
    ),
    K.CORRECTION_ASKED: _("waits for the firm; no further correction can be asked for"),
    K.CORRECTION_GIVEN: _("is with the office again"),
    K.NOT_ACCEPTED: _("ends here; the legal clock never ran"),
    K.ACCEPTED: _("the legal clock runs from this moment; the next day is its first"),
    K.PAUSED: _("stands still from this moment; both limits move by as long as it stands"),
    K.RESUMED: _("runs again from this moment"),
    K.BRANCH_STARTED: _("its time counts for this office from this moment"),
    K.REDIRECTED: _("its time counts for the right office from this moment; the wrong way is kept"),
    K.RETURNED_TO_FIRM: _("its time counts for the firm until it answers; the others go on"),
    K.FIRM_ANSWERED: _("is with the office again from this moment"),
    K.BRANCH_ENDED: _("its time ends at this moment"),
    K.DECIDED: _("both clocks end; the result is computed and cannot be typed"),
    K.DELIVERED: _("is in the hands of the firm"),
    K.WITHDRAWN: _("ends here without a decision; open branches end too"),
}
