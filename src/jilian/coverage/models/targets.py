"""Targets of a frozen list, how each moved, why some leave it, and the counts held for a time."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.encryption import SealedTextField
from jilian.coverage.models.campaigns import Campaign
from jilian.coverage.rules import (
    STATE_MARKS,
    Obstacle,
    RemovalKind,
    RemovalState,
    Route,
    TargetState,
)
from jilian.firms.models import Firm
from jilian.organisations.models import Cover
from jilian.places.models import World


class TargetQuerySet(models.QuerySet["Target"]):
    """Filters of targets."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CAMPAIGNS
    ) -> Self:
        """Keep all of the world, those of the person's towns, and the person's own firm."""
        held, kept = reach(person, world.code), self.filter(campaign__world=world)
        if held.may(permission):
            return kept
        allowed = Q(pk__in=())
        if towns := held.keys(permission, ScopeKind.TOWN):
            allowed |= Q(town__in=towns)
        if held.keys(permission, ScopeKind.FIRM):
            own = Firm.objects.records_seen(person, world, permission)
            allowed |= Q(firm__in=own)
        return kept.filter(allowed)

    def done(self) -> Self:
        """Keep those with an end state."""
        return self.filter(state__in=(TargetState.OWN, TargetState.JOINT, TargetState.WORK))


class Target(models.Model):
    """A firm of a frozen list, with exactly one state.

    Campaign, number, firm, key, name, town and industry are as they were frozen; the database
    refuses to change them, to add a target and to delete one (migration ``frozen_lists``).
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="targets", db_index=False,
        verbose_name=_("coverage campaign"),
    )  # fmt: skip
    number = models.PositiveIntegerField(_("number on the list"))
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="targets", verbose_name=_("firm"))
    key = models.CharField(_("identifier"), max_length=110)
    name = models.CharField(_("name"), max_length=200, help_text=_("On the day of the freeze."))
    town = models.CharField(_("town"), max_length=9, blank=True)
    industry = models.CharField(_("industry"), max_length=4, blank=True)
    state = models.CharField(
        pgettext_lazy("target", "state"),
        max_length=8,
        choices=TargetState,
        default=TargetState.OPEN,
    )
    state_on = models.DateField(_("in this state since"))
    route = models.CharField(_("route"), max_length=8, choices=Route, blank=True)
    cover = models.ForeignKey(
        Cover, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("rests on"),
    )  # fmt: skip
    words = models.CharField(_("reason or means"), max_length=300, blank=True)
    said_state = models.CharField(_("said to be"), max_length=8, choices=TargetState, blank=True)
    said_route = models.CharField(_("said route"), max_length=8, choices=Route, blank=True)
    said_on = models.DateField(_("said for the day"), null=True, blank=True)
    said_words = models.CharField(_("said in words"), max_length=300, blank=True)
    said_by = models.CharField(_("said by"), max_length=150, blank=True)
    said_at = models.DateTimeField(_("said at"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    obstacle = models.CharField(_("obstacle"), max_length=16, choices=Obstacle, blank=True)
    obstacle_words = models.CharField(_("obstacle in words"), max_length=300, blank=True)
    advisor_office = models.CharField(
        _("office that sends the advisor"),
        max_length=120,
        blank=True,
        help_text=_("An office, never a person's name."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    planned_route = models.CharField(_("planned route"), max_length=8, choices=Route, blank=True)
    planned_group = models.PositiveIntegerField(_("planned group"), null=True, blank=True)
    is_removed = models.BooleanField(_("removed with evidence"), default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "number")
        verbose_name = _("target of a campaign")
        constraints = (
            models.UniqueConstraint(name="target_firm_once", fields=("campaign", "firm")),
            models.UniqueConstraint(name="target_number_once", fields=("campaign", "number")),
            models.CheckConstraint(
                name="target_done_by_exactly_one_route",
                condition=(Q(state__in=("own", "joint", "work")) & ~Q(route=""))
                | (Q(state__in=("open", "not_yet"), route="")),
            ),
            models.CheckConstraint(
                name="target_advisor_leads_to_work_coverage",
                condition=Q(state="work", route="advisor")
                | (~Q(state="work") & ~Q(route="advisor")),
            ),
            models.CheckConstraint(
                name="target_done_is_signed_by_a_second_person",
                condition=Q(state__in=("open", "not_yet")) | Q(route="before") | ~Q(signed_by=""),
            ),
            models.CheckConstraint(
                name="target_not_yet_states_its_reason",
                condition=~Q(state="not_yet") | ~Q(words="") | ~Q(obstacle=""),
            ),
        )
        indexes = (
            # All figures of a campaign are counted along this one alone.
            models.Index(
                fields=("campaign", "town", "state", "route", "is_removed", "said_state"),
                name="targets_counted",
            ),
            models.Index(fields=("campaign", "state", "number"), name="targets_by_state"),
            models.Index(
                fields=("campaign", "said_at"),
                name="targets_to_sign",
                condition=~Q(said_state=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]


class Move(models.Model):
    """A target came into another state on a day; the database refuses to change or delete one."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="moves", db_index=False,
        verbose_name=_("coverage campaign"),
    )  # fmt: skip
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="moves", verbose_name=_("target of a campaign")
    )
    town = models.CharField(_("town"), max_length=9, blank=True)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("at"))
    before = models.CharField(_("before"), max_length=8, choices=TargetState)
    after = models.CharField(_("after"), max_length=8, choices=TargetState)
    route = models.CharField(_("route"), max_length=8, choices=Route, blank=True)
    words = models.CharField(_("reason or means"), max_length=300, blank=True)
    said_by = models.CharField(_("said by"), max_length=150)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("movement of a target")
        indexes = (models.Index(fields=("campaign", "on", "town", "after"), name="moves_counted"),)

    def __str__(self) -> str:
        return f"{self.target}: {self.get_after_display()}"


