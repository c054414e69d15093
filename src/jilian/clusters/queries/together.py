"""What merges of firms do to memberships: a firm is a member once, by whichever of its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Case, F, IntegerField, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from jilian.base.dated import certain_on, perhaps_on
from jilian.base.search import among
from jilian.clusters.models import Membership
from jilian.clusters.rules import MemberRole, Position
from jilian.firms.models import Site
from jilian.firms.queries.groups import grouped_firms, merged_firms, speakers
from jilian.places.models import Division, World

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rows = TypeVar("Rows", bound=QuerySet[Membership])


@dataclass(frozen=True)
class JoinedMembers:
    """What the merges of a world come to for the members of its clusters on a day.

    ``hidden``: memberships of a firm that is a member by another record already; ``certain``:
    the shown ones of records that take part in merges, as (cluster, record).
    """

    merged: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    certain: tuple[tuple[int, int], ...] = ()

    def shown(self, rows: Rows) -> Rows:
        """Keep the memberships that are shown and counted."""
        return rows.exclude(pk__in=among(self.hidden)) if self.hidden else rows

    def ungrouped(self, rows: Rows) -> Rows:
        """Keep the memberships of records that take part in no merge."""
        if not self.merged:
            return rows
        return rows.exclude(firm__in=among(grouped_firms(self.merged)))

    def speaking(self, rows: QuerySet[Any], cluster: int) -> Combinable:
        """The record of a member's firm whose row is to be shown for it, as an expression."""
        firms = [firm for held, firm in self.certain if held == cluster]
        if not firms:
            return F("firm_id")
        told = speakers(firms, self.merged, rows)
        others = [When(firm=pk, then=other) for pk, other in told.items() if other != pk]
        return Case(*others, default=F("firm_id"), output_field=IntegerField())

    def places(self, day: date) -> list[tuple[int, Division]]:
        """Where the members of merged records are: cluster and division; no query without any."""
        if not self.certain:
            return []
        mains = Site.objects.on(day).filter(is_main=True)
        told = speakers((firm for _cluster, firm in self.certain), self.merged, mains)
        sites = mains.filter(firm__in=set(told.values())).select_related("division")
        division_of = {site.firm_id: site.division for site in sites}
        return [
            (cluster, division_of[told[firm]])
            for cluster, firm in self.certain
            if told[firm] in division_of
        ]


def clusters_of_both(
    world: World, kept: Sequence[int], merged: Sequence[int], day: date
) -> tuple[StrPromise, int]:
    """Say in how many clusters both are members and would count once."""
    rows = Membership.objects.on(day).filter(cluster__world=world).order_by()
    one, other = (
        set(rows.filter(firm__in=group).values_list("cluster_id", flat=True))
        for group in (kept, merged)
    )
    return _("clusters have both as members and count one"), len(one & other)


def joined_members(world: World, day: date, clusters: Iterable[int] | None = None) -> JoinedMembers:
    """Work out which memberships merges hide; one query, two where firms are merged."""
    merged = merged_firms(world)
    if not merged:
        return JoinedMembers()
    rows = Membership.objects.filter(
        certain_on(day) | perhaps_on(day),
        cluster__world=world,
        firm__in=among(grouped_firms(merged)),
    )
    if clusters is not None:
        rows = rows.filter(cluster__in=clusters)
    columns = ("known_by", "role", "position", "pk", "cluster_id", "firm_id")
    ordered = sorted(
        (known_by > day, role != MemberRole.LEADER, firm in merged, position == Position.UNKNOWN,
         pk, cluster, firm)
        for known_by, role, position, pk, cluster, firm in rows.order_by().values_list(*columns)
    )  # fmt: skip
    seen: set[tuple[int, int]] = set()
    hidden: set[int] = set()
    certain: list[tuple[int, int]] = []
    for is_uncertain, *_rest, pk, cluster, firm in ordered:
        key = cluster, merged.get(firm, firm)
        if key in seen:
            hidden.add(pk)
            continue
        seen.add(key)
        if not is_uncertain:
            certain.append((cluster, firm))
    return JoinedMembers(merged, frozenset(hidden), tuple(certain))
