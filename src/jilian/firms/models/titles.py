"""Carriers, and the titles that firms and carriers hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.dated import Dated, DatedQuerySet
from jilian.firms.models.firm import Firm
from jilian.firms.rules import TitleLevel
from jilian.places.models import Division, World
from jilian.sources.models import Sourced


class Carrier(Sourced):
    """An incubator, maker space or laboratory that may hold titles."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="carriers", verbose_name=_("world")
    )
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(_("sort key"), max_length=64, editable=False)
    operator = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carriers",
        verbose_name=_("operator"),
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("division"),
    )

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name = _("carrier")
        constraints = (models.UniqueConstraint(name="carrier_name_once", fields=("world", "name")),)

    def __str__(self) -> str:
        return self.name


class Title(Dated, Sourced):
    """A recognition at a level, by a document, held by one firm or one carrier."""

    world = models.ForeignKey(World, models.CASCADE, related_name="titles", verbose_name=_("world"))
    firm = models.ForeignKey(
        Firm, models.CASCADE, null=True, blank=True, related_name="titles", verbose_name=_("firm")
    )
    carrier = models.ForeignKey(
        Carrier,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="titles",
        verbose_name=_("carrier"),
    )
    kind = models.CharField(
        pgettext_lazy("recognition", "title"),
        max_length=80,
        help_text=_("For example 高新技术企业 or 创新载体."),
    )
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("of a title", "level"), choices=TitleLevel
    )
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = DatedQuerySet["Title"].as_manager()

    class Meta(Dated.Meta):
        ordering = ("kind", "level", "pk")
        verbose_name = pgettext_lazy("recognition", "title")
        indexes = (models.Index(fields=("world", "kind", "known_by"), name="titles_by_kind"),)
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="title_has_one_holder",
                condition=Q(firm__isnull=True, carrier__isnull=False)
                | Q(firm__isnull=False, carrier__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_level_display()})"
