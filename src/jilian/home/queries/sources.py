"""Where the records of a world come from, and what came from each source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster, ClusterBody, ClusterName, Membership
from jilian.firms.models import (
    Carrier,
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    Title,
    YearlyFact,
)
from jilian.home.queries.kept import kept
from jilian.network.models import SupplyLink
from jilian.organisations.models import (
    Attestation,
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.places.models import World
from jilian.sources.models import PublishedFact, Source

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

P = Permission


@dataclass(frozen=True)
class Kind:
    """A kind of record that has a source: its world, who sees it, and the list it stands in."""

    model: type[models.Model]
    world: str
    permission: Permission
    label: StrPromise
    list_url: str = ""

    def rows(self, world: World) -> QuerySet[Any]:
        """All records of this kind in a world."""
        return self.model._default_manager.filter(**{self.world: world}).order_by()

    def seen(self, person: Person, world: World) -> QuerySet[Any]:
        """The records of this kind that the person may see in a world.

        Only these three are held within a scope by some role; their number is private, too.
        """
        rows = self.rows(world)
        if reach(person, world.code).may(self.permission):
            return rows
        if self.model is YearlyFact:
            return rows.filter(firm__in=Firm.objects.records_seen(person, world, self.permission))
        if self.model is SupplyLink:
            return rows.filter(pk__in=SupplyLink.objects.visible_to(person, world).values("pk"))
        if self.model is MemberCount:
            own = Organisation.objects.visible_to(person, world, self.permission)
            return rows.filter(organisation__in=own.order_by().values("pk"))
        return rows.none()


KINDS = (
    Kind(FirmName, "firm__world", P.SEE_REGISTER, _("names of firms"), "firms:list"),
    Kind(FirmIdentity, "firm__world", P.SEE_REGISTER, _("further identifiers"), "firms:list"),
    Kind(Site, "firm__world", P.SEE_REGISTER, _("sites"), "firms:list"),
    Kind(FirmIndustry, "firm__world", P.SEE_REGISTER, _("industries of firms"), "firms:list"),
    Kind(FirmProduct, "firm__world", P.SEE_REGISTER, _("products of firms"), "firms:list"),
    Kind(YearlyFact, "firm__world", P.SEE_FACTS, _("yearly facts of firms"), "firms:list"),
    Kind(Title, "world", P.SEE_REGISTER, _("titles"), "firms:titles"),
    Kind(Carrier, "world", P.SEE_REGISTER, _("carriers"), "firms:titles"),
    Kind(SupplyLink, "world", P.SEE_LINKS, _("supply links"), "network:list"),
    Kind(Organisation, "world", P.SEE_ORGANISATIONS, _("organisations"), "organisations:tree"),
    Kind(OrganisationName, "organisation__world", P.SEE_ORGANISATIONS,
         _("names of organisations"), "organisations:tree"),
    Kind(TypeSpell, "organisation__world", P.SEE_ORGANISATIONS,
         _("types of organisations"), "organisations:counts"),
    Kind(Superior, "organisation__world", P.SEE_ORGANISATIONS,
         _("superiors of organisations"), "organisations:tree"),
    Kind(MemberCount, "organisation__world", P.SEE_COUNTS,
         _("counts of organisations"), "organisations:counts"),
    Kind(Cover, "organisation__world", P.SEE_ORGANISATIONS,
         _("firms covered"), "organisations:coverage"),
    Kind(Attestation, "organisation__world", P.SEE_ORGANISATIONS,
         _("attestations of organisations"), "organisations:tree"),
    Kind(Cluster, "world", P.SEE_REGISTER, _("clusters"), "clusters:list"),
    Kind(ClusterName, "cluster__world", P.SEE_REGISTER, _("names of clusters"), "clusters:list"),
    Kind(ClusterBody, "cluster__world", P.SEE_ORGANISATIONS,
         _("bodies of clusters"), "clusters:list"),
    Kind(Membership, "cluster__world", P.SEE_REGISTER,
         _("memberships in clusters"), "clusters:list"),
    Kind(PublishedFact, "world", P.SEE_REGISTER, _("published figures"), "world:facts"),
)  # fmt: skip


@dataclass(frozen=True)
class Came:
    """How many records of a kind came from a source."""

    label: str
    count: int
    list_url: str


def sources_of(person: Person, world: World) -> QuerySet[Source]:
    """Return the sources of records that the person may see in this world."""
    kinds = _kinds_for(person, world)
    if not kinds:
        return Source.objects.none()
    used = (Q(Exists(kind.seen(person, world).filter(source=OuterRef("pk")))) for kind in kinds)
    return Source.objects.filter(reduce(or_, used))


def _kinds_for(person: Person, world: World) -> list[Kind]:
    held = reach(person, world.code)
    return [kind for kind in KINDS if held.may_somewhere(kind.permission)]


def came_from(person: Person, world: World, source: Source, day: date) -> list[Came]:
    """Return how many records of each kind came from the source, kinds without any left out.

    All records count, also those that have ended: what a source brought stays what it brought.
    """
    counts = kept(f"source-{source.pk}", world, day, lambda: _counts(world, source))
    held, found = reach(person, world.code), []
    for index, kind in enumerate(KINDS):
        if not counts[index] or not held.may_somewhere(kind.permission):
            continue
        count = counts[index]
        if not held.may(kind.permission):
            count = kind.seen(person, world).filter(source=source).count()
        if count:
            found.append(Came(str(kind.label), count, kind.list_url))
    return found


def _counts(world: World, source: Source) -> list[int]:
    return [kind.rows(world).filter(source=source).count() for kind in KINDS]
