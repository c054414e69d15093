"""Benefits that a firm gets without applying: the policy, the firm's benefit, the decision log."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.policies.models.evidence import OfFirmQuerySet
from jilian.policies.rules.words import (
    BENEFIT_MARKS,
    POLICY_MARKS,
    BenefitState,
    PolicyState,
    StepKind,
)

LEAST_OBJECTION_DAYS, MOST_OBJECTION_DAYS = 3, 60


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Filters of policies."""

    def visible_to(self, person: Person, world: World) -> PolicyQuerySet:
        """Keep those of the world; drafts only for whoever keeps policies."""
        held, kept = reach(person, world.code), self.filter(world=world)
        if not held.may_somewhere(Permission.SEE_CHECKS):
            return kept.none()
        if held.may(Permission.KEEP_POLICIES):
            return kept
        return kept.exclude(state=PolicyState.DRAFT)


class Policy(models.Model):
    """What people decided to give to every firm that meets every line of a rule set."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="policies", verbose_name=_("world")
    )
    name = models.CharField(_("name"), max_length=120)
    document = models.CharField(_("document"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    rule_set = models.CharField(_("rule set"), max_length=40)
    amount_words = models.CharField(
        _("what a firm gets"), max_length=200, help_text=_("In words, as the document has it.")
    )
    objection_days = models.PositiveSmallIntegerField(_("objection period (working days)"))
    state = models.CharField(
        pgettext_lazy("policy", "state"),
        max_length=8,
        choices=PolicyState,
        default=PolicyState.DRAFT,
    )
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=500, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = (
            models.UniqueConstraint(
                name="policy_once_by_a_document", fields=("world", "name", "document")
            ),
            models.CheckConstraint(
                name="policy_gives_time_to_object",
                condition=Q(
                    objection_days__gte=LEAST_OBJECTION_DAYS,
                    objection_days__lte=MOST_OBJECTION_DAYS,
                ),
            ),
            models.CheckConstraint(
                name="policy_ended_with_a_reason",
                condition=~Q(state=PolicyState.ENDED)
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def state_mark(self) -> str:
        """The mark of its state on a page."""
        return POLICY_MARKS[self.state]


class Benefit(models.Model):
    """A benefit that a policy announces to one firm; ``checked`` holds the lines as announced."""

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="benefits", verbose_name=_("policy")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="benefits", verbose_name=_("firm"))
    checked = models.JSONField(_("check on the day of announcement"), default=dict)
    state = models.CharField(
        pgettext_lazy("benefit", "state"),
        max_length=9,
        choices=BenefitState,
        default=BenefitState.ANNOUNCED,
    )
    announced_on = models.DateField(_("announced on"))
    objection_until = models.DateField(_("objections until"), help_text=_("Last day included."))
    has_open_objection = models.BooleanField(_("an objection waits"), default=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    objects = OfFirmQuerySet["Benefit"].as_manager()

    class Meta:
        ordering = ("-announced_on", "pk")
        verbose_name = _("benefit without application")
        indexes = (models.Index(fields=("policy", "state"), name="benefit_by_state"),)
        constraints = (
            models.UniqueConstraint(
                name="benefit_once_of_a_policy",
                fields=("policy", "firm"),
                condition=~Q(state=BenefitState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="benefit_decided_without_open_objection",
                condition=~Q(state__in=(BenefitState.DECIDED, BenefitState.PAID))
                | Q(has_open_objection=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="benefit_decided_after_the_time_to_object",
                condition=Q(decided_on__isnull=True)
                | Q(decided_on__gt=models.F("objection_until")),
            ),
            models.CheckConstraint(
                name="benefit_paid_on_a_day",
                condition=Q(state=BenefitState.PAID, paid_on__isnull=False)
                | (~Q(state=BenefitState.PAID) & Q(paid_on__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.announced_on}"

    @property
    def state_mark(self) -> str:
        """The mark of its state on a page."""
        return BENEFIT_MARKS[self.state]


class BenefitStep(models.Model):
    """One line of a benefit's decision log; only added, never changed."""

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="steps", verbose_name=_("benefit")
    )
    kind = models.CharField(_("what"), max_length=9, choices=StepKind)
    words = models.CharField(_("words"), max_length=500, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=150)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("line of a decision log")
        constraints = (
            models.CheckConstraint(
                name="benefit_step_says_why",
                condition=Q(kind__in=(StepKind.ANNOUNCED, StepKind.DECIDED, StepKind.PAID))
                | ~Q(words=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"
