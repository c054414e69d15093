"""Measures indicators for every unit and month of a made district; prints time and peak memory.

    python benches/indicators.py --firms 226000 --months 72

Twenty units (the district, its twelve towns, seven clusters), all indicators that the district's
tables carry. The peak counts the whole process with making the district, and measuring alone.
"""

from __future__ import annotations

import argparse
import resource
import threading
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from jilian_engine.figures import round_half_up
from jilian_engine.indicators import CATALOGUE, month_number
from jilian_engine.indicators.evaluate import Evaluation
from jilian_engine.indicators.records import LASTS, Tables, UnitSpan, check_frame
from jilian_engine.worlds import District, make_district

KINDS = {"high_tech": "high_tech", "specialised": "specialised", "little_giant": "little_giant"}
LEVELS = {"national": 1, "municipal": 2, "district": 3}
FACTS = ("employees", "revenue", "output", "assets", "research_cost", "patents", "tax",
         "value_added", "land")  # fmt: skip
SEED, LAST_YEAR = 7, 2021
FIRST_MONTH = 2015 * 12


def tables_of(made: District, clusters: int) -> Tables:
    """The tables of a made district as the platform builds them from its register."""
    firm = {key: number for number, key in enumerate(made.firms["firm"])}
    number = pl.col("firm").replace_strict(firm, return_dtype=pl.Int64)
    towns = sorted(set(made.sites["town"].drop_nulls()))
    kept = made.clusters["cluster"].sort().head(clusters).to_list()
    units = (
        UnitSpan("world", "made"), *(UnitSpan("town", town) for town in towns),
        *(UnitSpan("cluster", key) for key in kept),
    )  # fmt: skip
    unit = {one.key: place for place, one in enumerate(units)}
    always = {"s": pl.lit(0, dtype=pl.Int32), "e": pl.lit(LASTS, dtype=pl.Int32)}
    town = pl.col("town").replace_strict(unit, default=None, return_dtype=pl.Int32)
    sites = made.sites.select(number.alias("firm"), town.alias("unit"), **always).drop_nulls()
    cluster = pl.col("cluster").replace_strict(unit, default=None, return_dtype=pl.Int32)
    members = made.memberships.select(
        number.alias("firm"),
        cluster.alias("unit"),
        _month("valid_from").alias("s"),
        always["e"].alias("e"),
    )
    section = made.industries.filter(pl.col("rank") == 1).select(
        "firm", pl.lit("C").alias("section"), pl.col("industry").str.slice(0, 2).alias("division")
    )
    frames = {
        "firms": made.firms.join(section, on="firm", how="left").select(
            _keys(number), _month("founded_on").alias("s"), always["e"].alias("e"), "section",
            "division",
        ),
        "years": _years(made, number),
        "titles": _titles(made, firm),
        "memberships": _memberships(members),
        "links": _links(made, firm),
        "covers": _covers(made, firm),
        "organisations": _organisations(made),
        "clusters": _clusters(made),
    }  # fmt: skip
    checked = {name: check_frame(name, _spread(frame)) for name, frame in frames.items()}
    first, last = month_number(date(2016, 1, 1)), month_number(date(LAST_YEAR, 12, 31))
    return Tables(
        as_of=date(LAST_YEAR, 12, 31), units=units, frames=checked, towns=sites,
        memberships=members.drop_nulls(), known=dict.fromkeys(checked, (first, last + 1)),
    )  # fmt: skip


def _month(column: str) -> pl.Expr:
    day = pl.col(column)
    return (day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1).cast(pl.Int32)


def _keys(number: pl.Expr) -> pl.Expr:
    return number.alias("firm")


def _spread(frame: pl.DataFrame) -> pl.DataFrame:
    """The firm as record and holder where the table has no key of its own."""
    more = [
        pl.col("firm").alias(name) for name in ("record", "holder") if name not in frame.columns
    ]
    return frame.with_columns(more)


def _years(made: District, number: pl.Expr) -> pl.DataFrame:
    """Six years of facts: those that were made and, before them, the earliest again."""
    facts = made.facts
    missing = range(LAST_YEAR - 6, int(facts["year"].min()))
    first = facts.filter(pl.col("year") == facts["year"].min())
    more = [
        first.with_columns(pl.lit(year, dtype=facts.schema["year"]).alias("year"))
        for year in missing
    ]
    start = (pl.col("year").cast(pl.Int32) * 12 + 11).cast(pl.Int32)
    money = {name: (pl.col(f"{name}_yuan") / 100).round().cast(pl.Int64) for name in
             ("revenue", "output", "tax", "value_added")}  # fmt: skip
    flags = made.firms.select("firm", "above_scale", "strategic")
    frame = pl.concat([*more, facts]).join(flags, on="firm", how="left")
    return frame.select(
        number.alias("firm"), start.alias("s"), (start + 12).alias("e"),
        pl.lit("C").alias("section"), "above_scale",
        pl.col("strategic").alias("high_tech"), pl.col("strategic").alias("specialised"),
        pl.col("strategic").alias("member"), pl.col("above_scale").alias("covered"),
        (pl.col("employees") * 100).alias("employees"), money["revenue"].alias("revenue"),
        money["output"].alias("output"), (money["revenue"] * 2).alias("assets"),
        (pl.col("research_yuan") / 100).round().cast(pl.Int64).alias("research_cost"),
        (pl.col("patents") * 100).alias("patents"), money["tax"].alias("tax"),
        money["value_added"].alias("value_added"),
        (pl.col("land_m2") * 15 / 100).round().cast(pl.Int64).alias("land"),
    ).with_row_index("record")  # fmt: skip


