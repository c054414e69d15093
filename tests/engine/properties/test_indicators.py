"""Indicators over many months at once give what counting month by month gives."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from jilian_engine.errors import EngineError
from jilian_engine.indicators import BY_KEY, CATALOGUE, Select, Where, Window, month_number
from jilian_engine.indicators.evaluate import Evaluation
from jilian_engine.indicators.months import first_day, last_day
from jilian_engine.indicators.records import LASTS, Tables, UnitSpan, check_frame

FIRST, LAST = 24_240, 24_251
SELECTS = (
    Select("titles"),
    Select("titles", (Where("kind", value="a"),)),
    Select("titles", lag=3),
    Select("titles", (), Window.MONTH, "begins"),
    Select("titles", (), Window.TOTAL, "begins"),
    Select("titles", (Where("level", ">=", 2),), Window.YEAR, "ends"),
    Select("orders", (), Window.TOTAL, "ordered", "sum", "value"),
    Select("orders", (Where("both_sides"),), Window.MONTH, "ordered", "sum", "value"),
    Select("orders", (), Window.MONTH, "ordered", "median", "value"),
)


def drawn(seed: int) -> Tables:
    """A few firms that move between two towns, with titles and orders."""
    chance = random.Random(seed)
    units = (UnitSpan("world", "w"), UnitSpan("town", "t1"), UnitSpan("town", "t2"),
             UnitSpan("cluster", "c1"))  # fmt: skip
    titles, orders, towns = [], [], []
    for firm in range(6):
        change = chance.randint(FIRST - 3, LAST + 3)
        towns += [(firm, 1, 0, change), (firm, 2, change, LASTS)]
    for record in range(chance.randint(0, 25)):
        firm, start = chance.randrange(6), chance.randint(FIRST - 20, LAST + 2)
        end = start + chance.randint(1, 20)
        titles.append((record, firm, firm, start, end, chance.choice("ab"), chance.randint(1, 3),
                       chance.choice((None, start)), end - 1))  # fmt: skip
        value = chance.choice((None, chance.randint(0, 999)))
        orders.append((record, record, firm, chance.choice((None, 3)), start,
                       chance.random() < 0.5, value))  # fmt: skip
    days = {"record": pl.Int64, "holder": pl.Int64, "firm": pl.Int64}
    title = pl.DataFrame(titles, orient="row", schema={
        **days, "s": pl.Int32, "e": pl.Int32, "kind": pl.String, "level": pl.Int64,
        "begins": pl.Int32, "ends": pl.Int32})  # fmt: skip
    order = pl.DataFrame(orders, orient="row", schema={
        **days, "cluster": pl.Int32, "ordered": pl.Int32, "both_sides": pl.Boolean,
        "value": pl.Int64})  # fmt: skip
    span = {"firm": pl.Int64, "unit": pl.Int32, "s": pl.Int32, "e": pl.Int32}
    return Tables(
        as_of=date(2020, 12, 31), units=units, frames={"titles": title, "orders": order},
        towns=pl.DataFrame(towns, schema=span, orient="row"), memberships=pl.DataFrame(schema=span),
        known={"titles": (FIRST, LAST + 1), "orders": (FIRST, LAST + 1)},
    )  # fmt: skip


def counts(select: Select, row: dict, month: int) -> bool:
    """Whether a record counts in a month: the definition, word by word."""
    for where in select.where:
        value = row[where.column]
        fits = {"==": value == where.value, ">=": value is not None and value >= where.value}
        if not fits[where.op]:
            return False
    month -= select.lag
    if select.window is Window.STOCK:
        return row["s"] <= month < row["e"]
    at = row[select.when]
    if at is None:
        return False
    return {
        Window.MONTH: at == month, Window.TOTAL: at <= month,
        Window.YEAR: at <= month and at // 12 == month // 12,
    }[select.window]  # fmt: skip


def month_by_month(tables: Tables, select: Select) -> dict:
    """The slow form: every unit, month and record on its own."""
    homes = defaultdict(list)
    for firm, unit, start, end in tables.towns.iter_rows():
        homes[firm].append((unit, start, end))
    found = {}
    for month in range(FIRST, LAST + 1):
        kept = defaultdict(list)
        for row in tables.frames[select.table].iter_rows(named=True):
            if not counts(select, row, month):
                continue
            at = month - select.lag
            kept[0].append(row)
            for unit, start, end in homes[row["firm"]]:
                if start <= at < end:
                    kept[unit].append(row)
            if row.get("cluster") is not None:
                kept[row["cluster"]].append(row)
        for unit, rows in kept.items():
            found[unit, month] = summed(select, rows)
    return found


def summed(select: Select, rows: list) -> tuple:
    """Total, known, unknown, contributors and largest of the records that count."""
    if select.how == "count":
        firms = {row["holder"]: row["firm"] for row in rows}
        return len(firms), len(firms), 0, len(set(firms.values())), 1
    known = [row for row in rows if row[select.amount] is not None]
    amounts = sorted(row[select.amount] for row in known)
    by_firm = defaultdict(int)
    for row in known:
        by_firm[row["firm"]] += row[select.amount]
    if select.how == "median":
        middle = (
            (amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]) if amounts else None
        )
        return middle, len(known), len(rows) - len(known), len(by_firm), None
    most = max(by_firm.values(), default=0)
    return sum(amounts), len(known), len(rows) - len(known), len(by_firm), most


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_many_months_at_once_are_the_months_one_by_one(seed):
    tables = drawn(seed)
    evaluation = Evaluation(tables)
    for select in SELECTS:
        slow = month_by_month(tables, select)
        rows = evaluation.totals(select, FIRST, LAST).iter_rows()
        fast = {(unit, month): tuple(said) for unit, month, *said in rows}
        assert fast == slow, select


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_records_behind_a_value_are_those_that_were_counted(seed):
    tables = drawn(seed)
    evaluation = Evaluation(tables)
    for select in SELECTS:
        for (unit, month), (total, *_rest) in month_by_month(tables, select).items():
            behind = evaluation.records_behind(select, unit, month)["amount"].drop_nulls()
            if select.how != "median":
                assert behind.sum() == total


def test_every_entry_has_words_in_both_languages_and_a_key_of_its_own():
    assert len({one.key for one in CATALOGUE}) == len(CATALOGUE)
    assert len([one for one in CATALOGUE if one.source == "computed"]) >= 60
    for one in CATALOGUE:
        for words in (one.name, one.unit.words, one.theme, one.boundary, one.formula):
            assert words.zh, one.key
            assert words.en, one.key
        if one.of is not None:
            assert one.numerator.zh, one.key
            assert one.denominator.zh, one.key


def test_months_are_running_numbers():
    assert month_number(date(2026, 3, 31)) + 1 == month_number(date(2026, 4, 1))
    assert first_day(month_number(date(2024, 2, 9))) == date(2024, 2, 1)
    assert last_day(month_number(date(2024, 2, 9))) == date(2024, 2, 29)


def refused(code):
    return pytest.raises(EngineError, check=lambda error: error.code == code)


def test_a_statement_that_sums_nothing_is_refused():
    with refused("amount_missing"):
        Select("titles", how="sum")
    with refused("moment_missing"):
        Select("titles", window=Window.MONTH)


def test_a_table_that_lacks_a_column_is_named():
    with refused("missing_column"):
        check_frame("titles", pl.DataFrame({"record": [1]}))


def test_what_is_not_computed_is_not_measured():
    with refused("not_computed"):
        Evaluation(drawn(1)).measure(BY_KEY["gdp"], FIRST, LAST)
