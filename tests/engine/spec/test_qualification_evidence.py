"""Evidence that cannot be is refused; tables of it; results as plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from jilian_engine.errors import EngineError, TableError
from jilian_engine.rulebook.qualifications import (
    Evidence,
    evaluate_all,
    evaluate_firm,
    load_rule_sets,
    load_rulebook,
    read_evidence,
    to_plain,
    use_rule_set,
)

BOOK = load_rulebook()
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (Evidence("revenues", 1, 2025), "field_unknown"),
        (Evidence("rd_ratio", Decimal("0.1"), 2025), "field_computed"),
        (Evidence("revenue", 1), "evidence_year_odd"),
        (Evidence("segment_years", 3, 2025), "evidence_year_odd"),
        (Evidence("revenue", 0.5, 2025), "evidence_of_wrong_kind"),
        (Evidence("revenue", True, 2025), "evidence_of_wrong_kind"),
        (Evidence("own_brand", 1), "evidence_of_wrong_kind"),
        (Evidence("rd_institution_level", "city"), "evidence_of_wrong_kind"),
        (Evidence("revenue", -1, 2025), "evidence_out_of_range"),
        (Evidence("segment_share", 12), "evidence_out_of_range"),
        (Evidence("national_award_3y_rank", 0), "evidence_out_of_range"),
        (Evidence("innovation_score", Decimal("70.5")), "evidence_out_of_range"),
        (Evidence("revenue", Decimal("0.0000001"), 2025), "evidence_number_odd"),
        (Evidence("revenue", 10**12, 2025), "evidence_number_odd"),
        (Evidence("revenue", Decimal("NaN"), 2025), "evidence_number_odd"),
        (Evidence("revenue", 1, 2025, unit="usd"), "evidence_unit_odd"),
    ],
)
def test_evidence_that_cannot_be_is_refused(stated, code):
    with pytest.raises(EngineError) as refused:
        evaluate_firm(use_rule_set(load_rule_sets()[0], DAY), [stated])
    assert refused.value.code == code


def frame(*rows: tuple[str, str, int | None, str | None], **more: object) -> pl.DataFrame:
    schema = {"firm": pl.String, "field": pl.String, "year": pl.Int16, "value": pl.String}
    return pl.DataFrame(rows, schema, orient="row", **more)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("a", "revenues", 2025, "1"), "field_unknown", "field"),
        (("a", "rd_ratio", 2025, "1"), "field_computed", "field"),
        (("a", "revenue", None, "1"), "evidence_year_odd", "year"),
        (("a", "revenue", 2025, "1e3"), "evidence_number_odd", "value"),
        (("a", "revenue", 2025, "1.0000001"), "evidence_number_odd", "value"),
        (("a", "revenue", 2025, "-1"), "evidence_out_of_range", "value"),
        (("a", "own_brand", None, "yes"), "evidence_of_wrong_kind", "value"),
        (("a", "registered_on", None, "2025-02-29"), "evidence_of_wrong_kind", "value"),
        (("a", "rd_institution_level", None, "city"), "evidence_of_wrong_kind", "value"),
    ],
)
def test_a_table_of_evidence_is_refused_with_column_and_row(row, code, column):
    good = [("a", "revenue", 2024, "1"), ("a", "own_brand", None, None)]
    with pytest.raises(TableError) as refused:
        read_evidence(frame(*good, row))
    assert (refused.value.code, refused.value.column, refused.value.row) == (code, column, 2)


def test_a_table_of_floats_is_refused_and_one_of_decimals_is_read():
    table = frame(("a", "revenue", 2025, "2000.50"))
    with pytest.raises(TableError, match="Float64"):
        read_evidence(table.with_columns(pl.col("value").cast(pl.Float64)))
    read = read_evidence(table.with_columns(pl.col("value").cast(pl.Decimal(18, 2))))
    assert read.stated["revenue@2025"].to_list() == [2_000_500_000]


def test_firms_of_which_nothing_is_stated_are_answered_too():
    choice = use_rule_set(BOOK.rule_set("unicorn_common"), DAY)
    table = read_evidence(frame(("b", "publicly_listed", None, "true")), pl.Series(["a", "b"]))
    answers = evaluate_all(choice, table)
    assert answers.select("firm", "outcome", "UC-3").rows() == [
        ("a", "unknown", "unknown"), ("b", "unmet", "unmet"),
    ]  # fmt: skip


def test_a_result_is_stored_as_plain_values():
    stated = [
        Evidence("employees", 3, 2025),
        Evidence("tech_staff", 1, 2025, source="payroll", on=date(2026, 3, 1)),
    ]
    choice = use_rule_set(BOOK.rule_set("high_tech_2016"), DAY)
    plain = to_plain(evaluate_firm(choice, stated))
    line = next(one for one in plain["lines"] if one["id"] == "HT-4")
    assert (line["value"], line["needed"], line["outcome"]) == ("0.333333", "0.1", "met")
    assert line["evidence"][0] == {
        "field": "tech_staff", "year": 2025, "value": "1", "unit": "", "source": "payroll",
        "on": "2026-03-01", "proof": "",
    }  # fmt: skip
    assert plain["score"]["most"] == "100"
