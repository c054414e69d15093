"""How long a need takes over 1,000,000 product rows, beside plain forms of search, in one run.

Usage: match.py [ROWS] [--queries N]

Rows are made from the official product terms with qualifiers before them, by 200,000 made firms in
616 places. Times are of the whole (search, rank, evidence) and of the search alone; peers search
only: SQLite FTS5 with trigrams over the distinct products, and rapidfuzz over them.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from jilian_engine.shortages import (
    Need,
    ProductIndex,
    build_index,
    rank_suppliers,
    search_products,
)
from jilian_engine.shortages.catalogue import china_catalogue

SEED = 20261123
FIRMS = 200_000
BEFORE = ("", "", "", "精密", "高纯", "电子级", "车用", "医用", "船用", "食品级", "特种", "智能",
          "新型", "工业", "超薄", "耐高温", "防水", "微型", "大型", "环保")  # fmt: skip
BEHIND = ("", "", "", "", "组件", "配件", "半成品", "A型", "B型", "（出口）", "定制件", "2号")
ASKING = (
    "{}",
    "急需{}",
    "{} 500公斤",
    "求购{}，三天内",
    "{}（替代进口）",
    "有没有{}现货",
    "做{}用的材料",
)
RIVALS = 40  # queries that the slow peers answer


def made_tables(rows: int) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Products, firms and the official terms they come from."""
    chance = np.random.default_rng(SEED)
    catalogue = china_catalogue()
    terms = sorted(catalogue.forms)
    firms, codes = np.arange(FIRMS), catalogue.codes
    products = pl.DataFrame({
        "firm": chance.integers(0, FIRMS, rows),
        "product": pl.Series(BEFORE).gather(chance.integers(0, len(BEFORE), rows))
        + pl.Series(terms).gather(chance.integers(0, len(terms), rows))
        + pl.Series(BEHIND).gather(chance.integers(0, len(BEHIND), rows)),
        "role": pl.Series(("makes", "makes", "makes", "buys")).gather(chance.integers(0, 4, rows)),
    })  # fmt: skip
    table = pl.DataFrame({
        "firm": firms,
        "industry": pl.Series(codes).gather(chance.integers(0, len(codes), FIRMS)),
        "town": [f"{310100 + int(one):06d}" for one in chance.integers(0, 616, FIRMS)],
        "x": chance.uniform(117, 122, FIRMS), "y": chance.uniform(28, 33, FIRMS),
    })  # fmt: skip
    return products, table, terms


def made_needs(terms: Sequence[str], count: int) -> list[Need]:
    """Needs as people write them, over terms drawn at random."""
    chance = np.random.default_rng(SEED + 1)
    return [
        Need(
            ASKING[at % len(ASKING)].format(terms[int(chance.integers(0, len(terms)))]),
            amount=Decimal(500), unit="kg", needed_by_hours=72, x=121.2, y=31.0, town="310117",
        )
        for at in range(count)
    ]  # fmt: skip


def timed(work: Callable[[Need], object], needs: Sequence[Need]) -> np.ndarray:
    """Milliseconds of each, on the clock and of the processor (other work aside)."""
    found = []
    for need in needs:
        began, used = time.perf_counter(), time.process_time()
        work(need)
        found.append((time.perf_counter() - began, time.process_time() - used))
    return np.array(found) * 1000


def shown(name: str, times: np.ndarray) -> None:
    """One line of the table."""
    figures = [*np.percentile(times[:, 0], (50, 95)), *np.percentile(times[:, 1], (50, 95))]
    print(f"{name:<34}" + "".join(f"{one:>10.2f}" for one in figures))


def trigram_search(forms: Sequence[str]) -> Callable[[Need], object]:
    """SQLite FTS5 with trigrams, best 200 by its own BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE product USING fts5(form, tokenize='trigram')")
    base.executemany("INSERT INTO product(form) VALUES (?)", ((one,) for one in forms))

    def ask(need: Need) -> object:
        text = need.text
        parts = " OR ".join(f'"{text[at : at + 3]}"' for at in range(max(1, len(text) - 2)))
        return base.execute(
            "SELECT rowid FROM product WHERE product MATCH ? ORDER BY rank LIMIT 200", (parts,)
        ).fetchall()

    return ask


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=400)
    given = parser.parse_args()
    products, firms, terms = made_tables(given.rows)
    began = time.perf_counter()
    index: ProductIndex = build_index(products, firms)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{given.rows:,} rows, {len(index.forms):,} distinct products, {FIRMS:,} firms; built in "
          f"{took:.0f} s; at most {memory:,.0f} MB so far")  # fmt: skip
    needs = made_needs(terms, given.queries)
    for need in needs[:20]:
        rank_suppliers(index, need)
    print(f"{'ms':<34}{'median':>10}{'p95':>10}{'CPU med.':>10}{'CPU p95':>10}")
    shown("search alone", timed(lambda need: search_products(index, need.text), needs))
    shown(
        "the whole: search, rank, evidence", timed(lambda need: rank_suppliers(index, need), needs)
    )
    shown("SQLite FTS5 trigram, search alone", timed(trigram_search(index.forms), needs[:RIVALS]))
    shown(
        "rapidfuzz ratio, search alone",
        timed(
            lambda need: process.extract(need.text, index.forms, scorer=fuzz.ratio, limit=200),
            needs[:RIVALS],
        ),
    )


if __name__ == "__main__":
    main()
