"""A made-up district from a seed: every table a real one would deliver, and the truth behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from jilian_engine.errors import EngineError
from jilian_engine.tables import check_table
from jilian_engine.worlds._bodies import award_titles, found_bodies, open_carriers
from jilian_engine.worlds._firms import (
    LINES,
    MADE_TOWNS,
    Bounds,
    Draft,
    Town,
    draw_firms,
    name_frames,
    yearly_facts,
)
from jilian_engine.worlds._links import draw_pairs, link_frame, product_frame
from jilian_engine.worlds.catalogue import TRADES

#: Published for the district and the end of 2021: firms above scale, their output, and a share of
#: strategic industries above 63 %.
ABOVE_SCALE_FIRMS = 1526
ABOVE_SCALE_OUTPUT_YUAN = 435_500_000_000
STRATEGIC_SHARE = 0.634
#: West, south, east, north of the district in degrees.
SONGJIANG_BOUNDS: Bounds = (121.02, 30.90, 121.37, 31.16)


@dataclass(frozen=True, eq=False)
class District:
    """Tables of a made-up district. Nothing in it is a real firm; figures only add up like one.

    - `firms`: firm, scheme ("made"), identifier, division, founded_on, above_scale, strategic
    - `names`: firm, name, kind (full | short), valid_from, valid_to (excluded)
    - `sites`: firm, town, x, y
    - `industries`: firm, industry (GB/T 4754), rank (1 is the main one)
    - `facts`: firm, year, employees, revenue_yuan, output_yuan, tax_yuan, research_yuan, patents,
      land_m2, value_added_yuan; null is unknown
    - `products`: as the engine's products table
    - `links`: supplier, buyer, product, amount_yuan or amount_least_yuan and amount_most_yuan,
      evidence, probability, valid_from, known_by, not_before, valid_to
    - `organisations`, `organisation_firms`, `organisation_counts`: two lines, counts by date
    - `titles`: holder (firm | carrier), key, title, level, valid_from, valid_to, document
    - `carriers`: carrier, name, kind, operator, town
    - `clusters`: cluster, name, trade, town; `memberships`: cluster, firm, valid_from (declared)
    - `truth`: firm, cluster (null outside any), tier (0 upstream to 2 downstream, 3 supporting)
    """

    as_of: date
    firms: pl.DataFrame
    names: pl.DataFrame
    sites: pl.DataFrame
    industries: pl.DataFrame
    facts: pl.DataFrame
    products: pl.DataFrame
    links: pl.DataFrame
    organisations: pl.DataFrame
    organisation_firms: pl.DataFrame
    organisation_counts: pl.DataFrame
    titles: pl.DataFrame
    carriers: pl.DataFrame
    clusters: pl.DataFrame
    memberships: pl.DataFrame
    truth: pl.DataFrame

    def engine_tables(self) -> dict[str, pl.DataFrame]:
        """The tables of the engine as of `as_of`, checked: links and titles that ended are out."""
        latest = self.facts.filter(pl.col("year") == self.facts["year"].max())
        firms = (
            self.firms.select("firm", "division")
            .join(self.industries.filter(pl.col("rank") == 1), on="firm", how="left")
            .join(self.sites, on="firm", how="left")
            .join(latest.select("firm", size="revenue_yuan"), on="firm", how="left")
            .select("firm", "industry", "town", "division", "x", "y", "size")
        )
        running = (pl.col("known_by") <= self.as_of) & (
            pl.col("valid_to").is_null() | (pl.col("valid_to") > self.as_of)
        )
        links = self.links.filter(running).select(
            "supplier", "buyer", pl.col("amount_yuan").alias("amount"), "product", "evidence",
            "probability",
        )  # fmt: skip
        counts = self.organisation_counts.filter(pl.col("on") == self.as_of)
        one_firm = self.organisation_firms.group_by("organisation").agg(
            pl.when(pl.len() == 1).then(pl.col("firm").first()).otherwise(None).alias("firm")
        )
        bodies = (
            self.organisations.join(one_firm, on="organisation", how="left")
            .join(counts, on="organisation", how="left")
            .select("organisation", "kind", "superior", "cluster_superior", "firm", "members")
        )
        frames = {
            "firms": firms, "products": self.products, "links": links, "organisations": bodies,
            "memberships": self.memberships.select("cluster", "firm"),
        }  # fmt: skip
        return {name: check_table(name, frame) for name, frame in frames.items()}


def make_district(
    seed: int, *, firms: int = ABOVE_SCALE_FIRMS, links: int | None = None,
    towns: Sequence[Town] = MADE_TOWNS, bounds: Bounds = SONGJIANG_BOUNDS,
    division: str = "999999", as_of: date = date(2021, 12, 31), years: int = 3,
    clusters: int | None = None, mixing: float = 0.15, carriers: int = 29, doubly_held: int = 6,
) -> District:  # fmt: skip
    """Make a district; the same arguments give the same tables for ever.

    The largest firms, at most 1,526, are above scale; the outputs of the last of the `years` add up
    to 4,355 亿元 for 1,526 of them and in proportion for fewer. `links` is 4 a firm unless given
    (2.2 above 20,000 firms); `clusters` one for each 150 firms, ten at least; a share `mixing` of
    the links runs across clusters.
    """
    if firms < 10 or years < 1 or not towns or not 0 <= doubly_held <= carriers:
        raise EngineError("bad_district", "A district needs ten firms, a year and a town.")
    chance = np.random.Generator(np.random.PCG64(seed))
    count = clusters if clusters is not None else max(len(TRADES), firms // 150)
    wanted = links if links is not None else round(firms * (4 if firms <= 20_000 else 2.2))
    above = min(firms, ABOVE_SCALE_FIRMS)
    draft = draw_firms(chance, firms, count, above, towns, bounds)
    supplier, buyer = draw_pairs(chance, draft, wanted, mixing, count)
    link_rows = link_frame(chance, draft, supplier, buyer, as_of)
    total = ABOVE_SCALE_OUTPUT_YUAN * above // ABOVE_SCALE_FIRMS
    shown = [as_of.year - back for back in reversed(range(years))]
    bodies = found_bodies(chance, draft, towns, min(9, count), as_of)
    opened, carrier_titles = open_carriers(chance, draft, towns, as_of, carriers, doubly_held)
    grouped, members = _clusters(chance, draft, towns, count, as_of)
    return District(
        as_of=as_of, firms=_firm_rows(chance, draft, division, as_of),
        names=name_frames(chance, draft, as_of), sites=_sites(draft, towns),
        industries=_industries(chance, draft),
        facts=yearly_facts(chance, draft, shown, total, STRATEGIC_SHARE),
        products=product_frame(chance, draft, link_rows), links=link_rows,
        organisations=bodies.organisations, organisation_firms=bodies.places,
        organisation_counts=bodies.counts,
        titles=pl.concat([award_titles(chance, draft, as_of), carrier_titles]),
        carriers=opened, clusters=grouped, memberships=members, truth=_truth(draft),
    )  # fmt: skip


def _cluster_keys(draft: Draft) -> pl.Series:
    keys = pl.Series("cluster", draft.cluster + 1).cast(pl.String).str.zfill(4)
    outside = pl.Series(draft.cluster < 0)
    return pl.select(pl.when(outside).then(None).otherwise("made-cluster-" + keys)).to_series()


def _firm_rows(chance: np.random.Generator, draft: Draft, division: str, on: date) -> pl.DataFrame:
    count = len(draft.keys)
    days = chance.integers(2300, 9000, count)  # older than any of their links
    founded = ((on - date(1970, 1, 1)).days - days).astype(np.int32)
    return pl.DataFrame({
        "firm": draft.keys, "scheme": ["made"] * count,
        "identifier": draft.keys.str.to_uppercase(), "division": [division] * count,
        "founded_on": pl.Series(founded).cast(pl.Date), "above_scale": draft.above_scale,
        "strategic": np.array([line.strategic for line in LINES])[draft.line],
    })  # fmt: skip


def _sites(draft: Draft, towns: Sequence[Town]) -> pl.DataFrame:
    codes = pl.Series([town.code for town in towns]).gather(draft.town)
    return pl.DataFrame({"firm": draft.keys, "town": codes, "x": draft.x, "y": draft.y})


def _industries(chance: np.random.Generator, draft: Draft) -> pl.DataFrame:
    classes = pl.Series([line.industry for line in LINES])
    count = len(draft.keys)
    main = pl.DataFrame({
        "firm": draft.keys, "industry": classes.gather(draft.line), "rank": [1] * count,
    })  # fmt: skip
    second = np.flatnonzero(chance.random(count) < 0.1)
    other = chance.integers(0, len(LINES), len(second))
    more = pl.DataFrame({
        "firm": draft.keys.gather(second), "industry": classes.gather(other),
        "rank": [2] * len(second),
    })  # fmt: skip
    both = pl.concat([main, more]).unique(["firm", "industry"], keep="first", maintain_order=True)
    return both.sort("firm", "rank")


def _clusters(
    chance: np.random.Generator, draft: Draft, towns: Sequence[Town], count: int, on: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The planted clusters by name, and the members a district would have declared: 70 %."""
    home = []
    for number in range(min(count, 200)):
        inside = draft.town[draft.cluster == number]
        home.append(towns[int(np.bincount(inside).argmax())].code if len(inside) else None)
    listed = len(home)
    trades = [TRADES[number % len(TRADES)] for number in range(listed)]
    frame = pl.DataFrame({
        "cluster": [f"made-cluster-{number + 1:04d}" for number in range(listed)],
        "name": [f"示例{trade.name}集群{at + 1}（虚构）" for at, trade in enumerate(trades)],
        "trade": [trade.key for trade in trades], "town": pl.Series(home, dtype=pl.String),
    })  # fmt: skip
    inside = np.flatnonzero((draft.cluster >= 0) & (draft.cluster < listed))
    inside = inside[chance.random(len(inside)) < 0.7]
    members = pl.DataFrame({
        "cluster": _cluster_keys(draft).gather(inside), "firm": draft.keys.gather(inside),
        "valid_from": [date(on.year - 2, 1, 1)] * len(inside),
    }).sort("cluster", "firm")  # fmt: skip
    return frame, members


def _truth(draft: Draft) -> pl.DataFrame:
    tiers = np.array([line.tier for line in LINES], dtype=np.int64)
    return pl.DataFrame({
        "firm": draft.keys, "cluster": _cluster_keys(draft), "tier": tiers[draft.line],
    })  # fmt: skip
