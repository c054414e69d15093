"""What can be done with a month as later work, how far it is, and why it may be refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Act(models.TextChoices):
    """What is done with a month."""

    MEASURE = "measure", pgettext_lazy("work on a month", "measure")
    LOOK = "look", pgettext_lazy("work on a month", "see what a release would hide")
    RELEASE = "release", pgettext_lazy("work on a month", "release")


class RunState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("later work", "waits for its turn")
    RUNNING = "running", pgettext_lazy("later work", "under way")
    DONE = "done", pgettext_lazy("later work", "done")
    REFUSED = "refused", pgettext_lazy("later work", "nothing was written")
    FAILED = "failed", pgettext_lazy("later work", "stopped with an error")


CHANGED, NOTE_MISSING = "measured_values_changed", "note_missing"
REFUSALS: Mapping[str, StrPromise] = {
    CHANGED: _("Values differ from what was measured before; say why they are revised."),
    NOTE_MISSING: _("A correction says in a note what was corrected."),
    "month_not_measured": _("Nothing was measured for this month."),
    "month_not_over": _("The month is not over yet."),
    "cannot_be_protected": _(
        "What was shown before would give a hidden cell away: it cannot be released."
    ),
    "not_allowed": _("Whoever asked may not do this any more."),
}


def refusal_words(code: str) -> str:
    """The sentence of a refusal; of a defect, that there was one."""
    return str(REFUSALS.get(code, _("It stopped with an error; who keeps the system sees which.")))
