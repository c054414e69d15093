"""Releases of all declared tables of a month: worked out, looked at, released."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.disclosure.rules.states import OPEN_RUNS, RunState
from jilian.places.models import World


class ReleaseRun(models.Model):
    """The tables of a month on their way out; nothing is shown before somebody has looked.

    ``preview``: by table the cells with what would be hidden and what that leaves to guess; never a
    hidden value. It is what is released. ``fingerprint``: of that; ``inputs``: of what it was
    worked out from, so that records that changed since are noticed.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="release_runs", verbose_name=_("world")
    )
    period = models.CharField(_("period"), max_length=16)
    state = models.CharField(_("state"), max_length=9, choices=RunState, default=RunState.WAITING)
    done = models.PositiveSmallIntegerField(_("done (per thousand)"), default=0)
    preview = models.JSONField(_("preview"), default=list)
    fingerprint = models.CharField(_("fingerprint of the preview"), max_length=64, blank=True)
    inputs = models.CharField(
        _("fingerprint of what went in"), max_length=64, blank=True, editable=False
    )
    note = models.CharField(_("note of correction"), max_length=300, blank=True)
    failure = models.CharField(_("why it failed"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.CharField(_("started by"), max_length=150)
    released_by = models.CharField(_("released by"), max_length=150, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("release of the tables of a month")
        constraints = (
            models.UniqueConstraint(
                name="one_release_of_tables_under_way",
                fields=("world",),
                condition=Q(state__in=[*OPEN_RUNS]),
            ),
        )

    def __str__(self) -> str:
        return self.period

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has something to do."""
        return self.state in OPEN_RUNS

    @property
    def shown_state(self) -> str:
        """The state as a bar of progress knows it."""
        return RunState.RUNNING if self.state == RunState.RELEASING else self.state
