"""Inputs that a firm has from one supplier alone, as far as links are known."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from jilian.chain.analysis.ground import INFERRED, Ground
from jilian.chain.rules import InputKind
from jilian_engine.chain.essential import ESSENTIAL


@dataclass(frozen=True)
class Single:
    """A buyer with one supplier of an input; firms as the tables write them."""

    buyer: str
    supplier: str
    kind: InputKind
    what: str
    is_inferred: bool
    is_essential: bool
    others_inferred: int


def single_sources(ground: Ground) -> list[Single]:
    """Inputs with one stated supplier; where nobody stated any, those with one inferred supplier.

    An input is told by the product of the link; a link without one by the supplier's class of
    industry. A link whose supplier has no known class says nothing about an input.
    """
    industry = ground.sectors
    classes = ground.inputs.classes
    one, other = ground.rows["one"].to_numpy(), ground.rows["other"].to_numpy()
    rows = ground.rows.with_columns(
        pl.Series("class", ground.network.industry.gather(one.tolist())),
        pl.Series("essential", classes[industry[one], industry[other]] == ESSENTIAL),
        guessed=pl.col("evidence") == INFERRED,
    ).with_columns(what=pl.coalesce("product", "class"), named=pl.col("product").is_not_null())
    found = (
        rows.drop_nulls("what")
        .group_by("buyer", "named", "what")
        .agg(
            pl.col("supplier").filter(~pl.col("guessed")).unique().sort().alias("stated"),
            pl.col("supplier").filter(pl.col("guessed")).unique().sort().alias("computed"),
            pl.col("class").first(),
            pl.col("essential").any(),
        )
        .with_columns(n=pl.col("stated").list.len(), m=pl.col("computed").list.len())
        .filter((pl.col("n") == 1) | ((pl.col("n") == 0) & (pl.col("m") == 1)))
        .sort("buyer", "named", "what")
    )
    computed = _computed(rows)
    return [
        Single(
            buyer=row["buyer"],
            supplier=(row["stated"] or row["computed"])[0],
            kind=InputKind.PRODUCT if row["named"] else InputKind.CLASS,
            what=row["what"],
            is_inferred=row["n"] == 0,
            is_essential=row["essential"],
            others_inferred=len(
                computed.get((row["buyer"], row["class"]), set())
                - {(row["stated"] or row["computed"])[0]}
            ),
        )
        for row in found.iter_rows(named=True)
    ]


def _computed(rows: pl.DataFrame) -> dict[tuple[str, str | None], set[str]]:
    """The inferred suppliers of each buyer by their class."""
    grouped = rows.filter("guessed").group_by("buyer", "class").agg(pl.col("supplier").unique())
    return {(buyer, code): set(found) for buyer, code, found in grouped.iter_rows()}
