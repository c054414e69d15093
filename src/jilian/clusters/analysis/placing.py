"""Positions in the chain of clusters that are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from jilian.network.models import Snapshot
from jilian.network.queries import snapshot_tables
from jilian.network.rules import Evidence
from jilian_engine.clusters import POSITIONS, find_positions
from jilian_engine.network import build_network


def positions(
    snapshot: Snapshot, members: Mapping[int, Sequence[str]]
) -> dict[int, dict[str, str]]:
    """Return the position of each firm within its own cluster, by cluster and firm key.

    Only known links count: a position is not inferred from what was itself inferred. Firms
    without such a link inside their cluster are left out: nothing is known about their position.
    """
    tables = snapshot_tables(snapshot)
    known = tables["links"].filter(pl.col("evidence") != Evidence.INFERRED.value)
    network = build_network(tables["firms"], known)
    place = {firm: at for at, firm in enumerate(network.firms.to_list())}
    found: dict[int, dict[str, str]] = {}
    for cluster, firms in members.items():
        labels = np.full(network.firm_count, -1, dtype=np.int32)
        held = {firm: place[firm] for firm in firms if firm in place}
        labels[list(held.values())] = 0
        chain = find_positions(network, labels)
        found[cluster] = {
            firm: POSITIONS[chain.position[at]]
            for firm, at in held.items()
            if not np.isnan(chain.levels[at])
        }
    return found
