"""Traces: one for every write, in the same transaction."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Trace(models.Model):
    """Who did what to which record, when, with its values before and after.

    People and records are written down as plain words, so that a trace still reads when they are
    gone.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.CharField(_("by"), max_length=150, db_index=True)
    action = models.CharField(_("action"), max_length=80, db_index=True)
    world = models.CharField(_("world"), max_length=50, blank=True)
    about_kind = models.CharField(_("kind of record"), max_length=80, blank=True)
    about_key = models.CharField(_("record"), max_length=80, blank=True)
    about_name = models.CharField(_("name of the record"), max_length=300, blank=True)
    before = models.JSONField(_("before"), null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("trace")
        indexes = (models.Index(fields=("about_kind", "about_key"), name="audit_trace_about"),)

    def __str__(self) -> str:
        return f"{self.action} {self.about_name}"
