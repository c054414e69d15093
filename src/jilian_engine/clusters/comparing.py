"""What changed between two divisions into clusters: `compare_divisions(before, after)`.

    compare_divisions(before: pl.DataFrame, after: pl.DataFrame) -> Comparison

Both are `memberships` tables (columns `cluster`, `firm`, both text, no row twice); a firm may be in
several clusters, and the cluster keys of the two sides have nothing to do with each other.

The matching. Of two clusters that share firms the likeness is Jaccard's: shared firms over the
firms in either. Of equal likenesses the one with more shared firms goes first, then the smaller key
before, then the smaller key after.

- A cluster before **continues as** one after when each is the likest of the other and they share at
  least half of the firms of one of them. So each cluster has one successor at most.
- A cluster after is **a part of** a cluster before when at least half of its firms were in that and
  it is not its successor; a cluster before **merges into** one after when at least half of its
  firms are in that and it is not its successor.
- What has none of these before is dissolved, after it is new.

A firm **stays** where a cluster of its own continues as a cluster of its own. What is left of its
clusters before is paired with what is left after, the likest clusters first: each pair **moves**;
the rest before **leaves**, the rest after **joins**. All of it is free of chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from jilian_engine.tables import check_table

Fate = Literal["continues", "splits", "merges", "dissolved"]
Origin = Literal["continues", "gathers", "part", "new"]
Change = Literal["stays", "moves", "joins", "leaves"]

#: The words of the column `change`, in the order in which a summary prints them.
CHANGES: tuple[Change, ...] = ("stays", "moves", "joins", "leaves")


@dataclass(frozen=True)
class Overlap:
    """Two clusters that share firms: how many, of how many, and how alike that makes them."""

    before: str
    after: str
    shared: int
    before_size: int
    after_size: int

    @property
    def likeness(self) -> float:
        """Shared firms over the firms in either (Jaccard)."""
        return self.shared / (self.before_size + self.after_size - self.shared)


@dataclass(frozen=True)
class ClusterBefore:
    """What became of a cluster; `overlaps` are the reasons, likest first.

    `fate`: "splits" when there are parts (it may continue as well), "continues", "merges" when it
    goes into others without continuing, else "dissolved".
    """

    cluster: str
    size: int
    fate: Fate
    continues_as: str | None
    parts: tuple[str, ...]
    merges_into: tuple[str, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class ClusterAfter:
    """Where a cluster comes from; `overlaps` are the reasons, likest first.

    `origin`: "gathers" when other clusters merge into it (it may continue one as well),
    "continues", "part" of clusters before without continuing one, else "new".
    """

    cluster: str
    size: int
    origin: Origin
    continues: str | None
    part_of: tuple[str, ...]
    merges_from: tuple[str, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Fates of the clusters before and origins of those after, in the order of their keys.

    `firms`: a row a firm and change, sorted: `firm`, `change` (see CHANGES), `before`, `after`
    (clusters, null on the side where there is none) and `because`: "continues" (stays), "split" or
    "merge" (moves with others), "own" (moves by itself), "new" (joins a new cluster), "joined",
    "dissolved" (leaves a dissolved one), "left".
    """

    before: tuple[ClusterBefore, ...]
    after: tuple[ClusterAfter, ...]
    firms: pl.DataFrame

    @cached_property
    def counts(self) -> Mapping[Change, int]:
        """How many rows of `firms` there are of each change."""
        found = dict(self.firms.group_by("change").agg(pl.len()).iter_rows())
        return {change: int(found.get(change, 0)) for change in CHANGES}

    @property
    def same(self) -> bool:
        """Whether nothing changed but, perhaps, the keys of the clusters."""
        return self.counts["stays"] == self.firms.height

    def of_cluster(
        self, cluster: str, *, side: Literal["before", "after"] = "after"
    ) -> pl.DataFrame:
        """The rows of `firms` that speak of this cluster."""
        return self.firms.filter(pl.col(side) == cluster)


def compare_divisions(before: pl.DataFrame, after: pl.DataFrame) -> Comparison:
    """Match the clusters of two divisions and say what each firm does. TableError: odd tables."""
    one, other = (check_table("memberships", side) for side in (before, after))
    pairs = _pairs(one, other)
    fates = _fates(one, pairs)
    origins = _origins(other, pairs)
    return Comparison(fates, origins, _firms(one, other, pairs, fates, origins))


