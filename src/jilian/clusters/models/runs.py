"""Formation runs and what they propose."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models.register import Cluster
from jilian.clusters.models.words import in_language
from jilian.clusters.rules import Position, RunState, is_boundary
from jilian.firms.models import Firm
from jilian.network.models import Snapshot
from jilian.places.models import World


class FormationRunQuerySet(models.QuerySet["FormationRun"]):
    """Filters of runs."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the runs of the world if the person may see what runs propose."""
        kept = self.filter(world=world)
        return kept if _sees_proposals(person, world) else kept.none()


class ProposedClusterQuerySet(models.QuerySet["ProposedCluster"]):
    """Filters of proposals."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the proposals of the world if the person may see what runs propose."""
        kept = self.filter(run__world=world)
        return kept if _sees_proposals(person, world) else kept.none()


def _sees_proposals(person: Person, world: World) -> bool:
    return reach(person, world.code).may_somewhere(Permission.SEE_PROPOSALS)


class FormationRun(models.Model):
    """One computation of clusters from a snapshot; it proposes, a person adopts."""

    world = models.ForeignKey(World, models.CASCADE, related_name="runs", verbose_name=_("world"))
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="runs", verbose_name=_("snapshot")
    )
    parameters = models.JSONField(_("parameters"))
    seed = models.PositiveIntegerField(_("seed"))
    given = models.JSONField(
        _("given besides the snapshot"),
        null=True,
        blank=True,
        help_text=_("Frozen with the run: clusters it starts from, firms of places in its scope."),
    )
    fingerprint = models.CharField(
        _("fingerprint of what went in"), max_length=64, blank=True, editable=False
    )
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.WAITING)
    note = models.CharField(_("note"), max_length=300, blank=True)
    summary = models.JSONField(
        _("summary"), null=True, blank=True, help_text=_("Quality, resolution scan, versions.")
    )
    unplaced = models.JSONField(
        _("firms in no cluster"), null=True, blank=True, help_text=_("Those with a link, by key.")
    )
    outcome = models.CharField(
        _("fingerprint of what came out"), max_length=64, blank=True, editable=False
    )
    reproduction = models.JSONField(
        _("last reproduction"), null=True, blank=True, help_text=_("What computing it again gave.")
    )
    started_at = models.DateTimeField(_("started at"))
    started_by = models.CharField(_("started by"), max_length=150)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = FormationRunQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("formation run")

    def __str__(self) -> str:
        return f"{self.pk}"


class ProposedCluster(models.Model):
    """A cluster that a run found."""

    run = models.ForeignKey(
        FormationRun, models.CASCADE, related_name="proposals", verbose_name=_("run")
    )
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("proposed name"), max_length=120)
    name_en = models.CharField(_("proposed English name"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("firms"))
    measures = models.JSONField(_("measures"), help_text=_("Cohesion, conductance, industries."))
    adopted_as = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("adopted as"),
    )

    objects = ProposedClusterQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name = _("proposed cluster")
        constraints = (
            models.UniqueConstraint(name="proposal_number_once", fields=("run", "number")),
        )

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class ProposedMember(models.Model):
    """A firm in a proposed cluster, with how firmly it belongs."""

    proposal = models.ForeignKey(
        ProposedCluster, models.CASCADE, related_name="members", verbose_name=_("proposal")
    )
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("firm"))
    position = models.CharField(_("position"), max_length=10, choices=Position)
    level = models.FloatField(_("trophic level"), null=True, blank=True)
    inside_share = models.FloatField(_("share of weight inside"), null=True, blank=True)
    stable_share = models.FloatField(_("share of runs that agree"), null=True, blank=True)
    second_number = models.PositiveIntegerField(_("next best cluster"), null=True, blank=True)
    second_share = models.FloatField(_("share of weight there"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("proposed member")
        constraints = (
            models.UniqueConstraint(name="proposed_member_once", fields=("proposal", "firm")),
            models.CheckConstraint(
                name="proposed_member_shares_are_shares",
                condition=(Q(inside_share__isnull=True) | Q(inside_share__range=(0, 1)))
                & (Q(stable_share__isnull=True) | Q(stable_share__range=(0, 1)))
                & (Q(second_share__isnull=True) | Q(second_share__range=(0, 1))),
            ),
        )

    def __str__(self) -> str:
        return str(self.firm)

    @property
    def other_position(self) -> str:
        """The position that is noted instead, in words; from ``queries.proposed_members``."""
        noted = getattr(self, "departure_position", None)
        return str(Position(noted).label) if noted else ""

    @property
    def is_boundary(self) -> bool:
        """Whether the firm belongs only loosely."""
        return is_boundary(self.inside_share, self.stable_share)
