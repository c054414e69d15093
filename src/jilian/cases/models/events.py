"""What happened, in its order and for ever; the papers; and how the time divides."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.cases.models.cases import Case, Matter, MatterStep, sees_whole_cases
from jilian.cases.rules.words import EnteredVia, EventKind, PaperState
from jilian.places.models import World


class CaseEventQuerySet(models.QuerySet["CaseEvent"]):
    """Filters of events."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CASES
    ) -> Self:
        """Keep those of the cases that a person sees; of a department's, its own branches alone."""
        kept = self.filter(case__in=Case.objects.visible_to(person, world, permission))
        return kept.filter(_own_branches(person, world, permission))


class CaseEvent(models.Model):
    """Something that happened to a case, a matter or a branch.

    ``at`` is when it happened, ``recorded_at`` when it was entered. A row is never changed: an
    event of kind ``corrected`` names the one that it corrects, with the right moment
    (``corrected_at``) or, without one, that it never was. ``once`` is the key that the one who sent
    it chose, so that sending it twice changes nothing.
    """

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="events",
        db_index=False,
        verbose_name=pgettext_lazy("service", "case"),
    )
    matter = models.ForeignKey(
        Matter,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=pgettext_lazy("service", "matter"),
    )
    step = models.ForeignKey(
        MatterStep,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=pgettext_lazy("matter", "step"),
    )
    at = models.DateTimeField(_("happened at"))
    event = models.CharField(pgettext_lazy("service", "event"), max_length=20, choices=EventKind)
    holder = models.CharField(_("held by"), max_length=80, blank=True)
    ground = models.CharField(_("ground"), max_length=40, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    notice = models.CharField(_("number of the written notice"), max_length=60, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    corrected_at = models.DateTimeField(_("happened in truth at"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=150)
    recorded_at = models.DateTimeField(_("recorded at"))
    entered_via = models.CharField(
        _("entered by way of"), max_length=9, choices=EnteredVia, default=EnteredVia.PAGE
    )
    once = models.CharField(_("key of the sender"), max_length=64, blank=True)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("event of a case")
        indexes = (models.Index(fields=("case", "matter", "at"), name="case_event_in_order"),)
        constraints = (
            models.UniqueConstraint(
                name="case_event_sent_once", fields=("case", "once"), condition=~Q(once="")
            ),
            models.CheckConstraint(
                name="case_event_corrects_another",
                condition=Q(event=EventKind.CORRECTED, corrects__isnull=False)
                | (
                    ~Q(event=EventKind.CORRECTED)
                    & Q(corrects__isnull=True, corrected_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="case_event_pause_has_ground_and_notice",
                condition=~Q(event=EventKind.PAUSED) | (~Q(ground="") & ~Q(notice="")),
            ),
            models.CheckConstraint(
                name="case_event_not_before_it_happened", condition=Q(recorded_at__gte=F("at"))
            ),
        )

    def __str__(self) -> str:
        return str(self.get_event_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; a row that is there already is never changed."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("events are only appended")
        super().save(*args, **kwargs)


class PaperQuerySet(models.QuerySet["Paper"]):
    """Filters of papers."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_CASES
    ) -> Self:
        """Keep those of the cases that a person sees; of a department's, its own branches alone."""
        kept = self.filter(case__in=Case.objects.visible_to(person, world, permission))
        return kept.filter(_own_branches(person, world, permission))

    def outstanding(self) -> Self:
        """Keep those that were promised and are not there."""
        return self.filter(state=PaperState.PROMISED)


class Paper(models.Model):
    """A paper that a matter or a branch needs; a promised one has a day by which it is due."""

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="papers", verbose_name=pgettext_lazy("service", "case")
    )
    matter = models.ForeignKey(
        Matter,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=pgettext_lazy("service", "matter"),
    )
    step = models.ForeignKey(
        MatterStep,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=pgettext_lazy("matter", "step"),
    )
    kind = models.CharField(pgettext_lazy("paper of a case", "paper"), max_length=80)
    state = models.CharField(
        pgettext_lazy("paper of a case", "state"),
        max_length=8,
        choices=PaperState,
        default=PaperState.NEEDED,
    )
    number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    promised_at = models.DateTimeField(_("promised at"), null=True, blank=True)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    reused_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reuses",
        verbose_name=_("given earlier as"),
    )
    entered_by = models.CharField(_("entered by"), max_length=150)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("paper of a case")
        constraints = (
            models.CheckConstraint(
                name="paper_promised_by_a_day",
                condition=~Q(state=PaperState.PROMISED)
                | Q(due_on__isnull=False, promised_at__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_given_at_a_moment",
                condition=Q(state=PaperState.GIVEN, given_at__isnull=False)
                | (~Q(state=PaperState.GIVEN) & Q(given_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.kind


def _own_branches(person: Person, world: World, permission: Permission) -> Q:
    """What a person may see within the cases she sees: all, or a department's own.

    Its own are the matters that it answers for, with their branches, and its branches of others.
    """
    keys = reach(person, world.code).keys(permission, ScopeKind.DEPARTMENT)
    if not keys or sees_whole_cases(person, world, permission):
        return Q()
    return Q(step__department__key__in=keys) | Q(matter__department__key__in=keys)
