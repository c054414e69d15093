"""Uploaded tables and the problems found in them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.intake.rules import TableKind, UploadState, sentence, short_words
from jilian.places.models import World
from jilian.sources.models import Source


class UploadQuerySet(models.QuerySet["Upload"]):
    """Filters of uploads."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the uploads of the world for whoever may upload there; their content is left out."""
        if not reach(person, world.code).may(Permission.UPLOAD):
            return self.none()
        return self.filter(world=world).defer("content")


class Upload(models.Model):
    """One uploaded table, kept as it was received."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="uploads", verbose_name=_("world")
    )
    kind = models.CharField(_("what it holds"), max_length=16, choices=TableKind)
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(
        _("sheet"), max_length=100, blank=True, help_text=_("Empty for the first one.")
    )
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    content = models.BinaryField(_("content"))
    state = models.CharField(
        _("state"), max_length=10, choices=UploadState, default=UploadState.RECEIVED
    )
    reading = models.JSONField(
        _("how it was read"), default=dict, help_text=_("Format, encoding, separator, columns.")
    )
    rows_total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    difference = models.JSONField(
        _("difference"), null=True, blank=True, help_text=_("New, changed, same, conflicting.")
    )
    outcome = models.JSONField(
        _("outcome"), null=True, blank=True, help_text=_("The same counts, once applied.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.OneToOneField(
        Source, models.PROTECT, null=True, blank=True, related_name="upload",
        verbose_name=_("source"),
    )  # fmt: skip
    received_at = models.DateTimeField(_("received at"))
    received_by = models.CharField(_("received by"), max_length=150)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("applying asked for at"), null=True, blank=True)
    asked_by = models.CharField(_("applying asked for by"), max_length=150, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.CharField(_("applied by"), max_length=150, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("upload")
        constraints = (
            models.UniqueConstraint(
                name="table_uploaded_once",
                fields=("world", "kind", "fingerprint", "sheet"),
                condition=~Q(state=UploadState.REFUSED),
            ),
            models.CheckConstraint(
                name="upload_applied_has_its_source",
                condition=Q(
                    state=UploadState.APPLIED, source__isnull=False, applied_at__isnull=False
                )
                | (~Q(state=UploadState.APPLIED) & Q(source__isnull=True, applied_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="upload_checked_has_its_difference",
                condition=~Q(state__in=(UploadState.CHECKED, UploadState.APPLIED))
                | Q(difference__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_being_checked(self) -> bool:
        """Whether the check waits for its turn or is under way."""
        return self.state in (UploadState.RECEIVED, UploadState.CHECKING)

    @property
    def is_being_applied(self) -> bool:
        """Whether applying was asked for and is not finished."""
        return self.state == UploadState.CHECKED and self.asked_at is not None

    @property
    def counts(self) -> dict[str, Any]:
        """The counts of the check, empty before it."""
        return self.difference or {}

    @property
    def bad_rows(self) -> int | None:
        """Rows with problems; None before the check."""
        return None if self.difference is None else int(self.difference["bad_rows"])


class UploadProblem(models.Model):
    """What is wrong with one cell or row; the sentence is made when it is shown."""

    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="problems", verbose_name=_("upload")
    )
    row = models.PositiveIntegerField(
        _("row"), help_text=_("As a reader of the table counts; 0 for the whole table.")
    )
    column = models.CharField(_("column"), max_length=200, blank=True)
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

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return sentence(self.code, self.details)

    @property
    def short_words(self) -> str:
        """The few words by which such problems are filtered."""
        return str(short_words(self.code))
