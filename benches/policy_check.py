"""How long a check of 226,000 made firms against all rule sets takes, beside the plain loop.

Usage: policy_check.py [FIRMS] [--sample N]

The fast form reads one table of evidence and answers every rule set in columns; the plain form
asks `evaluate_firm` firm by firm, on a sample, and both answers are compared line by line. Some
evidence of every firm is missing; times are on the clock of this machine, all in one run.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl

from jilian_engine.rulebook.qualifications import (
    Evidence,
    Field,
    RuleSetChoice,
    evaluate_all,
    evaluate_firm,
    load_rule_sets,
    load_rulebook,
    read_evidence,
    use_rule_set,
)

SEED = 20261123
FIRMS = 226_000
DAY = date(2026, 5, 6)
YEARS = (2022, 2023, 2024, 2025)
SIZES = {"10k_yuan": 3_000, "person": 60, "count": 2, "year": 5, "usd": 10**8}
SHARES = {"tech_staff": "employees", "rd_staff": "employees", "rd_expense": "revenue",
          "domestic_rd": "rd_expense", "main_business_revenue": "revenue",
          "sales_revenue": "revenue", "total_revenue": "revenue", "cost_expense": "revenue",
          "high_tech_revenue": "revenue", "total_liabilities": "total_assets"}  # fmt: skip


def made_evidence(firms: int) -> pl.DataFrame:
    """Evidence of made firms: sizes far apart, parts below their wholes, a tenth missing."""
    chance = np.random.default_rng(SEED)
    names = pl.Series("firm", np.arange(firms, dtype=np.int64))
    wholes: dict[tuple[str, int | None], np.ndarray] = {}
    parts = []
    fields = load_rulebook().fields.values()
    for field in sorted(fields, key=lambda one: one.name in SHARES and one.name != "rd_expense"):
        if field.formula is not None or field.proof:
            continue
        for year in YEARS if field.yearly else (None,):
            values = _values(field, year, firms, chance, wholes)
            there = pl.Series(chance.random(firms) < 0.9)
            parts.append(pl.DataFrame({"firm": names, "value": values}).filter(there).select(
                "firm", pl.lit(field.name).alias("field"),
                pl.lit(year, pl.Int16).alias("year"), "value",
            ))  # fmt: skip
    return pl.concat(parts)


def _values(
    field: Field,
    year: int | None,
    firms: int,
    chance: np.random.Generator,
    wholes: dict[tuple[str, int | None], np.ndarray],
) -> pl.Series:
    if field.kind == "truth":
        return pl.Series(chance.random(firms) < 0.5).cast(pl.String)
    if field.kind == "word":
        words = pl.Series(field.words or ("some",))
        return words.gather(chance.integers(0, len(words), firms))
    if field.kind == "day":
        days = date(2005, 1, 1).toordinal() + chance.integers(0, 21 * 365, firms)
        return pl.Series(days - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date).cast(
            pl.String
        )  # fmt: skip
    if field.unit in SIZES:
        whole = wholes.get((SHARES.get(field.name, ""), year))
        if whole is None:
            cents = chance.lognormal(np.log(SIZES[field.unit] * 100), 1.5, firms).astype(np.int64)
        else:
            cents = (whole * chance.beta(1 if "rd" in field.name else 6, 3, firms)).astype(np.int64)
        cents += int(field.least or 0) * 100
        wholes[field.name, year] = cents
        return _text(cents)
    return _text(chance.integers(1, int(field.most or 9) + 1, firms) * 100)


def _text(cents: np.ndarray) -> pl.Series:
    return (pl.Series(cents).cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(20, 2)).cast(pl.String)


def plain_loop(choices: list[RuleSetChoice], frame: pl.DataFrame, firms: list[int]) -> list[dict]:
    """The same questions firm by firm."""
    fields = load_rulebook().fields
    by_firm: dict[int, list[Evidence]] = {name: [] for name in firms}
    for firm, name, year, text in frame.filter(pl.col("firm").is_in(firms)).iter_rows():
        by_firm[firm].append(Evidence(name, _read(fields[name], text), year))
    began = time.perf_counter()
    answers = []
    for choice in choices:
        for firm in firms:
            result = evaluate_firm(choice, by_firm[firm])
            answers.append({"firm": firm, "outcome": str(result.outcome)}
                           | {line.id: str(line.outcome) for line in result.lines})  # fmt: skip
    answers.append({"seconds": time.perf_counter() - began})
    return answers


def _read(field: Field, text: str) -> bool | str | date | Decimal:
    if field.kind == "truth":
        return text == "true"
    if field.kind == "day":
        return date.fromisoformat(text)
    return text if field.kind == "word" else Decimal(text)


def main() -> None:
    """Make, check, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("firms", nargs="?", type=int, default=FIRMS)
    parser.add_argument("--sample", type=int, default=500)
    given = parser.parse_args()
    frame = made_evidence(given.firms)
    choices = [use_rule_set(one, DAY) for one in load_rule_sets()]
    print(f"{given.firms:,} made firms, {len(frame):,} values, {len(choices)} rule sets")

    began, used = time.perf_counter(), time.process_time()
    table = read_evidence(frame)
    read = time.perf_counter()
    found = {}
    print(f"{'rule set':<28}{'seconds':>9}{'met':>9}{'unmet':>9}{'unknown':>9}{'review':>9}")
    for choice in choices:
        start = time.perf_counter()
        answers = evaluate_all(choice, table)
        counts = dict(answers["outcome"].value_counts().iter_rows())
        shown = "".join(
            f"{counts.get(word, 0):>9,}" for word in ("met", "unmet", "unknown", "manual_review")
        )
        print(f"{choice.rule_set.id:<28}{time.perf_counter() - start:>9.2f}{shown}")
        found[choice.rule_set.id] = answers
    whole = time.perf_counter() - began
    print(f"reading {read - began:.1f} s, all {whole:.1f} s on the clock, "
          f"{time.process_time() - used:.1f} s of processors")  # fmt: skip

    sample = table.firms.sample(min(given.sample, given.firms), seed=SEED).to_list()
    *plain, timed = plain_loop(choices, frame, sample)
    rows = iter(plain)
    differing = 0
    for choice in choices:
        answers = found[choice.rule_set.id].filter(pl.col("firm").is_in(sample))
        fast = {row["firm"]: row for row in answers.iter_rows(named=True)}
        for _ in sample:
            row = next(rows)
            differing += any(fast[row["firm"]][key] != value for key, value in row.items())
    each = timed["seconds"] / len(sample)
    print(f"plain loop: {len(sample):,} firms in {timed['seconds']:.1f} s, "
          f"{each * given.firms / 60:.0f} minutes for all at that rate "
          f"({each * given.firms / whole:.0f} times as long); "
          f"answers that differ: {differing} of {len(sample) * len(choices):,}")  # fmt: skip
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")


if __name__ == "__main__":
    main()
