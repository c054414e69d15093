"""Industries, towns and names of formed clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jilian.clusters.queries.words import industry_names, town_names
from jilian.clusters.rules.naming import english_name_of, name_of, told_apart
from jilian_engine.clusters import Formation, NameParts, industry_quotients
from jilian_engine.network import Network

MOST_TOWNS = 8


def industries_of(
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


def towns_of(formation: Formation, places: Sequence[str | None]) -> list[list[dict[str, Any]]]:
    """The places of each cluster with their firms, most first; firms without one are not counted.

    ``places``: for each firm its town or, where only that is known, its district or city.
    """
    counts: list[dict[str, int]] = [{} for _ in range(formation.cluster_count)]
    for cluster, town in zip(formation.membership.tolist(), places, strict=True):
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


def names_of(
    parts: tuple[NameParts, ...],
    industries: list[list[dict[str, Any]]],
    towns: list[list[dict[str, Any]]],
) -> list[tuple[str, str]]:
    """Chinese and English name of each cluster; equal ones are told apart by a number."""
    chinese, english = [], []
    for part, trades, places in zip(parts, industries, towns, strict=True):
        main = places[0] if places else {"name": "", "name_en": ""}
        chinese.append(name_of([trade["name"] for trade in trades], main["name"]))
        english.append(english_name_of(part.industries, main["name_en"]))
    return list(zip(told_apart(chinese), told_apart(english), strict=True))
