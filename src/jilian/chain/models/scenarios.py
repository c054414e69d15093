"""Scenarios: a shock that is kept with its reason, and what it came to on each snapshot."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.chain.models.critical import clusters_held
from jilian.clusters.models import Cluster
from jilian.network.models import Snapshot
from jilian.places.models import World


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Filters of scenarios."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_BREAKS
    ) -> Self:
        """Keep those of the world, or those kept within the clusters of the person."""
        kept = self.filter(world=world)
        if reach(person, world.code).may(permission):
            return kept
        return kept.filter(cluster__in=clusters_held(person, world, permission))

    def standing(self) -> Self:
        """Keep those that were not put away."""
        return self.filter(put_away_at__isnull=True)


class Scenario(models.Model):
    """A what-if that was saved: what fails, as plain data, with a name and a reason."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="scenarios", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("within the cluster"),
        help_text=_("Computed on the links of its firms; empty: on the whole network."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=80)
    reason = models.CharField(_("reason"), max_length=300)
    shock = models.JSONField(_("what fails"))
    what = models.CharField(_("what fails, in words"), max_length=200)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=150)
    put_away_at = models.DateTimeField(_("put away at"), null=True, blank=True)
    put_away_by = models.CharField(_("put away by"), max_length=150, blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("scenario")
        constraints = (
            models.CheckConstraint(
                name="scenario_has_name_and_reason", condition=~Q(name="") & ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class ScenarioResult(models.Model):
    """What a scenario came to on one snapshot; never changed afterwards."""

    scenario = models.ForeignKey(
        Scenario, models.CASCADE, related_name="results", verbose_name=_("scenario")
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot")
    )
    epsilon = models.FloatField(_("limit of convergence"))
    index = models.FloatField(_("index"))
    down = models.FloatField(_("index downstream"))
    up = models.FloatField(_("index upstream"))
    stopped = models.PositiveIntegerField(_("firms that fail by the assumption"))
    hit = models.PositiveIntegerField(_("further firms hit"))
    firms = models.PositiveIntegerField(_("firms of the network"))
    unknown = models.JSONField(_("what is unknown"))
    hits = models.JSONField(_("firms hit"), help_text=_("Key, step and level left of each firm."))
    computed_at = models.DateTimeField(_("computed at"))
    computed_by = models.CharField(_("computed by"), max_length=150)

    class Meta:
        ordering = ("computed_at", "pk")
        verbose_name = _("result of a scenario")
        constraints = (
            models.UniqueConstraint(
                name="scenario_result_once_a_snapshot", fields=("scenario", "snapshot", "epsilon")
            ),
        )

    def __str__(self) -> str:
        return f"{self.snapshot.as_of}"
