"""A unit that reports: a town or a cluster, by its scope and with its name."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.organisations.models import scopes_of_division
from jilian.places.models import Division, World
from jilian.returns.rules.words import UnitKind

P = Permission


def within(held: Reach, permission: Permission) -> Q:
    """Which units lie within the scopes for which a permission is held.

    A town: itself, and the clusters whose host lies in it. A cluster: itself.
    """
    towns = held.keys(permission, ScopeKind.TOWN)
    clusters = held.keys(permission, ScopeKind.CLUSTER)
    found = Q(unit_kind=UnitKind.TOWN, unit_key__in=towns)
    found |= Q(unit_kind=UnitKind.CLUSTER, unit_key__in=clusters)
    for town in towns:
        found |= Q(unit_kind=UnitKind.CLUSTER, cluster__host_division__code__startswith=town)
    return found


def seen(person: Person, world: World) -> Q | None:
    """Which units' returns a person may look at; None for none at all."""
    held = reach(person, world.code)
    if held.may(P.SEE_RETURNS):
        return Q()
    return within(held, P.SEE_RETURNS) if held.may_somewhere(P.SEE_RETURNS) else None


class OfUnitQuerySet(models.QuerySet[Any]):
    """Filters of what a unit reports."""

    def visible_to(self, person: Person, world: World) -> Any:
        """Keep what lies within the person's scopes, or all for whoever sees all returns."""
        found = seen(person, world)
        return self.none() if found is None else self.filter(found, world=world)


class OfUnit(models.Model):
    """What belongs to a town or a cluster; ``unit_key`` is the key of its scope."""

    world = models.ForeignKey(World, models.CASCADE, related_name="+", verbose_name=_("world"))
    form = models.CharField(_("form"), max_length=30)
    unit_kind = models.CharField(_("kind of unit"), max_length=7, choices=UnitKind)
    unit_key = models.CharField(_("unit"), max_length=20)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("town")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def unit(self) -> Division | Cluster:
        """The unit itself."""
        found = self.division or self.cluster
        assert found is not None  # a constraint keeps it so
        return found

    @property
    def own_scopes(self) -> tuple[Scope, ...]:
        """The scopes within which it is entered: the unit's own."""
        return ((str(self.unit_kind), self.unit_key),)

    @property
    def town_scopes(self) -> tuple[Scope, ...]:
        """The scopes within which it is checked: the town in which the unit lies."""
        if self.division is not None:
            return scopes_of_division(self.division.code)
        host = self.cluster.host_division if self.cluster is not None else None
        return scopes_of_division(host.code if host else None)


def one_unit(name: str) -> models.CheckConstraint:
    """The constraint that exactly one of town and cluster is named."""
    town = Q(unit_kind=UnitKind.TOWN, division__isnull=False, cluster__isnull=True)
    cluster = Q(unit_kind=UnitKind.CLUSTER, division__isnull=True, cluster__isnull=False)
    return models.CheckConstraint(name=name, condition=town | cluster)
