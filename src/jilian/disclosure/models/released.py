"""Releases of a declared table and their cells, which the database never lets change."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.disclosure.models.tables import DeclaredTable
from jilian.disclosure.rules import CellKind, Hidden
from jilian.places.models import World

KEY_MARK = "|"  # between the codes of a cell's key


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Filters of releases."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the releases of the tables that the person may see."""
        tables = DeclaredTable.objects.visible_to(person, world).order_by()
        return self.filter(table__in=tables.values("pk"))


class Release(models.Model):
    """A table as it was shown for one period; a correction is a further release of the period.

    ``members``: for each dimension its members [code, name, English name, parent] in order.
    ``figures``: counts of cells shown and hidden, for the steward.
    """

    table = models.ForeignKey(
        DeclaredTable, models.PROTECT, related_name="releases", verbose_name=_("table")
    )
    period = models.CharField(_("period"), max_length=16)
    basis = models.CharField(
        _("figures of"),
        max_length=16,
        blank=True,
        help_text=_("The year, where a table repeats the figures of one; else empty."),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    members = models.JSONField(_("members of the dimensions"), default=list)
    figures = models.JSONField(_("counts of cells"), default=dict)
    note = models.CharField(_("note of correction"), max_length=300, blank=True)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    released_at = models.DateTimeField(_("released at"))
    released_by = models.CharField(_("released by"), max_length=150)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-period", "-number")
        verbose_name = _("release of a table")
        constraints = (
            models.UniqueConstraint(
                name="release_numbered_once", fields=("table", "period", "number")
            ),
        )

    def __str__(self) -> str:
        return f"{self.table.key} {self.period} ({self.number})"


class ReleasedCell(models.Model):
    """One cell of a release; a hidden one has no value here, and nowhere else in the area.

    ``low`` and ``high``: what an attacker can work out from all that is shown; the audit's answer.
    """

    release = models.ForeignKey(
        Release, models.PROTECT, related_name="cells", verbose_name=_("release")
    )
    key = models.CharField(_("key"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=CellKind)
    hidden = models.CharField(_("hidden"), max_length=9, choices=Hidden, blank=True)
    low = models.DecimalField(_("least"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("most"), max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("released cell")
        constraints = (
            models.UniqueConstraint(name="released_cell_once", fields=("release", "key")),
            models.CheckConstraint(
                name="hidden_cell_has_no_value", condition=Q(hidden="") | Q(value__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.key
