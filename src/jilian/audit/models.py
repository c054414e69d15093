"""Traces: one for every write, in the same transaction, each chained to the one before."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.audit.rules import Statement, moment_text


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
            # What left the house: few among many.
            models.Index(
                fields=("number",), name="audit_trace_taken_out", condition=~Q(purpose="")
            ),
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


class DailyDigest(models.Model):
    """A signed statement: up to ``last_number`` the chain ends in this digest.

    Kept elsewhere as a file it proves a later chain right or wrong, even where the whole database
    was rewritten. The database refuses to change one, as it does for traces.
    """

    day = models.DateField(_("day"))
    first_number = models.BigIntegerField(_("first trace"))
    last_number = models.BigIntegerField(_("last trace"), unique=True)
    count = models.BigIntegerField(_("traces"))
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))
    sealed_by = models.CharField(_("sealed by"), max_length=150)
    public_key = models.CharField(_("public key (Ed25519)"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        ordering = ("-last_number",)
        verbose_name = _("sealed digest")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.last_number}"

    @property
    def statement(self) -> Statement:
        """What is signed."""
        return Statement(
            day=self.day.isoformat(),
            first_number=self.first_number,
            last_number=self.last_number,
            count=self.count,
            digest=self.digest,
            sealed_at=moment_text(self.sealed_at),
            public_key=self.public_key,
        )


class Pruning(models.Model):
    """Traces deleted at the end of their retention: the rest of the chain begins after this one."""

    number = models.BigIntegerField(_("last deleted trace"), unique=True)
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    count = models.BigIntegerField(_("traces deleted"))
    before_at = models.DateTimeField(_("older than"))
    pruned_at = models.DateTimeField(_("deleted at"))
    pruned_by = models.CharField(_("deleted by"), max_length=150)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("deletion of old traces")

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


class Verification(models.Model):
    """One walk over the whole chain: who asked for it, how far it came, what it found."""

    class State(models.TextChoices):
        """How far it has come and what it found."""

        WAITING = "waiting", pgettext_lazy("verification", "waiting")
        RUNNING = "running", pgettext_lazy("verification", "under way")
        SOUND = "sound", pgettext_lazy("verification", "nothing was changed")
        BROKEN = "broken", pgettext_lazy("verification", "traces were changed")

    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.CharField(_("asked for by"), max_length=150)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    first_number = models.BigIntegerField(_("first trace"), null=True, blank=True)
    last_number = models.BigIntegerField(_("last trace"), null=True, blank=True)
    checked = models.BigIntegerField(_("traces checked"), default=0)
    whole = models.BigIntegerField(_("traces to check"), null=True, blank=True)
    broken = models.BigIntegerField(_("traces that do not fit"), default=0)
    findings = models.JSONField(_("what was found"), default=list)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("verification of the chain")

    def __str__(self) -> str:
        return f"{self.asked_at.isoformat()} {self.state}"


class Look(models.Model):
    """A person opened the page of a record on a day: one row for each, however often.

    A firm may ask who looked at its data. It stands outside the chain of traces: traces tell of
    writes and prove that nothing was changed; this is a log of reading, written once a day for each
    reader and record, and worth no waiting: what cannot be written at once is written a little
    later. Looks of system people and of the firm's own keeper are not kept.
    """

    day = models.DateField(_("day"))
    person = models.CharField(_("by"), max_length=150)
    world = models.CharField(_("world"), max_length=50)
    about_kind = models.CharField(_("kind of record"), max_length=80)
    about_key = models.CharField(_("record"), max_length=80)
    first_at = models.DateTimeField(_("first at"))

    class Meta:
        ordering = ("-day", "-first_at")
        verbose_name = _("look at a record")
        constraints = (
            models.UniqueConstraint(
                name="look_once_a_day", fields=("about_kind", "about_key", "day", "person")
            ),
        )
        indexes = (models.Index(fields=("day",), name="audit_look_day"),)

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.person}"
