"""Forming clusters of a frozen network, and what is kept about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian.base.errors import Refusal
from jilian.clusters.analysis.describing import industries_of, names_of, towns_of
from jilian.clusters.analysis.results import Formed, FormedCluster, FormedMember, Given
from jilian.clusters.analysis.scoping import Tables, narrowed
from jilian.clusters.rules import RUN_NOTES, Parameters, is_boundary
from jilian.network.models import Snapshot
from jilian.network.queries import snapshot_tables
from jilian_engine.clusters import Formation, NameParts, form_clusters, propose_names
from jilian_engine.errors import EngineError
from jilian_engine.network import Network, build_network

LIBRARIES = ("jilian", "numba", "llvmlite", "numpy", "scipy", "polars")
DIGITS = 6  # of every kept figure: far below what could matter, far above rounding noise
MOST_INDUSTRIES = 5


def form_snapshot(snapshot: Snapshot, asked: Parameters, given: Given | None = None) -> Formed:
    """Form the clusters of a frozen network, within the scope and from the start that are given."""
    try:
        tables = snapshot_tables(snapshot)
    except EngineError as wrong:
        raise _refusal("snapshot_altered") from wrong
    return form_asked(tables, asked, given or {})


def form_asked(tables: Tables, asked: Parameters, given: Given) -> Formed:
    """Form the clusters of a snapshot's tables as it is asked for."""
    kept = narrowed(tables, asked.scope, given.get("places", {}))
    return form(
        kept,
        resolution=asked.resolution,
        seed=asked.seed,
        least_size=asked.least_size,
        start=given.get("start"),
    )


def starting_labels(
    firms: Sequence[str], clusters: Mapping[str, Sequence[str]]
) -> NDArray[np.int32]:
    """The cluster at which each firm begins, by number; -1 alone.

    A firm of several clusters begins in the one with the smallest key. Firms that are not in the
    network are passed over.
    """
    place = {firm: at for at, firm in enumerate(firms)}
    labels = np.full(len(firms), -1, dtype=np.int32)
    for number, (_key, held) in enumerate(sorted(clusters.items())):
        for firm in held:
            at = place.get(firm, -1)
            if at >= 0 and labels[at] < 0:
                labels[at] = number
    return labels


def form(
    tables: Tables,
    *,
    resolution: float | None,
    seed: int,
    least_size: int,
    start: Mapping[str, Sequence[str]] | None = None,
) -> Formed:
    """Form clusters of a snapshot's tables; the same tables and parameters give the same answer.

    ``start``: the firms of each cluster at which the search begins, by key. Refuses ("no_firms",
    "no_links", "no_clusters") what has no answer, and what the engine refuses.
    """
    if not tables["firms"].height:
        raise _refusal("no_firms")
    try:
        network = build_network(tables["firms"], tables["links"])
        if not network.link_count:
            raise _refusal("no_links")
        begins = None if not start else starting_labels(network.firms.to_list(), start)
        formation = form_clusters(
            network, seed=seed, resolution=resolution, least_size=least_size, start=begins
        )
        if not formation.cluster_count:
            raise _refusal("no_clusters")
        parts = propose_names(network, formation.membership, most=MOST_INDUSTRIES)
        places = tables["firms"].sort("firm").select(pl.coalesce("town", "division")).to_series()
        return Formed(
            tuple(_clusters(network, formation, parts, places.to_list())),
            _summary(network, formation),
            _unplaced(network, formation),
        )
    except EngineError as wrong:
        raise Refusal(wrong.code, wrong.message) from wrong


def _unplaced(network: Network, formation: Formation) -> tuple[str, ...]:
    """The firms that have a link and are in no cluster."""
    alone = (formation.membership < 0) & (network.strengths > 0)
    return tuple(network.firms.filter(pl.Series(alone)).to_list())


def _refusal(code: str) -> Refusal:
    return Refusal(code, RUN_NOTES[code])


