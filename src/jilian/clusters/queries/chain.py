"""The chain of a cluster: its members in layers and the links that the person may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.search import among
from jilian.clusters.models import Cluster
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import POSITIONS, MemberRole, Position
from jilian.firms.queries.groups import records_of
from jilian.network.models import SupplyLink
from jilian.network.queries import joined_links
from jilian.network.rules import Evidence
from jilian.ui.drawings import ChainDrawing, ChainLayer, ChainLink, ChainNode, lay_out_chain

MOST_NAMED = 60
WIDTH = 1240
BESIDE = frozenset({Position.SUPPORTING, Position.UNKNOWN})


@dataclass(frozen=True)
class Chain:
    """A drawing, or None where no position is known; with what of it the person does not see."""

    drawing: ChainDrawing | None
    declared: int
    inferred: int
    sees_all_links: bool

    @property
    def links(self) -> int:
        """Pairs of members with a link that the person may see."""
        return self.declared + self.inferred


@dataclass(frozen=True)
class _Pair:
    """A supplier and a buyer: all links between them taken together."""

    inferred: bool
    weight: float


def chain_of(person: Person, cluster: Cluster, day: date, address: str = "") -> Chain:
    """Return the chain of a cluster on a day: at most seven queries, however many firms and links.

    ``address`` is the page that lists members; a layer's rest leads there.
    """
    joined = joined_members(cluster.world, day, (cluster.pk,))
    members = list(
        joined.shown(cluster.memberships.on(day))
        .order_by("firm__sort_key")
        .values_list(
            Coalesce("firm__merged_into", "firm"),
            Coalesce("firm__merged_into__name", "firm__name"),
            Case(
                When(firm__merged_into__isnull=False, then="firm__merged_into__name_en"),
                default="firm__name_en",
            ),
            "position",
            "role",
        )
    )
    pairs = _pairs(person, cluster, day)
    inferred = sum(pair.inferred for pair in pairs.values())
    return Chain(
        drawing=_draw(cluster, day, members, pairs, address),
        declared=len(pairs) - inferred,
        inferred=inferred,
        sees_all_links=reach(person, cluster.world.code).may(Permission.SEE_LINKS),
    )


def _pairs(person: Person, cluster: Cluster, day: date) -> dict[tuple[int, int], _Pair]:
    """Links between members; a known one drives out what was inferred about the same pair.

    Without the right to see amounts every known link weighs the same.
    """
    joined = joined_links(cluster.world, day)
    members = cluster.memberships.on(day).order_by().values_list("firm", flat=True)
    inside = records_of(members, joined.merged)  # a link may stand at another record of a member
    amounts = reach(person, cluster.world.code).may(Permission.SEE_AMOUNTS)
    within = SupplyLink.objects.filter(supplier__in=among(inside), buyer__in=among(inside))
    rows = (
        joined.shown(within.few_visible_to(person, cluster.world).on(day))
        .order_by()
        .values_list("supplier", "buyer", "evidence", "amount_yuan", "probability")
    )
    found: dict[tuple[int, int], _Pair] = {}
    for one, other, evidence, amount, probability in rows:
        supplier, buyer = joined.merged.get(one, one), joined.merged.get(other, other)
        guessed = evidence == Evidence.INFERRED
        weight = float(amount or 0) if amounts else (probability or 1) if guessed else 1
        held = found.get((supplier, buyer))
        if held is None or (held.inferred and not guessed):
            found[supplier, buyer] = _Pair(guessed, weight)
        elif held.inferred == guessed:
            found[supplier, buyer] = _Pair(guessed, held.weight + weight if amounts else weight)
    return found


Member = tuple[int, str, str, str, str]


def _draw(
    cluster: Cluster,
    day: date,
    members: list[Member],
    pairs: dict[tuple[int, int], _Pair],
    address: str,
) -> ChainDrawing | None:
    if not members or all(member[3] == Position.UNKNOWN for member in members):
        return None
    links: dict[int, int] = defaultdict(int)
    for ends in pairs:
        for firm in ends:
            links[firm] += 1
    layers: dict[Position, list[ChainNode]] = {position: [] for position in POSITIONS}
    for firm, name, name_en, position, role in members:
        layers[Position(position)].append(
            ChainNode(
                key=str(firm),
                label=name_en if name_en and get_language() == "en" else name,
                url=reverse("firms:detail", args=(cluster.world.code, firm)) + _on(address),
                weight=links[firm],
                kind="leader" if role == MemberRole.LEADER else "",
                note=_("%(links)s links inside") % {"links": links[firm]} if links[firm] else "",
            )
        )
    return lay_out_chain(
        [
            ChainLayer(
                key=position,
                label=str(position.label),
                nodes=nodes,
                url=_narrowed(address, position),
                supporting=position in BESIDE,
            )
            for position, nodes in layers.items()
            if nodes
        ],
        [
            ChainLink(str(supplier), str(buyer), pair.inferred, pair.weight)
            for (supplier, buyer), pair in pairs.items()
        ],
        width=WIDTH,
        most_named=MOST_NAMED,
    )


def _on(address: str) -> str:
    """The as-of day of an address, so that it travels with the links of a drawing."""
    _path, _mark, asked = address.partition("?")
    return f"?{asked}" if asked else ""


def _narrowed(address: str, position: Position) -> str:
    """The page of members narrowed to a position."""
    if not address:
        return ""
    return f"{address}{'&' if '?' in address else '?'}position={position}#rows"
