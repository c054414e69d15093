"""What a person makes of a proposal: what she would do otherwise, and what she adopted."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models.register import Cluster
from jilian.clusters.models.runs import FormationRun, ProposedCluster
from jilian.clusters.rules import DepartureKind, Position
from jilian.firms.models import Firm
from jilian.places.models import World


class Departure(models.Model):
    """Where a person departs from a proposal before she adopts it: one firm, with her reason."""

    proposal = models.ForeignKey(
        ProposedCluster, models.CASCADE, related_name="departures", verbose_name=_("proposal")
    )
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("firm"))
    kind = models.CharField(_("kind"), max_length=8, choices=DepartureKind)
    position = models.CharField(_("position"), max_length=10, choices=Position, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = models.CharField(_("noted by"), max_length=150)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("departure from a proposal")
        constraints = (
            models.UniqueConstraint(name="departure_once_a_firm", fields=("proposal", "firm")),
            models.CheckConstraint(name="departure_states_its_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return str(self.firm)


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Filters of adoptions."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the adoptions of the world if the person may see what runs propose."""
        kept = self.filter(world=world)
        seen = reach(person, world.code).may_somewhere(Permission.SEE_PROPOSALS)
        return kept if seen else kept.none()


class Adoption(models.Model):
    """One decision about what a run proposed: the memberships it began and those it ended."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="adoptions", verbose_name=_("world")
    )
    run = models.ForeignKey(
        FormationRun, models.PROTECT, related_name="adoptions", verbose_name=_("run")
    )
    proposal = models.ForeignKey(
        ProposedCluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
        verbose_name=_("proposal"),
    )
    cluster = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adoptions",
        verbose_name=_("cluster"),
    )
    cluster_name = models.CharField(_("name of the cluster"), max_length=120)
    is_new = models.BooleanField(_("founded the cluster"))
    from_day = models.DateField(_("first day"))
    reason = models.CharField(_("reason"), max_length=300)
    adopted_at = models.DateTimeField(_("adopted at"))
    adopted_by = models.CharField(_("adopted by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=300, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("-adopted_at", "-pk")
        verbose_name = _("adoption")
        constraints = (
            models.CheckConstraint(name="adoption_states_its_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return self.cluster_name
