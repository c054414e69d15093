"""What is known of all firms of a world, as the table that the rule sets read; bulk reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import FloatField, Min, QuerySet
from django.db.models.functions import Cast

from jilian.base.dated import certain_on
from jilian.firms.models import Firm, FirmIndustry, FirmName, Title, YearlyFact
from jilian.firms.queries.groups import merged_firms
from jilian.firms.rules import NameKind, Scheme
from jilian.places.models import World
from jilian.policies.models import Evidence, LineDecision
from jilian.policies.rules.fields import is_yes_or_no
from jilian.policies.rules.register import (
    ANSWERED_BY_ONE_TITLE,
    OF_MEASURE,
    REGISTERED_ON,
    fields_of_title,
)
from jilian.policies.rules.words import Origin
from jilian_engine.rulebook.qualifications import load_rulebook

YEARS_BACK = 4
CENTS = pl.Decimal(20, 2)
KEYS = ["firm", "field", "year"]
SCHEMA = {
    "firm": pl.Int64, "field": pl.String, "year": pl.Int64, "value": pl.String,
    "origin": pl.String,
}  # fmt: skip


def firms_of(world: World) -> pl.Series:
    """Return the keys of all firms of a world; merged records stand behind theirs."""
    rows = Firm.objects.filter(world=world).standing().order_by()
    return pl.Series("firm", list(rows.values_list("pk", flat=True)), dtype=pl.Int64)


def evidence_frame(world: World, day: date) -> pl.DataFrame:
    """Return firm, field, year, value (text) and proof; of each field and year what counts."""
    merged = merged_firms(world)
    register = pl.concat(
        [
            _facts(world, day, merged), _titles(world, day), _industries(world, day),
            _registered(world, day), _residents(world),
        ],
        how="vertical",
    )  # fmt: skip
    entered = _entered(world, day)
    if merged:
        register = _of_roots(register, merged)
        entered = _of_roots(entered, merged)
    papers = entered.filter(pl.col("origin") == Origin.OFFICE).drop("origin")
    own_words = entered.filter(pl.col("origin") == Origin.FIRM).drop("origin")
    seen = _besides(register, papers)
    said = _besides(_besides(own_words, papers), register)
    proofs = {name: one.proof for name, one in load_rulebook().fields.items() if one.proof}
    proof = pl.col("field").replace_strict(proofs, default="", return_dtype=pl.String)
    none = pl.lit("").alias("proof")
    return pl.concat(
        [papers.with_columns(proof=proof), seen.with_columns(none), said.with_columns(none)]
    )


def _besides(rows: pl.DataFrame, stronger: pl.DataFrame) -> pl.DataFrame:
    """Rows of which nobody stronger states the same field and year."""
    if stronger.is_empty() or rows.is_empty():
        return rows
    return rows.join(stronger, on=KEYS, how="anti", nulls_equal=True)


def _of_roots(rows: pl.DataFrame, merged: Mapping[int, int]) -> pl.DataFrame:
    """Rows by the firm that stands for their record, each field and year once."""
    moved = rows.with_columns(
        pl.col("firm").replace(merged), is_merged=pl.col("firm").is_in(list(merged))
    )
    kept = [*KEYS, *(["origin"] if "origin" in rows.columns else [])]
    ordered = moved.sort("is_merged", maintain_order=True).drop("is_merged")
    return ordered.unique(kept, keep="first", maintain_order=True)


def decisions_frame(world: World, day: date, rule_set: str) -> pl.DataFrame:
    """Return firm, line and whether it was decided to be met, for one rule set."""
    rows = LineDecision.objects.filter(
        world=world, rule_set=rule_set, replaced_at__isnull=True, valid_until__gte=day
    )
    return _frame(
        rows.order_by().values_list("firm_id", "line", "is_met"),
        {"firm": pl.Int64, "line": pl.String, "is_met": pl.Boolean},
    )


def _frame(
    rows: Iterable[tuple[object, ...]], schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """Rows as columns; several times as fast as handing rows to polars."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=kind, strict=False)
            for (name, kind), values in zip(schema.items(), columns, strict=True)
        ]
    )


