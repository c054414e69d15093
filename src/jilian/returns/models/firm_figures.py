"""Firms' monthly figures under a town or cluster, given by the firms for a named purpose."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.firms.models import Firm
from jilian.returns.models.units import OfUnit, one_unit


class FirmSheet(OfUnit):
    """One table of firms' figures of a month; a later revision stands for the earlier ones."""

    month = models.DateField(_("month"), help_text=_("Its first day; February for both."))
    revision = models.PositiveIntegerField(_("revision"))
    purpose = models.CharField(
        _("purpose"), max_length=200, help_text=_("What the firms gave their figures for.")
    )
    file_name = models.CharField(_("file"), max_length=200)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    findings = models.JSONField(_("findings with a note"), default=list)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)

    class Meta:
        ordering = ("-month", "-revision")
        verbose_name = _("table of firms' monthly figures")
        constraints = (
            one_unit("firm_sheet_names_one_unit"),
            models.UniqueConstraint(
                name="firm_sheet_revision_once",
                fields=("world", "form", "unit_kind", "unit_key", "month", "revision"),
            ),
            models.CheckConstraint(name="firm_sheet_names_its_purpose", condition=~Q(purpose="")),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m} ({self.revision})"


class FirmFigures(models.Model):
    """The figures of one firm; ``values`` by "item.column" as exact text, missing ones left out."""

    sheet = models.ForeignKey(
        FirmSheet, models.CASCADE, related_name="rows", verbose_name=_("table")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("firm"))
    row = models.PositiveIntegerField(_("row"))
    values = models.JSONField(_("values"), default=dict)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("row",)
        verbose_name = _("a firm's monthly figures")
        verbose_name_plural = _("firms' monthly figures")
        constraints = (
            models.UniqueConstraint(name="firm_figures_once_a_sheet", fields=("sheet", "firm")),
        )

    def __str__(self) -> str:
        return str(self.firm)
