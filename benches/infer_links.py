"""Inferred links against links held out, beside degree-only and sector-only baselines.

    python benches/infer_links.py [--firms 1526] [--held 0.1] [--seed 7] [--scale]

The network is made up, so the figures say how the parts of the model work together and compare
with the baselines, not how well a real district would be guessed. Average precision and AUC are
over all ordered pairs of firms that are not known; a share of the links is held out at random.
What was asked for is printed beside what came out: the number of links, and the yuan a year
between each pair of sectors. --scale also times 422 firms and 226,000 firms with 500,000 links.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import polars as pl

from jilian_engine.input_output import china_2020
from jilian_engine.links import infer_links
from jilian_engine.network import build_network
from jilian_engine.tables import empty_table
from jilian_engine.worlds import make_district


def average_precision(scores: np.ndarray, hits: np.ndarray) -> float:
    """Mean over the hits of the precision at each; equal scores share their precision."""
    order = np.argsort(-scores, kind="stable")
    last = np.flatnonzero(np.diff(scores[order], append=-np.inf) != 0)
    found = np.cumsum(hits[order])[last]
    return float((np.diff(found, prepend=0) * found / (last + 1)).sum() / hits.sum())


def area_under_curve(scores: np.ndarray, hits: np.ndarray) -> float:
    """The chance that a hit scores above a miss, equal scores counting half."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[place]
    positive = int(hits.sum())
    return float((rank[hits].sum() - positive * (positive + 1) / 2)
                 / (positive * (len(hits) - positive)))  # fmt: skip