def _clusters(
    network: Network,
    formation: Formation,
    parts: tuple[NameParts, ...],
    places: Sequence[str | None],
) -> Iterator[FormedCluster]:
    members = _members(network, formation)
    industries = industries_of(network, formation, parts)
    towns = towns_of(formation, places)
    names = names_of(parts, industries, towns)
    cohesion = _cohesion(network, formation)
    for place, (name, name_en) in enumerate(names):
        held = members[place]
        yield FormedCluster(
            number=place + 1,
            name=name,
            name_en=name_en,
            measures={
                "cohesion": cohesion[place],
                "conductance": _known(formation.conductance[place]),
                "incoherence": _known(formation.incoherence[place]),
                "stability": _mean([one.stable_share for one in held]),
                "boundary": sum(is_boundary(one.inside_share, one.stable_share) for one in held),
                "positions": _counted(one.position for one in held),
                "industries": industries[place],
                "towns": towns[place],
            },
            members=held,
        )


def _known(value: float) -> float | None:
    """A figure rounded for keeping; NaN is unknown."""
    return None if np.isnan(value) else round(float(value), DIGITS)


def _share(value: float | None) -> float | None:
    return None if value is None else round(min(1.0, max(0.0, value)), DIGITS)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), DIGITS) if known else None


def _counted(words: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items()))


def _members(network: Network, formation: Formation) -> list[tuple[FormedMember, ...]]:
    """The members of each cluster: those that belong most firmly first, then by key."""
    found: list[list[FormedMember]] = [[] for _ in range(formation.cluster_count)]
    for row in formation.table(network).iter_rows(named=True):
        if row["cluster"] is None:
            continue
        found[row["cluster"]].append(
            FormedMember(
                firm=row["firm"],
                position=row["position"],
                level=None if row["level"] is None else round(row["level"], DIGITS),
                inside_share=_share(row["inside_share"]),
                stable_share=_share(row["stay_share"]),
                second_number=None if row["second"] is None else row["second"] + 1,
                second_share=None if row["second"] is None else _share(row["second_share"]),
            )
        )
    return [
        tuple(sorted(held, key=lambda one: (-(one.inside_share or 0), one.firm))) for held in found
    ]


def _cohesion(network: Network, formation: Formation) -> list[float | None]:
    """For each cluster the share of the weight of its firms' links that stays inside it."""
    held = formation.membership >= 0
    labels, weight = formation.membership[held], network.strengths[held]
    inside = np.nan_to_num(formation.inside_share[held]) * weight
    count = formation.cluster_count
    kept, whole = np.bincount(labels, inside, count), np.bincount(labels, weight, count)
    return [
        round(float(k / w), DIGITS) if w > 0 else None for k, w in zip(kept, whole, strict=True)
    ]


def _summary(network: Network, formation: Formation) -> dict[str, Any]:
    clustered = int(formation.sizes.sum())
    return {
        "firms": network.firm_count,
        "links": network.link_count,
        "linked_firms": int((network.strengths > 0).sum()),
        "clusters": formation.cluster_count,
        "clustered": clustered,
        "outside": network.firm_count - clustered,
        "objective": formation.objective,
        "resolution": float(f"{formation.resolution:.6g}"),
        "quality": _known(formation.quality),
        "modularity": _known(formation.modularity),
        "scan": _scan(formation),
        "versions": present_versions(),
    }


def present_versions() -> dict[str, str]:
    """The versions of this software and of the libraries that a formation rests on."""
    return {name: version(name) for name in LIBRARIES}


def _scan(formation: Formation) -> dict[str, Any] | None:
    scan = formation.scan
    if scan is None:
        return None
    points = [
        {
            "resolution": float(f"{resolution:.6g}"),
            "distance": round(float(distance), DIGITS),
            "clusters": int(clusters),
            "cover": round(float(cover), DIGITS),
            "chosen": place == scan.chosen,
            "plateau": scan.plateau[0] <= place <= scan.plateau[1],
        }
        for place, (resolution, distance, clusters, cover) in enumerate(
            zip(scan.resolutions, scan.distance, scan.clusters, scan.cover, strict=True)
        )
    ]
    return {"points": points, "chosen": scan.chosen}
