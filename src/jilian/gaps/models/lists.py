"""The two lists of a cluster: what its leader offers, what its chain lacks."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.gaps.models.missing import MissingLink
from jilian.gaps.rules.words import ItemKind
from jilian.places.models import World


class ChainItem(models.Model):
    """One line of a list: what, who owns it (a function or a firm), since when, what came of it."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="chain_items", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="chain_items", verbose_name=_("cluster")
    )
    kind = models.CharField(_("list"), max_length=6, choices=ItemKind)
    words = models.CharField(_("what"), max_length=300)
    owner_office = models.CharField(_("owner: function or office"), max_length=120, blank=True)
    owner_firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner: firm"),
    )
    missing_link = models.ForeignKey(
        MissingLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("missing link"),
    )
    opened_on = models.DateField(_("open since"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=150, blank=True)

    class Meta:
        ordering = ("opened_on", "pk")
        verbose_name = _("line of a cluster's list")
        indexes = (models.Index(fields=("cluster", "kind", "opened_on"), name="chain_item_by_age"),)
        constraints = (
            models.CheckConstraint(
                name="chain_item_has_one_owner",
                condition=(Q(owner_office="") & Q(owner_firm__isnull=False))
                | (~Q(owner_office="") & Q(owner_firm__isnull=True)),
            ),
            models.CheckConstraint(
                name="chain_item_closed_with_its_result",
                condition=Q(closed_on__isnull=True, result="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(result="")),
            ),
            models.UniqueConstraint(
                name="chain_item_once_for_a_missing_link",
                fields=("cluster", "missing_link"),
                condition=Q(missing_link__isnull=False, closed_on__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def owner(self) -> str:
        """Who owns it, in words."""
        return str(self.owner_firm.root) if self.owner_firm else self.owner_office

    def days_open(self, day: date) -> int:
        """How many days it had been open by the day, or was until it was closed."""
        end = self.closed_on if self.closed_on and self.closed_on <= day else day
        return (end - self.opened_on).days
