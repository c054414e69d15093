"""Releases of a month: what was released, and for how much of last year the units stood."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.places.models import World

P = Permission


class MonthReleaseQuerySet(models.QuerySet["MonthRelease"]):
    """Filters of releases."""

    def visible_to(self, person: Person, world: World) -> Any:
        """Keep those of the world for whoever has to do with returns."""
        seen = reach(person, world.code).may_somewhere(Permission.SEE_RETURNS)
        return self.filter(world=world) if seen else self.none()


class MonthRelease(models.Model):
    """One release of a form's month; a later number adds what came or was corrected since.

    The cover is part over whole: what the units that are released reported for the same month of
    last year, over what all units did. It is unknown where last year is.
    """

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    form = models.CharField(_("form"), max_length=30)
    month = models.DateField(_("month"), help_text=_("Its first day; February for both."))
    number = models.PositiveIntegerField(_("number"))
    cover_part = models.DecimalField(
        _("last year's value of the reported units"), max_digits=20, decimal_places=4, null=True
    )
    cover_whole = models.DecimalField(
        _("last year's value of all units"), max_digits=20, decimal_places=4, null=True
    )
    units_reported = models.PositiveIntegerField(_("units reported"))
    units_expected = models.PositiveIntegerField(_("units expected"))
    missing = models.JSONField(_("units missing"), default=list)
    newly = models.JSONField(_("returns released by it"), default=list)
    released_at = models.DateTimeField(_("released at"))
    released_by = models.CharField(_("released by"), max_length=150)

    objects = MonthReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "form", "-number")
        verbose_name = _("release of a month")
        constraints = (
            models.UniqueConstraint(
                name="month_release_number_once", fields=("world", "form", "month", "number")
            ),
            models.CheckConstraint(
                name="month_release_cover_has_both_or_none",
                condition=Q(cover_part__isnull=True, cover_whole__isnull=True)
                | Q(cover_part__gte=0, cover_whole__gt=0, cover_part__lte=F("cover_whole")),
            ),
            models.CheckConstraint(
                name="month_release_units_within_expected",
                condition=Q(units_reported__lte=F("units_expected")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.month:%Y-%m} ({self.number})"
