"""Who holds a case since when, leaves, and what a firm said about itself once."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.cases.models.cases import Case, sees_whole_cases
from jilian.cases.rules.words import AnswerField, HandOverReason, Origin
from jilian.firms.models import Firm
from jilian.places.models import World


class Holding(models.Model):
    """One officer holds a case at a time; a hand-over ends one row and begins the next."""

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="holdings",
        verbose_name=pgettext_lazy("service", "case"),
    )
    officer = models.CharField(_("service officer"), max_length=150)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=11, choices=HandOverReason)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    given_by = models.CharField(_("handed over by"), max_length=150)

    class Meta:
        ordering = ("case", "since", "pk")
        verbose_name = _("time in which an officer held a case")
        constraints = (
            models.UniqueConstraint(
                name="case_held_by_one_officer_at_a_time",
                fields=("case",),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return self.officer


class Leave(models.Model):
    """An officer is away; her open cases went to the deputy in the minute it began."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="leaves", db_index=False, verbose_name=_("world")
    )
    officer = models.CharField(_("service officer"), max_length=150)
    deputy = models.CharField(_("deputy"), max_length=150)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: she is still away.")
    )
    until_planned = models.DateField(_("planned until"), null=True, blank=True)

    class Meta:
        ordering = ("-since", "-pk")
        verbose_name = _("leave of an officer")
        constraints = (
            models.UniqueConstraint(
                name="leave_one_at_a_time",
                fields=("world", "officer"),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="leave_deputy_is_another", condition=~Q(officer=F("deputy"))
            ),
            models.CheckConstraint(
                name="leave_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return self.officer


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Filters of what firms said about themselves."""

    def current(self) -> Self:
        """Keep the latest of each field."""
        return self.filter(replaced_at__isnull=True)

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CASES
    ) -> Self:
        """Keep those of firms whose cases the person sees as a whole, and of her own firm."""
        kept = self.filter(firm__world=world)
        own = Firm.objects.records_seen(person, world, Permission.OPEN_CASES)
        whole = Q(pk__in=())
        if sees_whole_cases(person, world, permission):
            cases = Case.objects.visible_to(person, world, permission).order_by()
            whole = Q(firm__in=cases.values("firm"))
        return kept.filter(whole | Q(firm__in=own))


class Answer(models.Model):
    """What a firm said about itself once and is never asked again; a new one replaces it."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="answers", verbose_name=_("firm"))
    field = models.CharField(pgettext_lazy("answer", "field"), max_length=16, choices=AnswerField)
    value = models.CharField(_("value"), max_length=300)
    given_at = models.DateTimeField(_("given at"))
    given_by = models.CharField(_("given by"), max_length=150)
    source = models.CharField(_("source"), max_length=120, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("firm", "field", "pk")
        verbose_name = _("answer given once")
        constraints = (
            models.UniqueConstraint(
                name="answer_current_once_a_field",
                fields=("firm", "field"),
                condition=Q(replaced_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.value


class FormField(models.Model):
    """One field of a case's form and where it came from: for the share that was pre-filled."""

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="form_fields",
        db_index=False,
        verbose_name=pgettext_lazy("service", "case"),
    )
    field = models.CharField(pgettext_lazy("answer", "field"), max_length=16, choices=AnswerField)
    value = models.CharField(_("value"), max_length=300)
    origin = models.CharField(_("came from"), max_length=12, choices=Origin)

    class Meta:
        ordering = ("case", "pk")
        verbose_name = _("field of a case's form")
        constraints = (
            models.UniqueConstraint(name="form_field_once_a_case", fields=("case", "field")),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
