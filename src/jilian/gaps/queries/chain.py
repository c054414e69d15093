"""A cluster's chain with what is missing in it: who is here, who is outside, what is unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.base.search import among
from jilian.clusters.models import Cluster
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import POSITIONS, MemberRole, Position
from jilian.firms.models import Firm
from jilian.firms.queries.groups import records_of
from jilian.gaps.models import MissingLink
from jilian.gaps.queries.missing import latest_done, missing_seen
from jilian.gaps.rules.words import Grain
from jilian.network.models import SupplyLink, links_at
from jilian.network.queries import joined_links
from jilian.network.rules import Evidence
from jilian.ui.drawings import ChainDrawing, ChainLayer, ChainLink, ChainNode, lay_out_chain

WIDTH, MOST_NAMED, MOST_GAPS, MOST_OUTSIDE = 1240, 60, 8, 20
BESIDE = frozenset({Position.SUPPORTING, Position.UNKNOWN})
ABOVE = {
    Position.DOWNSTREAM: Position.MIDSTREAM,
    Position.MIDSTREAM: Position.UPSTREAM,
    Position.UPSTREAM: Position.UPSTREAM,
    Position.SUPPORTING: Position.UPSTREAM,
    Position.UNKNOWN: Position.UPSTREAM,
}


@dataclass(frozen=True)
class Outside:
    """A firm outside that members are known to buy from or sell to."""

    firm: Firm
    supplies: int
    buys: int


@dataclass(frozen=True)
class GapChain:
    """What the page of a chain shows."""

    members: int
    drawing: ChainDrawing | None
    gaps: tuple[MissingLink, ...]
    outside: tuple[Outside, ...]
    outside_count: int
    unknown: Mapping[str, int]
    without_position: int
    inferred_links: int
    known_links: int


Member = tuple[int, str, str]  # firm, position, role
Pair = tuple[int, int]


def gap_chain(person: Person, cluster: Cluster, day: date) -> GapChain:
    """Gather a chain: eleven queries at most, however many firms and links."""
    joined = joined_members(cluster.world, day, (cluster.pk,))
    members: list[Member] = list(
        joined.shown(cluster.memberships.on(day))
        .order_by("firm__sort_key")
        .values_list(Coalesce("firm__merged_into", "firm"), "position", "role")
    )
    gaps = tuple(
        missing_seen(person, cluster.world).standing().filter(cluster=cluster).order_by("rank")
    )
    pairs, outside = _links(person, cluster, day, {firm for firm, _p, _r in members})
    named = Firm.objects.in_bulk([firm for firm, _p, _r in members])
    run = latest_done(cluster.world)
    inferred = sum(pairs.values())
    return GapChain(
        members=len(members),
        drawing=_draw(cluster, members, named, pairs, gaps),
        gaps=gaps,
        outside=_outside(person, cluster, outside),
        outside_count=len(outside),
        unknown=run.found.get("unknown", {}).get(str(cluster.pk), {}) if run else {},
        without_position=sum(1 for _f, position, _r in members if position == Position.UNKNOWN),
        inferred_links=inferred,
        known_links=len(pairs) - inferred,
    )


def _links(
    person: Person, cluster: Cluster, day: date, members: set[int]
) -> tuple[dict[Pair, bool], dict[int, Counter[str]]]:
    """Links among members (whether only inferred), and known links with firms outside."""
    joined = joined_links(cluster.world, day)
    inside = among(records_of(members, joined.merged))
    near = SupplyLink.objects.filter(pk__in=links_at(supplier__in=inside, buyer__in=inside))
    rows = (
        joined.shown(near.few_visible_to(person, cluster.world).on(day))
        .order_by()
        .values_list("supplier", "buyer", "evidence")
    )
    pairs: dict[Pair, bool] = {}
    outside: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one, other, evidence in rows:
        supplier, buyer = joined.merged.get(one, one), joined.merged.get(other, other)
        guessed = evidence == Evidence.INFERRED
        if supplier in members and buyer in members:
            pairs[supplier, buyer] = pairs.get((supplier, buyer), True) and guessed
        elif not guessed:
            end, side = (supplier, "supplies") if buyer in members else (buyer, "buys")
            outside[end][side] += 1
    return pairs, dict(outside)


def _outside(
    person: Person, cluster: Cluster, counts: Mapping[int, Counter[str]]
) -> tuple[Outside, ...]:
    order = sorted(counts, key=lambda pk: (-counts[pk].total(), pk))[:MOST_OUTSIDE]
    seen = Firm.objects.visible_to(person, cluster.world).in_bulk(order)
    return tuple(
        Outside(seen[pk], counts[pk]["supplies"], counts[pk]["buys"]) for pk in order if pk in seen
    )


def _draw(
    cluster: Cluster,
    members: Sequence[Member],
    named: Mapping[int, Firm],
    pairs: Mapping[Pair, bool],
    gaps: Sequence[MissingLink],
) -> ChainDrawing | None:
    """The chain in layers; a gap stands one layer upstream of those that need it."""
    positions = {firm: Position(position) for firm, position, _role in members}
    if not members:
        return None
    links = Counter(firm for ends in pairs for firm in ends)
    layers: dict[Position, list[ChainNode]] = {position: [] for position in POSITIONS}
    code = cluster.world.code
    for firm, position, role in members:
        layers[Position(position)].append(
            ChainNode(
                key=str(firm),
                label=str(named[firm]),
                url=reverse("firms:detail", args=(code, firm)),
                weight=links[firm],
                kind="leader" if role == MemberRole.LEADER else "",
            )
        )
    drawn = [ChainLink(str(one), str(other), guess) for (one, other), guess in pairs.items()]
    for gap in gaps[:MOST_GAPS]:
        needing = [pk for pk in _needing(gap) if pk in positions]
        layers[_layer_of(needing, positions)].append(
            ChainNode(
                key=f"gap-{gap.pk}",
                label=gap.product,
                url=reverse("gaps:detail", args=(code, gap.pk)),
                weight=len(needing),
                kind="gap",
                note=str(gap.get_supply_display()),
            )
        )
        inferred = gap.grain == Grain.SECTOR
        drawn += [ChainLink(f"gap-{gap.pk}", str(firm), inferred) for firm in needing]
    return lay_out_chain(
        [
            ChainLayer(
                key=position, label=str(position.label), nodes=nodes,
                supporting=position in BESIDE,
            )
            for position, nodes in layers.items()
            if nodes
        ],
        drawn,
        width=WIDTH,
        most_named=MOST_NAMED,
    )  # fmt: skip


def _needing(gap: MissingLink) -> list[int]:
    """Who openly needs it: those that declare it, or all of a sector row."""
    return [*gap.evidence["declared"], *gap.evidence["inferred"]]


def _layer_of(needing: Sequence[int], positions: Mapping[int, Position]) -> Position:
    counts = Counter(positions[pk] for pk in needing if positions[pk] not in BESIDE)
    if not counts:
        return Position.UPSTREAM
    most = max(counts, key=lambda position: (counts[position], -POSITIONS.index(position)))
    return ABOVE[most]
