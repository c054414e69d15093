"""What a keeper asked for a month, done later: measuring it, or releasing it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.indicators.rules.running import Act, RunState
from jilian.places.models import World

OPEN = (RunState.WAITING, RunState.RUNNING)


class MonthRunQuerySet(models.QuerySet["MonthRun"]):
    """Filters of runs."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep those of a world for who measures it; nobody else is told what changed."""
        may = reach(person, world.code).may(Permission.KEEP_INDICATORS)
        return self.filter(world=world) if may else self.none()

    def under_way(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(state__in=OPEN)


class MonthRun(models.Model):
    """A month to be measured, to be looked at before its release, or to be released.

    ``token`` is the page from which it was asked for: the same page sent twice is one run. ``done``
    of ``whole`` steps are behind. ``result`` counts what came of it; ``changes`` lists the values
    that differ from those measured before: indicator, kind and key of the unit, value and bound
    before, value and bound now.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="month_runs", verbose_name=_("world")
    )
    act = models.CharField(_("what is done"), max_length=8, choices=Act)
    month = models.DateField(_("month"))
    note = models.CharField(_("reason or note"), max_length=300, blank=True)
    token = models.CharField(_("page it was asked from"), max_length=36)
    state = models.CharField(
        pgettext_lazy("later work", "state"), max_length=8, choices=RunState,
        default=RunState.WAITING,
    )  # fmt: skip
    done = models.PositiveSmallIntegerField(_("steps behind"), default=0)
    whole = models.PositiveSmallIntegerField(_("steps"), default=0)
    result = models.JSONField(_("result"), default=dict)
    changes = models.JSONField(_("values that differ"), default=list)
    refusal = models.CharField(_("why it was refused or failed"), max_length=60, blank=True)
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.CharField(_("asked for by"), max_length=150)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MonthRunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("work on a month")
        indexes = (models.Index(fields=("world", "-asked_at"), name="month_runs_latest"),)
        constraints = (
            models.UniqueConstraint(name="month_run_once_a_page", fields=("world", "token")),
            models.UniqueConstraint(
                name="month_run_once_at_a_time", fields=("world", "act", "month"),
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="month_run_ended_says_when",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.act} {self.month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in OPEN
