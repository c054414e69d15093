"""What the planner proposes, and the checks of what is done."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.coverage.models.campaigns import Campaign
from jilian.coverage.models.targets import Target
from jilian.coverage.rules import STATE_MARKS, CheckKind, CheckResult, PlanRoute, PlanState, Route
from jilian.coverage.rules.reasons import FINDINGS, words_of_reasons
from jilian.places.models import World


class PlanQuerySet(models.QuerySet["CoveragePlan"]):
    """Filters of plans."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the plans of the world for whoever runs its campaigns: they rest on counts."""
        may = reach(person, world.code).may(Permission.RUN_CAMPAIGNS)
        return self.filter(campaign__world=world) if may else self.none()


class CoveragePlan(models.Model):
    """One run of the planner over a frozen list. Its lines are deleted when the campaign closes."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="plans", verbose_name=_("coverage campaign")
    )
    state = models.CharField(
        pgettext_lazy("plan", "state"), max_length=8, choices=PlanState, default=PlanState.WAITING
    )
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.CharField(_("asked for by"), max_length=150)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=60, blank=True)
    summary = models.JSONField(_("summary"), default=dict)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("plan of a campaign")

    def __str__(self) -> str:
        return f"{self.pk}"


class PlanGroup(models.Model):
    """Firms that the planner puts together; how many members they count is not kept."""

    plan = models.ForeignKey(
        CoveragePlan, models.CASCADE, related_name="groups", db_index=False,
        verbose_name=_("plan of a campaign"),
    )  # fmt: skip
    number = models.PositiveIntegerField(_("number"))
    route = models.CharField(_("route"), max_length=8, choices=Route)
    units = models.PositiveIntegerField(_("firms"))
    details = models.JSONField(_("details"), default=dict)

    carried_by: str = ""  # the name of the body that carries it; set by queries.name_bodies

    class Meta:
        ordering = ("plan", "number")
        verbose_name = _("group of a plan")
        constraints = (
            models.UniqueConstraint(name="plan_group_number_once", fields=("plan", "number")),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class PlanLine(models.Model):
    """The route that a plan proposes for a target, why, and what a person decided."""

    plan = models.ForeignKey(
        CoveragePlan, models.CASCADE, related_name="lines", db_index=False,
        verbose_name=_("plan of a campaign"),
    )  # fmt: skip
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="+", verbose_name=_("target of a campaign")
    )
    route = models.CharField(_("proposed route"), max_length=8, choices=PlanRoute)
    group = models.PositiveIntegerField(_("proposed group"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    is_certain = models.BooleanField(_("certain"), default=True)
    decided_route = models.CharField(
        _("decided route"), max_length=8, choices=PlanRoute, blank=True
    )
    decided_words = models.CharField(_("reason where it departs"), max_length=300, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        ordering = ("plan", "pk")
        verbose_name = _("line of a plan")
        constraints = (
            models.UniqueConstraint(name="plan_has_a_target_once", fields=("plan", "target")),
            models.CheckConstraint(
                name="plan_departure_states_its_reason",
                condition=Q(decided_route="")
                | Q(decided_route=models.F("route"))
                | ~Q(decided_words=""),
            ),
        )
        indexes = (models.Index(fields=("plan", "route", "group"), name="plan_lines_by_route"),)

    def __str__(self) -> str:
        return f"{self.target}: {self.get_route_display()}"

    helped_by: str = ""  # the name of the body that helps; set by queries.name_bodies

    @property
    def reason_words(self) -> str:
        """Why the planner proposes it, in words."""
        return words_of_reasons(self.reasons)


class Draw(models.Model):
    """A spot check was drawn: by which seed, from how many, how many."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="draws", verbose_name=_("coverage campaign")
    )
    seed = models.PositiveBigIntegerField(_("seed"))
    percent = models.PositiveSmallIntegerField(_("percent"))
    stratum = models.CharField(
        _("drawn by"), max_length=6,
        choices=(("town", _("town")), ("route", _("route"))), default="town",
    )  # fmt: skip
    done = models.PositiveIntegerField(_("done at that time"))
    drawn = models.PositiveIntegerField(_("drawn"))
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = models.CharField(_("drawn by"), max_length=150)

    class Meta:
        ordering = ("drawn_at", "pk")
        verbose_name = _("draw of a spot check")

    def __str__(self) -> str:
        return f"{self.pk}"


class CheckQuerySet(models.QuerySet["Check"]):
    """Filters of checks."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the checks of the targets that the person sees."""
        seen = Target.objects.visible_to(person, world).order_by()
        return self.filter(target__in=seen.values("pk"))


class Check(models.Model):
    """Somebody looks at a target that is said to be done, or the timetable asks the register."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="checks", db_index=False,
        verbose_name=_("coverage campaign"),
    )  # fmt: skip
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="checks", verbose_name=_("target of a campaign")
    )
    draw = models.ForeignKey(
        Draw, models.PROTECT, null=True, blank=True, related_name="checks",
        verbose_name=_("draw of a spot check"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=8, choices=CheckKind)
    result = models.CharField(
        _("result"), max_length=8, choices=CheckResult, default=CheckResult.WAITING
    )
    finding = models.CharField(_("finding"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=150, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("check of a target")
        constraints = (
            models.UniqueConstraint(name="target_drawn_once", fields=("draw", "target")),
            models.UniqueConstraint(
                name="target_rechecked_once", fields=("target",), condition=Q(kind="recheck")
            ),
            models.CheckConstraint(
                name="failed_check_states_its_finding",
                condition=~Q(result="failed") | ~Q(finding=""),
            ),
        )
        indexes = (models.Index(fields=("campaign", "kind", "result"), name="checks_counted"),)

    def __str__(self) -> str:
        return f"{self.target}: {self.get_result_display()}"

    @property
    def finding_words(self) -> object:
        """The finding as it was written, or what the register shows."""
        return FINDINGS.get(self.finding, self.finding)

    @property
    def mark(self) -> str:
        """The mark of its result on a page."""
        return STATE_MARKS[self.result]
