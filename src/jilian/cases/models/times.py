"""How the time of a matter divides among holders, stored for figures; computed from its events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models.cases import Case, Matter


class TimePiece(models.Model):
    """How long one holder had a matter, between the first and the last minute of it.

    The pieces of a matter are disjoint in time and add up to its elapsed seconds; ``step`` is
    named where exactly one branch was open. They are made anew at each event and equal what a
    replay of the events gives. Holders: ``firm``, a department's key or an actor, ``joint``,
    ``excluded:<ground>``, ``closed``, ``unassigned``.
    """

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="time_pieces",
        verbose_name=pgettext_lazy("service", "case"),
    )
    matter = models.ForeignKey(
        Matter,
        models.CASCADE,
        related_name="time_pieces",
        db_index=False,
        verbose_name=pgettext_lazy("service", "matter"),
    )
    step = models.CharField(pgettext_lazy("matter", "step"), max_length=40, blank=True)
    holder = models.CharField(_("held by"), max_length=80)
    start_at = models.DateTimeField(_("from"))
    end_at = models.DateTimeField(_("until"))
    seconds = models.PositiveBigIntegerField(_("seconds"))
    working_seconds = models.PositiveBigIntegerField(_("working seconds"))

    class Meta:
        ordering = ("matter", "start_at", "pk")
        verbose_name = _("piece of time")
        indexes = (models.Index(fields=("holder", "matter"), name="time_piece_by_holder"),)
        constraints = (
            models.UniqueConstraint(
                name="time_piece_once_a_holder", fields=("matter", "step", "holder")
            ),
            models.CheckConstraint(
                name="time_piece_has_length",
                condition=Q(seconds__gt=0, working_seconds__lte=F("seconds"))
                & Q(end_at__gt=F("start_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder}: {self.seconds}"


class WrongDispatch(models.Model):
    """A branch lay with an office whose matter it was not; computed from the events."""

    matter = models.ForeignKey(
        Matter,
        models.CASCADE,
        related_name="wrong_dispatches",
        verbose_name=pgettext_lazy("service", "matter"),
    )
    step = models.CharField(pgettext_lazy("matter", "step"), max_length=40)
    sent_to = models.CharField(_("sent to"), max_length=80)
    right_holder = models.CharField(_("belongs to"), max_length=80)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    elapsed_seconds = models.PositiveBigIntegerField(_("elapsed time in seconds"))
    working_seconds = models.PositiveBigIntegerField(_("working time in seconds"))

    class Meta:
        ordering = ("since", "pk")
        verbose_name = _("wrong dispatch")
        constraints = (
            models.UniqueConstraint(name="wrong_dispatch_once", fields=("matter", "step", "since")),
        )

    def __str__(self) -> str:
        return f"{self.sent_to}: {self.elapsed_seconds}"
