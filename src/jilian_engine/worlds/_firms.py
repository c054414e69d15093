"""Firms of a made-up district: classes, planted clusters, places, sizes, names, yearly figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.worlds.catalogue import DIGITS, ENDINGS, SUPPORT, TRADES, Line

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bounds = tuple[float, float, float, float]

LINES: tuple[Line, ...] = tuple(line for trade in (*TRADES, SUPPORT) for line in trade.lines)
#: First position in LINES of each trade, the supporting services last, then the end.
STARTS: Ints = np.cumsum([0, *(len(trade.lines) for trade in (*TRADES, SUPPORT))])


@dataclass(frozen=True)
class Town:
    """A town: code, name, and its centre in degrees where the caller knows it."""

    code: str
    name: str
    x: float | None = None
    y: float | None = None


#: Towns of nowhere, for a district without towns of its own.
MADE_TOWNS = tuple(
    Town(f"999999{number:03d}", f"示例{DIGITS[number // 10]}{DIGITS[number % 10]}镇（虚构）")
    for number in range(1, 13)
)


@dataclass(frozen=True)
class Draft:
    """The firms as arrays, before they become tables. `cluster` is -1 outside any cluster."""

    keys: pl.Series
    line: Ints
    cluster: Ints
    town: Ints
    x: Floats
    y: Floats
    size: Floats
    above_scale: NDArray[np.bool_]


def draw_firms(
    chance: np.random.Generator, count: int, clusters: int, above: int,
    towns: Sequence[Town], bounds: Bounds,
) -> Draft:  # fmt: skip
    """Draw firms: four in five in a planted cluster, each cluster at home in one town."""
    cluster = np.where(chance.random(count) < 0.8, chance.integers(0, clusters, count), -1)
    trade = np.where(cluster >= 0, cluster % len(TRADES), chance.integers(0, len(TRADES), count))
    serves = (cluster < 0) & (chance.random(count) < 0.5)
    line = _draw_lines(chance, np.where(serves, len(TRADES), trade))
    home = chance.integers(0, len(towns), clusters)
    stays = (cluster >= 0) & (chance.random(count) < 0.6)
    town = np.where(stays, home[cluster], chance.integers(0, len(towns), count))
    x, y = _place(chance, town, towns, bounds)
    size = np.exp(chance.normal(0.0, 1.2, count))
    largest = np.argsort(-size, kind="stable")[:above]
    return Draft(
        made_keys("made", count), line, cluster.astype(np.int64), town.astype(np.int64), x, y,
        size, np.isin(np.arange(count), largest),
    )  # fmt: skip


def made_keys(word: str, count: int) -> pl.Series:
    """Keys such as made-000001, in order."""
    numbers = pl.Series("number", np.arange(1, count + 1)).cast(pl.String).str.zfill(6)
    return (word + "-" + numbers).alias("firm")


def _draw_lines(chance: np.random.Generator, trade: Ints) -> Ints:
    weights = np.array([line.weight for line in LINES])
    ends = np.concatenate([[0.0], np.cumsum(weights)])
    low, high = ends[STARTS[trade]], ends[STARTS[trade + 1]]
    drawn = low + chance.random(len(trade)) * (high - low)
    line: Ints = np.clip(np.searchsorted(ends, drawn, side="right") - 1, 0, len(LINES) - 1)
    return line


def _place(
    chance: np.random.Generator, town: Ints, towns: Sequence[Town], bounds: Bounds
) -> tuple[Floats, Floats]:
    west, south, east, north = bounds
    across = int(np.ceil(np.sqrt(len(towns))))
    cell_x, cell_y = (east - west) / across, (north - south) / across
    place = np.arange(len(towns))
    centre_x = west + (place % across + 0.5) * cell_x
    centre_y = south + (place // across + 0.5) * cell_y
    for number, one in enumerate(towns):
        if one.x is not None and one.y is not None:
            centre_x[number], centre_y[number] = one.x, one.y
    x: Floats = centre_x[town] + chance.normal(0, cell_x / 6, len(town))
    y: Floats = centre_y[town] + chance.normal(0, cell_y / 6, len(town))
    x, y = np.clip(x, west, east), np.clip(y, south, north)
    return x.round(6), y.round(6)


def name_frames(chance: np.random.Generator, firms: Draft, on: date) -> pl.DataFrame:
    """Full, short and a few former names; every one says 示例 and carries a number."""
    count = len(firms.keys)
    width = max(4, len(str(count)))
    numbers = pl.Series("number", np.arange(1, count + 1)).cast(pl.String).str.zfill(width)
    for digit, character in enumerate(DIGITS):
        numbers = numbers.str.replace_all(str(digit), character)
    words = pl.Series("word", [line.word for line in LINES]).gather(firms.line)
    endings = pl.Series("ending", ENDINGS).gather(chance.integers(0, len(ENDINGS), count))
    short = "示例" + words + numbers
    full = short + endings + "（虚构）有限公司"
    renamed = np.flatnonzero(chance.random(count) < 0.03)
    changed = date(on.year - 2, 7, 1)
    former = "示例老" + words.gather(renamed) + numbers.gather(renamed) + "厂（虚构）"
    late = pl.Series(np.isin(np.arange(count), renamed))

    def frame(keys: pl.Series, names: pl.Series, kind: str) -> pl.DataFrame:
        return pl.DataFrame({"firm": keys, "name": names, "kind": [kind] * len(keys)})

    current = pl.concat([frame(firms.keys, full, "full"), frame(firms.keys, short, "short")])
    starts = pl.concat([late, late])
    current = current.with_columns(
        pl.when(starts & (pl.col("kind") == "full")).then(changed).otherwise(None)
        .alias("valid_from"),
        pl.lit(None, dtype=pl.Date).alias("valid_to"),
    )  # fmt: skip
    past = frame(firms.keys.gather(renamed), former, "full").with_columns(
        pl.lit(None, dtype=pl.Date).alias("valid_from"), pl.lit(changed).alias("valid_to")
    )
    return pl.concat([current, past]).sort("firm", "kind", "valid_to", "name")


def yearly_facts(
    chance: np.random.Generator, firms: Draft, years: Sequence[int], output_yuan: int,
    strategic_share: float,
) -> pl.DataFrame:  # fmt: skip
    """Figures of each firm and year; in the last year the outputs add up to `output_yuan` exactly.

    Output is known for firms above scale only; some other figures are missing.
    """
    last = _last_outputs(firms, output_yuan, strategic_share)
    frames = []
    for back, year in enumerate(reversed(years)):
        output = last if back == 0 else last * np.exp(chance.normal(-0.09 * back, 0.08, len(last)))
        frames.append(_facts_of_year(chance, firms, year, output, missing=back > 0))
    return pl.concat(frames).sort("firm", "year")


def _last_outputs(firms: Draft, output_yuan: int, strategic_share: float) -> Floats:
    strategic = np.array([line.strategic for line in LINES])[firms.line]
    output = np.where(firms.above_scale, firms.size, 0.0)
    for group, share in ((strategic, strategic_share), (~strategic, 1 - strategic_share)):
        total = output[group].sum()
        output[group] *= output_yuan * share / total if total > 0 else 0.0
    return whole_parts(output, output_yuan)


def whole_parts(values: Floats, total: int) -> Floats:
    """Whole numbers near the values that add up to the total (largest remainders get one more)."""
    scaled = values * (total / values.sum()) if values.sum() > 0 else values
    floor = np.floor(scaled)
    short = int(total - floor.sum()) if values.sum() > 0 else 0
    floor[np.argsort(floor - scaled, kind="stable")[: max(short, 0)]] += 1
    return floor


def _beside(chance: np.random.Generator) -> np.random.Generator:
    """Another stream of the same seed: what is drawn from it moves nothing else of the world."""
    sequence = chance.bit_generator.seed_seq
    assert isinstance(sequence, np.random.SeedSequence)
    return np.random.Generator(np.random.PCG64(sequence.spawn(1)[0]))


def _facts_of_year(
    chance: np.random.Generator, firms: Draft, year: int, output: Floats, *, missing: bool
) -> pl.DataFrame:
    count = len(output)
    worth = np.where(firms.above_scale, output, firms.size * 2e6)
    revenue = np.round(worth * chance.uniform(0.92, 1.12, count))
    per_head = chance.uniform(8e5, 2.4e6, count)
    figures = {
        "employees": np.maximum(1, np.round(revenue / per_head)),
        "revenue_yuan": revenue,
        "output_yuan": np.round(output),
        "tax_yuan": np.round(revenue * chance.uniform(0.01, 0.06, count)),
        "research_yuan": np.round(revenue * chance.uniform(0.0, 0.09, count)),
        "patents": chance.poisson(np.minimum(revenue / 4e7, 200)).astype(np.float64),
        "land_m2": np.round(revenue / chance.uniform(4e3, 2e4, count)),
        "value_added_yuan": np.round(worth * _beside(chance).uniform(0.16, 0.34, count)),
    }
    share = {"employees": 0.04, "revenue_yuan": 0.03, "tax_yuan": 0.06, "research_yuan": 0.12,
             "patents": 0.08, "land_m2": 0.15, "output_yuan": 0.02 if missing else 0.0,
             "value_added_yuan": 0.05}  # fmt: skip
    columns: dict[str, pl.Series] = {"firm": firms.keys}
    for name, values in figures.items():
        drawn = _beside(chance) if name == "value_added_yuan" else chance
        unknown = drawn.random(count) < share[name]
        if name == "output_yuan":
            unknown |= ~firms.above_scale
        columns[name] = pl.Series(np.where(unknown, np.nan, values)).fill_nan(None).cast(pl.Int64)
    return pl.DataFrame(columns).select("firm", pl.lit(year).cast(pl.Int32).alias("year"), *figures)
