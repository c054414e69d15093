"""The page of one cluster: which firms, in which positions, who leads, since when, by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Dated
from jilian.clusters.models import Cluster, ProposedCluster
from jilian.clusters.queries.listing import Body, ListedCluster, listed_clusters
from jilian.clusters.queries.members import towns_of_members
from jilian.places.models import World
from jilian.ui.drawings import LineEvent


@dataclass(frozen=True)
class ClusterPage:
    """What a cluster's page says besides its table of members and its chain."""

    cluster: Cluster
    listed: ListedCluster | None  # None: the cluster had ended or not begun on the day
    body: Body | None
    towns: list[tuple[str, str, str, int]]
    events: list[LineEvent]
    proposal: ProposedCluster | None


def cluster_page(person: Person, world: World, cluster: Cluster, day: date) -> ClusterPage:
    """Return the page of a cluster that the person may see, as of the day."""
    held = reach(person, world.code)
    rows = listed_clusters(person, world, day, (cluster.pk,))
    proposal = None
    if held.may_somewhere(Permission.SEE_PROPOSALS):
        proposal = cluster.proposals.select_related("run__snapshot").first()
    listed = rows[0] if rows else None
    return ClusterPage(
        cluster=cluster,
        listed=listed,
        body=listed.body if listed else None,
        towns=towns_of_members(cluster, day),
        events=_events(cluster, held.may_somewhere(Permission.SEE_ORGANISATIONS)),
        proposal=proposal,
    )


def _events(cluster: Cluster, sees_bodies: bool) -> list[LineEvent]:
    """The life of a cluster: founding, names, bodies, firms that joined and left, by day."""
    events = [_event(cluster, _("founded") if cluster.valid_from else _("first known"))]
    names = cluster.names.order_by("known_by", "pk")
    events += [_event(one, _("called “%(name)s”") % {"name": one.text}) for one in names]
    if sees_bodies:
        bodies = cluster.bodies.select_related("organisation").order_by("known_by")
        events += [
            _event(one, _("body: %(name)s") % {"name": one.organisation.name}) for one in bodies
        ]
    joined = (
        cluster.memberships.order_by("known_by", "not_before")
        .values_list("valid_from", "known_by", "not_before")
        .annotate(n=Count("pk"))
    )
    for valid_from, known_by, not_before, count in joined:
        words = (
            ngettext("%(n)s firm joins", "%(n)s firms join", count)
            if valid_from
            else ngettext("%(n)s firm named as a member", "%(n)s firms named as members", count)
        )
        events.append(LineEvent(valid_from, words % {"n": count}, known_by=known_by,
                                not_before=not_before))  # fmt: skip
    left = (
        cluster.memberships.filter(valid_to__isnull=False)
        .order_by("valid_to").values_list("valid_to").annotate(n=Count("pk"))
    )  # fmt: skip
    for day, count in left:
        words = ngettext("%(n)s firm leaves", "%(n)s firms leave", count)
        events.append(LineEvent(day, words % {"n": count}))
    if cluster.valid_to:
        events.append(LineEvent(cluster.valid_to, _("ended")))
    return events


def _event(row: Dated, label: str) -> LineEvent:
    return LineEvent(
        day=row.valid_from,
        label=label,
        known_by=row.known_by,
        not_before=row.not_before,
    )
