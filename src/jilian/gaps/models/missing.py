"""Missing links as a computation on a snapshot found them, and what people decided about them."""

from __future__ import annotations

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.base.encryption import SealedDecimalField
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.gaps.rules.words import (
    STANDING,
    STATUS_MARKS,
    SUPPLY_MARKS,
    Cause,
    Grain,
    RunState,
    Status,
    Supply,
)
from jilian.network.models import Snapshot
from jilian.places.models import World


class GapRun(models.Model):
    """A search for missing links in every cluster and the whole district, on one snapshot."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="gap_runs", verbose_name=_("world")
    )
    as_of = models.DateField(_("as of"))
    snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("snapshot"),
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    state = models.CharField(
        pgettext_lazy("search for missing links", "state"),
        max_length=8,
        choices=RunState,
        default=RunState.WAITING,
    )
    failure = models.CharField(_("failure"), max_length=60, blank=True)
    found = models.JSONField(_("counts"), default=dict)
    related = models.JSONField(_("related products"), default=list)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.CharField(_("started by"), max_length=150)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("search for missing links")
        indexes = (models.Index(fields=("world", "state"), name="gap_run_by_state"),)

    def __str__(self) -> str:
        return f"{self.as_of} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in (RunState.WAITING, RunState.RUNNING)


class MissingLinkQuerySet(models.QuerySet["MissingLink"]):
    """Filters of missing links."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world; what only supply links tell, for who sees those links."""
        kept, held = self.filter(world=world), reach(person, world.code)
        if not held.may_somewhere(Permission.SEE_GAPS):
            return kept.none()
        if held.may(Permission.SEE_LINKS):
            return kept
        own = held.keys(Permission.SEE_LINKS, ScopeKind.CLUSTER)
        clusters = [int(key) for key in own if key.isdecimal()]
        return kept.filter(Q(needs_links=False) | Q(cluster__in=clusters))

    def standing(self) -> Self:
        """Keep those that are proposed or confirmed."""
        return self.filter(status__in=sorted(STANDING))


class MissingLink(models.Model):
    """A demand inside a cluster, or the district, that none or one makes inside.

    Made by a search and by nothing else; people confirm, reject and close it. ``evidence`` holds
    the keys of the firms and links that show the demand, ``candidates`` makers elsewhere with why.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="missing_links", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="missing_links",
        verbose_name=_("cluster"),
    )
    run = models.ForeignKey(
        GapRun, models.PROTECT, related_name="links", verbose_name=_("latest search")
    )
    grain = models.CharField(_("what it is"), max_length=8, choices=Grain)
    normal_form = models.CharField(_("normal form"), max_length=120)
    product = models.CharField(_("product"), max_length=120)
    industry = models.CharField(_("class"), max_length=6, blank=True)
    supply = models.CharField(_("supply inside"), max_length=6, choices=Supply)
    status = models.CharField(
        pgettext_lazy("missing link", "status"),
        max_length=9,
        choices=Status,
        default=Status.PROPOSED,
    )
    rank = models.PositiveIntegerField(_("rank"))
    score = models.FloatField(_("score"))
    firms = models.PositiveIntegerField(_("firms that need it"))
    makers = models.PositiveIntegerField(_("makers inside"))
    # Business secrets, as the yearly values of links and what follows from a firm's revenue.
    declared_yuan = SealedDecimalField(
        _("declared value (yuan a year)"), decimal_places=2, null=True, blank=True
    )
    inferred_yuan = SealedDecimalField(
        _("inferred value (yuan a year)"), decimal_places=2, null=True, blank=True
    )
    is_value_open = models.BooleanField(
        _("value tells nothing about one firm"),
        default=False,
        help_text=_("At least three firms, none of them above four fifths."),
    )
    unknown_values = models.PositiveIntegerField(_("firms with unknown value"), default=0)
    criticality = models.FloatField(_("criticality"), null=True, blank=True)
    times_short = models.PositiveIntegerField(_("times short"), default=0)
    needs_links = models.BooleanField(_("known from supply links alone"), default=False)
    evidence = models.JSONField(_("evidence"), default=dict, encoder=DjangoJSONEncoder)
    candidates = models.JSONField(_("candidates"), default=list)
    found_on = models.DateField(_("first found as of"))
    last_on = models.DateField(_("last found as of"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    filled_by = models.ForeignKey(
        Firm,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled by"),
    )

    objects = MissingLinkQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "pk")
        verbose_name = _("missing link")
        indexes = (models.Index(fields=("world", "status", "rank"), name="missing_by_status"),)
        constraints = (
            models.UniqueConstraint(
                name="missing_link_once_in_a_cluster",
                fields=("world", "cluster", "grain", "normal_form"),
                condition=Q(cluster__isnull=False),
            ),
            models.UniqueConstraint(
                name="missing_link_once_in_a_district",
                fields=("world", "grain", "normal_form"),
                condition=Q(cluster__isnull=True),
            ),
            models.CheckConstraint(
                name="missing_link_rejected_with_a_reason",
                condition=~Q(status=Status.REJECTED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.product

    @property
    def supply_mark(self) -> str:
        """The mark of its supply on a page."""
        return SUPPLY_MARKS[self.supply]

    @property
    def status_mark(self) -> str:
        """The mark of its status on a page."""
        return STATUS_MARKS[self.status]

    @property
    def is_standing(self) -> bool:
        """Whether it still is a missing link."""
        return self.status in STANDING

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes within which it is kept: its cluster; of the district none."""
        if self.cluster_id is None:
            return ()
        return ((ScopeKind.CLUSTER.value, str(self.cluster_id)),)
