"""States, columns and kinds of this area, with their words."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class UnitKind(models.TextChoices):
    """Who reports."""

    TOWN = "town", _("a town or street")
    CLUSTER = "cluster", _("a cluster")


class Column(models.TextChoices):
    """What a value is of: the month, the year so far, the end of the month."""

    MONTH = "month", _("this month")
    CUMULATIVE = "cumulative", _("cumulative")
    AS_OF = "as_of", _("at the end of the month")


class State(models.TextChoices):
    """How far a return has come."""

    ENTERED = "entered", pgettext_lazy("return", "being entered")
    SENT = "sent", pgettext_lazy("return", "sent")
    CHECKED = "checked", pgettext_lazy("return", "checked by the town")
    SENT_BACK = "sent_back", pgettext_lazy("return", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("return", "accepted")
    LOCKED = "locked", pgettext_lazy("return", "locked")
    RELEASED = "released", pgettext_lazy("return", "released")


class StepKind(models.TextChoices):
    """What happened to a return."""

    BEGUN = "begun", pgettext_lazy("return", "begun")
    SAVED = "saved", pgettext_lazy("return", "saved")
    SENT = "sent", pgettext_lazy("return", "sent")
    CHECKED = "checked", pgettext_lazy("return", "checked by the town")
    ACCEPTED = "accepted", pgettext_lazy("return", "accepted")
    SENT_BACK = "sent_back", pgettext_lazy("return", "sent back")
    LOCKED = "locked", pgettext_lazy("return", "locked")
    RELEASED = "released", pgettext_lazy("return", "released")
    CORRECTION = "correction", pgettext_lazy("return", "correction begun")
    WITHDRAWN = "withdrawn", pgettext_lazy("return", "correction taken back")


OPEN_TO_ENTRY = frozenset({State.ENTERED, State.SENT_BACK})
WITH_REVIEWERS = frozenset({State.SENT, State.CHECKED})
REPORTED = frozenset({State.SENT, State.CHECKED, State.ACCEPTED, State.LOCKED, State.RELEASED})
SETTLED = frozenset({State.ACCEPTED, State.LOCKED, State.RELEASED})

STATE_MARKS: Mapping[str, str] = {
    State.ENTERED: "open",
    State.SENT: "waiting",
    State.CHECKED: "waiting",
    State.SENT_BACK: "refused",
    State.ACCEPTED: "confirmed",
    State.LOCKED: "closed",
    State.RELEASED: "confirmed",
}
