"""Requests that a firm puts round, their lines, and who is invited to offer."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.encryption import SealedDecimalField
from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases.rules import (
    BEFORE_ROUND,
    Conflict,
    Funding,
    Kind,
    Known,
    PurchaseState,
    Unit,
    takes_offers,
)

P = Permission


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    """Filters of requests."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the own ones, those that reached the own firm, and what was put round in reach.

        The secretary sees her cluster's and those handed to her; offices see what was put round.
        """
        held, kept = reach(person, world.code), self.filter(world=world)
        is_round = Q(put_round_at__isnull=False)
        seen = is_round if held.may(P.SEE_PURCHASES) else Q(pk__in=())
        if keys := held.keys(P.SEE_PURCHASES, ScopeKind.CLUSTER):
            own = Q(cluster__in=[int(key) for key in keys if key.isdecimal()])
            seen |= own & (is_round | Q(state=PurchaseState.HANDED))
        if held.keys(P.SEE_PURCHASES, ScopeKind.FIRM):
            firms = Firm.objects.records_seen(person, world, P.SEE_PURCHASES)
            keys_of_firms = list(firms.values_list("pk", flat=True))
            seen |= Q(buyer__in=keys_of_firms) | (is_round & reached(keys_of_firms))
        return kept.filter(seen)


def reached(firms: list[int]) -> Q:
    """Requests that these firms were invited to, may offer on as members, or offered on."""
    from jilian.purchases.models.offers import Offer  # it points back here

    members = Membership.objects.filter(firm__in=firms, valid_to__isnull=True)
    return (
        Q(pk__in=InvitedSupplier.objects.filter(firm__in=firms).values("purchase"))
        | Q(pk__in=Offer.objects.filter(supplier__in=firms).values("purchase"))
        | Q(open_to_cluster=True, cluster__in=members.values("cluster"))
    )


class Purchase(models.Model):
    """A firm asks the firms of its cluster, or invited ones, for offers by line; no duty to buy.

    The buyer's own rules stay in force: they are said in words, with the document. ``estimate``
    and everything about prices is sealed.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="purchases", verbose_name=_("world")
    )
    buyer = models.ForeignKey(
        Firm, models.PROTECT, related_name="requests", verbose_name=_("buyer")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="purchases", verbose_name=_("cluster")
    )
    title = models.CharField(_("what is bought"), max_length=120)
    kind = models.CharField(pgettext_lazy("purchase", "kind"), max_length=8, choices=Kind)
    in_project = models.CharField(
        _("part of a works project"), max_length=8, choices=Known, default=Known.UNKNOWN
    )
    funding = models.CharField(
        _("who pays"), max_length=8, choices=Funding, default=Funding.UNKNOWN
    )
    estimate = SealedDecimalField(
        _("estimated value with tax (yuan)"), decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("purchase", "state"), max_length=10, choices=PurchaseState,
        default=PurchaseState.DRAFT,
    )  # fmt: skip
    own_rules = models.CharField(_("the buyer's own rules"), max_length=500, blank=True)
    own_document = models.CharField(_("document of these rules"), max_length=120, blank=True)
    open_to_cluster = models.BooleanField(_("open to the cluster"), default=False)
    closes_at = models.DateTimeField(_("offers close at"), null=True, blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    put_round_at = models.DateTimeField(_("put round at"), null=True, blank=True)
    evaluators = models.CharField(
        _("who evaluates, by function"), max_length=200, blank=True,
        help_text=_("Functions, no names."),
    )  # fmt: skip
    conflict = models.CharField(
        _("conflict of interest"), max_length=8, choices=Conflict, blank=True
    )
    conflict_words = models.CharField(_("which conflict"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-pk")
        verbose_name = _("purchase request")
        indexes = (models.Index(fields=("world", "put_round_at"), name="purchase_by_day"),)
        constraints = (
            models.CheckConstraint(
                name="purchase_put_round_with_rules_and_closing",
                condition=Q(put_round_at__isnull=True)
                | (Q(closes_at__isnull=False) & ~Q(own_rules="") & ~Q(own_document="")),
            ),
            models.CheckConstraint(
                name="purchase_awarded_after_a_declaration",
                condition=~Q(state=PurchaseState.AWARDED)
                | (Q(decided_at__isnull=False) & ~Q(conflict="") & ~Q(evaluators="")),
            ),
            models.CheckConstraint(
                name="purchase_cancelled_with_its_reason",
                condition=~Q(state=PurchaseState.CANCELLED) | ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="purchase_conflict_in_words",
                condition=~Q(conflict=Conflict.DECLARED) | ~Q(conflict_words=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_before_round(self) -> bool:
        """Whether it may still be changed."""
        return self.state in BEFORE_ROUND

    def takes_offers(self, at: datetime) -> bool:
        """Whether offers are taken at this moment."""
        return takes_offers(self.state, self.closes_at, at)


class PurchaseLine(models.Model):
    """One thing asked for: in words, with specification, amount, unit, day, and papers."""

    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="lines", verbose_name=_("purchase request")
    )
    number = models.PositiveIntegerField(_("number of the line"))
    material = models.CharField(_("material"), max_length=120)
    specification = models.CharField(_("specification"), max_length=300, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=15, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=6, choices=Unit)
    needed_on = models.DateField(_("delivery until"))
    papers = models.CharField(_("papers asked for"), max_length=300, blank=True)
    outcome_reason = models.CharField(_("reason of the award"), max_length=500, blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name = _("line of a request")
        constraints = (
            models.UniqueConstraint(name="purchase_line_once", fields=("purchase", "number")),
            models.CheckConstraint(name="purchase_line_above_zero", condition=Q(amount__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.material}"


class InvitedSupplier(models.Model):
    """A firm that the buyer invites to offer; that it does not offer is recorded nowhere."""

    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="invited", verbose_name=_("purchase request")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("firm"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("invited supplier")
        constraints = (
            models.UniqueConstraint(name="supplier_invited_once", fields=("purchase", "firm")),
        )

    def __str__(self) -> str:
        return str(self.firm)
