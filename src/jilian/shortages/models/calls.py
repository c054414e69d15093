"""Calls for help: what is short, how much of it is released, and who has looked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.shortages.rules.words import STATE_MARKS, CallState, Cause, Circle, Hazard, Level, Unit

AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 6}


class CallQuerySet(models.QuerySet["Call"]):
    """Filters of calls."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CALLS
    ) -> Self:
        """Keep the own firm's calls, those in which it was asked, and those that reached an office.

        A cluster's secretary sees the calls of her cluster, the district's offices those that left
        a cluster (or never had one), a town's officer those in which the caller asked her for a
        pass or permit. How much of each is shown is another question: ``queries.view_of``.
        """
        held, kept = reach(person, world.code), self.filter(world=world)
        if person.is_system:
            return kept
        allowed = Q(pk__in=())
        if held.may(permission):
            allowed |= Q(circle__gte=Circle.DISTRICT)
        if keys := held.keys(permission, ScopeKind.CLUSTER):
            allowed |= Q(cluster__in=[int(key) for key in keys if key.isdecimal()])
        if keys := held.keys(permission, ScopeKind.TOWN):
            allowed |= Q(pk__in=self.model.objects.filter(permits__town__in=keys).values("pk"))
        if held.keys(Permission.RAISE_CALLS, ScopeKind.FIRM):  # held for one's own firm alone
            own = Firm.objects.records_seen(person, world, Permission.RAISE_CALLS)
            asked = self.model.objects.filter(helpers__firm__in=own)
            allowed |= Q(firm__in=own) | Q(pk__in=asked.order_by().values("pk"))
        return kept.filter(allowed)

    def raised_by(self, person: Person, world: World) -> Self:
        """Keep the calls of the person's own firm."""
        own = Firm.objects.records_seen(person, world, Permission.RAISE_CALLS)
        return self.filter(world=world, firm__in=own)

    def open(self) -> Self:
        """Keep those that still wait for help."""
        return self.filter(state=CallState.OPEN)


