"""Cases of firms, their matters and the branches of these."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.cases.models.offices import Department, Hall, TemplateVersion
from jilian.cases.rules.words import (
    CASE_MARKS,
    CaseState,
    MatterState,
    Outcome,
    StepState,
)
from jilian.firms.models import Firm
from jilian.places.models import World


class CaseQuerySet(models.QuerySet["Case"]):
    """Filters of cases."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CASES
    ) -> Self:
        """Keep the cases that concern the person's own work.

        A firm sees its own; an officer those of her town and those she holds; a department those
        in which a matter or a branch is its own; whoever holds the permission everywhere, all
        but those that are kept to the firm and the officers of its town.
        """
        held, kept = reach(person, world.code), self.filter(world=world)
        if held.may(permission):
            return kept if person.is_system else kept.counted()
        allowed = Q(pk__in=())
        if towns := held.keys(permission, ScopeKind.TOWN):
            allowed |= Q(town__in=towns) | Q(officer=person.username)
        if keys := held.keys(permission, ScopeKind.DEPARTMENT):
            own = Matter.objects.of_departments(keys).order_by().values("case")
            allowed |= Q(pk__in=own)
        if held.keys(permission, ScopeKind.FIRM):
            allowed |= Q(firm__in=Firm.objects.records_seen(person, world, Permission.OPEN_CASES))
        return kept.filter(allowed)

    def counted(self) -> Self:
        """Keep those that stand in figures and logs: a kept case tells that its firm calls."""
        return self.filter(is_kept=False)

    def open(self) -> Self:
        """Keep those that are still carried."""
        return self.filter(state__in=(CaseState.OPEN,))

    def unsolved(self) -> Self:
        """Keep those that are closed and that the firm said not to be solved."""
        return self.filter(state=CaseState.NOT_SOLVED)


class Case(models.Model):
    """What a service officer carries through the offices for one firm: several matters.

    ``town`` is where the firm was when the case was opened; ``officer`` repeats who holds it now
    (``Holding`` is the log). ``state`` follows from the events: closed is not solved.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    world = models.ForeignKey(
        World, models.CASCADE, related_name="cases", db_index=False, verbose_name=_("world")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="cases", verbose_name=_("firm"))
    title = models.CharField(_("title"), max_length=120)
    town = models.CharField(_("town"), max_length=12, blank=True)
    officer = models.CharField(_("service officer"), max_length=150, blank=True)
    hall = models.ForeignKey(
        Hall, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("hall")
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_kept = models.BooleanField(_("kept to the firm and the officers of its town"), default=False)
    state = models.CharField(
        pgettext_lazy("case", "state"), max_length=10, choices=CaseState, default=CaseState.OPEN
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.CharField(_("opened by"), max_length=150)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    close_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    judged_at = models.DateTimeField(_("judged by the firm at"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times opened again"), default=0)
    last_event_at = models.DateTimeField(_("last event at"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = pgettext_lazy("service", "case")
        indexes = (
            models.Index(fields=("world", "state", "opened_at"), name="case_by_state"),
            models.Index(fields=("world", "officer", "state"), name="case_by_officer"),
        )
        constraints = (
            models.CheckConstraint(
                name="case_closed_at_a_moment",
                condition=Q(state=CaseState.OPEN, closed_at__isnull=True)
                | (~Q(state=CaseState.OPEN) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_judged_once_closed",
                condition=Q(state__in=("open", "closed"), judged_at__isnull=True)
                | Q(state__in=("solved", "not_solved"), judged_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still carried."""
        return self.state == CaseState.OPEN

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return CASE_MARKS[self.state]


class MatterQuerySet(models.QuerySet["Matter"]):
    """Filters of matters."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CASES
    ) -> Self:
        """Keep the matters of the cases that a person sees; of a department's, its own alone."""
        held = reach(person, world.code)
        kept = self.filter(case__in=Case.objects.visible_to(person, world, permission))
        keys = held.keys(permission, ScopeKind.DEPARTMENT)
        if keys and not sees_whole_cases(person, world, permission):
            return kept.of_departments(keys)
        return kept

    def of_departments(self, keys: frozenset[str]) -> Self:
        """Keep those that one of these departments answers for, or holds a branch of."""
        own_steps = MatterStep.objects.filter(department__key__in=keys).order_by()
        return self.filter(Q(department__key__in=keys) | Q(pk__in=own_steps.values("matter")))


