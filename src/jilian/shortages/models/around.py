"""What goes along with a call: passes and permits, the lesson, the word on proposals."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models import Matter
from jilian.firms.models import Firm
from jilian.shortages.models.calls import Call
from jilian.shortages.rules.words import (
    PERMIT_MARKS,
    Cause,
    PermitKind,
    PermitState,
    SecondSource,
)


class Permit(models.Model):
    """A transport pass or safety permit of a call, handled by the service officer of a town.

    By asking for it the caller opens the names of both sides to that officer.
    """

    key = models.UUIDField(_("key in addresses"), default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="permits", verbose_name=_("call"))
    kind = models.CharField(pgettext_lazy("permit", "kind"), max_length=6, choices=PermitKind)
    town = models.CharField(_("town"), max_length=12)
    state = models.CharField(
        pgettext_lazy("permit", "state"),
        max_length=8,
        choices=PermitState,
        default=PermitState.ASKED,
    )
    words = models.CharField(_("what is asked for"), max_length=300, blank=True)
    matter = models.OneToOneField(
        Matter, models.PROTECT, null=True, blank=True, related_name="permit",
        verbose_name=_("matter"),
        help_text=_("From when it is taken up it runs as a matter of a case, with its clock."),
    )  # fmt: skip
    ticked = models.JSONField(_("ticked on the checklist"), default=list, blank=True)
    number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    refusal_reason = models.CharField(_("why refused"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=150)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.CharField(_("accepted by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = _("pass or permit of a call")
        constraints = (
            models.UniqueConstraint(
                name="permit_open_or_given_once_a_kind",
                fields=("call", "kind"),
                condition=~Q(state=PermitState.REFUSED),
            ),
            models.CheckConstraint(
                name="permit_given_has_a_number",
                condition=~Q(state=PermitState.GIVEN) | ~Q(number=""),
            ),
            models.CheckConstraint(
                name="permit_refused_has_a_reason",
                condition=~Q(state=PermitState.REFUSED) | ~Q(refusal_reason=""),
            ),
            models.CheckConstraint(
                name="permit_decided_at_a_moment",
                condition=Q(state__in=("given", "refused"), decided_at__isnull=False)
                | Q(state__in=("asked", "accepted"), decided_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return PERMIT_MARKS[self.state]


class Lesson(models.Model):
    """What a finished call taught: cause, second source, missing link, was the line saved."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="lesson", verbose_name=_("call"))
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    cause_words = models.CharField(_("cause in words"), max_length=300, blank=True)
    second_source = models.CharField(_("second source"), max_length=8, choices=SecondSource)
    missing_link = models.BooleanField(_("a link is missing here"))
    line_saved = models.BooleanField(
        _("line saved"), null=True, blank=True, help_text=_("Empty: not known.")
    )
    thanks = models.CharField(_("thanks"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written at"))
    written_by = models.CharField(_("written by"), max_length=150)

    class Meta:
        verbose_name = _("lesson of a call")

    def __str__(self) -> str:
        return str(self.call)


class ProposalFeedback(models.Model):
    """Whether a firm that was proposed as a helper was a useful proposal."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="feedback", db_index=False, verbose_name=_("call")
    )
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("firm"))
    rank = models.PositiveSmallIntegerField(_("place in the proposal"), null=True, blank=True)
    useful = models.BooleanField(_("useful"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=150)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("word on a proposed helper")
        constraints = (
            models.UniqueConstraint(name="proposal_feedback_once", fields=("call", "firm")),
        )

    def __str__(self) -> str:
        return f"{self.firm}: {self.useful}"
