"""The table of firms, checked and as arrays: what each can be, and who has which advisor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy  # its parts are loaded when they are first used
from numpy.typing import NDArray

from jilian_engine.coverage._ground import Ground, Ints, lay_ground
from jilian_engine.coverage.limits import Limits
from jilian_engine.coverage.weights import Weights
from jilian_engine.errors import EngineError, TableError

Flags = NDArray[np.bool_]
#: No general cap, written as a number no group comes near.
NO_CAP = 1 << 30
#: Metres of a degree of the meridian (mean radius 6371.0088 km).
DEGREE_M = 111_195.08
_TEXTS = ("industry", "town", "park", "cluster", "leader_body", "obstacle")
_COLUMNS: dict[str, type[pl.DataType]] = {
    "firm": pl.String, "members_low": pl.Int64, "members_high": pl.Int64,
    **dict.fromkeys(_TEXTS, pl.String), "x": pl.Float64, "y": pl.Float64, "ungrouped": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Asked:
    """Firms in the order of their keys, places in metres, and what each can be.

    `own`, `can_group` and `ask_first` exclude each other; firms that are none of them and have no
    obstacle get an advisor. `reachable`: an advisor is within reach, `advisor` its position in
    `advisors` (-1: none, or none given), `advisor_m` how far.
    """

    table: pl.DataFrame
    low: Ints
    high: Ints
    x: Ints
    y: Ints
    located: Flags
    own: Flags
    can_group: Flags
    ask_first: Flags
    blocked: Flags
    advisors: list[str]
    advisor: Ints
    advisor_m: Ints
    reachable: Flags


def read_firms(
    firms: pl.DataFrame, advisors: pl.DataFrame | None, limits: Limits, weights: Weights,
    *, degrees: bool,
) -> Asked:  # fmt: skip
    """Check the tables and say what each firm can be; raises TableError."""
    table = _checked(firms, "firms", _COLUMNS, "firm")
    counted = table["members_low"].is_not_null()
    low = table["members_low"].fill_null(0).to_numpy()
    high = np.where(counted, table["members_high"].fill_null(NO_CAP), NO_CAP)
    _check_members(table, low, high)
    middle = _middle(table)
    x, y, located = _metres(table, middle, degrees)
    blocked = table["obstacle"].is_not_null().to_numpy()
    own = low >= limits.own_least
    ask = ~own & (high >= min(limits.own_least, limits.unit_below))
    ask &= (high >= limits.own_least) | (low < limits.unit_below)
    grouped = ~own & ~ask & (high > 0) & (high < limits.unit_below)
    grouped &= ~table["ungrouped"].fill_null(False).to_numpy()
    names, nearest, far, reachable = _advisors(
        table, advisors, x, y, located, middle, weights, degrees
    )
    return Asked(
        table, low, high, x, y, located, own & ~blocked, grouped & ~blocked, ask & ~blocked,
        blocked, names, nearest, far, reachable,
    )  # fmt: skip


def ground_of(
    asked: Asked, apart: Iterable[tuple[str, str]], limits: Limits, weights: Weights
) -> tuple[Ground, Ints]:
    """The firms that can be grouped as ground, and their positions among all firms."""
    place = np.flatnonzero(asked.can_group)
    held = asked.table.filter(pl.Series(asked.can_group))
    area = (
        pl.when(pl.col("town").is_null()).then("p" + pl.col("park")).otherwise("t" + pl.col("town"))
    )
    class_ = _class_numbers(held["industry"])
    buckets = [
        _numbers(held["leader_body"]),
        np.where(class_ >= 0, class_ // 100, -1),
        _numbers(held["cluster"]),
        _numbers(held.select(area.alias("area"))["area"]),
    ]
    low, high = asked.low[place], asked.high[place]
    rows = np.column_stack([
        low, high, asked.x[place], asked.y[place], asked.located[place], class_, *buckets
    ]).astype(np.int64)  # fmt: skip
    prices = np.array([
        weights.point, weights.line, weights.area, weights.group, weights.km,
        weights.same_group, weights.same_division, weights.other_trade, weights.over_units,
        weights.over_members, weights.uncertain, weights.line_reach_m, weights.unknown_m,
        limits.least, limits.most_units or NO_CAP, limits.most_members or NO_CAP,
        1 if bool((low == high).all()) else 2,
    ])  # fmt: skip
    return lay_ground(rows, _pairs(asked, place, apart), prices), place


def _checked(
    frame: pl.DataFrame, name: str, columns: dict[str, type[pl.DataType]], key: str
) -> pl.DataFrame:
    """The table with all its columns, sorted by key."""
    for needed in (key, "members_low", "members_high") if key == "firm" else (key,):
        if needed not in frame.columns:
            raise TableError("missing_column", f"{name} needs {needed}", table=name, column=needed)
    made: list[pl.Series | pl.Expr] = []
    for column, kind in columns.items():
        if column not in frame.columns:
            made.append(pl.lit(None, dtype=kind()).alias(column))
            continue
        try:
            made.append(frame[column].cast(kind()).to_frame().select(column).to_series())
        except pl.exceptions.PolarsError as error:
            raise TableError("wrong_type", f"{column} holds something else than {kind.__name__}",
                             table=name, column=column) from error  # fmt: skip
    table = frame.select(made) if len(frame) else pl.DataFrame(schema=columns)
    keys = table[key]
    if keys.null_count() or keys.n_unique() < len(keys):
        raise TableError("repeated_key", f"each row of {name} has its own {key}", table=name)
    bad = [
        at for at in ("x", "y") if at in columns and not table[at].drop_nulls().is_finite().all()
    ]
    if bad:
        raise TableError("bad_value", "a place is a number or unknown", table=name, column=bad[0])
    return table.sort(key)


def _check_members(table: pl.DataFrame, low: Ints, high: Ints) -> None:
    unknown_low = table["members_low"].is_null() & table["members_high"].is_not_null()
    wrong = (low < 0) | (high < low) | unknown_low.to_numpy()
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError("bad_value", f"{table['firm'][row]}: no count lies between these ends",
                         table="firms", column="members_low", row=row)  # fmt: skip


def _middle(table: pl.DataFrame) -> tuple[float, float]:
    """The middle of the places, to a hundredth of a unit: where metres are counted from."""
    ends = [(table[at].min(), table[at].max()) for at in ("x", "y")]
    found = [0.0 if low is None else round((float(low) + float(high)) / 2, 2)  # type: ignore[arg-type]
             for low, high in ends]  # fmt: skip
    return found[0], found[1]


def _metres(
    table: pl.DataFrame, middle: tuple[float, float], degrees: bool
) -> tuple[Ints, Ints, Flags]:
    """Whole metres east and north of the middle, and whether the place is known."""
    located = (table["x"].is_not_null() & table["y"].is_not_null()).to_numpy()
    x = table["x"].fill_null(middle[0]).to_numpy() - middle[0]
    y = table["y"].fill_null(middle[1]).to_numpy() - middle[1]
    east = DEGREE_M * float(np.cos(np.radians(middle[1]))) if degrees else 1000.0
    north = DEGREE_M if degrees else 1000.0
    x, y = np.rint(x * east), np.rint(y * north)
    if max(np.abs(x).max(initial=0), np.abs(y).max(initial=0)) >= 8_000_000:
        raise TableError("bad_value", "places are further apart than 8,000 km", table="firms")
    return (
        np.where(located, x, 0).astype(np.int64),
        np.where(located, y, 0).astype(np.int64),
        located,
    )


def _advisors(
    table: pl.DataFrame, advisors: pl.DataFrame | None, x: Ints, y: Ints, located: Flags,
    middle: tuple[float, float], weights: Weights, degrees: bool,
) -> tuple[list[str], Ints, Ints, Flags]:  # fmt: skip
    """The nearest advisor of each firm; where a place is unknown, the first of its town."""
    count = len(table)
    nearest, far = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    if advisors is None:
        return [], nearest, far, np.ones(count, np.bool_)
    columns: dict[str, type[pl.DataType]] = {
        "advisor": pl.String, "town": pl.String, "x": pl.Float64, "y": pl.Float64
    }  # fmt: skip
    held = _checked(advisors, "advisors", columns, "advisor")
    to_x, to_y, placed = _metres(held, middle, degrees)
    first = held.with_row_index("at").group_by("town").agg(pl.col("at").min())
    same = table.select("town").join(first, on="town", how="left", maintain_order="left")["at"]
    nearest = same.fill_null(-1).cast(pl.Int64).to_numpy().copy()
    far = np.where(nearest >= 0, weights.unknown_m, 0)
    if placed.any() and located.any():
        some = np.flatnonzero(placed)
        points = np.column_stack([to_x[some], to_y[some]]).astype(np.float64)
        at = some[
            scipy.spatial.cKDTree(points).query(
                np.column_stack([x, y])[located].astype(np.float64)
            )[1]
        ]
        metres = np.sqrt((x[located] - to_x[at]) ** 2 + (y[located] - to_y[at]) ** 2)
        better = (nearest[located] < 0) | (metres <= weights.advisor_reach_m)
        nearest[located] = np.where(better, at, nearest[located])
        far[located] = np.where(better, metres.astype(np.int64), far[located])
    reachable = (nearest >= 0) & (far <= weights.advisor_reach_m)
    return held["advisor"].to_list(), np.where(reachable, nearest, -1), far, reachable


def _numbers(words: pl.Series) -> Ints:
    """Words as numbers from 0 in their order; -1 for null."""
    rank = words.rank("dense").cast(pl.Int64) - 1
    return rank.fill_null(-1).to_numpy()


def _class_numbers(industries: pl.Series) -> Ints:
    """Codes of two to four digits as numbers of four digits, 0 for what is not given; -1: none."""
    digits = industries.str.extract(r"^[A-T]?(\d{2,4})$", 1)
    return digits.str.pad_end(4, "0").cast(pl.Int64).fill_null(-1).to_numpy()


def _pairs(asked: Asked, place: Ints, apart: Iterable[tuple[str, str]]) -> Ints:
    """Pairs kept apart, as positions among the firms that can be grouped."""
    named = {key: at for at, key in enumerate(asked.table["firm"].to_list())} if apart else {}
    inside = np.full(len(asked.table), -1, np.int64)
    inside[place] = np.arange(len(place))
    found = []
    for one, other in apart:
        if one not in named or other not in named:
            raise EngineError("unknown_firm", f"{one} or {other} is not among the firms")
        ends = int(inside[named[one]]), int(inside[named[other]])
        if min(ends) >= 0 and ends[0] != ends[1]:
            found.append(ends)
    return np.array(found, dtype=np.int64).reshape(-1, 2)