def sees_whole_cases(
    person: Person, world: World, permission: Permission = Permission.SEE_CASES
) -> bool:
    """Whether a person meets cases otherwise than through a department's own branches."""
    held = reach(person, world.code)
    kinds = (ScopeKind.TOWN, ScopeKind.FIRM)
    return held.may(permission) or any(held.keys(permission, kind) for kind in kinds)


class Matter(models.Model):
    """One thing to be got for the firm, by a template version fixed when it was added.

    Everything from ``state`` on is computed from the events and never typed: moments, the two
    dues, and the results (whole seconds and days). Empty: not there yet, or not known.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="matters", verbose_name=pgettext_lazy("service", "case")
    )
    template_version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="matters",
        verbose_name=pgettext_lazy("cases", "version of a template"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="matters",
        verbose_name=_("department"),
    )  # fmt: skip
    variant = models.CharField(_("variant"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    hall = models.ForeignKey(
        Hall, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("hall")
    )
    statutory_key = models.CharField(
        _("statutory limit"), max_length=40, blank=True, help_text=_("Its key in the template.")
    )
    promised_key = models.CharField(
        _("promised limit"), max_length=40, blank=True, help_text=_("Its key in the template.")
    )
    state = models.CharField(
        pgettext_lazy("matter", "state"),
        max_length=10,
        choices=MatterState,
        default=MatterState.NEW,
        editable=False,
    )
    outcome = models.CharField(
        _("decision"), max_length=8, choices=Outcome, blank=True, editable=False
    )
    pre_review_at = models.DateTimeField(_("pre-review since"), null=True, editable=False)
    received_at = models.DateTimeField(_("papers received at"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, editable=False)
    statutory_due_at = models.DateTimeField(_("due by law"), null=True, editable=False)
    promised_due_at = models.DateTimeField(_("due as promised"), null=True, editable=False)
    pre_review_seconds = models.PositiveBigIntegerField(
        _("pre-review in seconds"), null=True, editable=False
    )
    elapsed_seconds = models.PositiveBigIntegerField(
        _("elapsed time in seconds"), null=True, editable=False
    )
    working_seconds = models.PositiveBigIntegerField(
        _("working time in seconds"), null=True, editable=False
    )
    calendar_days = models.PositiveIntegerField(_("calendar days"), null=True, editable=False)
    working_days = models.PositiveIntegerField(_("working days"), null=True, editable=False)
    statutory_days = models.PositiveIntegerField(
        _("working days that count by law"), null=True, editable=False
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = pgettext_lazy("service", "matter")
        indexes = (
            models.Index(fields=("template_version", "ended_at"), name="matter_by_template"),
        )
        constraints = (
            models.CheckConstraint(
                name="matter_not_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="matter_ends_after_acceptance",
                condition=Q(ended_at__isnull=True)
                | Q(accepted_at__isnull=True)
                | Q(ended_at__gte=F("accepted_at")),
            ),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class MatterStep(models.Model):
    """A step of a matter, which is a branch of its clock; what follows ``state`` is computed.

    ``holder`` is the key of the department that has it, or the actor of the template where it is
    no department of this world.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(
        Matter, models.CASCADE, related_name="steps", db_index=False, verbose_name=_("matter")
    )
    step = models.CharField(pgettext_lazy("matter", "step"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="steps",
        verbose_name=_("department"),
    )  # fmt: skip
    holder = models.CharField(_("held by"), max_length=80, blank=True)
    state = models.CharField(
        pgettext_lazy("matter", "state"),
        max_length=8,
        choices=StepState,
        default=StepState.WAITING,
        editable=False,
    )
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    since = models.DateTimeField(_("in this state since"), null=True, editable=False)
    elapsed_seconds = models.PositiveBigIntegerField(
        _("elapsed time in seconds"), null=True, editable=False
    )
    working_seconds = models.PositiveBigIntegerField(
        _("working time in seconds"), null=True, editable=False
    )
    due_at = models.DateTimeField(_("due at"), null=True, editable=False)

    class Meta:
        ordering = ("matter", "order", "pk")
        verbose_name = pgettext_lazy("matter", "step")
        constraints = (
            models.UniqueConstraint(name="step_once_a_matter", fields=("matter", "step")),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name
