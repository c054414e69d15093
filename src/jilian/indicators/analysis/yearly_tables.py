"""The table of yearly facts: a row a firm and year, read in bulk however many facts there are."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast, Round

from jilian.base.copied_out import copied_out
from jilian.firms.models import YearlyFact
from jilian.firms.rules import Measure
from jilian.indicators.analysis.frames import SPAN_OF_FIRM, begins, ends, spans_of
from jilian.indicators.analysis.ground import Ground
from jilian.indicators.analysis.register_tables import held_titles
from jilian.organisations.models import Cover
from jilian_engine.indicators.months import MONTHS_IN_YEAR
from jilian_engine.indicators.records import HUNDREDTHS

INDUSTRY = ("B", "C", "D")
ABOVE_SCALE = 2000 * HUNDREDTHS  # 10,000 yuan of revenue a year, since 2011
MEASURES = (
    Measure.EMPLOYEES, Measure.REVENUE, Measure.OUTPUT, Measure.ASSETS, Measure.RESEARCH_COST,
    Measure.PATENTS, Measure.TAX, Measure.VALUE_ADDED, Measure.LAND,
)  # fmt: skip
DECEMBER = MONTHS_IN_YEAR - 1  # counted from nought
YEAR = ("firm", "year")
_FACT: dict[str, Any] = {
    "firm": pl.Int64,
    "year": pl.Int16,
    "measure": pl.Enum([one.value for one in Measure]),
    "hundredths": pl.Int64,
}


def years(ground: Ground) -> pl.DataFrame:
    """The facts of a firm and year; they count from its December until the November after."""
    facts = _wide(ground).join(ground.industries.select("firm", "section"), on="firm", how="left")
    start = pl.col("year").cast(pl.Int32) * MONTHS_IN_YEAR + DECEMBER
    facts = facts.with_columns(s=start, e=start + MONTHS_IN_YEAR)
    held = held_titles(ground)
    spans = {
        "high_tech": spans_of(held["high_tech"]),
        "specialised": spans_of(held["specialised"]),
        "member": ground.memberships.select("firm", "s", "e"),
        "covered": _covered(ground),
    }
    for name, standing in spans.items():
        facts = _with_standing(facts, name, standing)
    industrial = pl.col("section").is_in(INDUSTRY) & (pl.col("revenue") >= ABOVE_SCALE)
    return facts.sort(YEAR).with_row_index("record", offset=1).select(
        pl.col("record").cast(pl.Int64), pl.col("firm").alias("holder"), "firm", "s", "e",
        "section", industrial.fill_null(value=False).alias("above_scale"), *spans,
        *(measure.value for measure in MEASURES),
    )  # fmt: skip


def has_years_before(ground: Ground) -> bool:
    """Whether facts are known of a year before those that were read."""
    rows = YearlyFact.objects.filter(year__lt=_first_year(ground), firm__world=ground.world)
    return rows.order_by().exists()


def _first_year(ground: Ground) -> int:
    """The first year whose facts still count in the first month that is asked for."""
    return (ground.since - DECEMBER - MONTHS_IN_YEAR) // MONTHS_IN_YEAR + 1


def _wide(ground: Ground) -> pl.DataFrame:
    """By firm and year: each measure once, as the standing record has it, from its last source."""
    rows = YearlyFact.objects.filter(year__lte=ground.as_of.year, measure__in=MEASURES)
    if ground.since:
        rows = rows.filter(year__gte=_first_year(ground))
    whole = Cast(Round(F("value") * HUNDREDTHS), BigIntegerField())
    # The firms of other worlds are left out here: asking the database for that costs a look at
    # a firm for each of ten million facts.
    facts = _read(rows.annotate(hundredths=whole), ground.firms)
    if ground.merged.is_empty():
        return _pivoted(facts)
    own = facts.join(ground.merged, on="firm", how="anti")
    beside = facts.join(ground.merged, on="firm").with_columns(firm=pl.col("root")).drop("root")
    return _pivoted(pl.concat([beside, own]))


def _read(rows: QuerySet[YearlyFact], firms: pl.DataFrame) -> pl.DataFrame:
    """firm, year, measure, hundredths of these firms, in the order in which they were written."""
    columns = ("firm_id", "year", "measure", "hundredths")
    frames = [
        pl.read_csv(text, has_header=False, new_columns=list(_FACT), schema=_FACT).join(
            firms, on="firm", how="semi"
        )
        for text in copied_out(rows, columns)
    ]
    return pl.concat(frames, rechunk=False) if frames else pl.DataFrame(schema=_FACT)


def _pivoted(facts: pl.DataFrame) -> pl.DataFrame:
    """firm, year and a column a measure, of each the last that is told; one year after another."""
    parts = [
        facts.filter(pl.col("year") == year)
        .group_by(YEAR)
        .agg(
            pl.col("hundredths").filter(pl.col("measure") == one.value).last().alias(one.value)
            for one in MEASURES
        )
        for year in facts["year"].unique().sort()
    ]
    empty = {"firm": pl.Int64, "year": pl.Int16} | {one.value: pl.Int64 for one in MEASURES}
    return pl.concat(parts) if parts else pl.DataFrame(schema=empty)


def _covered(ground: Ground) -> pl.DataFrame:
    """firm, s, e while an organisation covers it."""
    rows = Cover.objects.filter(firm__world=ground.world, known_by__lte=ground.as_of).order_by()
    spans = (
        (ground.roots.get(firm, firm), begins(day), ends(end))
        for firm, day, end in rows.values_list("firm_id", "known_by", "valid_to")
    )
    return pl.DataFrame(list(spans), schema=SPAN_OF_FIRM, orient="row")


def _with_standing(facts: pl.DataFrame, name: str, spans: pl.DataFrame) -> pl.DataFrame:
    """The rows, with whether one of the firm's spans stands at the end of the year."""
    years = facts.select("firm", pl.col("s").alias("at"))
    at = pl.col("at")
    standing = (
        spans.join(years, on="firm")
        .filter(pl.col("s") <= at, at < pl.col("e"))
        .select("firm", at.alias("s"), pl.lit(value=True).alias(name))
        .unique()
    )
    return facts.join(standing, on=("firm", "s"), how="left").with_columns(
        pl.col(name).fill_null(value=False)
    )
