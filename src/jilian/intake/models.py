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

WRITTEN = (UploadState.APPLIED, UploadState.UNDONE)  # its rows stand or stood in the register


class UploadQuerySet(models.QuerySet["Upload"]):
    """Filters of uploads."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the uploads of the world for whoever may upload there; their content is left out."""
        if not reach(person, world.code).may(Permission.UPLOAD):
            return self.none()
        return self.filter(world=world).defer("content", "journal")


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
    sender = models.CharField(
        _("sender"), max_length=100, blank=True,
        help_text=_("The office that the table comes from; empty for whoever uploaded it."),
    )  # fmt: skip
    reading = models.JSONField(
        _("how it was read"), default=dict, help_text=_("Format, encoding, separator, columns.")
    )
    meanings = models.JSONField(
        _("meanings of headings"), default=dict, blank=True,
        help_text=_("By heading the column it means (empty: left out), and who said so."),
    )  # fmt: skip
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
    journal = models.BinaryField(
        _("journal"), default=b"", help_text=_("What applying changed, so that it can be undone.")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("why undone"), max_length=300, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("upload")
        constraints = (
            models.UniqueConstraint(
                name="table_uploaded_once",
                fields=("world", "kind", "fingerprint", "sheet"),
                condition=~Q(state__in=(UploadState.REFUSED, UploadState.UNDONE)),
            ),
            models.CheckConstraint(
                name="upload_applied_has_its_source",
                condition=Q(state__in=WRITTEN, source__isnull=False, applied_at__isnull=False)
                | (~Q(state__in=WRITTEN) & Q(source__isnull=True, applied_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="upload_checked_has_its_difference",
                condition=~Q(state__in=(UploadState.CHECKED, *WRITTEN))
                | Q(difference__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_undone_says_when",
                condition=Q(state=UploadState.UNDONE, undone_at__isnull=False)
                | (~Q(state=UploadState.UNDONE) & Q(undone_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def sender_key(self) -> str:
        """By whom the meanings of headings are kept: the office, or whoever uploaded."""
        return self.sender or self.received_by

    @property
    def told_meanings(self) -> dict[str, str]:
        """The column that each told heading means, by the base of the heading."""
        return {base: told["field"] for base, told in self.meanings.items()}

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


class HeadingMeaning(models.Model):
    """What a heading means in the tables of one sender, as a person once said."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="heading_meanings", verbose_name=_("world")
    )
    kind = models.CharField(_("what it holds"), max_length=16, choices=TableKind)
    sender = models.CharField(_("sender"), max_length=150)
    base = models.CharField(_("heading without year and unit"), max_length=80)
    heading = models.CharField(_("heading"), max_length=80)
    field = models.CharField(
        _("column"), max_length=40, blank=True, help_text=_("Empty: left out.")
    )
    kept_at = models.DateTimeField(_("kept at"))
    kept_by = models.CharField(_("kept by"), max_length=150)

    class Meta:
        ordering = ("kind", "sender", "base")
        verbose_name = _("meaning of a heading")
        constraints = (
            models.UniqueConstraint(
                name="heading_has_one_meaning_for_a_sender",
                fields=("world", "kind", "sender", "base"),
            ),
        )

    def __str__(self) -> str:
        return self.heading


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
