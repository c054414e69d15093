"""Campaigns, and the firms that a list adds to one."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.coverage.rules import (
    SPOT_PERCENT,
    STATE_MARKS,
    CampaignState,
    Conditions,
    StrategicField,
)
from jilian.firms.models import Firm
from jilian.places.models import World


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Filters of campaigns."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CAMPAIGNS
    ) -> Self:
        """Keep what the person may see: drafts are for whoever draws them up.

        A town sees the campaigns with targets in it, a firm those in which it is a target.
        """
        from jilian.coverage.models.targets import Target

        held, kept = reach(person, world.code), self.filter(world=world)
        if held.may(Permission.RUN_CAMPAIGNS):
            return kept
        kept = kept.exclude(state=CampaignState.DRAFT)
        if held.may(permission):
            return kept
        seen = Target.objects.visible_to(person, world, permission).order_by()
        return kept.filter(pk__in=seen.values("campaign"))

    def open(self) -> Self:
        """Keep those whose list is frozen and that have not been closed."""
        return self.filter(state__in=(CampaignState.FROZEN, CampaignState.RUNNING))


class Campaign(models.Model):
    """A campaign for the firms of a frozen list: its conditions, its days, its state.

    The database refuses to change or delete one, or to touch its list, once it is frozen
    (migration ``frozen_lists``).
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="campaigns", verbose_name=_("world")
    )
    title = models.CharField(pgettext_lazy("campaign", "title"), max_length=120)
    round = models.PositiveSmallIntegerField(pgettext_lazy("campaign", "round"), default=1)
    scope = models.CharField(
        pgettext_lazy("campaign", "scope"),
        max_length=300,
        blank=True,
        help_text=_("In words, as the start order says it."),
    )
    conditions = models.JSONField(_("conditions"), default=dict)
    state = models.CharField(
        pgettext_lazy("campaign", "state"),
        max_length=10,
        choices=CampaignState,
        default=CampaignState.DRAFT,
    )
    drawn_on = models.DateField(_("drawn as of"), help_text=_("Day of the register."))
    closes_on = models.DateField(_("closes on"))
    recheck_on = models.DateField(_("re-check on"))
    spot_percent = models.PositiveSmallIntegerField(
        _("spot check (percent of the done)"), default=SPOT_PERCENT
    )
    listed = models.PositiveIntegerField(_("firms on the list"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint of the list"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("drawn up at"))
    made_by = models.CharField(_("drawn up by"), max_length=150)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    frozen_by = models.CharField(_("frozen by"), max_length=150, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=150, blank=True)
    rechecked_on = models.DateField(_("re-checked on"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("coverage campaign")
        constraints = (
            models.UniqueConstraint(name="campaign_round_once", fields=("world", "title", "round")),
            models.CheckConstraint(
                name="campaign_frozen_has_its_list",
                condition=Q(state="draft", listed__isnull=True, fingerprint="")
                | (Q(listed__isnull=False) & ~Q(fingerprint="") & ~Q(state="draft")),
            ),
            models.CheckConstraint(
                name="campaign_checks_a_share_of_the_done",
                condition=Q(spot_percent__gte=1, spot_percent__lte=100),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def asked(self) -> Conditions:
        """The conditions as a value."""
        return Conditions.read(self.conditions)

    @property
    def is_open(self) -> bool:
        """Whether its list is frozen and it has not been closed."""
        return self.state in (CampaignState.FROZEN, CampaignState.RUNNING)


class ListedFirm(models.Model):
    """A list names a firm, in a field or in none, and why; fixed with the freeze."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="listed_firms", db_index=False,
        verbose_name=_("coverage campaign"),
    )  # fmt: skip
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("firm"))
    field = models.CharField(
        pgettext_lazy("of key firms", "field"), max_length=24, choices=StrategicField, blank=True
    )
    reason = models.CharField(_("why it is on the list"), max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("firm of a list")
        constraints = (
            models.UniqueConstraint(
                name="firm_listed_once_in_a_field", fields=("campaign", "firm", "field")
            ),
        )

    def __str__(self) -> str:
        return str(self.firm)


def town_keys(person: Person, world: World, permission: Permission) -> frozenset[str]:
    """The towns for which the person holds a permission."""
    return reach(person, world.code).keys(permission, ScopeKind.TOWN)
