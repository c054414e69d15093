"""What happened to a report after it was compiled: signed, printed, corrected by a note."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.reports.models.frozen import Report
from jilian.reports.rules.words import SIGNERS, PrintKind


class Signature(models.Model):
    """Somebody signed a report off, for an office; two different people make it stand."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="signatures", verbose_name=_("report")
    )
    place = models.PositiveSmallIntegerField(_("first or second"))
    by = models.CharField(_("signed by"), max_length=150)
    name = models.CharField(_("name as printed"), max_length=150)
    office = models.CharField(_("office as printed"), max_length=150, blank=True)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    at = models.DateTimeField(_("signed at"))

    class Meta:
        ordering = ("report", "place")
        verbose_name = _("signature")
        constraints = (
            models.UniqueConstraint(
                name="report_signed_once_in_a_place", fields=("report", "place")
            ),
            models.UniqueConstraint(name="report_signed_once_by_a_person", fields=("report", "by")),
            models.CheckConstraint(
                name="report_signed_by_two", condition=Q(place__gte=1, place__lte=SIGNERS)
            ),
        )

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A note of correction, added after: an extra sheet; the report itself stays as it was."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="notes", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    figure_number = models.PositiveSmallIntegerField(_("about which figure"), null=True, blank=True)
    words = models.CharField(_("what is corrected, and why"), max_length=500)
    at = models.DateTimeField(_("added at"))
    by = models.CharField(_("added by"), max_length=150)
    name = models.CharField(_("name as printed"), max_length=150)

    class Meta:
        ordering = ("report", "number")
        verbose_name = _("note of correction")
        constraints = (
            models.UniqueConstraint(name="report_note_once", fields=("report", "number")),
            models.CheckConstraint(name="report_note_says_something", condition=~Q(words="")),
        )

    def __str__(self) -> str:
        return self.words


class PrintedFile(models.Model):
    """The bytes that were printed, kept for ever: printing again gives them again.

    ``notes`` says how many notes of correction stand on the added sheet; 0 is the report alone.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="printed_files", verbose_name=_("report")
    )
    kind = models.CharField(_("kind of file"), max_length=4, choices=PrintKind)
    notes = models.PositiveSmallIntegerField(_("notes on the added sheet"))
    content = models.BinaryField(_("file"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    at = models.DateTimeField(_("printed at"))
    by = models.CharField(_("printed by"), max_length=150)

    class Meta:
        ordering = ("report", "kind", "notes")
        verbose_name = _("printed file")
        constraints = (
            models.UniqueConstraint(name="report_printed_once", fields=("report", "kind", "notes")),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"