def main() -> None:
    """Print quality, then times if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1526)
    parser.add_argument("--held", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", action="store_true")
    asked = parser.parse_args()
    quality(asked.firms, asked.held, asked.seed)
    asked_and_found(asked.firms, asked.held, asked.seed)
    if asked.scale:
        scale(422, 1500, asked.seed)
        scale(226_000, 500_000, asked.seed)


def quality(count: int, held: float, seed: int) -> None:
    """Average precision and AUC of each way of guessing."""
    tables = make_district(seed, firms=count).engine_tables()
    network = build_network(tables["firms"], tables["links"])
    chance = np.random.default_rng(seed)
    out = chance.random(network.link_count) < held
    names = network.firms
    known = pl.DataFrame({
        "supplier": names.gather(network.suppliers[~out]),
        "buyer": names.gather(network.buyers[~out]),
        "evidence": ["declared"] * int((~out).sum()),
    })  # fmt: skip
    pair = network.suppliers.astype(np.int64) * count + network.buyers
    truth = np.zeros(count * count, dtype=bool)
    truth[pair[out]] = True
    open_pairs = np.ones(count * count, dtype=bool)
    open_pairs[pair[~out]] = False
    open_pairs[np.arange(count) * (count + 1)] = False
    hits = truth[open_pairs]
    print(f"{count:,} firms, {network.link_count:,} links, {int(out.sum()):,} held out, "
          f"{int(open_pairs.sum()):,} pairs; chance alone {hits.mean():.5f}")  # fmt: skip
    print(f"{'':44}{'average precision':>18}{'AUC':>8}")

    def show(name: str, scores: np.ndarray) -> None:
        scores = scores[open_pairs]
        print(f"{name:44}{average_precision(scores, hits):18.4f}"
              f"{area_under_curve(scores, hits):8.4f}")  # fmt: skip

    def inferred(products: pl.DataFrame, power: float = 1.0) -> np.ndarray:
        found = infer_links(tables["firms"], products, china_2020(), known=known,
                            expected_links=network.link_count, least_probability=0,
                            size_power=power)  # fmt: skip
        scores = np.zeros(count * count)
        scores[found.suppliers * count + found.buyers] = found.probability
        return scores

    show("all evidence", inferred(tables["products"]))
    show("all evidence, roots of sizes", inferred(tables["products"], 0.5))
    makes = tables["products"].filter(pl.col("role") == "makes")
    show("without declared purchases", inferred(makes))
    sold = np.bincount(network.suppliers[~out], minlength=count)
    bought = np.bincount(network.buyers[~out], minlength=count)
    show("degree-only: buyers x suppliers known", np.outer(sold, bought).ravel().astype(float))
    sectors = china_2020().sectors_of(network.industry)
    show(
        "sector-only: input coefficient",
        china_2020().coefficients[np.ix_(sectors, sectors)].ravel(),
    )


def asked_and_found(count: int, held: float, seed: int) -> None:
    """The number of links and the flows between sectors, asked for and found."""
    tables = make_district(seed, firms=count).engine_tables()
    network = build_network(tables["firms"], tables["links"])
    io = china_2020()
    sector = io.sectors_of(network.industry)
    ends = pl.DataFrame({
        "from": sector[network.suppliers], "to": sector[network.buyers],
        "amount": network.amounts,
    })  # fmt: skip
    flows = (
        ends.filter(pl.col("from") >= 0, pl.col("to") >= 0, pl.col("amount").is_not_nan())
        .group_by("from", "to").agg(pl.col("amount").sum()).filter(pl.col("amount") > 0)
        .sort("from", "to")
    )  # fmt: skip
    names = np.array(io.codes)
    asked = pl.DataFrame({
        "from_sector": names[flows["from"]], "to_sector": names[flows["to"]],
        "amount": flows["amount"],
    })  # fmt: skip
    kept = np.random.default_rng(seed).random(network.link_count) >= held
    known = pl.DataFrame({
        "supplier": network.firms.gather(network.suppliers[kept]),
        "buyer": network.firms.gather(network.buyers[kept]),
        "amount": pl.Series(network.amounts[kept]).fill_nan(None),
        "evidence": ["declared"] * int(kept.sum()),
    })  # fmt: skip
    found = infer_links(tables["firms"], tables["products"], io, known=known,
                        expected_links=network.link_count, least_probability=0,
                        sector_flows=asked)  # fmt: skip
    expected = found.known + found.left_out + float(found.probability.sum())
    print(
        f"links asked for {network.link_count:,}, known {found.known:,}, "
        f"expected in all {expected:,.6f}: off by {expected / network.link_count - 1:.1e}"
    )
    placed = np.zeros((len(names), len(names)))
    seller, buyer = sector[network.suppliers], sector[network.buyers]
    stated = kept & (seller >= 0) & (buyer >= 0) & ~np.isnan(network.amounts)
    np.add.at(placed, (seller[stated], buyer[stated]), network.amounts[stated])
    one, other = sector[found.suppliers], sector[found.buyers]
    fits = (one >= 0) & (other >= 0) & ~np.isnan(found.amount)
    np.add.at(placed, (one[fits], other[fits]), (found.amount * found.probability)[fits])
    wanted = flows["amount"].to_numpy()
    off = np.abs(placed[flows["from"], flows["to"]] / wanted - 1)
    print(f"{flows.height:,} pairs of sectors asked for, {wanted.sum():,.0f} yuan: "
          f"{int((off <= 0.01).sum()):,} within 1 %, together "
          f"{wanted[off <= 0.01].sum() / wanted.sum():.2%} of the yuan; largest difference "
          f"{off.max():.2%}, in the sum {placed.sum() / wanted.sum() - 1:+.2%}")  # fmt: skip


def scale(count: int, links: int, seed: int) -> None:
    """Seconds and memory of one inference."""
    start = time.perf_counter()
    tables = make_district(seed, firms=count, links=links).engine_tables()
    made = time.perf_counter() - start
    for name, products in (("with purchases", tables["products"]),
                           ("firms only", empty_table("products"))):  # fmt: skip
        start = time.perf_counter()
        found = infer_links(tables["firms"], products, china_2020(), expected_links=links)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{count:,} firms made in {made:.1f} s; inferred ({name}) in {seconds:.2f} s: "
              f"{found.pairs:,} pairs, {len(found.suppliers):,} links kept, "
              f"peak {peak:.2f} GB")  # fmt: skip


if __name__ == "__main__":
    main()