def _titles(made: District, firm: dict[str, int]) -> pl.DataFrame:
    held = made.titles.filter(pl.col("holder") == "firm", pl.col("title").is_in(list(KINDS)))
    who = pl.col("key").replace_strict(firm, return_dtype=pl.Int64)
    return held.with_row_index("record").select(
        "record", who.alias("holder"), who.alias("firm"), _month("valid_from").alias("s"),
        _month("valid_to").fill_null(LASTS).alias("e"), pl.col("title").alias("kind"),
        pl.col("level").replace_strict(LEVELS, return_dtype=pl.Int64).alias("level"),
        _month("valid_from").alias("begins"), (_month("valid_to") - 1).alias("ends"),
    )  # fmt: skip


def _memberships(members: pl.DataFrame) -> pl.DataFrame:
    return members.with_row_index("record").select(
        "record", pl.col("firm").alias("holder"), "firm", "s", "e",
        pl.col("unit").alias("cluster"), pl.lit("member").alias("role"),
        pl.lit("unknown").alias("position"), pl.col("s").alias("begins"),
        pl.lit(None, dtype=pl.Int32).alias("ends"),
    )  # fmt: skip


def _links(made: District, firm: dict[str, int]) -> pl.DataFrame:
    supplier = pl.col("supplier").replace_strict(firm, return_dtype=pl.Int64)
    return made.links.with_row_index("record").select(
        "record", pl.col("record").alias("holder"), supplier.alias("firm"),
        _month("known_by").alias("s"), _month("valid_to").fill_null(LASTS).alias("e"), "evidence",
        pl.lit(value=True).alias("is_inside"),
    )  # fmt: skip


def _covers(made: District, firm: dict[str, int]) -> pl.DataFrame:
    who = pl.col("firm").replace_strict(firm, return_dtype=pl.Int64)
    return made.organisation_firms.with_row_index("record").select(
        "record", who.alias("holder"), who.alias("firm"), pl.lit(FIRST_MONTH).alias("s"),
        pl.lit(LASTS).alias("e"), pl.lit("own").alias("mode"),
    )  # fmt: skip


def _organisations(made: District) -> pl.DataFrame:
    return made.organisations.with_row_index("record").select(
        "record", pl.col("record").alias("holder"), pl.lit(None, dtype=pl.Int64).alias("firm"),
        pl.lit(FIRST_MONTH).alias("s"), pl.lit(LASTS).alias("e"),
        pl.lit(None, dtype=pl.Int32).alias("town"), pl.col("kind").alias("type"),
        pl.col("cluster_superior").is_null().alias("of_cluster"),
        pl.lit(FIRST_MONTH).alias("founded"),
    )  # fmt: skip


def _clusters(made: District) -> pl.DataFrame:
    return made.clusters.with_row_index("record").select(
        "record", pl.col("record").alias("holder"), pl.lit(None, dtype=pl.Int64).alias("firm"),
        pl.lit(FIRST_MONTH).alias("s"), pl.lit(LASTS).alias("e"),
        pl.lit(None, dtype=pl.Int32).alias("town"), pl.lit(value=True).alias("has_body"),
    )  # fmt: skip


class Peak:
    """The largest resident memory while something runs, looked at every twentieth of a second."""

    def __init__(self) -> None:
        self.most, self._over = 0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Peak:
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.most = max(self.most, pages * resource.getpagesize())


def main() -> None:
    """Make the district, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--firms", type=int, default=226_000)
    asked.add_argument("--months", type=int, default=72)
    given = asked.parse_args()
    begun = time.perf_counter()
    made = make_district(SEED, firms=given.firms, as_of=date(LAST_YEAR, 12, 31))
    tables = tables_of(made, clusters=7)
    del made
    print(f"made: {given.firms:,} firms, {sum(f.height for f in tables.frames.values()):,} rows,"
          f" {len(tables.units)} units, {time.perf_counter() - begun:.1f} s")  # fmt: skip
    chosen = [one for one in CATALOGUE if one.select and one.tables <= set(tables.frames)]
    last = month_number(tables.as_of)
    begun = time.perf_counter()
    with Peak() as peak:
        evaluation = Evaluation(tables)
        values = 0
        for one in chosen:
            values += evaluation.measure(one, last - given.months + 1, last).height
    took = time.perf_counter() - begun
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"measured: {len(chosen)} indicators x {len(tables.units)} units x {given.months} months,"
          f" {values:,} values in {round_half_up(Decimal(str(took)), 1)} s,"
          f" peak {peak.most / 1e9:.2f} GB ({whole / 1e9:.2f} GB with making it)")  # fmt: skip


if __name__ == "__main__":
    main()