class RemovalQuerySet(models.QuerySet["Removal"]):
    """Filters of removals."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the targets that the person sees."""
        seen = Target.objects.visible_to(person, world).order_by()
        return self.filter(target__in=seen.values("pk"))


class Removal(models.Model):
    """A firm is said not to belong to what can be covered, with a document; two persons.

    It stays on the list and in the report; only the second, labelled rate leaves it out.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="removals", verbose_name=_("target of a campaign")
    )
    kind = models.CharField(_("why"), max_length=10, choices=RemovalKind)
    document = models.CharField(_("document, with its number"), max_length=200)
    on = models.DateField(_("day of the document"))
    words = models.CharField(_("in words"), max_length=300, blank=True)
    state = models.CharField(
        pgettext_lazy("removal", "state"),
        max_length=10,
        choices=RemovalState,
        default=RemovalState.WAITING,
    )
    said_by = models.CharField(_("said by"), max_length=150)
    said_at = models.DateTimeField(_("said at"))
    signed_by = models.CharField(_("decided by"), max_length=150, blank=True)
    signed_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ("said_at", "pk")
        verbose_name = _("removal from a list")
        constraints = (
            models.UniqueConstraint(
                name="target_removed_once",
                fields=("target",),
                condition=Q(state__in=("waiting", "signed")),
            ),
            models.CheckConstraint(name="removal_names_its_document", condition=~Q(document="")),
            models.CheckConstraint(
                name="removal_signed_by_a_second_person",
                condition=~Q(state="signed")
                | (~Q(signed_by="") & ~Q(signed_by=models.F("said_by"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.target}: {self.get_kind_display()}"

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]


class TargetCountQuerySet(models.QuerySet["TargetCount"]):
    """Filters of counts held for a time."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of the world for its organisation office, those of a firm for the firm."""
        seen = Target.objects.visible_to(person, world, Permission.SEE_CAMPAIGN_COUNTS)
        return self.filter(target__in=seen.order_by().values("pk"))


class TargetCount(models.Model):
    """How many formal members a firm without a body counts: "0", "1", "2" or a band of three on.

    Held only while the campaign is open, sealed, and deleted when it closes.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, related_name="count", verbose_name=_("target of a campaign")
    )
    stated = SealedTextField(_("stated"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)

    objects = TargetCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count held for a campaign")

    def __str__(self) -> str:
        return str(self.target)
