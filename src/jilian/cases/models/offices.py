"""Departments and halls, the calendar they keep, and the templates by which cases run."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from jilian.places.models import Division, World


class Department(models.Model):
    """An office that holds branches of cases; its key is the scope of those who work there."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="departments", db_index=False, verbose_name=_("world")
    )
    key = models.CharField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("department")
        constraints = (
            models.UniqueConstraint(name="department_key_once", fields=("world", "key")),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Hall(models.Model):
    """A hall where offices are open; ``hours`` are pairs of "HH:MM", in order, not overlapping."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="halls", db_index=False, verbose_name=_("world")
    )
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="halls",
        verbose_name=_("department"),
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    hours = models.JSONField(_("office hours"))

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("hall")
        constraints = (models.UniqueConstraint(name="hall_name_once", fields=("world", "name")),)

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class CalendarYear(models.Model):
    """The days off and the working weekends of one year, as an administrator loaded them.

    ``exceptions`` holds two lists of ISO days, ``off`` and ``work``; it stands for all worlds.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    exceptions = models.JSONField(_("days off and working weekends"))
    document = models.CharField(_("notice"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.CharField(_("loaded by"), max_length=150)

    class Meta:
        ordering = ("year",)
        verbose_name = _("working days of a year")

    def __str__(self) -> str:
        return str(self.year)


class LocalClosure(models.Model):
    """A day on which a hall, or all halls of a world, stayed closed: a typhoon, a cold spell."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="local_closures", verbose_name=_("world")
    )
    hall = models.ForeignKey(
        Hall,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("hall"),
        help_text=_("Empty: all halls."),
    )
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200)
    closed_at = models.DateTimeField(_("entered at"))
    closed_by = models.CharField(_("entered by"), max_length=150)

    class Meta:
        ordering = ("-day", "pk")
        verbose_name = _("local closure")
        constraints = (
            models.UniqueConstraint(
                name="closure_once_a_hall",
                fields=("hall", "day"),
                condition=Q(hall__isnull=False),
            ),
            models.UniqueConstraint(
                name="closure_of_all_halls_once",
                fields=("world", "day"),
                condition=Q(hall__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    """Filters of versions of templates."""

    def of_world(self, world: World) -> Self:
        """Keep those that came with the product, and those made in this world."""
        return self.filter(Q(world__isnull=True) | Q(world=world))


class TemplateVersion(models.Model):
    """One version of a template; never changed once made, so that running cases keep theirs.

    ``content`` is what ``jilian_engine.rulebook.processes.to_plain`` writes. Without a world it
    came with the product and stands for all; a world's own version begins above it.
    """

    world = models.ForeignKey(
        World,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name=_("world"),
        help_text=_("Empty: came with the product, for all worlds."),
    )
    key = models.CharField(_("key"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    content = models.JSONField(_("content"))
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=150)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ("key", "-version")
        verbose_name = pgettext_lazy("cases", "version of a template")
        constraints = (
            models.UniqueConstraint(
                name="template_version_once_a_world",
                fields=("world", "key", "version"),
                condition=Q(world__isnull=False),
            ),
            models.UniqueConstraint(
                name="template_version_once",
                fields=("key", "version"),
                condition=Q(world__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name
