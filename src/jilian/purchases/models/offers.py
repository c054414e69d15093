"""Offers by line, with sealed prices, and what was awarded."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.base.encryption import SealedDecimalField
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases.models.requests import Purchase, PurchaseLine
from jilian.purchases.rules import Conflict, OfferState, Price, Tax


class OfferQuerySet(models.QuerySet["Offer"]):
    """Filters of offers."""

    def visible_to(self, person: Person, world: World, at: datetime) -> Self:
        """Keep the own ones; and to the own requests what was submitted, after the closing."""
        kept = self.filter(purchase__world=world)
        sells = Firm.objects.records_seen(person, world, Permission.OFFER_PURCHASES)
        buys = Firm.objects.records_seen(person, world, Permission.ORDER_PURCHASES)
        submitted = Q(
            purchase__buyer__in=buys, purchase__closes_at__lte=at, state=OfferState.SUBMITTED
        )
        return kept.filter(Q(supplier__in=sells) | submitted)


class Offer(models.Model):
    """What one supplier offers on a request; revised and withdrawn until the closing moment."""

    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="offers", verbose_name=_("purchase request")
    )
    supplier = models.ForeignKey(
        Firm, models.PROTECT, related_name="offers", verbose_name=_("supplier")
    )
    state = models.CharField(
        pgettext_lazy("offer", "state"), max_length=10, choices=OfferState, default=OfferState.DRAFT
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    conflict = models.CharField(
        _("conflict of interest"), max_length=8, choices=Conflict, blank=True
    )
    conflict_words = models.CharField(_("which conflict"), max_length=500, blank=True)
    answer = models.CharField(
        _("reason told to the supplier"), max_length=500, blank=True,
        help_text=_("Why nothing was awarded; may be left out."),
    )  # fmt: skip

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("offer")
        constraints = (
            models.UniqueConstraint(name="offer_once_a_supplier", fields=("purchase", "supplier")),
            models.CheckConstraint(
                name="offer_submitted_with_a_declaration",
                condition=~Q(state=OfferState.SUBMITTED)
                | (Q(submitted_at__isnull=False) & ~Q(conflict="")),
            ),
            models.CheckConstraint(
                name="offer_conflict_in_words",
                condition=~Q(conflict=Conflict.DECLARED) | ~Q(conflict_words=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier}: {self.purchase}"


class OfferLine(models.Model):
    """The price per unit for one line, sealed, with what it says of tax, time and papers."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="lines", verbose_name=_("offer"))
    line = models.ForeignKey(
        PurchaseLine, models.CASCADE, related_name="offered", verbose_name=_("line of a request")
    )
    unit_price = SealedDecimalField(_("price per unit (yuan)"), decimal_places=4)
    tax = models.CharField(_("with or without tax"), max_length=8, choices=Tax)
    rate = models.DecimalField(
        _("tax rate in per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    lead_days = models.PositiveIntegerField(_("lead time in days"), null=True, blank=True)
    papers = models.CharField(_("papers that come along"), max_length=300, blank=True)

    class Meta:
        ordering = ("line__number",)
        verbose_name = _("line of an offer")
        constraints = (models.UniqueConstraint(name="offer_line_once", fields=("offer", "line")),)

    def __str__(self) -> str:
        return str(self.line)

    @property
    def price(self) -> Price:
        """The price per unit with what was said of tax."""
        return Price(self.unit_price, self.tax, self.rate)


class Award(models.Model):
    """A part of a line, or all of it, goes to an offer; in force once the purchase is awarded."""

    offered = models.OneToOneField(
        OfferLine, models.CASCADE, related_name="award", verbose_name=_("line of an offer")
    )
    amount = models.DecimalField(_("amount awarded"), max_digits=15, decimal_places=3)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("award")
        constraints = (models.CheckConstraint(name="award_above_zero", condition=Q(amount__gt=0)),)

    def __str__(self) -> str:
        return f"{self.offered}: {self.amount}"
