"""What an indicator was for a unit in a period, each revision a row that is never changed."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.indicators.rules import ComparedBound, PeriodKind, PriceBasis, SourceKind, UnitKind
from jilian.places.models import World
from jilian.sources.models import Source

EXACT: dict[str, Any] = {"max_digits": 24, "decimal_places": 6, "null": True, "blank": True}


class ValueQuerySet(models.QuerySet["Value"]):
    """Filters of values."""

    def openable_by(self, person: Person, world: World) -> Self:
        """Keep the values that the person may open down to the records they are made of.

        A town's office opens its own town's, nothing else; whoever is shown no more than what is
        disclosed finds none here.
        """
        kept, held = self.filter(world=world), reach(person, world.code)
        if held.may(Permission.OPEN_FIGURES):
            return kept
        towns = held.keys(Permission.OPEN_FIGURES, ScopeKind.TOWN)
        return kept.filter(unit_kind=UnitKind.TOWN, unit_key__in=towns)

    def of_series(self, world: World, indicator: str, unit_kind: str, unit_key: str) -> Self:
        """Keep all revisions of an indicator for a unit, in the order of their periods."""
        kept = self.filter(world=world, indicator=indicator, unit_kind=unit_kind, unit_key=unit_key)
        return kept.order_by("period_first", "period_last", "revision")


class Value(models.Model):
    """One revision of the value of an indicator for a unit in a period.

    The latest revision stands; a row is never changed or deleted (the database refuses). Missing
    is not zero: ``value`` is empty exactly where ``bound`` says that it is unknown.
    ``period_last`` is the last day, included; a value of a month that counts what there is counts
    it at the end of that day. ``numerator`` over ``denominator`` gives the value where both stand.
    ``contributors`` counts the firms behind it, ``largest_share`` (0 to 1) is the part of the
    largest of them. ``cover_pct`` is empty for what is computed from all records.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="values_measured", db_index=False,
        verbose_name=_("world"),
    )  # fmt: skip
    indicator = models.CharField(_("indicator"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    unit_kind = models.CharField(_("kind of unit"), max_length=8, choices=UnitKind)
    unit_key = models.CharField(_("unit"), max_length=60)
    period_kind = models.CharField(_("kind of period"), max_length=6, choices=PeriodKind)
    period_first = models.DateField(_("first day"))
    period_last = models.DateField(_("last day"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    value = models.DecimalField(_("value"), **EXACT)
    bound = models.CharField(
        _("bound"), max_length=9, choices=ComparedBound, default=ComparedBound.EXACT
    )
    numerator = models.DecimalField(_("numerator"), **EXACT)
    denominator = models.DecimalField(_("denominator"), **EXACT)
    contributors = models.PositiveIntegerField(_("firms behind it"), null=True, blank=True)
    largest_share = models.DecimalField(
        _("share of the largest"), max_digits=9, decimal_places=8, null=True, blank=True
    )
    cover_pct = models.DecimalField(
        _("cover (%)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    growth_published = models.DecimalField(
        _("published growth (%)"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    growth_kind = models.CharField(_("kind of that growth"), max_length=20, blank=True)
    price_basis = models.CharField(
        _("price basis"), max_length=8, choices=PriceBasis, blank=True, default=PriceBasis.NONE
    )
    vintage = models.CharField(_("vintage"), max_length=40, blank=True)
    source_kind = models.CharField(_("where from"), max_length=9, choices=SourceKind)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    record_key = models.CharField(
        _("published figure or return"), max_length=80, blank=True,
        help_text=_("The key of the row from which it was taken."),
    )  # fmt: skip
    published_on = models.DateField(_("published on"), null=True, blank=True)
    measured_at = models.DateTimeField(_("measured at"))
    measured_by = models.CharField(_("measured by"), max_length=150)
    replaced_reason = models.CharField(
        _("why it replaces the one before"), max_length=300, blank=True
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "unit_kind", "unit_key", "period_first", "revision")
        verbose_name = _("value of an indicator")
        indexes = (
            models.Index(fields=("world", "period_first", "indicator"), name="values_of_a_month"),
        )
        constraints = (
            # Its index also serves a series: all periods of an indicator for a unit.
            models.UniqueConstraint(
                name="value_once_a_revision",
                fields=(
                    "world", "indicator", "unit_kind", "unit_key", "period_first", "period_last",
                    "revision",
                ),
            ),
            models.CheckConstraint(
                name="value_unknown_has_no_number",
                condition=(Q(bound=ComparedBound.UNKNOWN) & Q(value__isnull=True))
                | (~Q(bound=ComparedBound.UNKNOWN) & Q(value__isnull=False)),
            ),
            models.CheckConstraint(
                name="value_period_runs_forward", condition=Q(period_last__gte=F("period_first"))
            ),
            models.CheckConstraint(
                name="value_replacing_says_why",
                condition=Q(revision=1) | ~Q(replaced_reason=""),
            ),
            models.CheckConstraint(
                name="value_share_within_one",
                condition=Q(largest_share__isnull=True)
                | Q(largest_share__gte=0, largest_share__lte=1),
            ),
            models.CheckConstraint(
                name="value_has_its_source",
                condition=~Q(source_kind=SourceKind.PUBLISHED) | Q(source__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_key} {self.period_first} r{self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; a row that is there already is never changed."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("values are only appended")
        super().save(*args, **kwargs)
