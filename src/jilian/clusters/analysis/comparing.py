"""Two divisions beside each other: two runs, or a run and the clusters that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from jilian_engine.clusters import Comparison, compare_divisions

Pairs = Iterable[tuple[int, int]]  # cluster and firm


@dataclass(frozen=True)
class Overlap:
    """Another cluster that shares firms with this one."""

    cluster: int
    shared: int


@dataclass(frozen=True)
class Fate:
    """What becomes of a cluster before; ``into`` are clusters after, the likest first."""

    cluster: int
    size: int
    fate: str  # continues, splits, merges, dissolved
    continues_as: int | None
    parts: tuple[int, ...]
    merges_into: tuple[int, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class Origin:
    """Where a cluster after comes from."""

    cluster: int
    size: int
    origin: str  # continues, gathers, part, new
    continues: int | None
    part_of: tuple[int, ...]
    merges_from: tuple[int, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class FirmChange:
    """What a firm does: moves, joins or leaves, from which cluster to which."""

    firm: int
    change: str
    before: int | None
    after: int | None
    because: str


@dataclass(frozen=True)
class Compared:
    """Fates of the clusters before, origins of those after, and which firms do not stay.

    ``counts`` says how many firms do what, those who stay as well.
    """

    fates: tuple[Fate, ...]
    origins: tuple[Origin, ...]
    firms: tuple[FirmChange, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def compared(before: Pairs, after: Pairs) -> Compared:
    """Match the clusters of two divisions; clusters and firms are numbers, their own on each side.

    The rules of matching stand in ``jilian_engine.clusters.comparing``.
    """
    found = compare_divisions(_table(before), _table(after))
    return Compared(
        _fates(found),
        _origins(found),
        _firms(found),
        {str(change): n for change, n in found.counts.items()},
    )


def _table(pairs: Pairs) -> pl.DataFrame:
    """Numbers as text of one length, so that the engine's order by text is that of numbers."""
    schema = {"cluster": pl.Int64, "firm": pl.Int64}
    rows = pl.DataFrame(list(pairs), schema=schema, orient="row").unique().sort("cluster", "firm")
    return rows.select(pl.all().cast(pl.String).str.zfill(12))


def _numbers(keys: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(key) for key in keys)


def _number(key: str | None) -> int | None:
    return None if key is None else int(key)


def _fates(found: Comparison) -> tuple[Fate, ...]:
    return tuple(
        Fate(
            int(one.cluster), one.size, one.fate, _number(one.continues_as), _numbers(one.parts),
            _numbers(one.merges_into),
            tuple(Overlap(int(other.after), other.shared) for other in one.overlaps),
        )
        for one in found.before
    )  # fmt: skip


def _origins(found: Comparison) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            int(one.cluster), one.size, one.origin, _number(one.continues), _numbers(one.part_of),
            _numbers(one.merges_from),
            tuple(Overlap(int(other.before), other.shared) for other in one.overlaps),
        )
        for one in found.after
    )  # fmt: skip


def _firms(found: Comparison) -> tuple[FirmChange, ...]:
    """Those who change; most stay, and are counted only."""
    return tuple(
        FirmChange(int(firm), change, _number(before), _number(after), because)
        for firm, change, before, after, because in found.firms.filter(
            pl.col("change") != "stays"
        ).iter_rows()
    )
