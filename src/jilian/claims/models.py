"""Claims of firms by their people, and corrections of single values that firms propose."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission, reach
from jilian.claims.rules import (
    OPEN,
    STATE_MARKS,
    ClaimState,
    CorrectionState,
    Field,
    Manner,
    PaperKind,
)
from jilian.firms.models import Firm
from jilian.firms.rules import Scheme
from jilian.places.models import World
from jilian.sources.models import Source


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Filters of claims."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep all of the world for whoever decides on them, else only the person's own."""
        kept = self.filter(world=world)
        if reach(person, world.code).may(Permission.REVIEW_CLAIMS):
            return kept
        return kept.filter(person=person)

    def waiting(self) -> Self:
        """Keep those on which the office has to decide, the longest waiting first."""
        return self.filter(state=ClaimState.FILED).order_by("waiting_since", "pk")


class Claim(models.Model):
    """A person says: this record is my firm's. The paper is named, never uploaded.

    Whether the register has the firm is not told to whoever claims; the office finds it.
    """

    world = models.ForeignKey(World, models.CASCADE, related_name="claims", verbose_name=_("world"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="claims",
        verbose_name=_("person"),
    )
    scheme = models.CharField(_("identified by"), max_length=24, choices=Scheme)
    identifier = models.CharField(_("identifier"), max_length=80)
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("firm"),
        help_text=_("Empty where the register has no such record."),
    )
    paper = models.CharField(_("paper"), max_length=24, choices=PaperKind)
    paper_number = models.CharField(_("number of the paper"), max_length=80, blank=True)
    words = models.CharField(_("what it shows"), max_length=500, blank=True)
    state = models.CharField(pgettext_lazy("claim", "state"), max_length=12, choices=ClaimState)
    filed_at = models.DateTimeField(_("filed at"))
    waiting_since = models.DateTimeField(_("waiting since"))
    question = models.CharField(_("question"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appointment"),
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_at", "-pk")
        verbose_name = pgettext_lazy("of a firm", "claim")
        indexes = (models.Index(fields=("world", "state", "waiting_since"), name="claims_waiting"),)
        constraints = (
            models.UniqueConstraint(
                name="claim_open_once",
                fields=("person", "world", "scheme", "identifier"),
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.CheckConstraint(
                name="accepted_claim_has_firm_and_appointment",
                condition=~Q(state__in=("accepted", "ended"))
                | Q(firm__isnull=False, appointment__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_claim_states_its_reason",
                condition=~Q(state__in=("refused", "ended")) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.identifier}"

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it has not been decided."""
        return self.state in OPEN


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Filters of corrections."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep all of the world for whoever decides on them, else those of the person's firms."""
        kept = self.filter(world=world)
        if reach(person, world.code).may(Permission.REVIEW_CLAIMS):
            return kept
        own = Firm.objects.records_seen(person, world, Permission.CORRECT_FIRM)
        return kept.filter(firm__in=own)

    def waiting(self) -> Self:
        """Keep those on which the office has to decide, the longest waiting first."""
        return self.filter(state=CorrectionState.FILED).order_by("waiting_since", "pk")


class Correction(models.Model):
    """One value of a firm's record that the firm proposes to set right, or questions.

    ``value`` and ``before`` are plain values (``rules.fields``); ``journal`` is what an acceptance
    wrote, so that it can be undone.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="corrections", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="corrections", verbose_name=_("firm")
    )
    field = models.CharField(_("value"), max_length=20, choices=Field)
    manner = models.CharField(_("what the firm says"), max_length=12, choices=Manner)
    record = models.PositiveBigIntegerField(
        _("record"), default=0, help_text=_("What it is about; 0 where the register holds none.")
    )
    value = models.JSONField(_("proposed"), default=dict, encoder=DjangoJSONEncoder)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    from_day = models.DateField(_("from"), null=True, blank=True)
    words = models.CharField(_("why, and which paper shows it"), max_length=500)
    state = models.CharField(
        pgettext_lazy("correction", "state"), max_length=12, choices=CorrectionState
    )
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.CharField(_("filed by"), max_length=150)
    waiting_since = models.DateTimeField(_("waiting since"))
    question = models.CharField(_("question"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    journal = models.JSONField(_("what it wrote"), default=list, encoder=DjangoJSONEncoder)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_at", "-pk")
        verbose_name = _("correction")
        indexes = (
            models.Index(fields=("world", "state", "waiting_since"), name="corrections_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                name="accepted_correction_has_a_source",
                condition=~Q(state__in=("accepted", "undone")) | Q(source__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_correction_states_its_reason",
                condition=~Q(state__in=("refused", "answered")) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.firm}: {self.get_field_display()}"

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it has not been decided."""
        return self.state in OPEN

    @property
    def touched(self) -> set[tuple[str, int, str]]:
        """What its acceptance wrote: table, key and column of each value."""
        return {
            (entry["table"], entry["pk"], column)
            for entry in self.journal
            for column in entry["after"]
        }

    def waits_at(self, moment: datetime) -> float:
        """Days since the firm said it or answered last."""
        return (moment - self.waiting_since).total_seconds() / 86_400