def _read(rows: QuerySet[Any, Any], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """The rows of a query straight from the database: millions, without a look at each."""
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return _frame(cursor.fetchall(), schema)


def _facts(world: World, day: date, merged: Mapping[int, int]) -> pl.DataFrame:
    """Facts of the last full years; where sources differ the one recorded last counts."""
    years = range(day.year - YEARS_BACK, day.year)
    rows = YearlyFact.objects.filter(
        firm__world=world, measure__in=list(OF_MEASURE), year__in=list(years)
    )
    numbers = Cast("value", FloatField())
    frame = _read(
        rows.order_by().values_list("firm_id", "measure", "year", "pk", numbers),
        {"firm": pl.Int64, "measure": pl.String, "year": pl.Int64, "pk": pl.Int64,
         "number": pl.Float64},
    )  # fmt: skip
    if merged:
        frame = frame.with_columns(pl.col("firm").replace(merged))
    if frame.select(pl.struct("firm", "measure", "year").is_duplicated().any()).item():
        frame = frame.sort("pk").unique(
            ["firm", "measure", "year"], keep="last", maintain_order=True
        )
    usable = frame.filter(pl.col("number") >= 0).with_columns(
        value=pl.col("number").round(2).cast(CENTS).cast(pl.String)
    )
    parts = [
        usable.filter(pl.col("measure") == measure).select(
            "firm", pl.lit(field).alias("field"), "year", "value"
        )
        for measure, fields in OF_MEASURE.items()
        for field in fields
    ]
    return pl.concat(parts)


def _from_register(frame: pl.DataFrame, field: str) -> pl.DataFrame:
    return frame.select(
        "firm", pl.lit(field).alias("field"), pl.lit(None, pl.Int64).alias("year"), "value"
    )


def _titles(world: World, day: date) -> pl.DataFrame:
    rows = Title.objects.filter(world=world, firm__isnull=False, known_by__lte=day).order_by("pk")
    held: set[tuple[int, str]] = set()
    ended: set[tuple[int, str]] = set()
    for firm, kind, until in rows.values_list("firm_id", "kind", "valid_to"):
        assert firm is not None
        asked = fields_of_title(kind)
        if until is None or until > day:
            held |= {(firm, field) for field in asked}
        else:
            ended |= {(firm, field) for field in asked if field in ANSWERED_BY_ONE_TITLE}
    said = [(firm, field, "true") for firm, field in sorted(held)]
    said += [(firm, field, "false") for firm, field in sorted(ended - held)]
    frame = _frame(said, {"firm": pl.Int64, "field": pl.String, "value": pl.String})
    return frame.select("firm", "field", pl.lit(None, pl.Int64).alias("year"), "value")


def _industries(world: World, day: date) -> pl.DataFrame:
    rows = FirmIndustry.objects.filter(certain_on(day), firm__world=world, is_main=True)
    frame = _read(
        rows.order_by("-known_by", "pk").values_list("firm_id", "industry__section"),
        {"firm": pl.Int64, "value": pl.String},
    ).unique("firm", keep="first")
    return _from_register(frame, "gbt4754_section")


def _registered(world: World, day: date) -> pl.DataFrame:
    """The start of the first registered name, where the start of every one is stated."""
    names = FirmName.objects.filter(
        firm__world=world, kind__in=(NameKind.REGISTERED, NameKind.FORMER), known_by__lte=day
    ).order_by()
    unclear = names.filter(valid_from__isnull=True).values("firm")
    rows = names.exclude(firm__in=unclear).values_list("firm_id").annotate(Min("valid_from"))
    frame = _frame(rows, {"firm": pl.Int64, "start": pl.Date})
    return _from_register(
        frame.with_columns(value=pl.col("start").dt.to_string("%Y-%m-%d")), REGISTERED_ON
    )


def _residents(world: World) -> pl.DataFrame:
    rows = Firm.objects.filter(world=world, scheme=Scheme.USCC, identifier__startswith="91")
    frame = _read(rows.order_by().values_list("pk"), {"firm": pl.Int64})
    return _from_register(frame.with_columns(value=pl.lit("true")), "resident_firm")


def _entered(world: World, day: date) -> pl.DataFrame:
    rows = Evidence.objects.filter(
        world=world, replaced_at__isnull=True, queried_on__lte=day
    ).order_by("-queried_on", "pk")
    return _frame(
        (
            (firm, field, year, _text(field, value, words), origin)
            for firm, field, year, value, words, origin in rows.values_list(
                "firm_id", "field", "year", "value", "words", "origin"
            )
        ),
        SCHEMA,
    )


def _text(field: str, value: object, words: str) -> str:
    if value is None:
        return words
    if is_yes_or_no(field):
        return "true" if value else "false"
    return f"{value:f}"
