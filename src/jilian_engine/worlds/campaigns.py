"""Made coverage campaigns: firms with counted members, places, trades, chains, advisors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.input_output import china_2020
from jilian_engine.worlds._firms import Bounds, made_keys
from jilian_engine.worlds.district import SONGJIANG_BOUNDS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Shares of firms with 0, 1, 2 and 3 or more formal members (an invention of a plausible kind).
MEMBER_SHARES = (0.80, 0.11, 0.05, 0.04)
#: Bands as the rule file states them, by count: low and high of the band that holds it.
_BANDS = ((0, 0), (1, 2), (1, 2), (3, 6), (3, 6), (3, 6), (3, 6))
#: Divisions of GB/T 4754 that a district's register is full of, and how full; others share 1.
_COMMON = {
    "51": 14.0, "52": 8.0, "72": 11.0, "75": 9.0, "65": 5.0, "48": 3.0, "50": 2.5, "54": 3.0,
    "62": 3.0, "70": 3.0, "34": 4.0, "35": 4.0, "38": 3.5, "39": 4.0, "33": 3.5, "29": 2.5,
    "26": 2.0, "36": 1.5, "18": 2.0, "14": 1.5,
}  # fmt: skip
_KM_OF_DEGREE = 111.195


@dataclass(frozen=True, eq=False)
class Campaign:
    """The tables that `plan_coverage` takes, and the counts behind bands (`members`)."""

    firms: pl.DataFrame
    advisors: pl.DataFrame
    apart: tuple[tuple[str, str], ...]
    members: Ints


def make_campaign(
    seed: int, count: int, *, towns: int = 17, shares: tuple[float, ...] = MEMBER_SHARES,
    bounds: Bounds = SONGJIANG_BOUNDS, bands: bool = False, gaps: float = 0.0,
    apart: float = 0.0,
) -> Campaign:  # fmt: skip
    """A campaign of `count` firms in `towns` towns of unequal size.

    Six firms in ten stand on a site of their town (a park, some 250 m across), the others around
    its centre; trades are drawn from the classes of GB/T 4754 with a few divisions far ahead and a
    few classes far ahead in each; one firm in seven belongs to a chain, whose leading firm's body
    reaches the chain's firms within 4 km. `bands` shows bands in place of counts; `gaps` is the
    share of places, trades and counts left unknown; `apart` the share of firms with a partner
    they cannot share a group with (half of them may not be grouped at all).
    """
    if count < 1 or towns < 1 or len(shares) != 4 or abs(sum(shares) - 1) > 1e-9:
        raise EngineError("bad_world", "A campaign needs a firm, a town and four shares of one.")
    chance = np.random.Generator(np.random.PCG64(seed))
    town = chance.choice(towns, count, p=_falling(towns, 0.7))
    park, x, y = _places(chance, town, towns, bounds)
    industry = _industries(chance, count)
    cluster, body = _chains(chance, x, y)
    members = chance.choice(4, count, p=shares)
    members = np.where(members == 3, 3 + chance.integers(0, 4, count), members)
    low, high = (np.array(_BANDS)[members, end] if bands else members for end in (0, 1))
    keys = made_keys("made", count)
    single, pairs = _obstacles(chance, keys, apart)
    table = pl.DataFrame({
        "firm": keys, "members_low": low, "members_high": high, "industry": industry,
        "town": _named("town", town), "park": _named("park", park),
        "x": x, "y": y, "cluster": _named("chain", cluster), "leader_body": _named("body", body),
        "ungrouped": single,
    })  # fmt: skip
    if gaps:
        table = _with_gaps(chance, table, gaps)
    return Campaign(table, _advisors(chance, towns, bounds), pairs, members)


def _falling(count: int, power: float) -> Floats:
    """Shares that fall like a power of the rank."""
    weights = np.arange(1, count + 1) ** -power
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _centres(towns: int, bounds: Bounds) -> tuple[Floats, Floats, float]:
    west, south, east, north = bounds
    across = int(np.ceil(np.sqrt(towns)))
    place = np.arange(towns)
    x = west + (place % across + 0.5) * (east - west) / across
    y = south + (place // across + 0.5) * (north - south) / across
    return x, y, (east - west) / across


def _places(
    chance: np.random.Generator, town: Ints, towns: int, bounds: Bounds
) -> tuple[Ints, Floats, Floats]:
    centre_x, centre_y, width = _centres(towns, bounds)
    sites = max(2, min(12, len(town) // (20 * towns)))
    site_x = centre_x[:, None] + chance.normal(0, width / 5, (towns, sites))
    site_y = centre_y[:, None] + chance.normal(0, width / 5, (towns, sites))
    site = chance.choice(sites, len(town), p=_falling(sites, 0.8))
    on_site = chance.random(len(town)) < 0.6
    near = 0.25 / _KM_OF_DEGREE
    x = np.where(on_site, site_x[town, site], centre_x[town])
    y = np.where(on_site, site_y[town, site], centre_y[town])
    spread = np.where(on_site, near, width / 5)
    x, y = (axis + chance.normal(0, 1, len(town)) * spread for axis in (x, y))
    return np.where(on_site, town * sites + site, -1), x.round(6), y.round(6)


def _industries(chance: np.random.Generator, count: int) -> pl.Series:
    classes = pl.Series("industry", sorted(china_2020().sector_by_class))
    division = classes.str.head(2)
    rank = division.to_frame("division").select(pl.int_range(pl.len()).over("division") + 1)
    share = np.array([_COMMON.get(one, 1.0) for one in division]) / rank.to_series().to_numpy()
    return classes.gather(chance.choice(len(classes), count, p=share / share.sum()))


def _chains(chance: np.random.Generator, x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """Chain of each firm (-1: none) and the body of its leading firm where that is near."""
    count = len(x)
    chains = max(1, min(40, count // 30))
    cluster = np.where(chance.random(count) < 1 / 7, chance.integers(0, chains, count), -1)
    leader = chance.integers(0, count, chains)
    east = (x - x[leader[cluster]]) * np.cos(np.radians(y))
    km = np.hypot(east, y - y[leader[cluster]]) * _KM_OF_DEGREE
    return cluster, np.where((cluster >= 0) & (km <= 4), cluster, -1)


def _obstacles(
    chance: np.random.Generator, keys: pl.Series, share: float
) -> tuple[NDArray[np.bool_], tuple[tuple[str, str], ...]]:
    count = len(keys)
    single = chance.random(count) < share / 2
    one = np.flatnonzero(chance.random(count) < share / 2)
    other = (one + chance.integers(1, max(2, min(count, 8)), len(one))) % count
    named = keys.to_list()
    return single, tuple(
        (named[a], named[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a != b
    )


def _with_gaps(chance: np.random.Generator, table: pl.DataFrame, share: float) -> pl.DataFrame:
    groups = (("members_low", "members_high"), ("industry",), ("town", "park"), ("x", "y"))
    for columns in groups:
        held = pl.Series(chance.random(len(table)) >= share)
        table = table.with_columns(pl.when(held).then(pl.col(name)).alias(name) for name in columns)
    return table


def _advisors(chance: np.random.Generator, towns: int, bounds: Bounds) -> pl.DataFrame:
    """Two advisors a town, near its centre."""
    x, y, width = _centres(towns, bounds)
    town = np.repeat(np.arange(towns), 2)
    return pl.DataFrame({
        "advisor": made_keys("advisor", 2 * towns).alias("advisor"),
        "town": _named("town", town),
        "x": (x[town] + chance.normal(0, width / 10, 2 * towns)).round(6),
        "y": (y[town] + chance.normal(0, width / 10, 2 * towns)).round(6),
    })  # fmt: skip


def _named(word: str, number: Ints) -> pl.Series:
    """Words such as town-03; null for -1."""
    numbers = pl.Series(word, number)
    words = word + "-" + (numbers + 1).cast(pl.String).str.zfill(2)
    return pl.select(pl.when(numbers >= 0).then(words)).to_series()
