"""Traces: one for every write, in the same transaction, each chained to the one before."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Trace(models.Model):
    """Who did what to which record, when, with its values before and after.

    People and records are written down as plain words, so that a trace still reads when they are
    gone. The values stand as exact text because the chain is made over every byte; ``before`` and
    ``after`` read them. The database refuses to change or delete a trace (migration
    ``append_only``).
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"), db_index=True)
    by = models.CharField(_("by"), max_length=150)
    action = models.CharField(_("action"), max_length=80)
    world = models.CharField(_("world"), max_length=50, blank=True)
    about_kind = models.CharField(_("kind of record"), max_length=80, blank=True)
    about_key = models.CharField(_("record"), max_length=80, blank=True)
    about_name = models.CharField(_("name of the record"), max_length=300, blank=True)
    before_text = models.TextField(_("before"), blank=True)
    after_text = models.TextField(_("after"), blank=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("trace")
        indexes = (
            models.Index(fields=("about_kind", "about_key", "number"), name="audit_trace_about"),
            models.Index(fields=("action", "number"), name="audit_trace_action"),
            models.Index(fields=("by", "number"), name="audit_trace_by"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.about_name}"

    @property
    def before(self) -> dict[str, Any] | None:
        """The values before; None where the action has none."""
        return json.loads(self.before_text) if self.before_text else None

    @property
    def after(self) -> dict[str, Any] | None:
        """The values after; None where the action has none."""
        return json.loads(self.after_text) if self.after_text else None


class ChainHead(models.Model):
    """The last trace of the chain: whoever adds one holds this row, so numbers follow commits."""

    ONLY = 1

    number = models.BigIntegerField(_("number"))
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("end of the chain of traces")
        constraints = (models.CheckConstraint(name="chain_has_one_head", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
