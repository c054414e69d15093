"""Worlds, divisions, industries and outlines."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _


class Division(models.Model):
    """An administrative division (GB/T 2260 and the statistics bureau's town codes)."""

    class Level(models.IntegerChoices):
        """How far down the division stands."""

        PROVINCE = 1, _("province")
        CITY = 2, _("city")
        COUNTY = 3, _("county or district")
        TOWN = 4, _("town or street")
        VILLAGE = 5, _("village or community")

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    kind = models.CharField(
        _("kind"),
        max_length=40,
        blank=True,
        help_text=_("Street, town or statistical unit, where the list of codes says so."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("in")
    )
    lon = models.FloatField(_("longitude of the centre (degrees)"), null=True, blank=True)
    lat = models.FloatField(_("latitude of the centre (degrees)"), null=True, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("division")
        constraints = (
            models.CheckConstraint(
                name="division_has_both_coordinates_or_none",
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Outline(models.Model):
    """A simplified outline, fit for an overview and not for deciding on which side a point lies."""

    division = models.OneToOneField(Division, models.CASCADE, verbose_name=_("division"))
    geometry = models.JSONField(_("GeoJSON geometry"), help_text=_("Degrees, CGCS2000."))

    class Meta:
        verbose_name = _("outline")

    def __str__(self) -> str:
        return str(self.division)


class Industry(models.Model):
    """A class of GB/T 4754-2017 at one of its four levels."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level"), help_text=_("1 section to 4 class."))
    section = models.CharField(_("section"), max_length=1)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("in")
    )
    description = models.TextField(_("official note"), blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("industry")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class WorldQuerySet(models.QuerySet["World"]):
    """Filters of worlds."""

    def coded(self, codes: set[str] | frozenset[str]) -> Self:
        """Keep the worlds with these codes."""
        return self.filter(code__in=codes)


class World(models.Model):
    """A register of its own: its records never mix with those of another world."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Stands in every address."))
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    invented = models.BooleanField(
        _("invented"), default=False, help_text=_("Its records are made up; every page says so.")
    )
    areas = models.ManyToManyField(
        Division, through="WorldArea", related_name="+", verbose_name=_("places")
    )

    objects = WorldQuerySet.as_manager()

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("world")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class WorldArea(models.Model):
    """A place that a world covers and draws on its map: a city of a corridor, a town."""

    world = models.ForeignKey(World, models.CASCADE, related_name="places", verbose_name=_("world"))
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name=_("division")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("place of a world")
        constraints = (
            models.UniqueConstraint(name="world_lists_a_place_once", fields=("world", "division")),
        )

    def __str__(self) -> str:
        return str(self.division)
