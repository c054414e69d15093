"""What a cluster could be called: the industries it has more of than chance gives, and its town.

Location quotient LQ = (n_ck / n_c) / (N_k / N), tested with the hypergeometric distribution: the
chance to find at least n_ck firms of industry k among n_c drawn from N that hold N_k of them.
Firms without a known industry take no part. The words themselves are the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from jilian_engine.clusters.quality import Labels
from jilian_engine.errors import EngineError
from jilian_engine.network import Network


@dataclass(frozen=True)
class NameParts:
    """Parts of a name for one cluster, clearest industry first; `town_share` of known towns."""

    cluster: int
    industries: tuple[str, ...]
    town: str | None
    town_share: float | None


def industry_quotients(network: Network, membership: Labels, *, digits: int = 4) -> pl.DataFrame:
    """cluster, industry, firms, cluster_firms, all_firms, whole, quotient, chance; sorted.

    `digits` cuts the classes to 2, 3 or 4 digits; `whole` counts all firms of known industry.
    """
    from scipy.stats import hypergeom

    if digits not in (2, 3, 4):
        raise EngineError("bad_argument", "An industry code is cut to 2, 3 or 4 digits.")
    rows = pl.DataFrame({
        "cluster": np.asarray(membership).astype(np.int32),
        "industry": network.industry.str.slice(0, digits),
    }).drop_nulls("industry")  # fmt: skip
    everywhere = rows.group_by("industry").agg(pl.len().alias("all_firms"))
    inside = rows.filter(pl.col("cluster") >= 0)
    sizes = inside.group_by("cluster").agg(pl.len().alias("cluster_firms"))
    table = (
        inside.group_by("cluster", "industry").agg(pl.len().alias("firms"))
        .join(sizes, on="cluster").join(everywhere, on="industry")
        .with_columns(pl.col(pl.UInt32).cast(pl.Int64), pl.lit(rows.height).alias("whole"))
        .sort("cluster", "industry")
    )  # fmt: skip
    found, drawn, held = (
        table[name].to_numpy() for name in ("firms", "cluster_firms", "all_firms")
    )
    return table.with_columns(
        (pl.col("firms") / pl.col("cluster_firms") / (pl.col("all_firms") / pl.col("whole")))
        .alias("quotient"),
        pl.Series("chance", np.asarray(hypergeom.sf(found - 1, rows.height, held, drawn))),
    ).select("cluster", "industry", "firms", "cluster_firms", "all_firms", "whole", "quotient",
             "chance")  # fmt: skip


def propose_names(
    network: Network, membership: Labels, *, digits: int = 4, most: int = 3, level: float = 0.05
) -> tuple[NameParts, ...]:
    """Name parts of every cluster, in order.

    An industry counts with two firms at least, a quotient above 1 and a chance below `level` over
    the number of industries looked at in that cluster (Bonferroni); clearest first, at most `most`.
    """
    clusters = int(np.asarray(membership).max(initial=-1)) + 1
    table = industry_quotients(network, membership, digits=digits)
    tests = pl.len().over("cluster")
    clear = table.filter(
        pl.col("firms") >= 2, pl.col("quotient") > 1, pl.col("chance") <= level / tests
    ).sort("cluster", "chance", -pl.col("firms"), "industry")
    words = {
        int(one): tuple(names[:most])
        for one, names in clear.group_by("cluster", maintain_order=True).agg("industry").iter_rows()
    }
    towns = _main_towns(network, membership)
    return tuple(
        NameParts(one, words.get(one, ()), *towns.get(one, (None, None))) for one in range(clusters)
    )


def _main_towns(network: Network, membership: Labels) -> dict[int, tuple[str, float]]:
    rows = pl.DataFrame({
        "cluster": np.asarray(membership).astype(np.int32), "town": network.town,
    }).drop_nulls("town").filter(pl.col("cluster") >= 0)  # fmt: skip
    counted = (
        rows.group_by("cluster", "town").agg(pl.len().cast(pl.Int64).alias("firms"))
        .with_columns((pl.col("firms") / pl.col("firms").sum().over("cluster")).alias("share"))
        .sort("cluster", "firms", "town", descending=[False, True, False])
        .unique("cluster", keep="first", maintain_order=True)
    )  # fmt: skip
    return {int(one): (town, share) for one, town, share in
            counted.select("cluster", "town", "share").iter_rows()}  # fmt: skip
