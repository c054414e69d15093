"""Pairs of firms that may trade, and what speaks for each: sectors, products, closeness, size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy  # its parts are loaded when they are first used
from numpy.typing import NDArray

from jilian_engine.input_output import InputOutput
from jilian_engine.network import Floats

Ints = NDArray[np.int64]
EARTH_KM = 6371.0088
#: What one makes is bought by the other under the same name, or in the same class only.
SAME_PRODUCT, SAME_CLASS = 1.0, 0.5
#: Pairs looked at in one go.
CHUNK = 2_000_000


@dataclass(frozen=True, eq=False)
class Ground:
    """Firms as arrays, sorted by key: everything that a pair's parts are computed from.

    `makes` is one array a slot (product number of the n-th product a firm makes, -1: none);
    `bought` are sorted numbers firm * products + product, for names and for classes.
    """

    sector: NDArray[np.int32]
    size: Floats
    x: Floats
    y: Floats
    coefficients: Floats
    neutral_coefficient: float
    neutral_near: float
    half_km: float
    makes: tuple[Ints, ...]
    makes_class: tuple[Ints, ...]
    bought: Ints
    bought_class: Ints
    products: int
    classes: int

    def near(self, one: Ints, other: Ints) -> tuple[Floats, Floats]:
        """Closeness 1 / (1 + d / half_km) and distance in km (NaN: unknown, neutral closeness)."""
        km = distance_km(self.x[one], self.y[one], self.x[other], self.y[other])
        return np.where(np.isnan(km), self.neutral_near, 1 / (1 + km / self.half_km)), km

    def trade(self, one: Ints, other: Ints) -> Floats:
        """Coefficient from the supplier's sector to the buyer's; neutral where one is unknown."""
        supplier, buyer = self.sector[one], self.sector[other]
        known = (supplier >= 0) & (buyer >= 0)
        return np.where(known, self.coefficients[supplier, buyer], self.neutral_coefficient)

    def product(self, one: Ints, other: Ints) -> Floats:
        """SAME_PRODUCT, SAME_CLASS or 0: what the supplier makes among what the buyer buys."""
        by_name = _any_bought(self.makes, self.bought, self.products, one, other)
        by_class = _any_bought(self.makes_class, self.bought_class, self.classes, one, other)
        return np.where(by_name, SAME_PRODUCT, np.where(by_class, SAME_CLASS, 0.0))


def _any_bought(
    slots: tuple[Ints, ...], bought: Ints, width: int, one: Ints, other: Ints
) -> NDArray[np.bool_]:
    found = np.zeros(len(one), dtype=np.bool_)
    if len(bought) == 0:
        return found
    for slot in slots:
        made = slot[one]
        wanted = other * width + made
        at = np.minimum(np.searchsorted(bought, wanted), len(bought) - 1)
        found |= (made >= 0) & (bought[at] == wanted)
    return found


def distance_km(x: Floats, y: Floats, to_x: Floats, to_y: Floats) -> Floats:
    """Great-circle distance in kilometres; NaN where a coordinate is unknown."""
    a, b = np.radians(y), np.radians(to_y)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(to_x - x) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def lay_ground(
    firms: pl.DataFrame, products: pl.DataFrame, relations: pl.DataFrame | None,
    io: InputOutput, *, half_km: float, size_power: float,
) -> Ground:  # fmt: skip
    """Arrays out of checked tables sorted by firm."""
    sector = io.sectors_of(firms["industry"])
    coefficients = io.coefficients
    present = sector[sector >= 0]
    count = np.bincount(present, minlength=len(io.codes))
    pairs = float(count.sum()) ** 2
    mean = float(count @ coefficients @ count / pairs) if pairs else 1.0
    x, y = (firms[axis].fill_null(float("nan")).to_numpy() for axis in ("x", "y"))
    makes, bought, width = _product_numbers(firms["firm"], products, relations, "product")
    makes_class, bought_class, classes = _product_numbers(firms["firm"], products, None, "industry")
    return Ground(
        sector, _sizes(firms["size"], size_power), x, y, coefficients, mean or 1.0,
        1 / (1 + _typical_km(x, y) / half_km), half_km, makes, makes_class, bought, bought_class,
        width, classes,
    )  # fmt: skip


def _sizes(size: pl.Series, power: float) -> Floats:
    """Size over the median of known sizes, to a power; 1 where unknown."""
    median = size.filter(size > 0).median()
    unit = float(median) if isinstance(median, float) else 1.0
    return (size / unit).fill_null(1.0).to_numpy() ** power


def _typical_km(x: Floats, y: Floats) -> float:
    """Median distance among (at most a thousand, evenly spaced) located firms."""
    held = np.flatnonzero(~np.isnan(x) & ~np.isnan(y))
    if len(held) < 2:
        return 0.0
    some = held[np.linspace(0, len(held) - 1, min(len(held), 1000)).astype(np.int64)]
    one, other = np.triu_indices(len(some), k=1)
    one, other = some[one], some[other]
    return float(np.median(distance_km(x[one], y[one], x[other], y[other])))


def _product_numbers(
    firms: pl.Series, products: pl.DataFrame, relations: pl.DataFrame | None, column: str
) -> tuple[tuple[Ints, ...], Ints, int]:
    rows = products.select("firm", pl.col(column).alias("thing"), "role").drop_nulls().unique()
    if relations is not None:  # who makes a thing buys what goes into it
        implied = rows.filter(pl.col("role") == "makes").join(
            relations, left_on="thing", right_on="used_for"
        )
        implied = implied.select("firm", pl.col("product").alias("thing"), role=pl.lit("buys"))
        rows = pl.concat([rows, implied]).unique()
    things = rows["thing"].unique().sort()
    width = max(len(things), 1)
    rows = (
        rows.join(pl.DataFrame({"thing": things, "number": np.arange(len(things))}), on="thing")
        .join(pl.DataFrame({"firm": firms, "at": np.arange(len(firms))}), on="firm")
        .sort("at", "number")
    )
    buys = rows.filter(pl.col("role") == "buys")
    bought = buys["at"].to_numpy() * width + buys["number"].to_numpy()
    made = rows.filter(pl.col("role") == "makes").with_columns(
        pl.int_range(pl.len()).over("at").alias("slot")
    )
    slots = []
    for (_,), group in made.sort("slot", "at").group_by("slot", maintain_order=True):
        slot = np.full(len(firms), -1, dtype=np.int64)
        slot[group["at"].to_numpy()] = group["number"].to_numpy()
        slots.append(slot)
    return tuple(slots), np.sort(bought), width


# --- which pairs are looked at ----------------------------------------------------------------


def all_pairs(count: int) -> Iterator[tuple[Ints, Ints]]:
    """Every ordered pair of different firms, in chunks."""
    rows = max(1, CHUNK // max(count, 1))
    for start in range(0, count, rows):
        one = np.repeat(np.arange(start, min(start + rows, count)), count)
        other = np.tile(np.arange(count), min(start + rows, count) - start)
        yield one[one != other], other[one != other]


def likely_pairs(
    ground: Ground, least_coefficient: float, each: int
) -> Iterator[tuple[Ints, Ints]]:
    """For each sector pair and each product, every buyer's `each` largest and nearest suppliers.

    Chunks of pairs without repetition, in order. Sector pairs below the least coefficient and
    firms of unknown sector come in by product only.
    """
    count = len(ground.size)
    found = [_block(ground, sellers, buyers, each) for sellers, buyers in _blocks(
        ground, least_coefficient)]  # fmt: skip
    keys = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield part // count, part % count


def _blocks(ground: Ground, least: float) -> Iterator[tuple[Ints, Ints]]:
    order = np.argsort(ground.sector, kind="stable")
    ends = np.searchsorted(ground.sector[order], np.arange(len(ground.coefficients) + 1))
    members = [order[ends[at] : ends[at + 1]] for at in range(len(ground.coefficients))]
    for seller, buyer in zip(*np.nonzero(ground.coefficients >= least), strict=True):
        if len(members[seller]) and len(members[buyer]):
            yield members[seller], members[buyer]
    makers = [np.empty(0, dtype=np.int64)] * ground.products
    for slot in ground.makes:
        held = np.flatnonzero(slot >= 0)
        held = held[np.argsort(slot[held], kind="stable")]
        first = np.searchsorted(slot[held], np.arange(ground.products + 1))
        for number in np.unique(slot[held]):
            more = held[first[number] : first[number + 1]]
            makers[number] = np.union1d(makers[number], more)
    number, firm = ground.bought % ground.products, ground.bought // ground.products
    for one in np.unique(number):
        if len(makers[one]):
            yield makers[one], firm[number == one]


def _block(ground: Ground, sellers: Ints, buyers: Ints, each: int) -> Ints:
    count = len(ground.size)
    largest = sellers[np.lexsort((sellers, -ground.size[sellers]))[:each]]
    pairs = [(np.tile(largest, len(buyers)), np.repeat(buyers, len(largest)))]
    located = sellers[~np.isnan(ground.x[sellers] + ground.y[sellers])]
    asking = buyers[~np.isnan(ground.x[buyers] + ground.y[buyers])]
    if len(located) and len(asking):
        take = min(each, len(located))
        _, at = scipy.spatial.cKDTree(_on_sphere(ground, located)).query(
            _on_sphere(ground, asking), k=take
        )
        at = np.asarray(at, dtype=np.int64).reshape(len(asking), take)
        pairs.append((located[at].ravel(), np.repeat(asking, take)))
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return np.unique((one * count + other)[one != other])


def _on_sphere(ground: Ground, firms: Ints) -> Floats:
    x, y = np.radians(ground.x[firms]), np.radians(ground.y[firms])
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
