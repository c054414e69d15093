"""What a count consists of, and in which words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class TotalKind(models.TextChoices):
    """How the total that a unit reports stands to the number in clusters."""

    CONTAINS = "contains", _("the total contains those in clusters")
    DISJOINT = "disjoint", _("the second number is those outside clusters")


class Part(models.TextChoices):
    """Why an organisation is counted on the later day and was not before, or the other way."""

    FOUNDED = "founded", pgettext_lazy("growth", "founded")
    FIRST_KNOWN = "first_known", pgettext_lazy("growth", "first known, founding unknown")
    ABSORBED = "absorbed", pgettext_lazy("growth", "absorbed")
    TYPE_GAINED = "type_gained", pgettext_lazy("growth", "became of this type")
    REORGANISED_INTO = "reorganised_into", pgettext_lazy("growth", "made by merger or split")
    ENDED = "ended", pgettext_lazy("growth", "ended")
    LEFT = "left", pgettext_lazy("growth", "left to another superior")
    TYPE_LOST = "type_lost", pgettext_lazy("growth", "became of another type")
    REORGANISED = "reorganised", pgettext_lazy("growth", "ended by merger or split")


GAINS = (
    Part.FOUNDED, Part.FIRST_KNOWN, Part.ABSORBED, Part.TYPE_GAINED, Part.REORGANISED_INTO,
)  # fmt: skip
LOSSES = (Part.ENDED, Part.LEFT, Part.TYPE_LOST, Part.REORGANISED)
