"""Many firms at once get the answers of one firm at a time; points and years hold together."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
from hypothesis import given, settings, strategies as st

from jilian_engine.rulebook.qualifications import (
    Evidence,
    Field,
    Outcome,
    evaluate_all,
    evaluate_firm,
    load_rule_sets,
    load_rulebook,
    read_evidence,
    use_rule_set,
)
from jilian_engine.rulebook.qualifications.formulas import compound

BOOK = load_rulebook()
DAY = date(2026, 5, 6)
YEARS = range(2021, 2027)
AMOUNTS = [
    *(Decimal(one) for one in (0, 1, 2, 3, 4, 5, 6, 8, 10, 30, 50, 60, 70, 80, 90, 95, 100, 105)),
    *(Decimal(one) for one in (110, 115, 121, 125, 135, 150, 200, 300, 400, 500, 600, 1000, 1200)),
    *(Decimal(one) for one in (1500, 2000, 3000, 5000, 10_000, 20_000, 40_000, 10**9)),
    *(Decimal(one) for one in ("0.000001", "3.5", "110.25", "1199.99", "4999.999999")),
    *(Decimal(one) for one in ("5000.000001", "20000.01", "999999999999.999999")),
]
OWED = [Decimal("-100"), Decimal("-0.000001")]


def made_value(field: Field, chance: random.Random) -> object:
    match field.kind:
        case "truth":
            return chance.random() < 0.5
        case "word":
            return chance.choice(field.words or ("first", "second"))
        case "day":
            return DAY - timedelta(
                days=chance.choice((0, 200, 364, 365, 366, 800, 1500, 3653, 3654))
            )
    if field.unit == "share":
        return chance.choice((Decimal("0.1"), Decimal("0.099999"), Decimal("0.7"), Decimal(1)))
    if field.unit in ("points", "rank", "level"):
        most = int(field.most or 12)
        return chance.randint(int(field.least or 0), most)
    if field.unit == "usd":
        return chance.choice((10**9, 10**9 - 1, 0))
    if field.unit == "count" or (field.unit == "year" and not field.yearly):
        return chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 15))
    return chance.choice(AMOUNTS + (OWED if field.least is None else []))


def made_firm(chance: random.Random, known: float, close: bool) -> list[Evidence]:
    """Evidence at and beside the limits; `close` keeps the years of an amount close together."""
    found = []
    for field in BOOK.fields.values():
        if field.formula is not None:
            continue
        first = made_value(field, chance)
        for year in YEARS if field.yearly else (None,):
            if chance.random() >= known:
                continue
            value = first if close and chance.random() < 0.7 else made_value(field, chance)
            proof = chance.choice((field.proof, field.proof, ""))
            found.append(Evidence(field.name, value, year, proof=proof))
            if chance.random() < 0.02:
                found.append(Evidence(field.name, made_value(field, chance), year, proof=proof))
    return found


def as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def as_frame(firms: list[list[Evidence]]) -> pl.DataFrame:
    rows = [
        (at, one.field, one.year, as_text(one.value), one.proof)
        for at, firm in enumerate(firms)
        for one in firm
    ]
    schema = {"firm": pl.Int64, "field": pl.String, "year": pl.Int16, "value": pl.String,
              "proof": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema, orient="row")


@settings(max_examples=15, deadline=None)
@given(
    rule_sets=st.lists(st.sampled_from(load_rule_sets()), min_size=1, max_size=4, unique=True),
    seed=st.integers(0, 2**32),
    known=st.sampled_from((0.0, 0.3, 0.9, 0.98, 1.0)),
    close=st.booleans(),
    procedure=st.sampled_from(("new", "recheck")),
    leap=st.sampled_from((DAY, date(2024, 2, 29), date(2025, 3, 1))),
)
def test_all_firms_at_once_get_the_answers_of_one_firm_at_a_time(
    rule_sets, seed, known, close, procedure, leap
):
    chance = random.Random(seed)
    firms = [made_firm(chance, known, close) for _ in range(6)]
    table = read_evidence(as_frame(firms), pl.Series(range(6), dtype=pl.Int64))
    for rule_set in rule_sets:
        choice = use_rule_set(rule_set, leap, procedure)
        rows = {row["firm"]: row for row in evaluate_all(choice, table).iter_rows(named=True)}
        for at, firm in enumerate(firms):
            result, row = evaluate_firm(choice, firm), rows[at]
            lines = [one for top in (*result.lines, *result.flags) for one in top.walk()]
            for one in lines:
                if ":" not in one.id:
                    assert row[one.id] == one.outcome, (rule_set.id, one, firm)
            assert row["outcome"] == result.outcome
            assert row["unmet"] == sum(one.outcome is Outcome.UNMET for one in result.lines)
            if result.score is not None:
                assert Fraction(row["score_least"]) == result.score.least
                assert Fraction(row["score_most"]) == result.score.most


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), rule_set=st.sampled_from(load_rule_sets()))
def test_what_is_decided_stays_decided_when_more_becomes_known(seed, rule_set):
    chance = random.Random(seed)
    whole = list({(one.field, one.year): one for one in made_firm(chance, 1.0, True)}.values())
    # the day of registration shortens histories: it is known before and after
    some = [one for one in whole if one.field == "registered_on" or chance.random() < 0.6]
    choice = use_rule_set(rule_set, DAY)
    before, after = evaluate_firm(choice, some), evaluate_firm(choice, whole)
    for one in before.lines:
        if one.outcome in (Outcome.MET, Outcome.UNMET):
            assert after.line(one.id).outcome is one.outcome
    if before.score is not None and after.score is not None:
        assert before.score.least <= after.score.least <= after.score.most <= before.score.most


@given(
    start=st.decimals("0.01", "100000", places=2),
    end=st.decimals("0", "100000", places=2),
    limit=st.decimals("-0.5", "0.9", places=6),
)
def test_rounded_compound_growth_reaches_a_limit_exactly_where_the_true_one_does(start, end, limit):
    first, last, asked = Fraction(start), Fraction(end), Fraction(limit)
    assert (compound(first, last, 2) >= asked) == (last >= first * (1 + asked) ** 2)
