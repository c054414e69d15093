"""Who can help with a need, as of a day: the ranking of the engine over a world's register."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from jilian.base.search import among as one_of
from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm
from jilian.firms.queries.groups import merged_firms, roots_of
from jilian.places.models import World
from jilian.shortages.analysis.product_index import product_index
from jilian.shortages.models import Call
from jilian.shortages.queries.matching import asked_lately, chain_of, promises_kept
from jilian.shortages.rules.words import Circle
from jilian_engine.shortages import (
    Evidence,
    Known,
    Need,
    ProductIndex,
    WhyNot,
    rank_suppliers,
    why_not,
)

MOST = 20
DISTRICT_DIGITS = 6


@dataclass(frozen=True)
class Proposed:
    """A firm that is proposed, from the first place on, with every part of its score.

    A part is within [0, 1], or None where it is not known. ``circle``: the smallest that has it.
    """

    place: int
    firm: Firm
    score: float
    parts: Mapping[str, float | None]
    evidence: tuple[Evidence, ...]
    kilometres: float | None
    circle: Circle


@dataclass(frozen=True)
class Helpers:
    """The proposals, how many firms have any ability, and the weights with their day."""

    proposals: tuple[Proposed, ...]
    able: int
    weights: Mapping[str, float]
    weights_from: date


def helpers_for(
    world: World, need: Need, on: date, *, at: datetime | None = None,
    circle: Circle = Circle.CORRIDOR, cluster: Cluster | None = None,
    left_out: Collection[int] = (), most: int = MOST,
) -> Helpers:  # fmt: skip
    """Rank the firms that can help; the same answer for the same records, on any database.

    ``circle`` keeps the firms of the ``cluster``, of the caller's district, or all of the world.
    Fairness and kept promises look back from the moment ``at``; without it they stay unknown.
    """
    index = product_index(world, on)
    need = _completed(index, world, need)
    among = _among(index, world, need, on, circle, cluster, left_out)
    ranking = rank_suppliers(
        index, need, most=most, among=among, known=_known(world, need, on, at)
    )  # fmt: skip
    firms = Firm.objects.in_bulk([int(str(one.firm)) for one in ranking.proposals])
    inside = _members(world, cluster, on)
    return Helpers(
        tuple(
            Proposed(
                place, firms[pk], one.score, one.parts, one.evidence, one.kilometres,
                _circle(index, need, pk, inside),
            )
            for place, one in enumerate(ranking.proposals, start=1)
            if (pk := int(str(one.firm))) in firms
        ),
        ranking.able, ranking.weights, ranking.weights_from,
    )  # fmt: skip


def why_not_proposed(
    world: World, need: Need, firm: Firm, on: date, *, at: datetime | None = None,
    circle: Circle = Circle.CORRIDOR, cluster: Cluster | None = None,
    left_out: Collection[int] = (), most: int = MOST,
) -> tuple[WhyNot, ...]:  # fmt: skip
    """Return why the firm is not on the list that `helpers_for` gives with the same arguments."""
    index = product_index(world, on)
    need = _completed(index, world, need)
    if firm.root_id in left_out:
        return (WhyNot("left_out"),)
    among = _among(index, world, need, on, circle, cluster, left_out)
    known = _known(world, need, on, at)
    return why_not(index, need, firm.root_id, most=most, among=among, known=known)


def need_of_call(call: Call, at: datetime) -> Need:
    """Return the need that a call states: its open amount, its words, the hours that are left."""
    words = [call.material, call.cas, call.specification, *call.synonyms]
    others = [one for one in call.substitutes.replace("、", "，").split("，") if one.strip()]
    return Need(
        text="，".join(str(one) for one in words if one),
        amount=call.open_amount, unit=call.unit_word or call.unit,
        needed_by_hours=max(0.0, (call.needed_by - at).total_seconds() / 3600),
        firm=call.firm_id, substitutes=tuple(others) if call.substitutes_allowed else (),
        hidden=True,
    )  # fmt: skip


def _completed(index: ProductIndex, world: World, need: Need) -> Need:
    """The need with place and class of the caller, where the register alone knows them."""
    if need.firm is None:
        return need
    root = merged_firms(world).get(int(str(need.firm)), int(str(need.firm)))
    at = index.place.get(root)
    if at is None:
        return replace(need, firm=root)
    x, y = float(index.x[at]), float(index.y[at])
    placed = need.x is not None or x != x or y != y
    return replace(
        need, firm=root, industry=need.industry or index.industries[at],
        town=need.town or index.towns[at],
        x=need.x if placed else x, y=need.y if placed else y,
    )  # fmt: skip


def _among(
    index: ProductIndex, world: World, need: Need, on: date, circle: Circle,
    cluster: Cluster | None, left_out: Collection[int],
) -> set[int] | None:  # fmt: skip
    """The firms that may be proposed; None for all."""
    kept: set[int] | None = None
    if circle == Circle.CLUSTER:
        kept = _members(world, cluster, on)
    elif circle == Circle.DISTRICT:
        home = need.town[:DISTRICT_DIGITS]
        kept = {
            int(str(firm))
            for firm, town in zip(index.firms, index.towns, strict=True)
            if home and town[:DISTRICT_DIGITS] == home
        } | _members(world, cluster, on)
    if not left_out:
        return kept
    every = kept if kept is not None else {int(str(firm)) for firm in index.firms}
    return every.difference(left_out)


def _members(world: World, cluster: Cluster | None, on: date) -> set[int]:
    if cluster is None:
        return set()
    held = Membership.objects.on(on).filter(cluster=cluster).order_by()
    return roots_of(held.values_list("firm_id", flat=True), merged_firms(world))


def _circle(index: ProductIndex, need: Need, firm: int, inside: set[int]) -> Circle:
    if firm in inside:
        return Circle.CLUSTER
    town, home = index.towns[index.place[firm]], need.town[:DISTRICT_DIGITS]
    return Circle.DISTRICT if home and town[:DISTRICT_DIGITS] == home else Circle.CORRIDOR


def _known(world: World, need: Need, on: date, at: datetime | None) -> dict[object, Known]:
    """What is known of single firms: nearness in the chain, promises, how often they were asked."""
    chain: Mapping[int, float] = {}
    if need.firm is not None:
        caller = Firm.objects.filter(world=world, pk__in=one_of([int(str(need.firm))])).first()
        chain = chain_of(caller, on) if caller is not None else {}
    asked = asked_lately(world, at) if at is not None else {}
    kept = promises_kept(world, at) if at is not None else {}
    return {
        firm: Known(chain=chain.get(firm), kept=kept.get(firm), helped=asked.get(firm, 0))
        for firm in {*chain, *asked, *kept}
    }
