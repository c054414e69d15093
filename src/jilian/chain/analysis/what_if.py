"""What a shock does: who is hit, in which order, after what time, and which inputs run out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian.chain.analysis.ground import INFERRED, Ground
from jilian.chain.analysis.shocks import capacity_left, failing
from jilian.chain.rules import (
    CONVERGED,
    HIT_FROM,
    Hit,
    Known,
    RunsOut,
    Shock,
    Unknown,
    WhatIf,
    plain_words,
)
from jilian_engine.chain.essential import ESSENTIAL
from jilian_engine.chain.spread import Impact, spread_shock
from jilian_engine.chain.stocks import Arrivals, arrival_hours
from jilian_engine.input_output import china_2020

#: An input runs out where half of what a firm has of it or more is lost.
RUNS_OUT_FROM = 0.5
Stocks = Mapping[str, Mapping[str, float]]  # hours by input (plain words, or "") by firm


def ask(
    ground: Ground, shock: Shock, *, epsilon: float = CONVERGED, stocks: Stocks | None = None
) -> WhatIf:
    """Spread a shock over a network; ``stocks``: hours by input and firm, where they were given."""
    found = failing(ground, shock)
    impact = spread_shock(
        ground.chain, capacity_left(ground, shock, found), epsilon=epsilon,
        replacement=shock.replacement,
    )  # fmt: skip
    lost = 1 - impact.level
    hit = np.flatnonzero((lost >= HIT_FROM) | np.isin(np.arange(len(lost)), found.firms))
    carrying = _carrying(ground, impact)
    hours = _hours(ground, carrying, stocks or {})
    times = arrival_hours(
        found.firms, carrying["one"].to_numpy(), carrying["other"].to_numpy(), hours,
        firms=len(lost),
    )  # fmt: skip
    return WhatIf(
        index=impact.lost_share, down=impact.lost_down, up=impact.lost_up, epsilon=epsilon,
        iterations=impact.iterations, firms=len(lost), stopped=len(found.firms),
        only_buyers=found.only_buyers, hits=_hits(ground, impact, found.firms, hit, times),
        runs_out=_runs_out(ground, impact, found.firms),
        unknown=_unknown(ground, hours),
    )  # fmt: skip


def _hits(
    ground: Ground,
    impact: Impact,
    failed: NDArray[np.int64],
    hit: NDArray[np.int64],
    times: Arrivals,
) -> tuple[Hit, ...]:
    """By step, the worst first."""
    keys, fails = ground.network.firms, set(failed.tolist())
    step = np.where(np.isin(hit, failed), 0, np.maximum(impact.first_fell[hit], 1))
    order = np.lexsort((hit, impact.level[hit], step))
    return tuple(
        Hit(
            firm=keys[at], step=int(number), left=float(impact.level[at]),
            left_down=float(impact.level_down[at]), left_up=float(impact.level_up[at]),
            fails=at in fails, earliest=_hour(times.earliest[at]), latest=_hour(times.latest[at]),
        )
        for at, number in zip(hit[order].tolist(), step[order].tolist(), strict=True)
    )  # fmt: skip


def _hour(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _carrying(ground: Ground, impact: Impact) -> pl.DataFrame:
    """Links along which the lack spreads: the supplier and, by lack of inputs, the buyer fell."""
    fell = 1 - impact.level_down >= HIT_FROM
    industry, classes = ground.sectors, ground.inputs.classes
    one, other = ground.rows["one"].to_numpy(), ground.rows["other"].to_numpy()
    counts = classes[industry[one], industry[other]] > 0
    return ground.rows.filter(pl.Series(fell[one] & fell[other] & counts))


def _hours(ground: Ground, links: pl.DataFrame, stocks: Stocks) -> NDArray[np.float64]:
    """What the stock of each link's buyer lasts: of the product, else of any input; NaN unknown."""
    hours = np.full(links.height, np.nan)
    if not stocks:
        return hours
    kept = links.with_row_index("row").filter(
        pl.col("buyer").is_in(pl.Series(list(stocks), dtype=pl.String).implode())
    )
    for row, buyer, product in kept.select("row", "buyer", "product").iter_rows():
        stated, name = stocks[buyer], plain_words(product or "")
        fitting = [one for word, one in stated.items() if word and name and word in name]
        if fitting or "" in stated:
            hours[row] = min(fitting) if fitting else stated[""]
    return hours


def _runs_out(ground: Ground, impact: Impact, failed: NDArray[np.int64]) -> tuple[RunsOut, ...]:
    """Inputs of which half or more is lost, by firm; those that stop a line first."""
    industry, classes, names = ground.sectors, ground.inputs.classes, china_2020().names
    one, other = ground.rows["one"].to_numpy(), ground.rows["other"].to_numpy()
    sector = industry[one]
    rows = ground.rows.with_columns(
        pl.Series("lost", 1 - impact.level_down[one]),
        pl.Series("essential", classes[sector, industry[other]] == ESSENTIAL),
        pl.Series("sector", sector),
        is_inferred=pl.col("evidence") == INFERRED,
        amount=pl.col("amount").fill_null(pl.col("amount").median()).fill_null(1.0)
        * pl.col("probability").fill_null(1.0),
    ).filter(~pl.Series(np.isin(other, failed)))
    hit = rows.filter(pl.col("lost") >= HIT_FROM)["other"].unique()
    grouped = (
        rows.filter(pl.col("other").is_in(hit.implode()))
        .with_columns(of=pl.when(pl.col("product").is_null()).then(pl.col("sector")))
        .group_by("other", "product", "of", maintain_order=True)
        .agg(
            ((pl.col("lost") * pl.col("amount")).sum() / pl.col("amount").sum()).alias("share"),
            pl.col("supplier").filter(pl.col("lost") >= HIT_FROM).unique().sort(),
            pl.col("essential").any(),
            pl.col("is_inferred").all(),
        )
        .filter(pl.col("share") >= RUNS_OUT_FROM)
        .sort(["essential", "share", "other", "product", "of"],
              descending=[True, True, False, False, False], nulls_last=True)
    )  # fmt: skip
    keys = ground.network.firms
    return tuple(
        RunsOut(
            firm=keys[row["other"]],
            what=row["product"] or (names[row["of"]] if row["of"] < len(names) else ""),
            by_product=row["product"] is not None, suppliers=tuple(row["supplier"]),
            lost=row["share"], is_essential=row["essential"], is_inferred=row["is_inferred"],
        )
        for row in grouped.iter_rows(named=True)
    )  # fmt: skip


def _unknown(ground: Ground, hours: NDArray[np.float64]) -> Unknown:
    network, links = ground.network, ground.network.link_count
    return Unknown(
        links=Known(int((~ground.is_inferred).sum()), links),
        amounts=Known(int((~np.isnan(network.amounts)).sum()), links),
        industries=Known(network.firm_count - network.industry.null_count(), network.firm_count),
        stocks=Known(int((~np.isnan(hours)).sum()), len(hours)),
    )
