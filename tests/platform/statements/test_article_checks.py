"""Every check of the article's figures comes to the verdict that was reached by hand.

``article_checks.csv`` lists 22 checks worked out on paper from the article (China Economic Herald,
March 2022) and the published figures of the district: facts, sum, result and verdict.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from jilian.demo.formats import fact_rows
from jilian.sources.models import PublishedFact, Source
from jilian.sources.operations import save_facts
from jilian.statements.rules.checks import VERDICTS, checks_about, checks_of, fact_from_row
from jilian.statements.rules.checks_table import CHECKS

TABLE = Path(__file__).parent / "article_checks.csv"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def facts():
    return {row.key: fact_from_row(row) for row in fact_rows()}


def on_paper():
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def verdicts(facts):
    return {one.check_id: one for one in checks_of(facts)}


@pytest.mark.parametrize("row", on_paper(), ids=lambda row: row["check_id"])
def test_each_check_comes_to_the_same_result_and_verdict(facts, row):
    found = verdicts(facts)[row["check_id"]]
    assert (found.verdict, found.result) == (row["verdict"], row["result"])
    named = [key for key in row["facts"].split(";") if key in facts]
    assert list(found.facts) == named
    if row["check_id"] not in ("K20", "K22"):  # written with the sources' own periods
        assert found.formula == row["formula"]


def test_there_are_as_many_checks_as_on_paper():
    assert [check.check_id for check in CHECKS] == [row["check_id"] for row in on_paper()]


@pytest.mark.parametrize(
    ("check_id", "key", "value", "verdict"),
    [
        ("K01", "E06", "3", "contradiction"),
        ("K02", "E05", "1", "consistent"),
        ("K03", "E05", "5", "contradiction"),
        ("K04", "E05", "3", "consistent"),
        ("K10", "E14", "71", "contradiction"),
        ("K11", "E04", "63", "derived"),
        ("K12", "E01", "30000", "contradiction"),
        ("K13", "E09", "736", "contradiction"),
        ("K14", "C10", "3000", "derived"),
        ("K16", "C06", "2", "contradiction"),
        ("K17", "D01", "31", "consistent"),
        ("K18", "D02", "8", "slower_than_limit"),
        ("K19", "D03", "200", "slower_than_limit"),
        ("K21", "E01", "1700", "check_basis"),
        ("K22", "E02", "3000", "consistent"),
    ],
)
def test_another_figure_comes_to_another_verdict(facts, check_id, key, value, verdict):
    bound = "=" if verdict == "derived" else facts[key].comparator
    other = {**facts, key: replace(facts[key], value=Decimal(value), comparator=bound)}
    assert verdicts(other)[check_id].verdict == verdict


@pytest.mark.parametrize(
    ("check_id", "measure", "period", "value", "verdict"),
    [
        ("K07", "local_fiscal", "2017", "230", "contradiction"),
        ("K08", "gdp", "2021", "1600", "contradiction"),
        ("K09", "gdp", "2017", "1500", "consistent"),
        ("K20", "sei_share", "2022 2022 Q1-Q3", "61", "consistent"),
    ],
)
def test_another_record_comes_to_another_verdict(facts, check_id, measure, period, value, verdict):
    other = {
        key: replace(one, value=Decimal(value))
        if (one.measure, one.period) == (measure, period)
        else one
        for key, one in facts.items()
    }
    assert verdicts(other)[check_id].verdict == verdict


def test_a_check_without_its_facts_is_uncheckable(facts):
    without = {key: one for key, one in facts.items() if key != "E06"}
    found = verdicts(without)
    assert {key for key, one in found.items() if one.verdict == "uncheckable"} == {
        "K01", "K02", "K03", "K04",
    }  # fmt: skip
    assert found["K01"].note == "the register lacks: E06"
    assert {one.verdict for one in checks_of({})} == {"uncheckable"}
    unknown = {**facts, "E14": replace(facts["E14"], value=None, comparator="")}
    assert verdicts(unknown)["K10"].verdict == "uncheckable"


def test_every_verdict_has_its_words(facts):
    assert {one.verdict for one in checks_of(facts)} <= set(VERDICTS)
    assert verdicts(facts)["K02"].verdict_words == "contradiction"


def test_the_checks_about_a_fact_are_found(facts):
    assert [one.check_id for one in checks_about(facts, {"E14"})] == ["K10"]


def test_a_stored_row_loses_the_zeros_that_the_database_adds():
    row = PublishedFact(key="E10", value=Decimal("12.400000"), comparator="=", unit="percent")
    assert str(fact_from_row(row).value) == "12.4"
    thousand = PublishedFact(key="C08", value=Decimal("1000.000000"), comparator="<", unit="item")
    assert fact_from_row(thousand).text == "1000"


@pytest.mark.django_db
def test_the_stored_facts_come_to_the_same_verdicts(facts, world, mei):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    rows = fact_rows()
    Source.objects.bulk_create(
        Source(key=key, kind="published", title=key, recorded_at=at, recorded_by="test")
        for key in {row.source_key for row in rows}
    )
    save_facts(by=mei, at=at, world=world, rows=rows)
    stored = {row.key: fact_from_row(row) for row in PublishedFact.objects.filter(world=world)}
    assert stored == facts
    assert checks_of(stored) == checks_of(facts)
