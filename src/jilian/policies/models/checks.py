"""Checks of all firms against all rule sets, and who came near enough to be listed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.policies.models.evidence import OfFirmQuerySet
from jilian.policies.rules.lines import line_words
from jilian.policies.rules.words import STANDING_MARKS, RunState, Standing


class CheckRun(models.Model):
    """A check of every firm of a world against every rule set, as of a day.

    ``counts`` holds of each rule set how many firms came to what; ``outcomes`` the outcome of every
    line for every firm, packed: what the run said stays known, also of firms that no list names.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="check_runs", verbose_name=_("world")
    )
    as_of = models.DateField(_("as of"))
    state = models.CharField(
        pgettext_lazy("check of all firms", "state"),
        max_length=8,
        choices=RunState,
        default=RunState.WAITING,
    )
    done = models.PositiveSmallIntegerField(_("rule sets done"), default=0)
    whole = models.PositiveSmallIntegerField(_("rule sets"), default=0)
    firms = models.PositiveIntegerField(_("firms"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict)
    outcomes = models.BinaryField(_("outcomes"), default=b"")
    failure = models.CharField(_("failure"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.CharField(_("started by"), max_length=150)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("check of all firms")
        indexes = (models.Index(fields=("world", "state"), name="check_run_by_state"),)

    def __str__(self) -> str:
        return f"{self.as_of} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in (RunState.WAITING, RunState.RUNNING)


class CheckResult(models.Model):
    """What a check of all firms said of one firm and one rule set, where it came near.

    Kept for firms of which no line, or one line, is unmet and enough is known. ``lines`` names the
    outcome of each line by its id; ``short_line`` the only unmet one.
    """

    run = models.ForeignKey(
        CheckRun, models.CASCADE, related_name="results", db_index=False, verbose_name=_("run")
    )
    world = models.ForeignKey(
        World, models.CASCADE, related_name="+", db_index=False, verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="check_results", verbose_name=_("firm")
    )
    rule_set = models.CharField(_("rule set"), max_length=40)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    met = models.PositiveSmallIntegerField(_("lines met"))
    unmet = models.PositiveSmallIntegerField(_("lines unmet"))
    unknown = models.PositiveSmallIntegerField(_("lines unknown"))
    manual = models.PositiveSmallIntegerField(_("lines for people"))
    short_line = models.CharField(_("the line that is missing"), max_length=60, blank=True)
    lines = models.JSONField(_("lines"), default=dict)

    objects = OfFirmQuerySet["CheckResult"].as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("result of a check")
        indexes = (
            models.Index(
                fields=("run", "rule_set", "standing", "unknown"), name="check_result_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule_set} {self.standing}"

    @property
    def standing_mark(self) -> str:
        """The mark of how near the firm is on a page."""
        return STANDING_MARKS[self.standing]

    @property
    def short_words(self) -> str:
        """The line that is missing, in words; empty where none or several are."""
        return line_words(self.rule_set, self.short_line) if self.short_line else ""
