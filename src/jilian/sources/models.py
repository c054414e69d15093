"""Sources, what was published in them, and the mixin that ties every record to its source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.places.models import World


class Source(models.Model):
    """A document, an upload, an inference, a person's act: where records came from."""

    class Kind(models.TextChoices):
        """What sort of origin it is."""

        PUBLISHED = "published", _("published document or list")
        UPLOAD = "upload", _("uploaded table")
        PERSON = "person", _("entered by a person")
        INFERRED = "inferred", _("inferred by computation")
        FORMATION = "formation", _("formation run")
        MADE = "made", _("made up")

    key = models.CharField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    reference = models.CharField(
        _("reference"), max_length=500, blank=True, help_text=_("Address, repository or file.")
    )
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, blank=True)
    authoritative = models.BooleanField(
        _("authoritative"),
        default=False,
        help_text=_("A registry or licence: what it states is questioned, never overwritten."),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        ordering = ("key",)
        verbose_name = _("source")
        constraints = (
            models.CheckConstraint(
                name="only_a_document_or_table_is_authoritative",
                condition=Q(authoritative=False) | Q(kind__in=("published", "upload", "made")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Sourced(models.Model):
    """A record that points to where it came from."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    source_row = models.PositiveIntegerField(
        _("row"), null=True, blank=True, help_text=_("Row in the table, counted as a reader does.")
    )

    class Meta:
        abstract = True


class PublishedFact(models.Model):
    """A figure as a source states it, with its bound and what is unclear about it."""

    class Comparator(models.TextChoices):
        """How the stated value bounds the true one."""

        EXACT = "=", _("exactly")
        MORE = ">", _("more than")
        AT_LEAST = ">=", _("at least")
        LESS = "<", _("less than")
        ABOUT = "~", _("about")
        UNSTATED = "", _("no value stated")

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    key = models.CharField(_("key"), max_length=40)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="facts", verbose_name=_("source")
    )
    quote = models.CharField(_("quotation"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=120)
    measure = models.CharField(_("measure"), max_length=80)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    comparator = models.CharField(_("bound"), max_length=2, choices=Comparator, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    unclear = models.TextField(_("what is unclear"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=40, blank=True)
    growth_pct = models.DecimalField(
        _("published growth (%)"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    growth_kind = models.CharField(_("kind of that growth"), max_length=20, blank=True)
    vintage = models.CharField(_("vintage or basis"), max_length=40, blank=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("published fact")
        constraints = (
            models.UniqueConstraint(name="published_fact_key_once", fields=("world", "key")),
            models.CheckConstraint(
                name="published_fact_bound_needs_a_value",
                condition=Q(value__isnull=False) | Q(comparator=""),
            ),
        )

    def __str__(self) -> str:
        return self.quote or f"{self.subject}: {self.measure}"
