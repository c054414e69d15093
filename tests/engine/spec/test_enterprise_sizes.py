"""Size classes of 2017: every lower bound must be reached; what is missing is not small."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from jilian_engine.errors import TableError
from jilian_engine.rulebook.qualifications import SizeClass, size_classes, size_of
from jilian_engine.rulebook.qualifications.sizes import size_row


@pytest.mark.parametrize(
    ("industry", "stated", "size"),
    [
        ("3812", {"employees": 1000, "revenue": 40000}, "large"),
        ("3812", {"employees": 999, "revenue": 40000}, "medium"),  # every bound must be reached
        ("3812", {"employees": 5000, "revenue": Decimal("39999.99")}, "medium"),
        ("3812", {"employees": 300, "revenue": 2000}, "medium"),
        ("3812", {"employees": 299, "revenue": 39999}, "small"),
        ("3812", {"employees": 19, "revenue": 39999}, "micro"),  # one indicator suffices
        ("3812", {"employees": 20, "revenue": 300}, "small"),
        ("6510", {"employees": 10, "revenue": 50}, "small"),
        ("0111", {"revenue": 500}, "medium"),
        ("7010", {"revenue": 1000, "assets": 5000}, "medium"),
        ("7020", {"employees": 99, "revenue": 5000}, "micro"),
        ("7320", {"employees": 100}, "medium"),
        ("C", {"employees": 300, "revenue": 2000}, "medium"),
        ("C3812", {"employees": 300, "revenue": 2000}, "medium"),
    ],
)
def test_the_class_is_that_of_which_every_lower_bound_is_reached(industry, stated, size):
    assert size_of(industry, **stated).size_class == SizeClass(size)


@pytest.mark.parametrize(
    ("stated", "possible"),
    [
        ({}, ["large", "medium", "small", "micro"]),
        ({"employees": 1000}, ["large", "medium", "small", "micro"]),
        ({"employees": 400}, ["medium", "small", "micro"]),
        ({"revenue": 300}, ["small", "micro"]),
        ({"employees": 0}, ["micro"]),
        ({"employees": 19}, ["micro"]),
    ],
)
def test_a_missing_indicator_leaves_the_classes_that_are_possible(stated, possible):
    found = size_of("3812", **stated)
    assert list(found.possible) == possible
    assert found.size_class == (possible[0] if len(possible) == 1 else None)
    assert found.why == ("" if len(possible) == 1 else "not_stated")


@pytest.mark.parametrize("industry", ["0512", "5310", "7231", "72", "70", "A", "8010", "", "G"])
def test_an_industry_that_the_table_leaves_out_or_open_has_no_class(industry):
    found = size_of(industry, employees=5000, revenue=10**6, assets=10**6)
    assert (found.size_class, found.why) == (None, "industry_not_covered")


def test_the_last_rows_of_the_table_are_unconfirmed():
    assert size_row("3812").confirmation == "confirmed_secondary"
    assert {size_row(code).confirmation for code in ("7020", "7211", "7320")} == {"unconfirmed"}


def test_a_firm_above_scale_may_be_micro():
    assert size_of("3812", employees=15, revenue=2000).size_class is SizeClass.MICRO


NUMBERS = st.sampled_from((None, 0, 9, 10, 19, 20, 99, 100, 299, 300, 1000, 2000, 8000, 40000))
CODES = st.sampled_from(
    ("3812", "0111", "4710", "5110", "6510", "7010", "7020", "7211", "72", None)
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CODES, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12))
def test_many_firms_at_once_get_the_class_of_one_at_a_time(firms):
    schema = {"industry": pl.String, "employees": pl.Int64, "revenue": pl.Decimal(18, 2),
              "assets": pl.Decimal(18, 2)}  # fmt: skip
    rows = [(code, staff, *(None if one is None else Decimal(one) for one in more))
            for code, staff, *more in firms]  # fmt: skip
    frame = pl.DataFrame(rows, schema, orient="row").with_row_index("firm")
    found = size_classes(frame)["size_class"].to_list()
    assert found == [size_of(code or "", *numbers).size_class for code, *numbers in firms]


def test_floats_are_refused():
    frame = pl.DataFrame({"firm": [1], "industry": ["3812"], "employees": [1], "revenue": [1.5],
                          "assets": [1]})  # fmt: skip
    with pytest.raises(TableError, match="float"):
        size_classes(frame)
