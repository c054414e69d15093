"""Specialisation and concentration, worked by hand and against slow, obvious forms."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from jilian_engine.clusters import industry_concentration, region_strengths
from jilian_engine.errors import EngineError, TableError

SCHEMA = {"region": pl.String, "industry": pl.String, "size": pl.Float64}


def table(text: str) -> pl.DataFrame:
    rows = [line.split() for line in text.strip().splitlines()]
    return pl.DataFrame(
        [tuple(None if word == "?" else word for word in row) for row in rows],
        schema=["region", "industry", "size"], orient="row",
    ).with_columns(pl.col("size").cast(pl.Float64))  # fmt: skip


#: 200 people: 120 in Sijing, 80 in Jiuting; chips 100, food 100 (docs/methods/strengths.md).
TWO_TOWNS = """
    sijing  chips 60
    sijing  chips 20
    jiuting chips 20
    sijing  food  40
    jiuting food  60
"""


def test_the_index_of_ellison_and_glaeser_worked_by_hand() -> None:
    """chips: s 0.8 and 0.2, x 0.6 and 0.4, G 0.08, H 0.44, spread 0.48: -0.1312 / 0.2688."""
    found = industry_concentration(table(TWO_TOWNS)).table
    chips, food = found.rows(named=True)
    assert chips["raw"] == pytest.approx(0.08)
    assert chips["herfindahl"] == pytest.approx(0.44)
    assert chips["spread"] == pytest.approx(0.48)
    assert chips["index"] == pytest.approx(-0.1312 / 0.2688)
    assert food["index"] == pytest.approx((0.08 - 0.48 * 0.52) / (0.48 * 0.48))


def test_an_industry_all_in_one_of_two_equal_places_has_index_one() -> None:
    found = industry_concentration(table("a chips 30\na chips 10\nb food 25\nb food 15"))
    assert found.table["index"].to_list() == pytest.approx([1.0, 1.0])


def test_a_single_plant_or_a_single_region_has_no_index() -> None:
    """food: G 8/9, H 5/9, spread 4/9: (72 - 20) / 16, more than one in the smaller town."""
    one = industry_concentration(table("a chips 30\nb food 10\nb food 5"))
    assert one.table["index"].to_list() == [None, pytest.approx(3.25)]
    assert industry_concentration(table("a chips 3\na chips 4")).table["index"].to_list() == [None]


def test_the_location_quotient_worked_by_hand() -> None:
    """Sijing has 80 of 120 in chips, everywhere 100 of 200: (2/3) / (1/2) = 4/3."""
    found = region_strengths(table(TWO_TOWNS), least_firms=2).table
    row = found.row(by_predicate=(pl.col("region") == "sijing") & (pl.col("industry") == "chips"),
                    named=True)  # fmt: skip
    assert row["quotient"] == pytest.approx(4 / 3)
    assert row["share"] == pytest.approx(0.8)
    assert row["threshold"] == pytest.approx(1 / 2 + 0.75 * (4 / 3 - 1 / 2))
    assert row["strong"] is True


def test_strong_takes_all_four_and_says_which_one_fails() -> None:
    rows = table("a chips 50\nb food 50\nc food 50\nd food 50\na food 10")
    found = region_strengths(rows).table
    chips = found.row(by_predicate=pl.col("industry") == "chips", named=True)
    assert (chips["top_quarter"], chips["above_one"], chips["enough_share"]) == (True, True, True)
    assert chips["enough_firms"] is False  # one firm is no cluster
    assert chips["strong"] is False
    assert chips["threshold"] == pytest.approx(0.25 * chips["quotient"])  # 0, 0, 0 and the quotient


def test_unknown_sizes_stay_unknown_and_are_counted() -> None:
    rows = table("a chips ?\na chips ?\na chips ?\nb chips 10\nb food 5\n? food 4\na ? ?")
    found = region_strengths(rows)
    assert (found.firms, found.unplaced, found.unsized) == (7, 2, 3)
    hidden = found.table.row(by_predicate=pl.col("region") == "a", named=True)
    assert (hidden["firms"], hidden["unsized"], hidden["size"]) == (3, 3, None)
    assert (hidden["quotient"], hidden["share"], hidden["strong"]) == (None, None, None)
    assert industry_concentration(rows).table["unsized"].to_list() == [3, 0]


def test_no_firm_has_no_strength() -> None:
    nothing = pl.DataFrame(schema=SCHEMA)
    assert region_strengths(nothing).table.height == 0
    assert industry_concentration(nothing).table.height == 0


def test_odd_tables_are_refused() -> None:
    with pytest.raises(TableError):
        region_strengths(table("a chips -1"))
    with pytest.raises(TableError):
        region_strengths(pl.DataFrame({"region": ["a"], "industry": ["chips"]}))
    with pytest.raises(TableError):
        region_strengths(pl.DataFrame({"region": [1], "industry": ["chips"], "size": [1.0]}))
    with pytest.raises(EngineError):
        region_strengths(table("a chips 1"), least_share=2)


firms = st.tuples(st.sampled_from("abcd"), st.sampled_from(["chips", "food", "lens"]),
                  st.none() | st.integers(1, 500))  # fmt: skip


def plain_index(rows, industry) -> float | None:
    rows = [row for row in rows if row[2] is not None]
    plants = [size for _, trade, size in rows if trade == industry]
    whole, mine = sum(size for *_, size in rows), sum(plants)
    regions = {region for region, *_ in rows}
    if len(plants) < 2 or len(regions) < 2:
        return None
    x = {one: sum(size for region, _, size in rows if region == one) / whole for one in regions}
    s = {one: sum(size for region, trade, size in rows if (region, trade) == (one, industry)) / mine
         for one in regions}  # fmt: skip
    raw = sum((s[one] - x[one]) ** 2 for one in regions)
    herfindahl = sum((size / mine) ** 2 for size in plants)
    spread = 1 - sum(share**2 for share in x.values())
    return (raw - spread * herfindahl) / (spread * (1 - herfindahl))


def plain_strong(rows, region, industry) -> bool | None:
    known = [row for row in rows if row[2] is not None]
    whole = sum(size for *_, size in known)

    def quotient(one: str) -> float | None:
        mine = [size for place, trade, size in known if (place, trade) == (one, industry)]
        if not mine:
            return None if (one, industry) in {row[:2] for row in rows} else 0.0
        here = sum(size for place, _, size in known if place == one)
        there = sum(size for _, trade, size in known if trade == industry)
        return (sum(mine) / here) / (there / whole)

    own = quotient(region)
    if own is None:
        return None
    all_of = [quotient(one) for one in {place for place, *_ in known}]
    threshold = np.quantile([one for one in all_of if one is not None], 0.75)
    mine = [size for place, trade, size in known if (place, trade) == (region, industry)]
    there = sum(size for _, trade, size in known if trade == industry)
    count = sum(1 for row in rows if row[:2] == (region, industry))
    return bool(
        own >= threshold - 1e-12 and own > 1 and sum(mine) / there >= 0.01 and count >= 3
    )  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(firms, max_size=30))
def test_both_equal_their_plain_forms_in_any_order(rows) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    index = dict(industry_concentration(frame).table.select("industry", "index").iter_rows())
    for industry, value in index.items():
        plain = plain_index(rows, industry)
        assert value == (None if plain is None else pytest.approx(plain, abs=1e-9))
    found = region_strengths(frame).table
    for region, industry, above, strong in found.select(
        "region", "industry", (pl.col("quotient") - 1).abs() > 1e-9, "strong"
    ).iter_rows():
        if above or strong is None:  # a quotient of exactly one hangs on the last bit
            assert strong == plain_strong(rows, region, industry)
    mixed = frame.reverse()
    assert region_strengths(mixed).table.equals(found)
    assert industry_concentration(mixed).table.equals(industry_concentration(frame).table)
