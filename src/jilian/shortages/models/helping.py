"""Firms that are asked for a call: what they answer, reserve and deliver."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.shortages.models.calls import AMOUNT, Call
from jilian.shortages.rules.ledger import Division
from jilian.shortages.rules.words import (
    ANSWER_MARKS,
    Answer,
    CannotReason,
    Circle,
    ReservationEnd,
)


class HelperQuerySet(models.QuerySet["Helper"]):
    """Filters of firms that are asked."""

    def own(
        self, person: Person, world: World, permission: Permission = Permission.ANSWER_CALLS
    ) -> Self:
        """Keep those of the person's own firm."""
        own = Firm.objects.records_seen(person, world, permission)
        return self.filter(call__world=world, firm__in=own)


class Helper(models.Model):
    """A firm was asked to help with a call, and what it has answered.

    ``offered`` is the most it can give; ``reserved`` the sum of what was accepted of it and not
    let go. A refusal is shown to the caller and the firm itself only.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(
        Call, models.PROTECT, related_name="helpers", db_index=False, verbose_name=_("call")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="asked_for_help", verbose_name=_("firm")
    )
    circle = models.PositiveSmallIntegerField(_("circle of firms asked"), choices=Circle)
    rank = models.PositiveSmallIntegerField(_("place in the proposal"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=150)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.WAITING)
    offered = models.DecimalField(_("can give"), null=True, blank=True, **AMOUNT)
    reserved = models.DecimalField(_("of which accepted"), default=Decimal(0), **AMOUNT)
    lead_hours = models.PositiveIntegerField(_("lead time in hours"), null=True, blank=True)
    papers = models.JSONField(_("quality papers"), default=list, blank=True)
    paper_numbers = models.CharField(_("numbers of the papers"), max_length=200, blank=True)
    cannot_reason = models.CharField(_("why not"), max_length=14, choices=CannotReason, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    first_answered_at = models.DateTimeField(_("first answered at"), null=True, blank=True)
    first_useful_at = models.DateTimeField(_("first useful answer at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("firm asked for help")
        constraints = (
            models.UniqueConstraint(name="helper_asked_once", fields=("call", "firm")),
            models.CheckConstraint(
                name="helper_useful_answer_is_whole",
                condition=Q(answer__in=("can", "in_part"), offered__gt=0, lead_hours__isnull=False)
                | Q(
                    answer__in=("waiting", "cannot"), offered__isnull=True, lead_hours__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="helper_reserved_within_offer",
                condition=Q(reserved=0) | Q(reserved__gt=0, reserved__lte=F("offered")),
            ),
            models.CheckConstraint(
                name="helper_cannot_has_a_reason",
                condition=(Q(answer="cannot") & ~Q(cannot_reason=""))
                | (~Q(answer="cannot") & Q(cannot_reason="")),
            ),
            models.CheckConstraint(
                name="helper_answered_at_a_moment",
                condition=Q(answer="waiting", answered_at__isnull=True)
                | (~Q(answer="waiting") & Q(answered_at__isnull=False)),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.firm)

    @property
    def mark(self) -> str:
        """The mark of the answer on a page."""
        return ANSWER_MARKS[self.answer]

    @property
    def open_offer(self) -> Decimal:
        """What it offered and nobody has accepted yet; zero without a useful answer."""
        return (self.offered or Decimal(0)) - self.reserved


class Reservation(models.Model):
    """The caller accepted an amount of a helper; what is not dispatched in time is let go.

    Exactly kept: amount = waiting + in transit + received + released. A delivery that is sent back
    waits again while the reservation runs, and is released where it has ended.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    helper = models.ForeignKey(
        Helper, models.PROTECT, related_name="reservations", verbose_name=_("firm asked for help")
    )
    amount = models.DecimalField(_("amount"), **AMOUNT)
    in_transit = models.DecimalField(_("on the way"), default=Decimal(0), **AMOUNT)
    received = models.DecimalField(_("received"), default=Decimal(0), **AMOUNT)
    released = models.DecimalField(_("let go"), default=Decimal(0), **AMOUNT)
    accepted_at = models.DateTimeField(_("accepted at"))
    accepted_by = models.CharField(_("accepted by"), max_length=150)
    due_at = models.DateTimeField(_("promised for"))
    expires_at = models.DateTimeField(_("expires at"))
    end = models.CharField(
        pgettext_lazy("reservation", "how it ended"),
        max_length=8,
        choices=ReservationEnd,
        blank=True,
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=150, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        ordering = ("accepted_at", "pk")
        verbose_name = _("reservation")
        constraints = (
            models.CheckConstraint(name="reservation_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="reservation_parts_within_amount",
                condition=Q(in_transit__gte=0, received__gte=0, released__gte=0)
                & Q(amount__gte=F("in_transit") + F("received") + F("released")),
            ),
            models.CheckConstraint(
                name="reservation_ended_lets_its_rest_go",
                condition=Q(end="", ended_at__isnull=True, released=0)
                | (
                    ~Q(end="")
                    & Q(ended_at__isnull=False)
                    & Q(amount=F("in_transit") + F("received") + F("released"))
                ),
            ),
            models.CheckConstraint(
                name="reservation_expires_after_acceptance",
                condition=Q(expires_at__gt=F("accepted_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.helper}: {self.amount.normalize():f}"

    @property
    def division(self) -> Division:
        """How the amount divides now."""
        return Division(
            self.amount, self.in_transit, self.received, self.released, ended=bool(self.end)
        )

    @property
    def waiting(self) -> Decimal:
        """What is still to be dispatched."""
        return self.division.waiting

    @property
    def kept(self) -> Decimal:
        """What counts against the need: everything that was not let go."""
        return self.division.kept

    def has_expired(self, at: datetime) -> bool:
        """Whether its rest may no longer be counted on, noted or not."""
        return not self.end and self.waiting > 0 and self.expires_at <= at


class Delivery(models.Model):
    """A part that was sent off with its batch number; the caller's receipt says what arrived well.

    Exactly kept once received: amount = accepted + returned.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    reservation = models.ForeignKey(
        Reservation, models.PROTECT, related_name="deliveries", verbose_name=_("reservation")
    )
    amount = models.DecimalField(_("amount"), **AMOUNT)
    batch = models.CharField(_("batch number"), max_length=60)
    carrier = models.CharField(
        _("carrier and its licence"), max_length=120, blank=True,
        help_text=_("A firm and a licence number, never a person's name."),
    )  # fmt: skip
    dispatched_at = models.DateTimeField(_("dispatched at"))
    dispatched_by = models.CharField(_("dispatched by"), max_length=150)
    accepted = models.DecimalField(_("accepted"), null=True, blank=True, **AMOUNT)
    returned = models.DecimalField(_("returned"), null=True, blank=True, **AMOUNT)
    return_reason = models.CharField(_("why returned"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    received_by = models.CharField(_("received by"), max_length=150, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)

    class Meta:
        ordering = ("dispatched_at", "pk")
        verbose_name = _("delivery")
        constraints = (
            models.CheckConstraint(name="delivery_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="delivery_received_adds_up",
                condition=Q(received_at__isnull=True, accepted__isnull=True, returned__isnull=True)
                | (
                    Q(received_at__isnull=False, accepted__gte=0, returned__gte=0)
                    & Q(amount=F("accepted") + F("returned"))
                ),
            ),
            models.CheckConstraint(
                name="delivery_returned_has_a_reason",
                condition=Q(returned__isnull=True) | Q(returned=0) | ~Q(return_reason=""),
            ),
            models.UniqueConstraint(
                name="delivery_batch_once", fields=("reservation", "batch", "dispatched_at")
            ),
        )

    def __str__(self) -> str:
        return self.batch
