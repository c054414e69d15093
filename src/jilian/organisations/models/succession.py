"""Organisations that were merged or split: which ended, and which were founded in their place."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.organisations.models.register import Organisation
from jilian.organisations.rules.words import ReorganisationKind
from jilian.places.models import World
from jilian.sources.models import Sourced


class Reorganisation(Sourced):
    """A merger of organisations into one, or a split of one, with what it wrote."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="reorganisations", verbose_name=_("world")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ReorganisationKind)
    from_day = models.DateField(_("from"))
    document = models.CharField(_("document"), max_length=200, blank=True)
    journal = models.JSONField(_("what it wrote"), default=list, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=500, blank=True)

    class Meta:
        ordering = ("from_day", "pk")
        verbose_name = _("merger or split of organisations")
        constraints = (
            models.CheckConstraint(
                name="undone_reorganisation_states_its_reason",
                condition=Q(undone_at__isnull=True) | ~Q(undo_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_day}"


class Succession(models.Model):
    """One organisation took the place of another that ended."""

    reorganisation = models.ForeignKey(
        Reorganisation,
        models.CASCADE,
        related_name="successions",
        verbose_name=_("merger or split of organisations"),
    )
    before = models.ForeignKey(
        Organisation, models.CASCADE, related_name="successors", verbose_name=_("ended")
    )
    after = models.ForeignKey(
        Organisation, models.CASCADE, related_name="predecessors", verbose_name=_("founded")
    )

    class Meta:
        verbose_name = _("succession of organisations")
        constraints = (
            models.UniqueConstraint(
                name="succession_once", fields=("reorganisation", "before", "after")
            ),
            models.CheckConstraint(
                name="organisation_does_not_succeed_itself", condition=~Q(before=F("after"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
