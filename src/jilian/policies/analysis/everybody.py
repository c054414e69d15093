"""All firms of a world against all rule sets: outcomes of every line, and who came near."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from jilian.places.models import World
from jilian.policies.queries.everybody import decisions_frame, evidence_frame, firms_of
from jilian.policies.rules.wanted import has_review
from jilian.policies.rules.words import Outcome, Procedure, Standing
from jilian_engine.rulebook.qualifications import (
    RuleSet,
    evaluate_all,
    evaluate_firm,
    load_rule_sets,
    read_evidence,
    use_rule_set,
)

# A firm with more lines unknown than that is counted, not listed: three, and a third of all.
MOST_UNKNOWN, SHARE_UNKNOWN = 3, 3
OUTCOMES = [outcome.value for outcome in Outcome]
_COUNTS = {"met": Outcome.MET, "unmet": Outcome.UNMET, "unknown": Outcome.UNKNOWN,
           "manual": Outcome.MANUAL}  # fmt: skip


@dataclass
class Everybody:
    """What a check of all firms found.

    ``near`` has a row a firm and rule set that came near: firm, rule_set, standing, the counts,
    short_line and lines. ``outcomes`` is the outcome of every line for every firm, packed.
    """

    firms: int
    counts: dict[str, Any] = field(default_factory=dict)
    near: list[tuple[Any, ...]] = field(default_factory=list)
    outcomes: bytes = b""


def check_everybody(
    world: World, day: date, *, done: Callable[[int], None] | None = None
) -> Everybody:
    """Check every firm of the world against every rule set as of the day.

    ``done`` is told how many rule sets are behind.
    """
    firms = firms_of(world)
    table = read_evidence(evidence_frame(world, day))
    found = Everybody(firms=len(firms))
    every = pl.DataFrame({"firm": firms})
    for number, rule_set in enumerate(load_rule_sets(), start=1):
        outcomes = _outcomes(world, day, rule_set, table, firms)
        lines = [line.id for line in rule_set.lines]
        judged = _with_standing(outcomes, lines)
        found.counts[rule_set.id] = _counted(judged, lines)
        found.near.extend(_near(judged, rule_set.id, lines))
        packed = outcomes.select(
            pl.col(lines).cast(pl.Enum(OUTCOMES)).name.prefix(f"{rule_set.id}:")
        )
        every = every.hstack(packed)
        if done is not None:
            done(number)
    kept = io.BytesIO()
    every.write_parquet(kept, compression="zstd")
    found.outcomes = kept.getvalue()
    return found


def _outcomes(
    world: World, day: date, rule_set: RuleSet, table: Any, firms: pl.Series
) -> pl.DataFrame:
    """A row a firm in the order of the firms, with the outcome of each line as text."""
    lines = [line.id for line in rule_set.lines]
    choice = use_rule_set(rule_set, day, Procedure.NEW.value)
    said = evaluate_all(choice, table).select("firm", pl.col(lines).cast(pl.String))
    left = pl.DataFrame({"firm": firms}).join(said, on="firm", how="left", maintain_order="left")
    people = {line.id for line in rule_set.lines if has_review(line)}
    nothing = {one.id: str(one.outcome) for one in evaluate_firm(choice, ()).lines}
    filled = left.with_columns(pl.col(line).fill_null(nothing[line]) for line in lines)
    return _decided(filled, decisions_frame(world, day, rule_set.id), people)


def _decided(frame: pl.DataFrame, decisions: pl.DataFrame, people: set[str]) -> pl.DataFrame:
    """Put what people decided where only people may."""
    if decisions.is_empty():
        return frame
    for line in sorted(people & set(decisions["line"].unique())):
        one = decisions.filter(pl.col("line") == line).select("firm", "is_met")
        joined = frame.join(one, on="firm", how="left", maintain_order="left")
        said = (
            pl.when("is_met").then(pl.lit(Outcome.MET.value)).otherwise(pl.lit(Outcome.UNMET.value))
        )
        open_to_people = pl.col("is_met").is_not_null() & (pl.col(line) == Outcome.MANUAL.value)
        frame = joined.with_columns(
            pl.when(open_to_people).then(said).otherwise(pl.col(line)).alias(line)
        ).drop("is_met")
    return frame


def _with_standing(outcomes: pl.DataFrame, lines: list[str]) -> pl.DataFrame:
    """The counts of each firm, and how near it is; the same as ``rules.checking.standing_of``."""
    counted = outcomes.with_columns(
        pl.sum_horizontal((pl.col(line) == outcome.value).cast(pl.Int16) for line in lines).alias(
            name
        )
        for name, outcome in _COUNTS.items()
    )
    unmet, unknown, manual = pl.col("unmet"), pl.col("unknown"), pl.col("manual")
    return counted.with_columns(
        standing=pl.when(unmet > 1).then(pl.lit(Standing.SHORT.value))
        .when(unknown > 0).then(pl.lit(Standing.UNKNOWN.value))
        .when(unmet == 1).then(pl.lit(Standing.ONE_SHORT.value))
        .when(manual > 0).then(pl.lit(Standing.PEOPLE.value))
        .otherwise(pl.lit(Standing.QUALIFIES.value))
    )  # fmt: skip


def _counted(judged: pl.DataFrame, lines: list[str]) -> dict[str, Any]:
    standing = dict(judged["standing"].value_counts().iter_rows())
    by_line = {}
    for line in lines:
        counts: Mapping[str, int] = dict(judged[line].value_counts().iter_rows())
        by_line[line] = {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}
    return {
        "standing": {one.value: standing.get(one.value, 0) for one in Standing},
        "lines": by_line,
    }


def _near(judged: pl.DataFrame, rule_set: str, lines: list[str]) -> list[tuple[Any, ...]]:
    """Those of whom no more than one line is unmet and a few at most are unknown."""
    most = min(MOST_UNKNOWN, len(lines) // SHARE_UNKNOWN)
    near = judged.filter((pl.col("unmet") <= 1) & (pl.col("unknown") <= most))
    rows = []
    columns = [near["firm"], near["standing"], *(near[name] for name in _COUNTS)]
    outcomes = [near[line] for line in lines]
    for head, said in zip(
        zip(*(column.to_list() for column in columns), strict=True),
        zip(*(column.to_list() for column in outcomes), strict=True),
        strict=True,
    ):
        firm, standing, *counts = head
        by_line = dict(zip(lines, said, strict=True))
        short = next((line for line, one in by_line.items() if one == Outcome.UNMET), "")
        rows.append((firm, rule_set, standing, *counts, short, by_line))
    return rows
