"""Which firms' names changed, in the order of commits: what keeps a search index fresh."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.places.models import World


class NamesState(models.Model):
    """How often names of a world have changed; the row is locked until a change is committed."""

    world = models.OneToOneField(
        World, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("world")
    )
    number = models.PositiveBigIntegerField(_("number of changes"), default=0)

    class Meta:
        verbose_name = _("state of names")

    def __str__(self) -> str:
        return f"{self.world_id}: {self.number}"


class NamesChange(models.Model):
    """One change: the firms whose names it touched; null where they are too many to list."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="+", db_index=False, verbose_name=_("world")
    )
    number = models.PositiveBigIntegerField(_("number"))
    firms = models.JSONField(_("firms"), null=True)

    class Meta:
        ordering = ("world", "number")
        verbose_name = _("change of names")
        constraints = (
            models.UniqueConstraint(name="names_change_numbered_once", fields=("world", "number")),
        )

    def __str__(self) -> str:
        return f"{self.world_id}: {self.number}"
