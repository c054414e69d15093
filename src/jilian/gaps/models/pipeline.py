"""Firms that are brought in: each with its chain link and its dated stages."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.gaps.models.missing import MissingLink
from jilian.gaps.rules.pipeline import Step, stage_on
from jilian.gaps.rules.words import STAGE_MARKS, Direction, Stage
from jilian.places.models import World


class RecruitQuerySet(models.QuerySet["Recruit"]):
    """Filters of firms that are brought in."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world for whoever sees missing links in it."""
        if not reach(person, world.code).may_somewhere(Permission.SEE_GAPS):
            return self.none()
        return self.filter(world=world)


class Recruit(models.Model):
    """A firm that a cluster brings in, and which link of the chain makes it up- or downstream."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="recruits", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="recruits", verbose_name=_("cluster")
    )
    name = models.CharField(_("name"), max_length=200)
    firm = models.ForeignKey(
        Firm,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("record in a register"),
    )
    place = models.CharField(_("comes from"), max_length=120, blank=True)
    direction = models.CharField(_("side of the chain"), max_length=10, choices=Direction)
    of_firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("of which firm"),
    )
    of_product = models.CharField(_("of which product"), max_length=120, blank=True)
    missing_link = models.ForeignKey(
        MissingLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recruits",
        verbose_name=_("missing link"),
    )
    added_at = models.DateTimeField(_("added at"))
    added_by = models.CharField(_("added by"), max_length=150)

    objects = RecruitQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("firm that is brought in")
        indexes = (models.Index(fields=("world", "cluster"), name="recruit_by_cluster"),)
        constraints = (
            models.UniqueConstraint(name="recruit_once_in_a_cluster", fields=("cluster", "name")),
            models.CheckConstraint(
                name="recruit_has_its_chain_link",
                condition=Q(of_firm__isnull=False) | ~Q(of_product=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes within which it is kept: its cluster."""
        return ((ScopeKind.CLUSTER.value, str(self.cluster_id)),)

    @property
    def steps(self) -> list[Step]:
        """The stages in force as plain values; uses what was prefetched."""
        return [one.plain for one in self.stages.all() if one.is_in_force]

    def stage_on(self, day: date) -> Stage | None:
        """How far it had come by the day; None before it was a candidate."""
        return stage_on(self.steps, day)


class RecruitStage(models.Model):
    """A stage that was reached on a day, by a document; a correction stands beside what it mends.

    What was entered is never changed: a correction is a row of its own with its reason, and points
    to the row that it replaces. ``is_void`` says that the stage was not reached at all.
    """

    recruit = models.ForeignKey(
        Recruit, models.CASCADE, related_name="stages", verbose_name=_("firm that is brought in")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    on = models.DateField(_("on"))
    document = models.CharField(_("document"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    correction_reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)
    is_void = models.BooleanField(_("was not reached"), default=False)
    is_replaced = models.BooleanField(_("replaced by a correction"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("stage of a firm that is brought in")
        constraints = (
            models.UniqueConstraint(
                name="recruit_stage_once_in_force",
                fields=("recruit", "stage"),
                condition=Q(is_replaced=False, is_void=False),
            ),
            models.CheckConstraint(
                name="recruit_stage_corrected_with_a_reason",
                condition=Q(corrects__isnull=True, is_void=False) | ~Q(correction_reason=""),
            ),
            models.CheckConstraint(
                name="recruit_dropped_with_a_reason",
                condition=~Q(stage=Stage.DROPPED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.on}"

    @property
    def is_in_force(self) -> bool:
        """Whether it counts: neither replaced nor void."""
        return not self.is_replaced and not self.is_void

    @property
    def plain(self) -> Step:
        """Stage and day."""
        return Step(Stage(self.stage), self.on)

    @property
    def mark(self) -> str:
        """The mark of the stage on a page."""
        return STAGE_MARKS[self.stage]
