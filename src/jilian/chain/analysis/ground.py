"""A frozen network laid out for shocks, as far as a reader may see its links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian.base.errors import Refusal
from jilian.chain.rules import CRITICAL_NOTES, LinksUsed
from jilian.network.models import Snapshot
from jilian.network.queries import snapshot_tables
from jilian_engine.chain.essential import EssentialInputs, essential_inputs
from jilian_engine.chain.prepare import Chain, prepare_chain
from jilian_engine.errors import EngineError
from jilian_engine.input_output import china_2020
from jilian_engine.network import Network, build_network

KEPT = 4  # networks laid out in one process; a district is some megabytes
INFERRED = "inferred"


@dataclass(frozen=True, eq=False)
class Ground:
    """Firms by position with their links, ready for shocks.

    Industries of ``chain`` are classes of four digits: the markets within which firms replace one
    another; ``sectors`` are the firms' sectors in the national table, for what is essential.
    ``rows``: every link as the table has it, with positions ``one`` (supplier) and ``other``
    (buyer); ``products``: who makes and buys what, by position ``at``.
    """

    network: Network
    chain: Chain
    inputs: EssentialInputs
    sectors: NDArray[np.int32]
    rows: pl.DataFrame
    products: pl.DataFrame
    places: dict[str, int]
    links: LinksUsed

    @property
    def keys(self) -> list[str]:
        """The firms by position, as the tables write them."""
        return self.network.firms.to_list()

    @property
    def is_inferred(self) -> NDArray[np.bool_]:
        """Which links of the network were computed and nobody stated."""
        return np.asarray(self.network.evidence == _inferred_mark(), dtype=np.bool_)


@cache
def _inferred_mark() -> int:
    from jilian_engine.tables import EVIDENCES

    return EVIDENCES.index(INFERRED)


@cache
def inputs_2020() -> EssentialInputs:
    """The essential inputs by the rule, worked out once in a process."""
    return essential_inputs(china_2020())


def ground_of(snapshot: Snapshot, links: LinksUsed, seen: Iterable[str] | None = None) -> Ground:
    """Lay out a snapshot; ``seen``: only the links of these firms, and the firms at their ends.

    Refuses ("no_firms", "no_links", "snapshot_altered") what has no answer. What was laid out is
    kept for the next question.
    """
    kept = None if seen is None else frozenset(seen)
    return _laid_out(snapshot.pk, snapshot.fingerprint, links, kept)


@lru_cache(maxsize=KEPT)
def _laid_out(pk: int, fingerprint: str, links: LinksUsed, seen: frozenset[str] | None) -> Ground:
    snapshot = Snapshot.objects.get(pk=pk, fingerprint=fingerprint)
    try:
        tables = snapshot_tables(snapshot)
    except EngineError as wrong:
        raise Refusal("snapshot_altered", CRITICAL_NOTES["snapshot_altered"]) from wrong
    return laid_out(tables["firms"], tables["links"], tables["products"], links, seen)


def laid_out(
    firms: pl.DataFrame,
    links: pl.DataFrame,
    products: pl.DataFrame,
    used: LinksUsed,
    seen: frozenset[str] | None = None,
) -> Ground:
    """Lay out the tables of a snapshot, as far as asked for."""
    if used is LinksUsed.KNOWN:
        links = links.filter(pl.col("evidence") != INFERRED)
    if seen is not None:
        own = pl.Series(sorted(seen), dtype=pl.String).implode()
        links = links.filter(pl.col("supplier").is_in(own) | pl.col("buyer").is_in(own))
        ends = pl.concat([links["supplier"], links["buyer"]]).unique()
        firms = firms.filter(pl.col("firm").is_in(own) | pl.col("firm").is_in(ends.implode()))
    if not firms.height:
        raise Refusal("no_firms", CRITICAL_NOTES["no_firms"])
    if not links.height:
        raise Refusal("no_links", CRITICAL_NOTES["no_links"])
    network, inputs = build_network(firms, links, weighing="amount"), inputs_2020()
    table = china_2020()
    markets, classes = inputs.markets_of(table, network.industry)
    chain = prepare_chain(markets, network.suppliers, network.buyers, network.weights, classes)
    places = {key: at for at, key in enumerate(network.firms.to_list())}
    at = pl.DataFrame({"firm": list(places), "at": list(places.values())})
    return Ground(
        network=network,
        chain=chain,
        inputs=inputs,
        sectors=inputs.industries_of(table, network.industry),
        rows=_rows(links, at),
        products=products.join(at, on="firm", how="inner"),
        places=places,
        links=used,
    )


def _rows(links: pl.DataFrame, at: pl.DataFrame) -> pl.DataFrame:
    ends = links.join(at.rename({"firm": "supplier", "at": "one"}), on="supplier", how="inner")
    both = ends.join(at.rename({"firm": "buyer", "at": "other"}), on="buyer", how="inner")
    return both.filter(pl.col("one") != pl.col("other"))
