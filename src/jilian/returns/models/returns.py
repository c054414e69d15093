"""The monthly return of a unit: its lines, and what happened to it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.returns.models.units import OfUnit, one_unit
from jilian.returns.rules.words import OPEN_TO_ENTRY, STATE_MARKS, Column, State, StepKind


class MonthlyReturn(OfUnit):
    """One revision of what a unit reports for a month, or for January and February together.

    A released revision never changes: a correction is the next revision, with its reason, and goes
    the same way. ``saves`` counts how often it was saved: who saves on an older count is told.
    """

    form_version = models.CharField(_("version of the form"), max_length=20)
    month = models.DateField(_("month"), help_text=_("Its first day; February for both."))
    is_joint = models.BooleanField(_("January and February together"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)
    state = models.CharField(
        pgettext_lazy("return", "state"), max_length=9, choices=State, default=State.ENTERED
    )
    saves = models.PositiveIntegerField(_("times saved"), default=0)
    due_at = models.DateTimeField(_("due at"))
    first_sent_at = models.DateTimeField(_("first sent at"), null=True, blank=True)
    sent_back_reason = models.CharField(_("why it was sent back"), max_length=500, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        ordering = ("-month", "form", "unit_kind", "unit_key", "-revision")
        verbose_name = _("monthly return")
        indexes = (models.Index(fields=("world", "form", "month"), name="return_by_month"),)
        constraints = (
            one_unit("return_names_one_unit"),
            models.UniqueConstraint(
                name="return_revision_once",
                fields=("world", "form", "unit_kind", "unit_key", "month", "revision"),
            ),
            models.UniqueConstraint(
                name="return_open_once",
                fields=("world", "form", "unit_kind", "unit_key", "month"),
                condition=~Q(state=State.RELEASED),
            ),
            models.CheckConstraint(
                name="return_revised_with_a_reason", condition=Q(revision=1) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="return_sent_back_with_a_reason",
                condition=~Q(state=State.SENT_BACK) | ~Q(sent_back_reason=""),
            ),
            models.CheckConstraint(
                name="return_released_at_a_moment",
                condition=Q(state=State.RELEASED, released_at__isnull=False)
                | (~Q(state=State.RELEASED) & Q(released_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="return_joint_in_february", condition=Q(is_joint=False) | Q(month__month=2)
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m}"

    @property
    def state_mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def course(self) -> models.QuerySet[ReturnStep]:
        """What happened to its unit's month, in all revisions."""
        return ReturnStep.objects.filter(
            monthly_return__world=self.world_id, monthly_return__form=self.form,
            monthly_return__unit_kind=self.unit_kind, monthly_return__unit_key=self.unit_key,
            monthly_return__month=self.month,
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether its unit may still type in it."""
        return self.state in OPEN_TO_ENTRY

    @property
    def was_in_time(self) -> bool | None:
        """Whether it was first sent by its due moment; None while it was never sent."""
        return None if self.first_sent_at is None else self.first_sent_at <= self.due_at

    def is_late(self, at: datetime) -> bool:
        """Whether it is not there though due."""
        return self.first_sent_at is None and self.due_at < at

    @property
    def first_month(self) -> date:
        """The first day of the first month it covers."""
        return self.month.replace(month=1) if self.is_joint else self.month

    @property
    def period(self) -> str:
        """The months it covers, as files write them: 2026-03, or 2026-01..02."""
        year = f"{self.month:%Y}"
        return f"{year}-01..02" if self.is_joint else f"{year}-{self.month:%m}"


class ReturnLine(models.Model):
    """A value of a return: None is missing, which is not zero."""

    monthly_return = models.ForeignKey(
        MonthlyReturn, models.CASCADE, related_name="lines", verbose_name=_("monthly return")
    )
    item = models.CharField(_("item"), max_length=40)
    column = models.CharField(pgettext_lazy("return", "column"), max_length=10, choices=Column)
    value = models.DecimalField(
        _("value"), max_digits=20, decimal_places=4, null=True, blank=True,
        help_text=_("In the unit of the form."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("line of a monthly return")
        constraints = (
            models.UniqueConstraint(
                name="return_line_once", fields=("monthly_return", "item", "column")
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.column}"


class ReturnStep(models.Model):
    """One thing that happened to a unit's month; only added, never changed, by the database too.

    It belongs to the first revision and names its own, so that a correction that is taken back
    leaves its course behind.
    """

    monthly_return = models.ForeignKey(
        MonthlyReturn, models.PROTECT, related_name="steps", verbose_name=_("monthly return")
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    kind = models.CharField(_("what"), max_length=10, choices=StepKind)
    words = models.CharField(_("words"), max_length=500, blank=True)
    changes = models.JSONField(_("values before and after"), default=list, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=150)
    office = models.CharField(_("office"), max_length=120, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("step of a monthly return")
        constraints = (
            models.CheckConstraint(
                name="return_step_says_why",
                condition=~Q(kind__in=(StepKind.SENT_BACK, StepKind.CORRECTION)) | ~Q(words=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"
