"""The critical list: what every firm of a world, and of each cluster, would take down with it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.chain.rules import CriticalState, InputKind
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.network.models import Snapshot
from jilian.places.models import World


def clusters_held(person: Person, world: World, permission: Permission) -> list[int]:
    """The clusters for which the person holds a permission, by their keys."""
    keys = reach(person, world.code).keys(permission, ScopeKind.CLUSTER)
    return sorted(int(key) for key in keys if key.isdecimal())


class CriticalRunQuerySet(models.QuerySet["CriticalRun"]):
    """Filters of computations."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world for who sees what breaks everywhere, or in a cluster."""
        held, kept = reach(person, world.code), self.filter(world=world)
        if held.may(Permission.SEE_BREAKS):
            return kept
        return kept if held.keys(Permission.SEE_BREAKS, ScopeKind.CLUSTER) else kept.none()


class CriticalRun(models.Model):
    """One computation of the index for every firm of a frozen network."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="critical_runs", verbose_name=_("world")
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, related_name="critical_runs",
        verbose_name=_("snapshot"),
    )  # fmt: skip
    as_of = models.DateField(_("as of"))
    epsilon = models.FloatField(_("limit of convergence"))
    state = models.CharField(
        _("state"), max_length=8, choices=CriticalState, default=CriticalState.WAITING
    )
    note = models.CharField(_("note"), max_length=40, blank=True)
    summary = models.JSONField(
        _("summary"), default=dict, help_text=_("Firms, links, and how much of them is unknown.")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.CharField(_("asked for by"), max_length=150)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = CriticalRunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("critical list")
        indexes = (models.Index(fields=("world", "state", "-asked_at"), name="critical_latest"),)
        constraints = (
            models.CheckConstraint(
                name="critical_list_done_has_its_snapshot",
                condition=~Q(state=CriticalState.DONE) | Q(snapshot__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of}"


class FirmIndexQuerySet(models.QuerySet["FirmIndex"]):
    """Filters of the index."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the rows of the world, or those within the clusters of the person."""
        kept = self.filter(run__world=world)
        if reach(person, world.code).may(Permission.SEE_BREAKS):
            return kept
        return kept.filter(cluster__in=clusters_held(person, world, Permission.SEE_BREAKS))


class FirmIndex(models.Model):
    """The share of output that is lost if a firm stops: of the world, or within one cluster."""

    run = models.ForeignKey(
        CriticalRun, models.CASCADE, related_name="rows", db_index=False, verbose_name=_("list")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("within the cluster"), help_text=_("Empty: of the whole world."),
    )  # fmt: skip
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("firm"))
    rank = models.PositiveIntegerField(_("rank"))
    index = models.FloatField(_("index"))
    down = models.FloatField(_("index downstream"))
    up = models.FloatField(_("index upstream"))
    known_index = models.FloatField(
        _("index on known links"), null=True, blank=True, help_text=_("Empty: no known link.")
    )
    industry = models.CharField(_("class"), max_length=4, blank=True)
    town = models.CharField(_("town"), max_length=12, blank=True)
    known_links = models.PositiveIntegerField(_("known links"))
    inferred_links = models.PositiveIntegerField(_("inferred links"))

    objects = FirmIndexQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        verbose_name = _("index of a firm")
        indexes = (models.Index(fields=("run", "cluster", "rank"), name="firm_index_in_order"),)
        constraints = (
            models.UniqueConstraint(
                name="firm_index_once_in_the_world", fields=("run", "firm"),
                condition=Q(cluster__isnull=True),
            ),
            models.UniqueConstraint(
                name="firm_index_once_in_a_cluster", fields=("run", "cluster", "firm"),
                condition=Q(cluster__isnull=False),
            ),
            models.CheckConstraint(
                name="firm_index_is_a_share", condition=Q(index__gte=0, index__lte=1)
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.firm} {self.index:.4f}"


class SingleSourceQuerySet(models.QuerySet["SingleSource"]):
    """Filters of single sources."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world, or of buyers in the clusters of the person."""
        kept = self.filter(run__world=world)
        if reach(person, world.code).may(Permission.SEE_BREAKS):
            return kept
        held = clusters_held(person, world, Permission.SEE_BREAKS)
        if not held:
            return kept.none()
        members = FirmIndex.objects.filter(cluster__in=held).order_by().values("firm")
        return kept.filter(buyer__in=members.filter(run=models.OuterRef("run")))


class SingleSource(models.Model):
    """A firm has an input from one supplier alone, as far as links are known."""

    run = models.ForeignKey(
        CriticalRun, models.CASCADE, related_name="single_sources", verbose_name=_("list")
    )
    buyer = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("buyer"))
    supplier = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("supplier"))
    kind = models.CharField(_("told by"), max_length=8, choices=InputKind)
    what = models.CharField(_("input"), max_length=120)
    is_inferred = models.BooleanField(
        _("inferred"), help_text=_("Nobody stated the link; it was computed.")
    )
    is_essential = models.BooleanField(
        _("essential"), help_text=_("Without it the buyer stops, by the stated rule.")
    )
    others_inferred = models.PositiveIntegerField(
        _("further inferred suppliers"),
        default=0,
        help_text=_("Suppliers of the same input that were computed and nobody stated."),
    )

    objects = SingleSourceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("single source")
        indexes = (models.Index(fields=("run", "buyer"), name="single_source_by_buyer"),)
        constraints = (
            models.UniqueConstraint(
                name="single_source_once", fields=("run", "buyer", "kind", "what")
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier} → {self.buyer}"
