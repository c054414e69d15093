"""Clusters with dated names, bodies and members."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Dated, DatedQuerySet
from jilian.clusters.models.words import in_language
from jilian.clusters.rules import Adjustment, HostKind, MemberRole, Position
from jilian.firms.models import Firm
from jilian.organisations.models import Organisation
from jilian.places.models import Division, World
from jilian.sources.models import Sourced


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
        return in_language(self.name, self.name_en)


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
    adjustment = models.CharField(
        _("adjusted by a person"), max_length=8, choices=Adjustment, blank=True
    )
    adjustment_reason = models.CharField(_("reason of the adjustment"), max_length=300, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)
    adoption = models.ForeignKey(
        "clusters.Adoption",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="begun",
        verbose_name=_("adoption that began it"),
    )
    end_adoption = models.ForeignKey(
        "clusters.Adoption",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ended",
        verbose_name=_("adoption that ended it"),
    )

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
