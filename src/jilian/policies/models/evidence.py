"""Values that are said about a firm beside the register, and lines that a person has decided."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.policies.rules.words import Origin
from jilian.sources.models import Sourced

Kept = TypeVar("Kept", bound=models.Model)


class OfFirmQuerySet(models.QuerySet[Kept]):
    """Filters of what stands for a firm: seen with the firm's checks."""

    def visible_to(self, person: Person, world: World) -> Any:
        """Keep what stands for firms of which the person may see the checks."""
        seen = Firm.objects.records_seen(person, world, Permission.SEE_CHECKS)
        return self.filter(world=world, firm__in=seen)


class Evidence(Sourced):
    """One value of one field of a firm, of a year or as of a day. A missing value has no row.

    Never changed: what is entered anew stands beside it, and it says since when it is replaced.
    Yes and no are 1 and 0. ``words`` holds the value of a field that is not a number.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="evidence", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="evidence", db_index=False, verbose_name=_("firm")
    )
    field = models.CharField(_("field"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    words = models.CharField(_("value in words"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    origin = models.CharField(_("whose statement"), max_length=8, choices=Origin)
    document = models.CharField(_("document"), max_length=200)
    queried_on = models.DateField(_("stated, or looked up, on"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = OfFirmQuerySet["Evidence"].as_manager()

    class Meta:
        ordering = ("field", "-year", "-pk")
        verbose_name = _("evidence of a firm")
        indexes = (
            models.Index(
                fields=("firm", "field", "year"),
                name="evidence_in_force",
                condition=Q(replaced_at__isnull=True),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="evidence_is_a_number_or_words",
                condition=Q(value__isnull=False, words="") | (Q(value__isnull=True) & ~Q(words="")),
            ),
            models.CheckConstraint(name="evidence_names_its_document", condition=~Q(document="")),
            models.CheckConstraint(
                name="evidence_is_stated_by_somebody",
                condition=Q(origin__in=(Origin.OFFICE, Origin.FIRM)),
            ),
            models.UniqueConstraint(
                name="evidence_once_of_a_year",
                fields=("firm", "field", "year", "origin"),
                condition=Q(replaced_at__isnull=True, year__isnull=False),
            ),
            models.UniqueConstraint(
                name="evidence_once_without_a_year",
                fields=("firm", "field", "origin"),
                condition=Q(replaced_at__isnull=True, year__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.year or ''}".strip()


class LineDecision(models.Model):
    """What a person decided on a line that software never decides, with the reason.

    For one firm, one rule set and one year of checks; a later one replaces it and both stay.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="line_decisions", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="line_decisions", db_index=False, verbose_name=_("firm")
    )
    rule_set = models.CharField(_("rule set"), max_length=40)
    line = models.CharField(_("line"), max_length=60)
    is_met = models.BooleanField(_("met"))
    reason = models.CharField(_("reason"), max_length=500)
    document = models.CharField(_("document"), max_length=200, blank=True)
    valid_until = models.DateField(_("holds until"), help_text=_("Last day included."))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.CharField(_("decided by"), max_length=150)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = OfFirmQuerySet["LineDecision"].as_manager()

    class Meta:
        ordering = ("-decided_at", "-pk")
        verbose_name = _("decision on a line")
        constraints = (
            models.UniqueConstraint(
                name="line_decided_once_at_a_time",
                fields=("firm", "rule_set", "line"),
                condition=Q(replaced_at__isnull=True),
            ),
            models.CheckConstraint(name="line_decided_with_a_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.rule_set} {self.line}"
