"""Firms and supply links as arrays: positions inside, names only at the edge.

`build_network` fixes what a row of the links table means for a computation:

- Links of the same supplier and buyer are merged into one. What firms have stated (declared,
  order, published) drives out what was inferred about the same pair; for the same product the
  strongest evidence stays, and amounts of equal evidence are added.
- An unknown amount is not zero: it counts as the median of the known amounts of the same evidence,
  or of all known amounts, or, when nothing is known, as the unit itself.
- A weight is probability times amount, the amount measured in medians of all known amounts; by
  default compressed to log2(1 + amount / median), so that the median link weighs 1 and a link a
  thousand times as large about 10, because one great contract must not drown a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from jilian_engine.errors import EngineError, TableError
from jilian_engine.tables import EVIDENCES, check_table

Floats = NDArray[np.float64]
Positions = NDArray[np.int32]
Weighing = Literal["compressed", "amount", "presence"]
Kind = TypeVar("Kind", bound=np.generic)


def frozen(values: NDArray[Kind]) -> NDArray[Kind]:
    """The array, made read-only."""
    values.setflags(write=False)
    return values


@dataclass(frozen=True, eq=False)
class Network:
    """Firms in the order of their keys, and one link for each supplier and buyer.

    Arrays over firms: `firms`, `industry`, `town` (null: unknown), `x`, `y`, `size` (NaN: unknown).
    Arrays over links, sorted by supplier and buyer: `suppliers`, `buyers` (positions), `weights`,
    `amounts` (yuan a year, NaN: unknown), `probabilities`, `evidence` (index in EVIDENCES of the
    strongest). `self_links` counts the rows left out because a firm supplied itself.
    """

    firms: pl.Series
    industry: pl.Series
    town: pl.Series
    x: Floats
    y: Floats
    size: Floats
    suppliers: Positions
    buyers: Positions
    weights: Floats
    amounts: Floats
    probabilities: Floats
    evidence: NDArray[np.int8]
    self_links: int = 0

    @property
    def firm_count(self) -> int:
        """How many firms."""
        return len(self.firms)

    @property
    def link_count(self) -> int:
        """How many links, after merging."""
        return len(self.suppliers)

    @cached_property
    def flows(self) -> sp.csr_array:
        """Directed weights: row supplies column."""
        starts = np.zeros(self.firm_count + 1, dtype=np.int32)
        np.cumsum(self.buyer_counts, out=starts[1:])
        shape = (self.firm_count, self.firm_count)
        matrix = sp.csr_array((self.weights, self.buyers, starts), shape=shape, copy=True)
        matrix.eliminate_zeros()  # a known amount of zero ties nobody
        return matrix

    @cached_property
    def ties(self) -> sp.csr_array:
        """Symmetric weights without direction: what flows one way plus what flows the other."""
        there = self.flows
        entries = (there.data, there.indices, there.indptr)
        back = sp.csc_array(entries, shape=there.shape)  # the same arrays read by columns
        both: sp.csr_array = there + sp.csr_array(back)
        return both

    @cached_property
    def strengths(self) -> Floats:
        """Weight of all links of each firm."""
        sold = np.bincount(self.suppliers, self.weights, self.firm_count)
        bought = np.bincount(self.buyers, self.weights, self.firm_count)
        return frozen((sold + bought).astype(np.float64))

    @cached_property
    def supplier_counts(self) -> Positions:
        """How many firms supply each firm."""
        return frozen(np.bincount(self.buyers, minlength=self.firm_count).astype(np.int32))

    @cached_property
    def buyer_counts(self) -> Positions:
        """How many firms each firm supplies."""
        return frozen(np.bincount(self.suppliers, minlength=self.firm_count).astype(np.int32))

    @cached_property
    def components(self) -> Positions:
        """Number of the weakly connected part of each firm: largest first, ties by first firm."""
        _, labels = connected_components(self.ties, directed=False)
        return frozen(renumber(np.asarray(labels, dtype=np.int32)))

    def positions(self, firms: pl.Series) -> Positions:
        """Positions of these firms; EngineError "unknown_firm" if one is not in the network."""
        return frozen(_positions(self.firms, firms, lambda row: EngineError(
            "unknown_firm", f"{firms[row]!r} is not among the firms.", row=row)))  # fmt: skip


def renumber(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same groups numbered anew: largest first, ties by their first position; -1 stays."""
    held = labels >= 0
    if not held.any():
        return labels.astype(np.int32)
    groups, first, inverse, counts = np.unique(
        labels[held], return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(groups), dtype=np.int32)
    rank[np.lexsort((first, -counts))] = np.arange(len(groups), dtype=np.int32)
    numbered = np.full(len(labels), -1, dtype=np.int32)
    numbered[held] = rank[inverse]
    return numbered


