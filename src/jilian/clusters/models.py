"""Clusters with dated names and members; formation runs and what they propose."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Dated, DatedQuerySet
from jilian.clusters.rules import HostKind, MemberRole, Position, RunState, is_boundary
from jilian.firms.models import Firm
from jilian.network.models import Snapshot
from jilian.organisations.models import Organisation
from jilian.places.models import Division, World
from jilian.sources.models import Sourced


def _in_language(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


class ClusterQuerySet(DatedQuerySet["Cluster"]):
    """Filters of clusters."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the clusters of the world if the person may see its register."""
        kept = self.filter(world=world)
        if reach(person, world.code).may_somewhere(Permission.SEE_REGISTER):
            return kept
        return kept.none()


class Cluster(Dated, Sourced):
    """An industrial cluster: the unit on which members, organisation and results hang."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="clusters", verbose_name=_("world")
    )
    key = models.CharField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120, help_text=_("The latest, for lists."))
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    sort_key = models.CharField(_("sort key"), max_length=64, editable=False)
    industry_word = models.CharField(_("industry in a word"), max_length=80, blank=True)
    host_kind = models.CharField(
        _("kind of host"), max_length=16, choices=HostKind, default=HostKind.NONE
    )
    host = models.CharField(_("host"), max_length=120, blank=True)
    host_division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("town of the host"),
    )

    objects = ClusterQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ("sort_key", "pk")
        verbose_name = _("cluster")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="cluster_key_once", fields=("world", "key")),
        )

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class ClusterName(Dated, Sourced):
    """A name of a cluster while it holds."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="names", verbose_name=_("cluster")
    )
    text = models.CharField(_("name"), max_length=120)

    objects = DatedQuerySet["ClusterName"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of a cluster")

    def __str__(self) -> str:
        return self.text


class ClusterBody(Dated, Sourced):
    """The organisation that is the standing body of a cluster, for a while."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="bodies", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="clusters", verbose_name=_("organisation")
    )

    objects = DatedQuerySet["ClusterBody"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("body of a cluster")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="cluster_has_one_body_now",
                fields=("cluster",),
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}: {self.organisation}"


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
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.WAITING)
    note = models.CharField(_("note"), max_length=300, blank=True)
    summary = models.JSONField(
        _("summary"), null=True, blank=True, help_text=_("Quality, resolution scan, versions.")
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
        return _in_language(self.name, self.name_en)


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

    second_name: str = ""  # set by queries.proposal_page

    @property
    def is_boundary(self) -> bool:
        """Whether the firm belongs only loosely."""
        return is_boundary(self.inside_share, self.stable_share)


class Membership(Dated, Sourced):
    """A firm belongs to a cluster, for a while and for a reason."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="memberships", verbose_name=_("cluster")
    )
    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="memberships", verbose_name=_("firm")
    )
    role = models.CharField(_("role"), max_length=8, choices=MemberRole, default=MemberRole.MEMBER)
    position = models.CharField(
        _("position"), max_length=10, choices=Position, default=Position.UNKNOWN
    )
    reason = models.CharField(_("reason"), max_length=300)

    objects = DatedQuerySet["Membership"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("membership")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="firm_is_member_once_now",
                fields=("cluster", "firm"),
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(name="membership_states_its_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.cluster}: {self.firm}"
