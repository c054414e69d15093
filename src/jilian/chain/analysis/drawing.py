"""The network laid out in layers: upstream left, downstream right, clusters as bands.

The same network gives the same picture: nothing is drawn by chance. The column of a firm is its
trophic level cut into halves; firms of one band and column stand in rows under one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jilian.chain.analysis.ground import Ground
from jilian_engine.clusters.positions import trophic_levels

HALVES, BESIDE = 2, 6  # columns a level; firms beside one another in a column of a band
MOST_LINKS, MOST_NAMED = 3_000, 60
NO_BAND = -1


@dataclass(frozen=True)
class DrawnNetwork:
    """Places of firms and the links drawn between them; what is left out is counted."""

    firms: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    band: tuple[int, ...]
    column: tuple[int, ...]
    named: frozenset[str]
    links: tuple[tuple[int, int, int], ...]  # places in ``firms``; 1: inferred
    bands: tuple[tuple[int, float, float], ...]  # cluster, first and last y
    all_links: int
    unlinked: int


def draw_network(
    ground: Ground, bands: Mapping[str, int], weight: Mapping[str, float], only: str = ""
) -> DrawnNetwork:
    """Lay a network out; ``weight`` names the heaviest, ``only``: a firm and its neighbours."""
    network = ground.network
    level, _part = trophic_levels(
        network.suppliers, network.buyers, np.ones(network.link_count), network.firm_count
    )
    shown = ~np.isnan(level)
    if only:
        at = ground.places.get(only, -1)
        near = (network.suppliers == at) | (network.buyers == at)
        kept = np.zeros(network.firm_count, dtype=bool)
        kept[network.suppliers[near]] = kept[network.buyers[near]] = True
        shown &= kept
    keys = ground.keys
    column = np.where(shown, np.round(np.nan_to_num(level) * HALVES), 0).astype(int)
    held = sorted(
        (int(at) for at in np.flatnonzero(shown)),
        key=lambda at: (column[at], -weight.get(keys[at], 0.0), keys[at]),
    )
    places, spans = _placed([(bands.get(keys[at], NO_BAND), int(column[at]), at) for at in held])
    named = sorted(held, key=lambda at: (-weight.get(keys[at], 0.0), keys[at]))[:MOST_NAMED]
    links = _links(ground, {at: number for number, at in enumerate(held)}, weight)
    return DrawnNetwork(
        firms=tuple(keys[at] for at in held),
        x=tuple(places[at][0] for at in held),
        y=tuple(places[at][1] for at in held),
        band=tuple(bands.get(keys[at], NO_BAND) for at in held),
        column=tuple(int(column[at]) for at in held),
        named=frozenset(keys[at] for at in named),
        links=tuple(links[:MOST_LINKS]),
        bands=spans,
        all_links=len(links),
        unlinked=int(np.isnan(level).sum()),
    )


def _placed(
    rows: list[tuple[int, int, int]],
) -> tuple[dict[int, tuple[float, float]], tuple[tuple[int, float, float], ...]]:
    """A place for each firm; the largest band on top, firms of no cluster below."""
    cells: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for band, column, at in rows:
        cells[band][column].append(at)
    size = {band: sum(map(len, columns.values())) for band, columns in cells.items()}
    order = sorted(cells, key=lambda band: (band == NO_BAND, -size[band], band))
    places: dict[int, tuple[float, float]] = {}
    spans, top = [], 0.0
    for band in order:
        deep = 0
        for column, firms in cells[band].items():
            for number, at in enumerate(firms):
                row, beside = divmod(number, BESIDE)
                places[at] = (column + (beside + 0.5) / BESIDE * 0.8, -(top + row))
                deep = max(deep, row + 1)
        spans.append((band, -top, -(top + deep - 1)))
        top += deep + 2
    return places, tuple(spans)


def _links(
    ground: Ground, places: Mapping[int, int], weight: Mapping[str, float]
) -> list[tuple[int, int, int]]:
    """Links between firms that are drawn: known ones first, then those of the heaviest firms."""
    network, keys = ground.network, ground.keys
    guessed = ground.is_inferred.tolist()
    found: list[tuple[Any, ...]] = []
    ends = zip(network.suppliers.tolist(), network.buyers.tolist(), guessed, strict=True)
    for one, other, is_guess in ends:
        if one in places and other in places:
            heavy = weight.get(keys[one], 0.0) + weight.get(keys[other], 0.0)
            found.append((is_guess, -heavy, places[one], places[other]))
    return [(one, other, int(guess)) for guess, _heavy, one, other in sorted(found)]