def _pairs(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Clusters that share firms, likest first, and how they stand to each other."""
    shared = (
        before.rename({"cluster": "before"}).join(after.rename({"cluster": "after"}), on="firm")
        .group_by("before", "after").agg(pl.len().cast(pl.Int64).alias("shared"))
        .join(_sizes(before, "before"), on="before")
        .join(_sizes(after, "after"), on="after")
    )  # fmt: skip
    either = pl.col("before_size") + pl.col("after_size") - pl.col("shared")
    ranked = shared.with_columns((pl.col("shared") / either).alias("likeness")).sort(
        -pl.col("likeness"), -pl.col("shared"), "before", "after"
    ).with_row_index("rank")  # fmt: skip
    first = [pl.col("rank") == pl.col("rank").min().over(side) for side in ("before", "after")]
    goes = 2 * pl.col("shared") >= pl.col("before_size")
    comes = 2 * pl.col("shared") >= pl.col("after_size")
    return ranked.with_columns((first[0] & first[1] & (goes | comes)).alias("heir")).with_columns(
        (comes & ~pl.col("heir")).alias("part"), (goes & ~pl.col("heir")).alias("merge")
    )


def _sizes(table: pl.DataFrame, side: str) -> pl.DataFrame:
    return table.group_by(pl.col("cluster").alias(side)).agg(
        pl.len().cast(pl.Int64).alias(f"{side}_size")
    )


@dataclass
class _Met:
    """The clusters of the other side that one cluster meets."""

    heir: str | None
    parts: tuple[str, ...]
    merges: tuple[str, ...]
    overlaps: tuple[Overlap, ...]


def _met(pairs: pl.DataFrame, side: str, facing: str) -> dict[str, _Met]:
    found: dict[str, _Met] = {}
    for row in pairs.iter_rows(named=True):
        met = found.setdefault(row[side], _Met(None, (), (), ()))
        other = row[facing]
        met.overlaps += (
            Overlap(row["before"], row["after"], row["shared"], row["before_size"],
                    row["after_size"]),
        )  # fmt: skip
        if row["heir"]:
            met.heir = other
        if row["part"]:
            met.parts += (other,)
        if row["merge"]:
            met.merges += (other,)
    return found


def _fates(before: pl.DataFrame, pairs: pl.DataFrame) -> tuple[ClusterBefore, ...]:
    met, alone = _met(pairs, "before", "after"), _Met(None, (), (), ())
    made = []
    for cluster, size in _sizes(before, "before").sort("before").iter_rows():
        one = met.get(cluster, alone)
        fate: Fate = (
            "splits" if one.parts else "continues" if one.heir is not None
            else "merges" if one.merges else "dissolved"
        )  # fmt: skip
        made.append(
            ClusterBefore(cluster, size, fate, one.heir, one.parts, one.merges, one.overlaps)
        )
    return tuple(made)


def _origins(after: pl.DataFrame, pairs: pl.DataFrame) -> tuple[ClusterAfter, ...]:
    met, alone = _met(pairs, "after", "before"), _Met(None, (), (), ())
    made = []
    for cluster, size in _sizes(after, "after").sort("after").iter_rows():
        one = met.get(cluster, alone)
        origin: Origin = (
            "gathers" if one.merges else "continues" if one.heir is not None
            else "part" if one.parts else "new"
        )  # fmt: skip
        made.append(
            ClusterAfter(cluster, size, origin, one.heir, one.parts, one.merges, one.overlaps)
        )
    return tuple(made)


def _firms(
    before: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame,
    fates: tuple[ClusterBefore, ...], origins: tuple[ClusterAfter, ...],
) -> pl.DataFrame:  # fmt: skip
    gone = before.select("firm", before="cluster")
    come = after.select("firm", after="cluster")
    met = gone.join(come, on="firm").join(
        pairs.select("before", "after", "rank", "heir", "part", "merge"), on=["before", "after"]
    )
    stays = met.filter("heir").with_columns(change=pl.lit("stays"), because=pl.lit("continues"))
    gone, come = _without(gone, stays, "before"), _without(come, stays, "after")
    moves = _moves(gone, come, met)
    dissolved = [one.cluster for one in fates if one.fate == "dissolved"]
    fresh = [one.cluster for one in origins if one.origin == "new"]
    leaves = _without(gone, moves, "before").with_columns(
        change=pl.lit("leaves"), after=pl.lit(None, pl.String),
        because=pl.when(pl.col("before").is_in(dissolved))
        .then(pl.lit("dissolved")).otherwise(pl.lit("left")),
    )  # fmt: skip
    joins = _without(come, moves, "after").with_columns(
        change=pl.lit("joins"), before=pl.lit(None, pl.String),
        because=pl.when(pl.col("after").is_in(fresh))
        .then(pl.lit("new")).otherwise(pl.lit("joined")),
    )  # fmt: skip
    columns = ["firm", "change", "before", "after", "because"]
    return pl.concat([part.select(columns) for part in (stays, moves, joins, leaves)]).sort(
        "firm", "before", "after", nulls_last=True
    )


def _without(rows: pl.DataFrame, taken: pl.DataFrame, side: str) -> pl.DataFrame:
    return rows.join(taken.select("firm", side), on=["firm", side], how="anti")


def _moves(gone: pl.DataFrame, come: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """Pairs of what is left of each firm, the likest clusters first, each used once."""
    open_ = met.join(gone, on=["firm", "before"], how="semi").join(
        come, on=["firm", "after"], how="semi"
    )
    taken = open_.clear()
    while open_.height:
        best = open_.filter(pl.col("rank") == pl.col("rank").min().over("firm"))
        taken = pl.concat([taken, best])
        open_ = _without(_without(open_, best, "before"), best, "after")
    return taken.with_columns(
        change=pl.lit("moves"),
        because=pl.when("part").then(pl.lit("split"))
        .when("merge").then(pl.lit("merge")).otherwise(pl.lit("own")),
    )  # fmt: skip
