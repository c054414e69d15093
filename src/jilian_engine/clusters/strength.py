"""Whether a region has a cluster at all: specialisation by region and industry, and concentration.

Both take one row a firm (a plant, where plants are known): `region` and `industry`, text or null,
and `size`, a number of one unit (people employed, as the sources have it) or null. What counts as a
region or an industry, and how fine, is the caller's: towns or cities, four digits or two, or a
group of related industries under one word. An unknown size is no zero: such a firm counts among the
firms and is left out of every sum of sizes, and the results say how many there are.

Sources: Delgado, Porter and Stern, Research Policy 43, 1785 (2014) and Journal of Economic
Geography 16, 1 (2016); Ellison and Glaeser, Journal of Political Economy 105, 889 (1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from jilian_engine.errors import EngineError, TableError

#: Specialised is a region in the top quarter of all regions.
TOP = 0.75
#: And only if it holds this share of the industry and so many firms of it. Both are our choice.
LEAST_SHARE, LEAST_FIRMS = 0.01, 3

_COLUMNS = {"region": pl.String, "industry": pl.String, "size": pl.Float64}


@dataclass(frozen=True, eq=False)
class Strengths:
    """A table, and the firms it rests on: `firms` in all, of them `unplaced` (region or industry
    unknown, in no row of the table) and `unsized` (placed, of unknown size).
    """

    table: pl.DataFrame
    firms: int
    unplaced: int
    unsized: int


def region_strengths(
    rows: pl.DataFrame, *, least_share: float = LEAST_SHARE, least_firms: int = LEAST_FIRMS
) -> Strengths:
    """Specialisation of each region in each industry that it has, and whether it is strong there.

    Columns: `region`, `industry`, `firms`, `unsized`, `size`, `region_size`, `industry_size`,
    `whole`, `quotient` = (size / region_size) / (industry_size / whole), `threshold` (the 75th
    percentile of the quotient over all regions, 0 where the industry is absent, linear between
    two), `share` = size / industry_size, and four yes or no: `top_quarter` (at or above the
    threshold), `above_one`, `enough_share`, `enough_firms`; `strong` is all four. Where no size is
    known, size and all that rests on it are null: unknown, not weak.
    """
    if not 0 <= least_share <= 1 or least_firms < 0:
        raise EngineError("bad_argument", "The least share lies within 0 and 1, a count above.")
    placed, counts = _placed(rows)
    sized = placed.filter(pl.col("size").is_not_null())
    cells = (
        placed.group_by("region", "industry").agg(
            pl.len().cast(pl.Int64).alias("firms"),
            pl.col("size").null_count().cast(pl.Int64).alias("unsized"),
        )
        .join(_sums(sized, "region", "industry"), on=["region", "industry"], how="left")
        .join(_sums(sized, "region").rename({"size": "region_size"}), on="region", how="left")
        .join(_sums(sized, "industry").rename({"size": "industry_size"}), on="industry", how="left")
        .with_columns(whole=pl.lit(_total(sized), pl.Float64))
        .with_columns(
            share=_ratio(pl.col("size"), pl.col("industry_size")),
            quotient=_ratio(
                _ratio(pl.col("size"), pl.col("region_size")),
                _ratio(pl.col("industry_size"), pl.col("whole")),
            ),
        )
        .sort("industry", "region")
    )  # fmt: skip
    regions = sized["region"].n_unique()
    tested = cells.join(_thresholds(cells, regions), on="industry", how="left").with_columns(
        top_quarter=pl.col("quotient") >= pl.col("threshold"),
        above_one=pl.col("quotient") > 1,
        enough_share=pl.col("share") >= least_share,
        enough_firms=pl.col("firms") >= least_firms,
    )
    words = ["top_quarter", "above_one", "enough_share", "enough_firms"]
    strong = pl.when(pl.col("quotient").is_null()).then(None).otherwise(pl.all_horizontal(words))
    columns = ["region", "industry", "firms", "unsized", "size", "region_size", "industry_size",
               "whole", "quotient", "threshold", "share", *words]  # fmt: skip
    return Strengths(
        tested.select(*columns, strong.alias("strong")).sort("region", "industry"), *counts
    )


def industry_concentration(rows: pl.DataFrame) -> Strengths:
    """Ellison and Glaeser's index of each industry: do its plants lie together beyond chance?

    Columns: `industry`, `firms`, `unsized`, `size`, `raw` G = sum over regions of (s - x)^2 with s
    the region's share of the industry and x its share of everything, `herfindahl` H = sum of the
    squared shares of the plants, `spread` = 1 - sum of x^2, and `index` = (G - spread * H) /
    (spread * (1 - H)): 0 is expected when plants fall by chance, below it they keep apart; above
    0.05 the authors call an industry highly concentrated, below 0.02 not very. Null where nothing
    is known, where one plant is the industry, or where one region is all.
    """
    placed, counts = _placed(rows)
    sized = placed.filter(pl.col("size") > 0)
    everywhere = _sums(sized, "region").with_columns(x=pl.col("size") / _total(sized))
    squares = float((everywhere["x"] ** 2).sum())
    spread = 1 - squares if everywhere.height > 1 else 0.0
    here = _sums(sized, "region", "industry").join(everywhere.select("region", "x"), on="region")
    here = here.sort("industry", "region").with_columns(
        s=pl.col("size") / pl.col("size").sum().over("industry")
    )
    # Regions without the industry add their x squared.
    raw = here.group_by("industry", maintain_order=True).agg(
        (((pl.col("s") - pl.col("x")) ** 2).sum() + squares - (pl.col("x") ** 2).sum()).alias("raw")
    )
    plants = sized.sort("industry", "size").group_by("industry", maintain_order=True).agg(
        pl.col("size").sum(), ((pl.col("size") / pl.col("size").sum()) ** 2).sum()
        .alias("herfindahl"), pl.len().alias("plants"),
    )  # fmt: skip
    known = (pl.col("plants") > 1) & (pl.col("spread") > 0)
    index = (pl.col("raw") - pl.col("spread") * pl.col("herfindahl")) / (
        pl.col("spread") * (1 - pl.col("herfindahl"))
    )
    table = (
        placed.group_by("industry").agg(
            pl.len().cast(pl.Int64).alias("firms"),
            pl.col("size").null_count().cast(pl.Int64).alias("unsized"),
        )
        .join(plants, on="industry", how="left").join(raw, on="industry", how="left")
        .with_columns(spread=pl.lit(spread)).with_columns(index=pl.when(known).then(index))
        .select("industry", "firms", "unsized", "size", "raw", "herfindahl", "spread", "index")
        .sort("industry")
    )  # fmt: skip
    return Strengths(table, *counts)


def _placed(rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[int, int, int]]:
    """The checked rows of known region and industry, and the three counts."""
    for name, kind in _COLUMNS.items():
        found = rows.schema.get(name)
        if found is None:
            raise TableError("missing_column", f"The table lacks the column {name!r}.", column=name)
        if found not in (kind, pl.Null) and not (name == "size" and found.is_numeric()):
            raise TableError("wrong_type", f"{name} holds {found}, not {kind}.", column=name)
    table = rows.select(pl.col(name).cast(kind) for name, kind in _COLUMNS.items())
    if not (table["size"].drop_nulls().is_between(0, np.finfo(np.float64).max)).all():
        raise TableError("too_small", "A size is a number from zero up.", column="size")
    placed = table.drop_nulls(["region", "industry"])
    return placed, (table.height, table.height - placed.height, placed["size"].null_count())


def _sums(sized: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Sizes added up in a fixed order, so that the order of rows is of no account."""
    return sized.sort(*by, "size").group_by(by, maintain_order=True).agg(pl.col("size").sum())


def _total(sized: pl.DataFrame) -> float:
    return float(sized["size"].sort().sum())


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)


def _thresholds(cells: pl.DataFrame, regions: int) -> pl.DataFrame:
    """For each industry the 75th percentile of the quotient over all regions of known size."""
    found = [
        (industry, float(np.quantile(np.append(known, np.zeros(absent)), TOP)))
        for industry, known, absent in _quotients(cells, regions)
    ]
    schema = {"industry": pl.String, "threshold": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _quotients(cells: pl.DataFrame, regions: int) -> list[tuple[str, list[float], int]]:
    """Industry, its known quotients, and in how many sized regions it is absent."""
    grouped = cells.group_by("industry", maintain_order=True).agg(
        pl.col("quotient").drop_nulls(),
        (pl.col("quotient").is_null() & pl.col("region_size").is_not_null()).sum().alias("hidden"),
    )
    return [
        (industry, known, max(regions - len(known) - hidden, 0))
        for industry, known, hidden in grouped.iter_rows() if known
    ]  # fmt: skip
