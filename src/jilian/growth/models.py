"""Monthly reports as they were compiled, and the counts of newly developed members of units."""

from __future__ import annotations

import json
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.growth.rules.words import TotalKind
from jilian.places.models import Division, World


class ReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Filters of reports."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the reports of the world for whoever sees its organisations."""
        if not reach(person, world.code).may_somewhere(Permission.SEE_ORGANISATIONS):
            return self.none()
        return self.filter(world=world)


class MonthlyReport(models.Model):
    """The organisation lines of a month as they were compiled: never changed, only followed.

    ``content`` is canonical JSON from the records as of the end of the month, without the moment
    of compiling, so that the same records give the same bytes.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="monthly_reports", verbose_name=_("world")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    revision = models.PositiveIntegerField(_("revision"))
    content = models.TextField(_("content"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    compiled_at = models.DateTimeField(_("compiled at"))
    compiled_by = models.CharField(_("compiled by"), max_length=150)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-revision")
        verbose_name = _("monthly report")
        constraints = (
            models.UniqueConstraint(
                name="report_revision_once", fields=("world", "month", "revision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} ({self.revision})"

    @property
    def values(self) -> dict[str, Any]:
        """The content as values."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class DevelopedQuerySet(models.QuerySet["DevelopedCount"]):
    """Filters of counts."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the counts of the world for whoever sees its organisations; small ones are hidden.

        Which numbers are shown is worked out for all units of a year together.
        """
        if not reach(person, world.code).may_somewhere(Permission.SEE_ORGANISATIONS):
            return self.none()
        return self.filter(world=world)


class DevelopedCount(models.Model):
    """How many members a unit newly developed in a year, in clusters and in all.

    A later revision stands for the earlier ones, which stay. Counts, never people.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="developed_counts", verbose_name=_("world")
    )
    unit = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("unit"))
    called = models.CharField(
        _("as papers call it"), max_length=60, blank=True,
        help_text=_("For example 经开区, where the list of divisions has a longer name."),
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"))
    revision = models.PositiveIntegerField(_("revision"))
    in_clusters = models.PositiveIntegerField(_("newly developed in clusters"))
    second = models.PositiveIntegerField(_("newly developed in all, or outside clusters"))
    total_kind = models.CharField(_("what the second number is"), max_length=8, choices=TotalKind)
    counted_on = models.DateField(_("counted on"))
    reason = models.CharField(_("reason of the revision"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)

    objects = DevelopedQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "unit__code", "-revision")
        verbose_name = _("count of newly developed members")
        constraints = (
            models.UniqueConstraint(
                name="developed_count_revision_once", fields=("world", "unit", "year", "revision")
            ),
            models.CheckConstraint(
                name="developed_in_clusters_within_the_total",
                condition=Q(total_kind=TotalKind.DISJOINT) | Q(in_clusters__lte=F("second")),
            ),
            models.CheckConstraint(
                name="developed_count_revised_with_a_reason",
                condition=Q(revision=1) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    @property
    def unit_name(self) -> str:
        """What papers call the unit."""
        return self.called or str(self.unit)

    @property
    def in_all(self) -> int:
        """Newly developed in all."""
        is_disjoint = self.total_kind == TotalKind.DISJOINT
        return self.in_clusters + self.second if is_disjoint else self.second

    @property
    def elsewhere(self) -> int:
        """Newly developed outside clusters."""
        return self.in_all - self.in_clusters
