"""What the first page of a world answers, in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held as OnDay
from jilian.clusters.models import Cluster, FormationRun, ProposedCluster
from jilian.clusters.queries import ListedCluster, listed_clusters
from jilian.clusters.rules import RunState, place_of, prefix_of
from jilian.home.queries.facts import WordedFact, headline_facts
from jilian.home.queries.places import Spread, spread_of
from jilian.home.queries.register import (
    Held,
    Links,
    Organisations,
    firm_count,
    link_counts,
    organisation_counts,
)
from jilian.notices.queries import waiting_for
from jilian.places.models import World
from jilian.ui.parts import Waiting

MOST_CLUSTERS, MOST_PROPOSALS = 12, 8


@dataclass(frozen=True)
class Proposals:
    """What the latest finished run proposes and nobody has adopted: the largest, and how many."""

    run: FormationRun
    largest: list[ProposedCluster]
    open: int


@dataclass(frozen=True)
class FirstPage:
    """Everything that the first page of a world prints."""

    waiting: list[Waiting]
    firms: int
    links: Links | None
    organisations: Organisations | None
    clusters: list[ListedCluster]
    proposals: Proposals | None
    clusters_at: Mapping[str, list[ListedCluster]]
    spread: Spread
    facts: list[WordedFact]

    @property
    def clusters_held(self) -> Held:
        """How many clusters held for certain, and how many may have."""
        certain = sum(one.held is OnDay.YES for one in self.clusters)
        return Held(certain, len(self.clusters) - certain)

    @property
    def unplaced(self) -> int:
        """Firms without any site on the day."""
        return max(0, self.firms - self.spread.placed)


def first_page(person: Person, world: World, day: date) -> FirstPage:
    """Return the first page as the person sees it; the number of queries is constant."""
    clusters, spread = listed_clusters(person, world, day), spread_of(world, day)
    return FirstPage(
        waiting=waiting_for(person, world),
        firms=firm_count(person, world),
        links=link_counts(person, world, day),
        organisations=organisation_counts(person, world, day),
        clusters=clusters,
        proposals=latest_proposals(person, world, day),
        clusters_at=clusters_by_place(clusters, spread),
        spread=spread,
        facts=headline_facts(person, world),
    )


def clusters_by_place(
    clusters: Sequence[ListedCluster], spread: Spread
) -> dict[str, list[ListedCluster]]:
    """Return the clusters by the code of the place that hosts them, or where most members are.

    Those for which neither is known stand under an empty code. One query.
    """
    hosts = dict(
        Cluster.objects.filter(pk__in=[one.pk for one in clusters])
        .order_by()
        .values_list("pk", "host_division__code")
    )
    named = [place for place in spread.listed if place.name]
    at = {prefix_of(place.code): index for index, place in enumerate(named)}
    names = {part.name: place.code for place in named for part in (place, *place.parts)}
    found: dict[str, list[ListedCluster]] = defaultdict(list)
    for one in clusters:
        host = place_of(hosts.get(one.pk) or "", at)
        home = next((names[name] for name, _en, _n in one.places if name in names), "")
        found[home if host is None else named[host].code].append(one)
    return dict(found)


def latest_proposals(person: Person, world: World, day: date) -> Proposals | None:
    """Return what the latest finished run on the network of this day or before proposes.

    None where the person may not see proposals or no run has finished. Three queries.
    """
    if not reach(person, world.code).may_somewhere(Permission.SEE_PROPOSALS):
        return None
    finished = FormationRun.objects.visible_to(person, world).filter(
        state=RunState.DONE, snapshot__as_of__lte=day
    )
    run = finished.select_related("snapshot").order_by("-finished_at", "-pk").first()
    if run is None:
        return None
    proposed = run.proposals.filter(adopted_as__isnull=True).order_by("-size", "number")
    return Proposals(run, list(proposed[:MOST_PROPOSALS]), proposed.count())
