"""Selections of a world, who leads a cluster, and what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.leading import leaders_on
from jilian.clusters.queries.open_matters import OpenMatter
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import MemberRole
from jilian.leaders.models import ChainHeadTerm, LeaderChoice, Selection
from jilian.leaders.models.selections import SelectionQuerySet
from jilian.leaders.queries.terms import head_on, next_head
from jilian.leaders.rules import Declared, declared
from jilian.places.models import World


def listed_selections(person: Person, world: World) -> SelectionQuerySet:
    """Return the selections that the person may see, without their tables; two queries."""
    chosen: Prefetch[str] = Prefetch(
        "choices", LeaderChoice.objects.select_related("firm__merged_into")
    )
    rows = Selection.objects.visible_to(person, world).select_related("cluster")
    return rows.defer("table", "result").prefetch_related(chosen)


@dataclass(frozen=True)
class LeadingNow:
    """Who leads a cluster on a day and why, who is the chain head, and the latest selection."""

    leaders: tuple[Membership, ...]
    head: ChainHeadTerm | None
    following: ChainHeadTerm | None
    latest: Selection | None
    may_choose: bool


def leading_now(person: Person, cluster: Cluster, day: date) -> LeadingNow:
    """Return what the page of a cluster says of its leading firms; six queries at most."""
    world = cluster.world
    seen = Selection.objects.visible_to(person, world).filter(cluster=cluster)
    latest = seen.filter(as_of__lte=day).defer("table", "result").first()
    head = head_on(cluster, day)
    return LeadingNow(
        leaders=tuple(leaders_on(cluster, day)),
        head=head,
        following=next_head(cluster, day),
        latest=latest,
        may_choose=reach(person, world.code).may(Permission.CHOOSE_LEADERS),
    )


def open_selections(person: Person, cluster: Cluster) -> Iterable[OpenMatter]:
    """Say which selections of a cluster wait, for who may see them."""
    rows = Selection.objects.visible_to(person, cluster.world).filter(cluster=cluster).open()
    for one in rows.defer("table", "result"):
        yield OpenMatter(
            words=_("selection of leading firms of %(day)s") % {"day": one.as_of.isoformat()},
            url=reverse("leaders:detail", args=(cluster.world.code, one.pk)),
            since=one.as_of,
        )


def declared_now(selection: Selection) -> tuple[Declared, ...]:
    """Return the measures that a selection declares, in the order of the catalogue."""
    return declared(selection.measures)


def criteria_of(selection: Selection) -> list[str]:
    """Return the criteria that have a declared measure, in their order."""
    return list(dict.fromkeys(one.criterion.value for one in declared_now(selection)))


def leaders_of_world(person: Person, world: World, day: date) -> list[Membership]:
    """Return the memberships of leading firms of every cluster on the day, each firm once."""
    seen = Cluster.objects.visible_to(person, world)
    rows = Membership.objects.on(day).filter(cluster__in=seen, role=MemberRole.LEADER)
    shown = joined_members(world, day).shown(rows)
    return list(
        shown.select_related("cluster", "firm__merged_into", "source").order_by(
            "cluster__sort_key", "cluster", "firm__sort_key", "pk"
        )
    )
