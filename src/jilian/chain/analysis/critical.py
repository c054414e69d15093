"""The index of every firm: of the whole network, on known links alone, and within each cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from jilian.base.errors import Refusal
from jilian.chain.analysis.ground import Ground, laid_out
from jilian.chain.rules import CONVERGED, LinksUsed
from jilian_engine.chain.spread import Indices, index_of_all

Tables = Mapping[str, pl.DataFrame]
LEAST_MEMBERS = 2


@dataclass(frozen=True)
class CriticalRow:
    """One firm; ``cluster`` None: of the whole network."""

    cluster: int | None
    firm: str
    rank: int
    index: float
    down: float
    up: float
    known_index: float | None
    industry: str
    town: str
    known_links: int
    inferred_links: int


@dataclass(frozen=True)
class Critical:
    """All rows, and the network that they were computed on."""

    rows: tuple[CriticalRow, ...]
    ground: Ground


def critical_list(
    tables: Tables, clusters: Mapping[int, Sequence[str]], *, epsilon: float = CONVERGED
) -> Critical:
    """Compute the index of every firm, and within each cluster on the links among its members."""
    firms, links, products = tables["firms"], tables["links"], tables["products"]
    ground = laid_out(firms, links, products, LinksUsed.ALL)
    rows = list(_rows(None, ground, _known(firms, links, products, epsilon), epsilon))
    for cluster, members in sorted(clusters.items()):
        rows += _within(cluster, frozenset(members), tables, epsilon)
    return Critical(tuple(rows), ground)


def _within(
    cluster: int, members: frozenset[str], tables: Tables, epsilon: float
) -> list[CriticalRow]:
    own = pl.Series(sorted(members), dtype=pl.String).implode()
    firms = tables["firms"].filter(pl.col("firm").is_in(own))
    links = tables["links"].filter(pl.col("supplier").is_in(own) & pl.col("buyer").is_in(own))
    if firms.height < LEAST_MEMBERS or not links.height:
        return []
    ground = laid_out(firms, links, tables["products"], LinksUsed.ALL)
    known = _known(firms, links, tables["products"], epsilon)
    return list(_rows(cluster, ground, known, epsilon))


def _known(
    firms: pl.DataFrame, links: pl.DataFrame, products: pl.DataFrame, epsilon: float
) -> dict[str, float]:
    """The index on known links alone, of firms that have one."""
    try:
        ground = laid_out(firms, links, products, LinksUsed.KNOWN)
    except Refusal:
        return {}
    found, network = index_of_all(ground.chain, epsilon=epsilon), ground.network
    linked = (network.supplier_counts + network.buyer_counts) > 0
    pairs = zip(network.firms.to_list(), found.esri.tolist(), linked.tolist(), strict=True)
    return {key: index for key, index, has_link in pairs if has_link}


def _rows(
    cluster: int | None, ground: Ground, known: Mapping[str, float], epsilon: float
) -> list[CriticalRow]:
    """Most critical first; firms without a link are left out: nothing is known of them."""
    network, found = ground.network, index_of_all(ground.chain, epsilon=epsilon)
    guessed = ground.is_inferred
    count = network.firm_count
    inferred = np.bincount(network.suppliers[guessed], minlength=count) + np.bincount(
        network.buyers[guessed], minlength=count
    )
    links = network.supplier_counts + network.buyer_counts
    order = [at for at in _order(found) if links[at]]
    keys, industry, town = network.firms, network.industry, network.town
    return [
        CriticalRow(
            cluster=cluster, firm=keys[at], rank=rank, index=_share(found.esri[at]),
            down=_share(found.esri_down[at]), up=_share(found.esri_up[at]),
            known_index=known.get(keys[at]), industry=industry[at] or "", town=town[at] or "",
            known_links=int(links[at] - inferred[at]), inferred_links=int(inferred[at]),
        )
        for rank, at in enumerate(order, start=1)
    ]  # fmt: skip


def _order(found: Indices) -> list[int]:
    listed: list[int] = np.lexsort((np.arange(len(found.esri)), -found.esri)).tolist()
    return listed


def _share(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
