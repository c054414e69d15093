"""The bridge to the engine: the tables of a snapshot in, clusters in plain values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from jilian.base.errors import Refusal
from jilian.clusters.queries.words import industry_names, town_names
from jilian.clusters.rules import RUN_NOTES, is_boundary
from jilian.clusters.rules.naming import english_name_of, name_of, told_apart
from jilian_engine.clusters import (
    Formation,
    NameParts,
    form_clusters,
    industry_quotients,
    propose_names,
)
from jilian_engine.errors import EngineError
from jilian_engine.network import Network, build_network

if TYPE_CHECKING:
    import polars as pl

LIBRARIES = ("jilian", "graspologic-native", "numpy", "scipy", "polars")
DIGITS = 6  # of every kept figure: far below what could matter, far above rounding noise
MOST_INDUSTRIES = 5
MOST_TOWNS = 8


@dataclass(frozen=True)
class FormedMember:
    """A firm (by its key in the snapshot) in a formed cluster; None where nothing is known."""

    firm: str
    position: str
    level: float | None
    inside_share: float | None
    stable_share: float | None
    second_number: int | None
    second_share: float | None


@dataclass(frozen=True)
class FormedCluster:
    """A cluster by its number from 1, largest first; ``measures`` is what its page shows."""

    number: int
    name: str
    name_en: str
    measures: dict[str, Any]
    members: tuple[FormedMember, ...]


@dataclass(frozen=True)
class Formed:
    """What a run found; ``summary`` holds quality, resolution scan and versions."""

    clusters: tuple[FormedCluster, ...]
    summary: dict[str, Any]


def form(
    tables: Mapping[str, pl.DataFrame], *, resolution: float | None, seed: int, least_size: int
) -> Formed:
    """Form clusters of a snapshot's tables; the same tables and parameters give the same answer.

    Refuses ("no_firms", "no_links", "no_clusters") what has no answer, and what the engine refuses.
    """
    if not tables["firms"].height:
        raise _refusal("no_firms")
    try:
        network = build_network(tables["firms"], tables["links"])
        if not network.link_count:
            raise _refusal("no_links")
        formation = form_clusters(
            network, seed=seed, resolution=resolution, least_size=least_size
        )
        if not formation.cluster_count:
            raise _refusal("no_clusters")
        parts = propose_names(network, formation.membership, most=MOST_INDUSTRIES)
        return Formed(
            tuple(_clusters(network, formation, parts)), _summary(network, formation)
        )
    except EngineError as wrong:
        raise Refusal(wrong.code, wrong.message) from wrong


def _refusal(code: str) -> Refusal:
    return Refusal(code, RUN_NOTES[code])


def _clusters(
    network: Network, formation: Formation, parts: tuple[NameParts, ...]
) -> Iterator[FormedCluster]:
    members = _members(network, formation)
    industries = _industries(network, formation, parts)
    towns = _towns(network, formation)
    names = _names(parts, industries, towns)
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


def _industries(
    network: Network, formation: Formation, parts: tuple[NameParts, ...]
) -> list[list[dict[str, Any]]]:
    """The industries that stand out in each cluster, clearest first, with the counts behind."""
    quotients = {
        (row["cluster"], row["industry"]): row
        for row in industry_quotients(network, formation.membership).iter_rows(named=True)
    }
    names = industry_names({code for part in parts for code in part.industries})
    return [
        [
            {
                "code": code,
                "name": names.get(code, code),
                "quotient": round(quotients[part.cluster, code]["quotient"], 2),
                "chance": float(f"{quotients[part.cluster, code]['chance']:.3g}"),
                **{
                    key: quotients[part.cluster, code][key]
                    for key in ("firms", "cluster_firms", "all_firms", "whole")
                },
            }
            for code in part.industries
        ]
        for part in parts
    ]


def _towns(network: Network, formation: Formation) -> list[list[dict[str, Any]]]:
    """The towns of each cluster with their firms, most first; firms without one are not counted."""
    counts: list[dict[str, int]] = [{} for _ in range(formation.cluster_count)]
    for cluster, town in zip(formation.membership.tolist(), network.town.to_list(), strict=True):
        if cluster >= 0 and town is not None:
            counts[cluster][town] = counts[cluster].get(town, 0) + 1
    names = town_names({town for counted in counts for town in counted})
    return [
        [
            {"code": code, "name": names[code][0], "name_en": names[code][1], "firms": firms}
            for code, firms in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        ][:MOST_TOWNS]
        for counted in counts
    ]


def _names(
    parts: tuple[NameParts, ...],
    industries: list[list[dict[str, Any]]],
    towns: list[list[dict[str, Any]]],
) -> list[tuple[str, str]]:
    chinese, english = [], []
    for part, trades, places in zip(parts, industries, towns, strict=True):
        main = places[0] if places else {"name": "", "name_en": ""}
        chinese.append(name_of([trade["name"] for trade in trades], main["name"]))
        english.append(english_name_of(part.industries, main["name_en"]))
    return list(zip(told_apart(chinese), told_apart(english), strict=True))


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
        "versions": {name: version(name) for name in LIBRARIES},
    }


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
