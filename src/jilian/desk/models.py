"""What the data steward keeps: agreements about data, and how good the register is, day by day."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.desk.rules import QualityMeasure, Sharing
from jilian.places.models import World
from jilian.sources.models import Source


class OfWorldQuerySet(models.QuerySet["DataAgreement"]):
    """Filters of agreements."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world for whoever keeps the desk there."""
        if not reach(person, world.code).may(Permission.KEEP_DESK):
            return self.none()
        return self.filter(world=world)


class DataAgreement(models.Model):
    """What was agreed with a partner about data: what it may be used for, and until when."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="agreements", verbose_name=_("world")
    )
    partner = models.CharField(_("partner"), max_length=120)
    subject = models.CharField(
        _("which data"), max_length=200, help_text=_("For example: list of firms with addresses.")
    )
    purpose = models.CharField(_("may be used for"), max_length=300)
    sharing = models.CharField(_("sharing"), max_length=16, choices=Sharing)
    conditions = models.CharField(
        _("conditions"), max_length=300, blank=True,
        help_text=_("Needed where sharing is conditional or excluded."),
    )  # fmt: skip
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Last day; empty where it has no end.")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    objects = OfWorldQuerySet.as_manager()

    class Meta:
        ordering = ("partner", "pk")
        verbose_name = _("data agreement")
        constraints = (
            models.CheckConstraint(
                name="agreement_starts_before_it_ends",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="agreement_says_its_conditions",
                condition=Q(sharing=Sharing.UNCONDITIONAL) | ~Q(conditions=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.subject}"


class QualityFigure(models.Model):
    """One measure of the register's quality on a day, with its numerator and denominator."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="quality_figures", db_index=False,
        verbose_name=_("world"),
    )  # fmt: skip
    measure = models.CharField(_("measure"), max_length=24, choices=QualityMeasure)
    day = models.DateField(_("day"))
    part = models.BigIntegerField(_("numerator"))
    whole = models.BigIntegerField(
        _("denominator"), null=True, blank=True, help_text=_("Empty for a plain count.")
    )
    measured_at = models.DateTimeField(_("measured at"))

    class Meta:
        ordering = ("measure", "day")
        verbose_name = _("quality figure")
        constraints = (
            models.UniqueConstraint(
                name="quality_measured_once_a_day", fields=("world", "measure", "day")
            ),
            models.CheckConstraint(
                name="quality_part_within_whole",
                condition=Q(whole__isnull=True) | Q(part__lte=F("whole")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.measure}"
