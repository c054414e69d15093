"""The tables whose cells other audiences may see: declared before, and in versions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.disclosure.rules import Measure
from jilian.places.models import World


class DeclaredTableQuerySet(models.QuerySet["DeclaredTable"]):
    """Filters of declared tables."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the tables that are declared for one of the person's roles; its keeper sees all."""
        kept, held = self.filter(world=world), reach(person, world.code)
        if held.may(Permission.KEEP_DISCLOSURE):
            return kept
        if not held.may_somewhere(Permission.SEE_INDICATORS):
            return kept.none()
        wanted = Q(pk__in=())
        for one in person.current_appointments:
            if one.world_code == world.code:
                wanted |= Q(roles__contains=f" {one.role} ")
        return kept.filter(wanted)

    def in_force(self) -> Self:
        """Keep the version in force of each table."""
        return self.filter(replaced_at__isnull=True)


class DeclaredTable(models.Model):
    """What is shown outside: a measure over dimensions, by one rule, for named audiences.

    ``roles`` lists the roles with a blank before and after each, so that one can be looked for.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="declared_tables", verbose_name=_("world")
    )
    key = models.SlugField(_("key"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    measure = models.CharField(_("measure"), max_length=8, choices=Measure)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    dimensions = models.JSONField(_("dimensions"))
    rule = models.JSONField(_("rule"))
    roles = models.CharField(_("shown to"), max_length=400)
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.CharField(_("declared by"), max_length=150)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    latest_period: str = ""  # set by queries.tables_seen

    objects = DeclaredTableQuerySet.as_manager()

    class Meta:
        ordering = ("key", "-version")
        verbose_name = _("declared table")
        constraints = (
            models.UniqueConstraint(
                name="declared_table_version_once", fields=("world", "key", "version")
            ),
            models.UniqueConstraint(
                name="declared_table_has_one_version_in_force",
                fields=("world", "key"),
                condition=Q(replaced_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def unit_shown(self) -> str:
        """The unit in the language of the page."""
        return self.unit_en if get_language() == "en" else self.unit

    @property
    def audiences(self) -> list[str]:
        """The roles to which its cells are shown."""
        return self.roles.split()
