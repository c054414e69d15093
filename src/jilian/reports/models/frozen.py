"""A report as it was compiled, and each figure that it froze."""

from __future__ import annotations

import json
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.places.models import World
from jilian.reports.models.templates import Template, WordTemplate
from jilian.reports.rules.words import SIGNERS, Audience, ReportLanguage, ReportState, state_of


def sees_unsigned(held: Reach) -> bool:
    """Whether somebody works on reports or opens every figure, and so sees each of them."""
    return any(
        held.may(one)
        for one in (Permission.COMPILE_REPORTS, Permission.SIGN_REPORTS, Permission.OPEN_FIGURES)
    )


class FrozenReportQuerySet(models.QuerySet["Report"]):
    """Filters of reports."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep all for whoever works on reports; for other readers public ones signed by two."""
        held = reach(person, world.code)
        if not held.may_somewhere(Permission.SEE_REPORTS):
            return self.none()
        kept = self.filter(world=world)
        if sees_unsigned(held):
            return kept
        return kept.filter(audience=Audience.PUBLIC).signed_by(SIGNERS)

    def counted(self) -> Self:
        """Count who signed and which files are kept: ``signed`` and ``prints``."""
        return self.annotate(
            signed=Count("signatures", distinct=True), prints=Count("printed_files", distinct=True)
        )

    def signed_by(self, least: int) -> Self:
        """Keep those that so many signed, or more."""
        return self.counted().filter(signed__gte=least)

    def waiting_for(self, username: str) -> Self:
        """Keep the latest of each, neither signed by two nor by this person yet."""
        return self.newest().counted().filter(signed__lt=SIGNERS).exclude(signatures__by=username)

    def newest(self) -> Self:
        """Keep the latest revision of each month, template, audience and language."""
        same = Report.objects.filter(
            world=OuterRef("world"), month=OuterRef("month"),
            template_key=OuterRef("template_key"), audience=OuterRef("audience"),
            language=OuterRef("language"),
        )  # fmt: skip
        first = same.order_by("-revision").values("revision")[:1]
        return self.annotate(_newest=Subquery(first)).filter(revision=F("_newest"))


class Report(models.Model):
    """What a report says, frozen when it was compiled: the row is never changed.

    ``content`` is canonical JSON with all that it prints, ``fingerprint`` its SHA-256. How far it
    has come follows from the rows of Signature and PrintedFile.
    """

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    template = models.ForeignKey(
        Template, models.PROTECT, related_name="reports", verbose_name=_("template")
    )
    template_key = models.SlugField(pgettext_lazy("report", "key"), max_length=60)
    word_template = models.ForeignKey(
        WordTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("Word file"),
    )
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience)
    language = models.CharField(_("language"), max_length=2, choices=ReportLanguage)
    revision = models.PositiveIntegerField(_("revision"))
    title = models.CharField(_("title"), max_length=200)
    content = models.TextField(_("content"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    compiled_at = models.DateTimeField(_("compiled at"))
    compiled_by = models.CharField(_("compiled by"), max_length=150)

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "title", "-revision", "-pk")
        verbose_name = _("report")
        constraints = (
            models.UniqueConstraint(
                name="frozen_report_revision_once",
                fields=("world", "month", "template_key", "audience", "language", "revision"),
            ),
            models.CheckConstraint(
                name="frozen_report_month_by_its_first_day", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.revision})"

    @property
    def values(self) -> dict[str, Any]:
        """The content as values."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def is_signed(self) -> bool:
        """Whether two people signed it; of reports read by ``counted``."""
        return int(getattr(self, "signed", 0)) >= SIGNERS

    @property
    def state(self) -> ReportState:
        """How far it has come; of reports read by ``counted``."""
        return state_of(getattr(self, "signed", 0), getattr(self, "prints", 0))


class ReportFigure(models.Model):
    """A figure as a report froze it: what it prints, of what it is made, and where it opens."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="figures", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("number in the report"))
    asked = models.CharField(_("as the template asks for it"), max_length=200)
    indicator = models.SlugField(_("indicator"), max_length=80)
    unit_key = models.CharField(_("unit"), max_length=80, blank=True)
    period = models.CharField(_("period"), max_length=20)
    measure = models.CharField(_("what of it"), max_length=12)
    value = models.DecimalField(_("value"), max_digits=38, decimal_places=12, null=True, blank=True)
    bound = models.CharField(_("bound"), max_length=12, blank=True)
    words = models.CharField(_("in words"), max_length=120)
    unit_words = models.CharField(_("unit of measure"), max_length=40, blank=True)
    value_revision = models.PositiveIntegerField(_("revision of the value"), null=True, blank=True)
    numerator = models.DecimalField(
        _("numerator"), max_digits=38, decimal_places=12, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=38, decimal_places=12, null=True, blank=True
    )
    hidden = models.CharField(pgettext_lazy("cell", "hidden"), max_length=12, blank=True)
    parts = models.CharField(_("address of its parts"), max_length=300, blank=True)

    class Meta:
        ordering = ("report", "number")
        verbose_name = _("figure of a report")
        constraints = (
            models.UniqueConstraint(name="report_figure_once", fields=("report", "number")),
            models.CheckConstraint(
                name="report_figure_hidden_has_no_value",
                condition=Q(hidden="") | Q(value__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.words
