"""How critical each firm is: the share of all output that is lost if it alone stops."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.chain.essential import essential_inputs
from jilian_engine.chain.prepare import prepare_chain
from jilian_engine.chain.spread import index_of_all
from jilian_engine.input_output import china_2020
from jilian_engine.network import build_network

MOST_FIRMS = 10_000  # beyond that the critical list is computed for itself, not beside a search


def criticality_of(firms: pl.DataFrame, links: pl.DataFrame) -> dict[str, float]:
    """The index of every firm of a network, with its inferred links; empty where none can be."""
    if not links.height or firms.height > MOST_FIRMS:
        return {}
    table = china_2020()
    network = build_network(firms, links, weighing="amount")
    markets, classes = essential_inputs(table).markets_of(table, network.industry)
    chain = prepare_chain(markets, network.suppliers, network.buyers, network.weights, classes)
    index = index_of_all(chain, threads=1).esri
    return dict(zip(network.firms.to_list(), index.tolist(), strict=True))


def aligned(firms: pl.Series, index: dict[str, float]) -> NDArray[np.float64] | None:
    """The index in the order of these firms, NaN where it is not known; None without any."""
    if not index:
        return None
    return np.array([index.get(firm, np.nan) for firm in firms], dtype=np.float64)
