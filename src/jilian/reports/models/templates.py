"""The text of a brief with figures in place, and the office's own Word file for it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.places.models import World


class TemplateQuerySet(models.QuerySet["Template"]):
    """Filters of templates."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the templates of the world for whoever compiles reports."""
        if not reach(person, world.code).may(Permission.COMPILE_REPORTS):
            return self.none()
        return self.filter(world=world)

    def newest(self) -> Self:
        """Keep the latest revision of each."""
        newest = Template.objects.filter(world=OuterRef("world"), key=OuterRef("key"))
        first = newest.order_by("-revision").values("revision")[:1]
        return self.annotate(_newest=Subquery(first)).filter(revision=F("_newest"))


class Template(models.Model):
    """A brief's text in one revision: a change is a further revision, never an overwrite.

    Lines: ``# heading``, ``## heading``, ``| cell | cell |`` for tables, else paragraphs. A figure
    in place reads 【indicator·unit·period·measure·words】; see docs/methods/reports.md.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="report_templates", verbose_name=_("world")
    )
    key = models.SlugField(pgettext_lazy("report", "key"), max_length=60)
    revision = models.PositiveIntegerField(_("revision"))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"), blank=True)
    made_at = models.DateTimeField(_("written at"))
    made_by = models.CharField(_("written by"), max_length=150)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "key", "-revision")
        verbose_name = _("template of a report")
        constraints = (
            models.UniqueConstraint(
                name="report_template_revision_once", fields=("world", "key", "revision")
            ),
            models.CheckConstraint(
                name="report_template_says_something", condition=~Q(body="") & ~Q(name="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    """Filters of Word files."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the files of the world for whoever compiles reports."""
        if not reach(person, world.code).may(Permission.COMPILE_REPORTS):
            return self.none()
        return self.filter(world=world)


class WordTemplate(models.Model):
    """A Word file of the office's own, with figures in place; another file is another row."""

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    key = models.SlugField(pgettext_lazy("report", "key"), max_length=60)
    revision = models.PositiveIntegerField(_("revision"))
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("file"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.CharField(_("uploaded by"), max_length=150)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("key", "-revision")
        verbose_name = _("Word file of a template")
        constraints = (
            models.UniqueConstraint(
                name="word_template_revision_once", fields=("world", "key", "revision")
            ),
        )

    def __str__(self) -> str:
        return self.file_name
