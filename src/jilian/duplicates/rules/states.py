"""The states of a pair and of a search, and what a judgement may say."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal

LONGEST_WORDS = 300


class Verdict(models.TextChoices):
    """What a person says of a pair."""

    SAME = "same", pgettext_lazy("pair", "one firm")
    DIFFERENT = "different", pgettext_lazy("pair", "two firms")
    LATER = "later", pgettext_lazy("pair", "later")


class PairState(models.TextChoices):
    """How a pair stands; one that is withdrawn is no longer found, and is not deleted."""

    WAITING = "waiting", pgettext_lazy("pair", "waits")
    LATER = "later", pgettext_lazy("pair", "put off")
    SAME = "same", pgettext_lazy("pair", "one firm, merged")
    DIFFERENT = "different", pgettext_lazy("pair", "two firms")
    WITHDRAWN = "withdrawn", pgettext_lazy("pair", "no longer proposed")


class SearchState(models.TextChoices):
    """How far a search for duplicates has come."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped with an error")


OPEN = frozenset({PairState.WAITING.value, PairState.LATER.value})
JUDGED = frozenset({PairState.SAME.value, PairState.DIFFERENT.value})
STATE_MARKS: Mapping[str, str] = {
    PairState.WAITING: "waiting",
    PairState.LATER: "waiting",
    PairState.SAME: "confirmed",
    PairState.DIFFERENT: "closed",
    PairState.WITHDRAWN: "closed",
}


def checked_verdict(said: str) -> Verdict:
    """Return the verdict that is meant; refuses any other word."""
    if said not in Verdict.values:
        raise Refusal("verdict_unknown", _("Say one firm, two firms, or later."))
    return Verdict(said)


def checked_words(said: str) -> str:
    """Return a reason without blanks around it; none is fine, one that is too long is refused."""
    words = said.strip()
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            "reason_too_long",
            _("The reason is longer than %(most)d characters.") % {"most": LONGEST_WORDS},
        )
    return words
