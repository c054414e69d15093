"""Who supplies whom in a made-up district, and what each firm makes and buys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.worlds._firms import LINES, STARTS, Draft, Floats, Ints
from jilian_engine.worlds.catalogue import TRADES

#: Bands of an amount as firms report them, in yuan; the last has no upper end.
BANDS = (0.0, 500_000.0, 2_000_000.0, 10_000_000.0, 50_000_000.0)


@dataclass(frozen=True)
class Bag:
    """Firms sorted into groups, so that one can be drawn from a group by size in one step."""

    order: Ints
    first: Ints
    ends: Floats

    def draw(self, chance: np.random.Generator, group: Ints) -> Ints:
        """One firm for each group, larger ones more often; -1 where the group is empty."""
        low, high = self.ends[self.first[group]], self.ends[self.first[group + 1]]
        at = np.searchsorted(self.ends, low + chance.random(len(group)) * (high - low), "right") - 1
        at = np.clip(at, self.first[group], np.maximum(self.first[group + 1] - 1, 0))
        filled = self.first[group + 1] > self.first[group]
        return np.where(filled, self.order[np.minimum(at, len(self.order) - 1)], -1)


def _bag(group: Ints, groups: int, size: Floats) -> Bag:
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], np.arange(groups + 1))
    return Bag(order, first, np.concatenate([[0.0], np.cumsum(np.sqrt(size[order]))]))


def _inputs() -> tuple[Ints, Ints]:
    """For each line the lines that make what it buys (padded with -1), and how many."""
    table = np.full((len(LINES), 3), -1, dtype=np.int64)
    count = np.zeros(len(LINES), dtype=np.int64)
    for number, trade in enumerate(TRADES):
        made = {line.makes: STARTS[number] + at for at, line in enumerate(trade.lines)}
        for at, line in enumerate(trade.lines):
            buyer = STARTS[number] + at
            count[buyer] = len(line.buys)
            table[buyer, : len(line.buys)] = [made[product] for product in line.buys]
    return table, count


def draw_pairs(
    chance: np.random.Generator, firms: Draft, count: int, mixing: float, clusters: int
) -> tuple[Ints, Ints]:
    """Suppliers and buyers of `count` different pairs, sorted.

    A share of 1 - `mixing` runs along a product relation inside one planted cluster; half of the
    rest comes from supporting services, half from any firm. EngineError "too_many_links" when the
    firms cannot hold so many different pairs.
    """
    size = len(firms.line)
    found = np.empty(0, dtype=np.int64)
    for _ in range(60):
        missing = count - len(found)
        if missing <= 0:
            break
        supplier, buyer = _draw(chance, firms, int(missing * 1.15) + 16, mixing, clusters)
        good = (supplier >= 0) & (buyer >= 0) & (supplier != buyer)
        fresh = supplier[good] * size + buyer[good]
        _, first = np.unique(fresh, return_index=True)
        fresh = fresh[np.sort(first)]
        found = np.concatenate([found, fresh[~np.isin(fresh, found)][:missing]])
    if len(found) < count:
        raise EngineError("too_many_links", f"{size} firms cannot hold {count} different links.")
    found = np.sort(found)
    return found // size, found % size


def _draw(
    chance: np.random.Generator, firms: Draft, count: int, mixing: float, clusters: int
) -> tuple[Ints, Ints]:
    everyone = _bag(np.zeros(len(firms.line), dtype=np.int64), 1, firms.size)
    makers = _bag(
        np.where(firms.cluster >= 0, firms.cluster, clusters) * len(LINES) + firms.line,
        (clusters + 1) * len(LINES), firms.size,
    )  # fmt: skip
    inputs, input_count = _inputs()
    nobody = np.zeros(count, dtype=np.int64)
    inside = chance.random(count) >= mixing
    buying = (firms.cluster >= 0) & (input_count[firms.line] > 0)
    buyers = _bag(np.where(buying, 0, 1), 2, firms.size)
    buyer = np.where(inside, buyers.draw(chance, nobody), everyone.draw(chance, nobody))
    line, cluster = firms.line[buyer], firms.cluster[buyer]
    chosen = (chance.random(count) * np.maximum(input_count[line], 1)).astype(np.int64)
    group = np.where(inside, cluster * len(LINES) + inputs[line, chosen], 0)
    related = makers.draw(chance, np.maximum(group, 0))
    support = np.where(firms.line >= STARTS[-2], 0, 1)
    services = _bag(support, 2, firms.size).draw(chance, nobody)
    others = np.where(chance.random(count) < 0.5, services, everyone.draw(chance, nobody))
    return np.where(inside, related, others), np.where(inside & (buyer < 0), -1, buyer)


def link_frame(
    chance: np.random.Generator, firms: Draft, supplier: Ints, buyer: Ints, on: date
) -> pl.DataFrame:
    """The links with amounts, bands, mixed evidence and dated validity as of `on`."""
    count = len(supplier)
    worth = 3e6 * np.sqrt(firms.size[supplier] * firms.size[buyer])
    amount = np.round(worth * np.exp(chance.normal(0, 0.8, count)), -2)
    evidence = np.searchsorted([0.5, 0.7, 0.8], chance.random(count), side="right")
    words = np.array(["declared", "order", "published", "inferred"])[evidence]
    draw = chance.random(count)
    known = (draw < 0.55) | (evidence == 1)
    banded = ~known & (draw < 0.8)
    band = np.searchsorted(BANDS, amount, side="right") - 1
    least, most = np.array(BANDS)[band], np.array([*BANDS[1:], np.nan])[band]
    probability = np.where(evidence == 3, np.round(chance.uniform(0.3, 0.95, count), 3), np.nan)
    frame = pl.DataFrame({
        "supplier": firms.keys.gather(supplier), "buyer": firms.keys.gather(buyer),
        "product": pl.Series([line.makes for line in LINES]).gather(firms.line[supplier]),
        "amount_yuan": np.where(known, amount, np.nan),
        "amount_least_yuan": np.where(banded, least, np.nan),
        "amount_most_yuan": np.where(banded, most, np.nan),
        "evidence": words, "probability": probability,
    }).with_columns(pl.selectors.float().fill_nan(None))  # fmt: skip
    return frame.with_columns(_validity(chance, count, on))


def _validity(chance: np.random.Generator, count: int, on: date) -> list[pl.Series]:
    """Dates in the sense of the platform: start (null: unknown), known by, not before, end."""
    epoch = date(1970, 1, 1)
    today = (on - epoch).days
    start = today - chance.integers(30, 6 * 365, count)
    unsure = chance.random(count) < 0.15
    ended = chance.random(count) < 0.08
    end = np.where(ended, np.minimum(start + chance.integers(20, 900, count), today), 0)
    bounded = unsure & (chance.random(count) < 0.5)

    def days(name: str, values: Ints, held: NDArray[np.bool_]) -> pl.Series:
        masked = pl.Series(name, values.astype(np.int32)).cast(pl.Date)
        return masked.to_frame().select(
            pl.when(pl.Series("held", held)).then(pl.col(name)).otherwise(None).alias(name)
        )[name]

    everything = np.ones(count, dtype=np.bool_)
    return [
        days("valid_from", start, ~unsure), days("known_by", start, everything),
        days("not_before", start - 365, bounded), days("valid_to", end, ended),
    ]  # fmt: skip


def product_frame(chance: np.random.Generator, firms: Draft, links: pl.DataFrame) -> pl.DataFrame:
    """What firms make (their class's product) and buy (most of what their links carry)."""
    count = len(firms.keys)
    classes = pl.Series([line.industry for line in LINES])
    product = pl.Series([line.makes for line in LINES])
    lead = np.where(chance.random(count) < 0.7, chance.integers(2, 61, count), np.nan)
    capacity = np.where(chance.random(count) < 0.6, np.round(firms.size * 1000, -1), np.nan)
    makes = pl.DataFrame({
        "firm": firms.keys, "product": product.gather(firms.line), "role": ["makes"] * count,
        "industry": classes.gather(firms.line), "capacity": capacity, "lead_days": lead,
    })  # fmt: skip
    class_of = dict(zip(product.to_list(), classes.to_list(), strict=True))
    bought = links.select(pl.col("buyer").alias("firm"), "product").unique(maintain_order=True)
    bought = bought.filter(pl.Series(chance.random(bought.height) < 0.85))
    buys = bought.select(
        "firm", "product", pl.lit("buys").alias("role"),
        pl.col("product").replace_strict(class_of, return_dtype=pl.String).alias("industry"),
        pl.lit(None, dtype=pl.Float64).alias("capacity"),
        pl.lit(None, dtype=pl.Float64).alias("lead_days"),
    )  # fmt: skip
    both = pl.concat([makes, buys]).with_columns(pl.selectors.float().fill_nan(None))
    return both.sort("firm", "role", "product")