def build_network(
    firms: pl.DataFrame, links: pl.DataFrame, *, weighing: Weighing = "compressed"
) -> Network:
    """Check the two tables and lay them out as arrays; the order of their rows is of no account.

    `weighing`: "compressed" (the rule of this module), "amount" (amount / median, uncompressed) or
    "presence" (every link weighs its probability). TableError "unknown_firm" with the row of a link
    whose supplier or buyer is not among the firms.
    """
    firms = check_table("firms", firms).sort("firm")
    links = check_table("links", links)
    ends = {side: _ends(firms["firm"], links[side]) for side in ("supplier", "buyer")}
    others = ends["supplier"] != ends["buyer"]
    rows = links.select(
        pl.Series("pair", ends["supplier"].astype(np.int64) * firms.height + ends["buyer"]),
        "amount",
        "product",
        pl.col("evidence").cast(pl.Enum(EVIDENCES)).to_physical().cast(pl.Int8),
        pl.col("probability").fill_null(1.0),
    ).filter(others)
    merged = _merge(_weigh(rows, weighing))
    suppliers, buyers = np.divmod(merged["pair"].to_numpy(), max(firms.height, 1))
    return Network(
        firms=firms["firm"], industry=firms["industry"], town=firms["town"],
        x=_floats(firms["x"]), y=_floats(firms["y"]), size=_floats(firms["size"]),
        suppliers=frozen(suppliers.astype(np.int32)), buyers=frozen(buyers.astype(np.int32)),
        weights=_floats(merged["weight"]), amounts=_floats(merged["amount"]),
        probabilities=_floats(merged["probability"]),
        evidence=frozen(merged["evidence"].to_numpy().astype(np.int8)),
        self_links=links.height - rows.height,
    )  # fmt: skip


#: The smallest amount that can be a unit of weight, in yuan, and the smallest weight: a link below
#: a billionth of the median one ties nobody.
ONE_FEN, LEAST_WEIGHT = 0.01, 1e-9
_INFERRED = EVIDENCES.index("inferred")


def _weigh(rows: pl.DataFrame, weighing: Weighing) -> pl.DataFrame:
    """Adds `weight` to each row: unknown amounts take a median, probability multiplies."""
    unit = rows["amount"].filter(rows["amount"] > 0).median()
    scale = max(float(unit), ONE_FEN) if isinstance(unit, float) else 1.0
    usual = rows.group_by("evidence").agg(pl.col("amount").median()).drop_nulls()
    known = pl.col("amount")
    for evidence, median in usual.iter_rows():
        known = known.fill_null(
            pl.when(pl.col("evidence") == evidence).then(pl.lit(median, pl.Float64))
        )
    measured = known.fill_null(scale) / scale
    value = {
        "compressed": (measured + 1).log(2),
        "amount": measured,
        "presence": pl.lit(1.0),
    }
    if weighing not in value:
        raise EngineError("unknown_weighing", f"There is no weighing {weighing!r}.")
    weight = value[weighing] * pl.col("probability")
    return rows.with_columns(
        pl.when(weight >= LEAST_WEIGHT).then(weight).otherwise(0.0).alias("weight")
    )


def _merge(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each pair, in order; see the rule at the top of the module."""
    columns = ["pair", "weight", "amount", "probability", "evidence"]
    if not rows["pair"].is_sorted():
        rows = rows.sort("pair", maintain_order=True)
    pairs = rows["pair"].to_numpy()
    same = pairs[1:] == pairs[:-1]
    # What the sum over one row gives, to the last bit.
    single = rows.with_columns(1 - (1 - pl.col("probability"))).select(columns)
    if not same.any():
        return single
    repeated = np.append(same, False) | np.append(False, same)
    joined = _join(rows.filter(repeated)).select(columns)
    return pl.concat([single.filter(~repeated), joined]).sort("pair")


def _join(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each pair out of several."""
    best = pl.col("evidence").min()
    stated = rows.filter(
        (pl.col("evidence") < _INFERRED) | (best.over("pair") == _INFERRED),
        pl.col("evidence") == best.over("pair", "product"),
    )
    # Sorted before adding, so that sums do not depend on the order in which rows came.
    ordered = stated.sort("pair", "product", "evidence", "amount", "probability")
    known = pl.col("amount").is_not_null().any()
    return ordered.group_by("pair", maintain_order=True).agg(
        pl.col("weight").sum(),
        pl.when(known).then(pl.col("amount").sum()).otherwise(None).alias("amount"),
        (1 - (1 - pl.col("probability")).product()).alias("probability"),
        best,
    )


def _ends(firms: pl.Series, ends: pl.Series) -> Positions:
    return _positions(firms, ends, lambda row: TableError(
        "unknown_firm", f"links.{ends.name} row {row}: {ends[row]!r} is not among the firms.",
        table="links", column=ends.name, row=row))  # fmt: skip


def _positions(
    firms: pl.Series, wanted: pl.Series, fault: Callable[[int], EngineError]
) -> Positions:
    places = pl.DataFrame({"firm": firms, "at": np.arange(len(firms), dtype=np.int32)})
    found = wanted.alias("firm").to_frame().join(
        places, on="firm", how="left", maintain_order="left")["at"]  # fmt: skip
    if found.null_count():
        raise fault(int(found.is_null().arg_true()[0]))
    return found.to_numpy().astype(np.int32)


def _floats(values: pl.Series) -> Floats:
    return frozen(values.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy())
