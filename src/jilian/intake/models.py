"""Uploaded tables and the problems found in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.intake.rules import TableKind, UploadState
from jilian.places.models import World
from jilian.sources.models import Source


class Upload(models.Model):
    """One uploaded table, kept as it was received."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="uploads", verbose_name=_("world")
    )
    kind = models.CharField(_("what it holds"), max_length=16, choices=TableKind)
    file_name = models.CharField(_("file"), max_length=200)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    content = models.BinaryField(_("content"))
    state = models.CharField(
        _("state"), max_length=10, choices=UploadState, default=UploadState.RECEIVED
    )
    rows_total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    difference = models.JSONField(
        _("difference"), null=True, blank=True, help_text=_("New, changed, same, conflicting.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.OneToOneField(
        Source, models.PROTECT, null=True, blank=True, related_name="upload",
        verbose_name=_("source"),
    )
    received_at = models.DateTimeField(_("received at"))
    received_by = models.CharField(_("received by"), max_length=150)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.CharField(_("applied by"), max_length=150, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("upload")

    def __str__(self) -> str:
        return self.file_name


class UploadProblem(models.Model):
    """What is wrong with one cell or row, in words."""

    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="problems", verbose_name=_("upload")
    )
    row = models.PositiveIntegerField(_("row"), help_text=_("As a reader of the table counts."))
    column = models.CharField(_("column"), max_length=80, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    code = models.CharField(_("code"), max_length=40)
    details = models.JSONField(
        _("details"), default=dict, help_text=_("What the sentence of this code names.")
    )
    is_warning = models.BooleanField(_("warning only"), default=False)

    class Meta:
        ordering = ("row", "pk")
        verbose_name = _("problem in an upload")

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.code}"