class Call(models.Model):
    """A firm asks for a material that is short; all amounts are in the call's own unit, exact.

    ``reserved`` and ``received`` are sums over reservations, kept beside them under the call's
    lock so that the database can refuse what exceeds the need. ``line_stops_at`` follows from
    stock and daily use where both are known; unknown stays empty. ``circle_since`` is since when
    the present circle is asked. Moments come from the acts themselves and are never typed.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    world = models.ForeignKey(
        World, models.CASCADE, related_name="calls", db_index=False, verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="calls", verbose_name=pgettext_lazy("call", "caller")
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("cluster at hand"),
    )
    material = models.CharField(_("material"), max_length=120)
    normal_form = models.CharField(_("normal form"), max_length=120, db_index=True)
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)
    cas = models.CharField(_("CAS number"), max_length=12, blank=True)
    specification = models.CharField(_("specification"), max_length=500, blank=True)
    amount = models.DecimalField(_("amount"), **AMOUNT)
    unit = models.CharField(_("unit"), max_length=5, choices=Unit)
    unit_word = models.CharField(_("own word for the unit"), max_length=20, blank=True)
    density = models.DecimalField(_("density in kg/L"), null=True, blank=True, **AMOUNT)
    needed_by = models.DateTimeField(_("needed by"))
    stock_left = models.DecimalField(_("stock left"), null=True, blank=True, **AMOUNT)
    daily_use = models.DecimalField(_("use a day"), null=True, blank=True, **AMOUNT)
    stock_at = models.DateTimeField(_("stock stated at"), null=True, blank=True)
    line_stops_at = models.DateTimeField(_("the line stops at"), null=True, blank=True)
    said_to_stop_early = models.BooleanField(
        _("the line stops before 10:00 next morning"), null=True, blank=True
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause, default=Cause.UNKNOWN)
    cause_words = models.CharField(_("cause in words"), max_length=300, blank=True)
    effect = models.CharField(_("effect"), max_length=300, blank=True)
    substitutes_allowed = models.BooleanField(_("substitutes allowed"), default=False)
    substitutes = models.CharField(_("which substitutes"), max_length=300, blank=True)
    hazard = models.CharField(_("hazard class"), max_length=7, choices=Hazard)
    not_asked = models.ManyToManyField(
        Firm, related_name="+", blank=True, verbose_name=_("firms not to be asked")
    )
    level = models.PositiveSmallIntegerField(
        _("level of disclosure"), choices=Level, default=Level.NEED
    )
    delegated = models.BooleanField(_("the secretary releases levels"), default=False)
    circle = models.PositiveSmallIntegerField(
        _("circle of firms asked"), choices=Circle, default=Circle.CLUSTER
    )
    circle_since = models.DateTimeField(_("circle since"))
    corridor_released_at = models.DateTimeField(_("corridor released at"), null=True, blank=True)
    reserved = models.DecimalField(_("reserved"), default=Decimal(0), **AMOUNT)
    received = models.DecimalField(_("received"), default=Decimal(0), **AMOUNT)
    state = models.CharField(
        pgettext_lazy("call", "state"), max_length=10, choices=CallState, default=CallState.OPEN
    )
    called_at = models.DateTimeField(_("called at"))
    called_by = models.CharField(_("called by"), max_length=150)
    rest = models.DecimalField(_("open rest"), null=True, blank=True, **AMOUNT)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=150, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-called_at", "-pk")
        verbose_name = _("call for help")
        indexes = (models.Index(fields=("world", "state", "called_at"), name="call_by_state"),)
        constraints = (
            models.CheckConstraint(name="call_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="call_reserved_within_need",
                condition=Q(reserved__gte=0, reserved__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="call_received_within_reserved",
                condition=Q(received__gte=0, received__lte=F("reserved")),
            ),
            models.CheckConstraint(
                name="call_closed_only_at_the_full_amount",
                condition=~Q(state=CallState.CLOSED) | Q(received=F("amount"), rest=0),
            ),
            models.CheckConstraint(
                name="call_open_rest_is_stated_with_its_reason",
                condition=~Q(state=CallState.CLOSED_WITH_REST)
                | (Q(rest__gt=0, rest=F("amount") - F("received")) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="call_ended_at_a_moment",
                condition=Q(state=CallState.OPEN, ended_at__isnull=True, rest__isnull=True)
                | (~Q(state=CallState.OPEN) & Q(ended_at__isnull=False, rest__isnull=False)),
            ),
            models.CheckConstraint(
                name="call_level_is_one_of_four", condition=Q(level__gte=1, level__lte=4)
            ),
            models.CheckConstraint(
                name="call_corridor_only_after_release",
                condition=Q(circle__lt=Circle.CORRIDOR) | Q(corridor_released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="call_own_unit_has_a_word",
                condition=(Q(unit=Unit.OWN) & ~Q(unit_word=""))
                | (~Q(unit=Unit.OWN) & Q(unit_word="")),
            ),
            models.CheckConstraint(
                name="call_stock_and_use_not_negative",
                condition=(Q(stock_left__isnull=True) | Q(stock_left__gte=0))
                & (Q(daily_use__isnull=True) | Q(daily_use__gt=0))
                & (Q(density__isnull=True) | Q(density__gt=0)),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.material

    @property
    def is_open(self) -> bool:
        """Whether it still waits for help."""
        return self.state == CallState.OPEN

    @property
    def open_amount(self) -> Decimal:
        """What nobody has reserved yet."""
        return self.amount - self.reserved

    @property
    def missing_amount(self) -> Decimal:
        """What has not been received yet."""
        return self.amount - self.received

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def cluster_scopes(self) -> tuple[Scope, ...]:
        """The scope of the cluster at hand; none where the firm belongs to no cluster."""
        if self.cluster_id is None:
            return ()
        return ((ScopeKind.CLUSTER.value, str(self.cluster_id)),)


class Release(models.Model):
    """One level of disclosure was released: when, and by the caller or the secretary for her."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="releases", db_index=False, verbose_name=_("call")
    )
    level = models.PositiveSmallIntegerField(_("level of disclosure"), choices=Level)
    for_caller = models.BooleanField(_("by the secretary for the caller"), default=False)
    released_at = models.DateTimeField(_("released at"))
    released_by = models.CharField(_("released by"), max_length=150)

    class Meta:
        ordering = ("released_at", "pk")
        verbose_name = _("release of a level of disclosure")
        constraints = (
            models.UniqueConstraint(name="release_once_a_level", fields=("call", "level")),
        )

    def __str__(self) -> str:
        return f"{self.call}: {self.get_level_display()}"


class CallLook(models.Model):
    """Another firm or office opened a call: who, what level was shown, when; once a day and level.

    ``office`` is a function ("Economy commission"), never a person.
    """

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="looks", db_index=False, verbose_name=_("call")
    )
    reader = models.CharField(_("reader"), max_length=40)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("firm")
    )
    office = models.CharField(_("office"), max_length=24, blank=True)
    level = models.PositiveSmallIntegerField(_("level that was shown"), choices=Level)
    day = models.DateField(_("day"))
    looked_at = models.DateTimeField(_("looked at"))

    class Meta:
        ordering = ("-looked_at", "-pk")
        verbose_name = _("look at a call")
        constraints = (
            models.UniqueConstraint(
                name="call_look_once_a_day", fields=("call", "reader", "level", "day")
            ),
            models.CheckConstraint(
                name="call_look_by_a_firm_or_an_office",
                condition=Q(firm__isnull=False, office="")
                | (Q(firm__isnull=True) & ~Q(office="")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_level_display()}"


class Escalation(models.Model):
    """A call without a useful answer went to the next circle by itself; ``due_at`` is when."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="escalations", db_index=False, verbose_name=_("call")
    )
    circle = models.PositiveSmallIntegerField(_("to the circle"), choices=Circle)
    due_at = models.DateTimeField(_("due at"))
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("escalation of a call")
        constraints = (
            models.UniqueConstraint(name="escalation_once_a_circle", fields=("call", "circle")),
        )

    def __str__(self) -> str:
        return f"{self.call}: {self.get_circle_display()}"
