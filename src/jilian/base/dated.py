"""Records that hold from a day to a day, also when the first day is not known.

``valid_from`` is the first day (included), ``valid_to`` the day after the last (excluded, empty
while it lasts). Where a source only shows that something held on a day, ``valid_from`` stays empty
and ``known_by`` is that day; ``not_before`` bounds the start from below if anything does. A day
before ``known_by`` is then answered with "unknown", never with a guess.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Held(Enum):
    """Whether a dated record held on a day."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def certain_on(day: date, prefix: str = "") -> Q:
    """Return the condition "held for certain on this day" for a relation reached by ``prefix``."""
    return Q(**{f"{prefix}known_by__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def perhaps_on(day: date, prefix: str = "") -> Q:
    """Return the condition "may have held on this day: its start is not known"."""
    return Q(**{f"{prefix}valid_from__isnull": True, f"{prefix}known_by__gt": day}) & (
        Q(**{f"{prefix}not_before__isnull": True}) | Q(**{f"{prefix}not_before__lte": day})
    )


Row = TypeVar("Row", bound="Dated")


class DatedQuerySet(models.QuerySet[Row]):
    """Filters by day."""

    def on(self, day: date) -> Self:
        """Keep what held for certain on this day."""
        return self.filter(certain_on(day))

    def perhaps_on(self, day: date) -> Self:
        """Keep what may have held on this day because its start is not known."""
        return self.filter(perhaps_on(day))


class Dated(models.Model):
    """A record with a first and a last day."""

    valid_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("First day; empty where it is not known.")
    )
    known_by = models.DateField(
        _("known by"), help_text=_("First day on which a source shows it; the first day if known.")
    )
    not_before = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Earliest possible first day where the first day is not known."),
    )
    valid_to = models.DateField(
        _("to"), null=True, blank=True, help_text=_("Day after the last day; empty while it lasts.")
    )

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_starts_before_it_ends",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("known_by")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_by_is_the_start",
                condition=Q(valid_from__isnull=True) | Q(known_by=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_bounds_only_unknown_start",
                condition=Q(not_before__isnull=True)
                | Q(valid_from__isnull=True, not_before__lte=F("known_by")),
            ),
        )

    def held_on(self, day: date) -> Held:
        """Say whether the record held on this day."""
        if self.valid_to is not None and day >= self.valid_to:
            return Held.NO
        if day >= self.known_by:
            return Held.YES
        if self.valid_from is not None or (self.not_before is not None and day < self.not_before):
            return Held.NO
        return Held.UNKNOWN
