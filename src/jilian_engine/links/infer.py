"""Probabilities of supply links where none are declared.

p = 1 - exp(-delta * a_ij * s_i * s_j * f(d_ij)) with a_ij = io_ij + gain * product_ij: a
gravity-Bernoulli model with fitness-induced reconstruction (Cimini, Squartini, Garlaschelli and
Gabrielli, Scientific Reports 5, 15758 (2015)). Because strengths add up in the exponent, either
evidence alone can make a link likely. An amount, where sector flows are asked for, is conditional
on the link (Parisi, Squartini and Garlaschelli, New Journal of Physics 22 (2020)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from jilian_engine.errors import EngineError
from jilian_engine.input_output import InputOutput
from jilian_engine.links._fit import fit_degrees, fit_total
from jilian_engine.links._pairs import Ground, Ints, all_pairs, lay_ground, likely_pairs
from jilian_engine.network import Floats, frozen
from jilian_engine.tables import check_table

#: Up to so many pairs all are looked at; above, only each buyer's likely suppliers.
ALL_PAIRS = 4_000_000


@dataclass(frozen=True, eq=False)
class InferredLinks:
    """Inferred links, never declared ones: sorted by supplier and buyer, positions in `firms`.

    `parts` says why, an array each: "io" (input coefficient), "product" (1 same product, 0.5 same
    class, 0 nothing known), "closeness" (within 0 and 1), "distance_km" (NaN: unknown), "size"
    (s_i * s_j). `amount` is yuan a year if the link exists (NaN: no flow was asked). The
    probabilities given here and `left_out`, the expected number of links below the least
    probability, and `known`, the pairs already known, add up to `expected_links`.
    """

    firms: pl.Series
    suppliers: Ints
    buyers: Ints
    probability: Floats
    amount: Floats
    parts: dict[str, Floats]
    expected_links: float
    known: int
    left_out: float
    pairs: int
    every_pair: bool

    def table(self) -> pl.DataFrame:
        """As a links table with evidence "inferred"."""
        frame = pl.DataFrame({
            "supplier": self.firms.gather(self.suppliers), "buyer": self.firms.gather(self.buyers),
            "amount": self.amount, "probability": self.probability,
        })  # fmt: skip
        return check_table("links", frame.with_columns(
            pl.col("amount").fill_nan(None), pl.lit("inferred").alias("evidence")))  # fmt: skip


def infer_links(
    firms: pl.DataFrame, products: pl.DataFrame, io: InputOutput, *, expected_links: float,
    least_probability: float = 0.05, known: pl.DataFrame | None = None,
    relations: pl.DataFrame | None = None, degrees: pl.DataFrame | None = None,
    sector_flows: pl.DataFrame | None = None, product_gain: float = 0.2, half_km: float = 10.0,
    size_power: float = 1.0, least_coefficient: float = 0.01, candidates: int = 4,
) -> InferredLinks:  # fmt: skip
    """Infer who may supply whom; the same tables in any order give the same answer.

    `expected_links` counts the known ones, which are left out of the answer and of the model.
    Optional: `relations` (product, used_for): who makes `used_for` buys `product`; `degrees` (firm,
    suppliers, buyers; null: not asked): expected numbers, known ones included; `sector_flows`
    (from_sector, to_sector, amount): yuan a year that expected amounts add up to, less what is
    known.

    Unknown size: 1. Unknown coordinates: the closeness of the median distance. Unknown industry:
    the mean coefficient of the firms at hand. `half_km` is the distance at which closeness is a
    half. Above ALL_PAIRS pairs only the `candidates` largest and the nearest suppliers of each
    buyer for each sector pair (at least `least_coefficient`) and product are looked at, and the
    expected links are spread over those. EngineError when more is asked than the evidence holds.
    """
    if not 0 <= least_probability <= 1 or candidates < 1 or half_km <= 0 or product_gain < 0:
        raise EngineError("bad_argument", "A share lies within 0 and 1; distances are above 0.")
    firms = check_table("firms", firms).sort("firm")
    products = check_table("products", products)
    ground = lay_ground(firms, products, relations, io, half_km=half_km, size_power=size_power)
    every = firms.height**2 <= ALL_PAIRS
    chunks = all_pairs(firms.height) if every else likely_pairs(
        ground, least_coefficient, candidates)  # fmt: skip
    taken, known_amount = _known_pairs(firms["firm"], known)
    one, other, strength = _strengths(ground, chunks, taken, product_gain)
    rest = expected_links - len(taken)
    if degrees is None:
        scaled = strength * fit_total(strength, rest)
    else:
        sold, bought = _asked_degrees(firms["firm"], degrees, taken)
        scaled = fit_degrees(strength, one, other, sold, bought, rest)
    probability = -np.expm1(-scaled)
    kept = probability >= max(least_probability, np.finfo(float).tiny)
    left_out = float(probability[~kept].sum())
    one, other, probability = one[kept], other[kept], probability[kept]
    amount = _amounts(ground, io, sector_flows, (one, other), scaled[kept], probability,
                      taken, known_amount)  # fmt: skip
    near, km = ground.near(one, other)
    parts = {"io": ground.trade(one, other), "product": ground.product(one, other),
             "closeness": near, "distance_km": km,
             "size": ground.size[one] * ground.size[other]}  # fmt: skip
    return InferredLinks(
        firms["firm"], frozen(one), frozen(other), frozen(probability), frozen(amount),
        {name: frozen(values) for name, values in parts.items()}, float(expected_links),
        len(taken), left_out, len(strength), every,
    )  # fmt: skip


def _known_pairs(firms: pl.Series, known: pl.DataFrame | None) -> tuple[Ints, Floats]:
    """Sorted pair numbers of what is stated among these firms, and the amounts (unknown: 0)."""
    if known is None:
        return np.empty(0, dtype=np.int64), np.empty(0)
    places = pl.DataFrame({"firm": firms, "at": np.arange(len(firms))})
    rows = (
        check_table("links", known).filter(pl.col("evidence") != "inferred")
        .join(places, left_on="supplier", right_on="firm")
        .join(places, left_on="buyer", right_on="firm", suffix="_buyer")
        .filter(pl.col("at") != pl.col("at_buyer"))
        .group_by((pl.col("at") * len(firms) + pl.col("at_buyer")).alias("pair"))
        .agg(pl.col("amount").sort().sum()).sort("pair")
    )  # fmt: skip
    return rows["pair"].to_numpy().astype(np.int64), rows["amount"].to_numpy().astype(np.float64)


def _strengths(
    ground: Ground, chunks: Iterator[tuple[Ints, Ints]], taken: Ints, gain: float
) -> tuple[Ints, Ints, Floats]:
    """Pairs with any evidence that are not known yet, and the exponent of each but for delta."""
    ones, others, strengths = [], [], []
    for one, other in chunks:
        trade = ground.trade(one, other) + gain * ground.product(one, other)
        strength = trade * ground.size[one] * ground.size[other] * ground.near(one, other)[0]
        good = strength > 0
        if len(taken):
            good &= ~np.isin(one * len(ground.size) + other, taken)
        ones.append(one[good])
        others.append(other[good])
        strengths.append(strength[good])
    if not ones:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    return np.concatenate(ones), np.concatenate(others), np.concatenate(strengths)


def _asked_degrees(firms: pl.Series, degrees: pl.DataFrame, taken: Ints) -> tuple[Floats, Floats]:
    rows = pl.DataFrame({"firm": firms}).join(
        degrees.select("firm", pl.col("suppliers", "buyers").cast(pl.Float64)),
        on="firm", how="left", maintain_order="left",
    )  # fmt: skip
    if rows.height != len(firms):
        raise EngineError("repeated_row", "A firm is asked for its degrees twice.", column="firm")
    count = len(firms)
    asked = rows.select("buyers", "suppliers").fill_null(float("nan")).to_numpy()
    sold: Floats = asked[:, 0] - np.bincount(taken // count, minlength=count)
    bought: Floats = asked[:, 1] - np.bincount(taken % count, minlength=count)
    if (sold < 0).any() or (bought < 0).any():
        raise EngineError("degrees_out_of_reach", "A firm has more known links than were asked.")
    return sold, bought


def _amounts(
    ground: Ground, io: InputOutput, asked: pl.DataFrame | None, ends: tuple[Ints, Ints],
    scaled: Floats, probability: Floats, taken: Ints, known_amount: Floats,
) -> Floats:  # fmt: skip
    """Flow of the sector pair, shared by strength, over the probability of the link."""
    one, other = ends
    if asked is None:
        return np.full(len(one), np.nan)
    sectors, count = len(io.codes), len(ground.size)
    place = {code: at for at, code in enumerate(io.codes)}
    flow = np.full((sectors, sectors), np.nan)
    for seller, buyer, amount in asked.select("from_sector", "to_sector", "amount").iter_rows():
        if seller not in place or buyer not in place:
            raise EngineError("unknown_sector", f"No sector {seller!r} or {buyer!r}.")
        flow[place[seller], place[buyer]] = amount
    seller, buyer = ground.sector[taken // count], ground.sector[taken % count]
    stated = (seller >= 0) & (buyer >= 0)
    held = np.zeros((sectors, sectors))
    np.add.at(held, (seller[stated], buyer[stated]), known_amount[stated])
    flow = np.maximum(flow - held, 0)
    cell = ground.sector[one].astype(np.int64) * sectors + ground.sector[other]
    inside = (ground.sector[one] >= 0) & (ground.sector[other] >= 0)
    whole = np.bincount(cell[inside], scaled[inside], sectors * sectors)
    amount = np.full(len(one), np.nan)
    amount[inside] = (flow.ravel()[cell[inside]] * scaled[inside] / whole[cell[inside]]
                      / probability[inside])  # fmt: skip
    return amount
