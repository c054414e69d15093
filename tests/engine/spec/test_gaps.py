"""Missing links: counted by hand on a small chain, and moved by what is taken away."""

from __future__ import annotations

import polars as pl
import pytest
from pytest import approx

from jilian_engine.chain.gaps import Supply, find_missing_links, prepare_ground
from jilian_engine.errors import EngineError
from jilian_engine.input_output import china_2020
from jilian_engine.worlds import make_district

IO = china_2020()


def firms(*rows):
    """(firm, industry, x, size in yuan)"""
    return pl.DataFrame(
        [(name, industry, x, 31.0 if x else None, size) for name, industry, x, size in rows],
        schema={"firm": pl.String, "industry": pl.String, "x": pl.Float64, "y": pl.Float64,
                "size": pl.Float64},
        orient="row",
    )  # fmt: skip


def products(*rows):
    return pl.DataFrame(
        rows, schema={"firm": pl.String, "product": pl.String, "role": pl.String,
                      "industry": pl.String}, orient="row",
    )  # fmt: skip


def links(*rows):
    return pl.DataFrame(
        rows, schema={"supplier": pl.String, "buyer": pl.String, "amount": pl.Float64,
                      "product": pl.String, "evidence": pl.String}, orient="row",
    )  # fmt: skip


def shortages(*rows):
    return pl.DataFrame(
        rows, schema={"product": pl.String, "firm": pl.String, "met": pl.Boolean}, orient="row"
    )


CHAIN = firms(
    ("甲", "3973", 121.0, 1e9), ("乙", "3973", 121.2, 2e9), ("丙", "3973", None, None),
    ("近", "3985", 121.3, 1e8), ("远", "3985", 117.2, 1e8), ("组", "3984", 121.1, 1e8),
)  # fmt: skip
INSIDE = ("甲", "乙", "丙")
MAKES = (("远", "光刻胶", "makes", "3985"), ("近", "靶材", "makes", "3985"))


def found(*, bought=(), sold=(), short=None, inside=INSIDE, **more):
    ground = prepare_ground(
        CHAIN, products(*MAKES, *bought), links(*sold), IO, shortages=short, **more
    )
    return find_missing_links(ground, inside)


def product_rows(result):
    return [row for row in result.rows if not row.is_sector]


def test_a_declared_purchase_without_a_maker_inside_is_missing_with_makers_elsewhere():
    rows = product_rows(
        found(bought=[("甲", "光刻胶", "buys", None), ("乙", "光刻胶", "buys", None)])
    )
    assert [(row.product, row.supply, row.firms) for row in rows] == [
        ("光刻胶", Supply.NONE, ("乙", "甲"))
    ]
    near = rows[0].candidates
    assert [(one.firm, one.step) for one in near] == [("远", 3), ("近", 2), ("组", 1)]
    assert near[0].km == approx(373, abs=2) and near[1].km == approx(19, abs=1)
    assert near[0].why == ("same_product",)


def test_one_maker_is_single_and_two_are_none_of_our_business_unless_short():
    bought = [("甲", "光刻胶", "buys", None)]
    one = [("乙", "光刻胶", "makes", "3985")]
    two = [*one, ("丙", "光刻胶", "makes", "3985")]
    assert product_rows(found(bought=bought + one))[0].supply is Supply.SINGLE
    assert product_rows(found(bought=bought + two)) == []
    thrice = shortages(*[("光刻胶", "甲", True)] * 3)
    row = product_rows(found(bought=bought + two, short=thrice))[0]
    assert (row.supply, row.evidence.times_short, row.evidence.met_inside) == (Supply.THIN, 3, 3)


def test_three_equal_shortages_are_enough_and_two_are_not():
    twice = shortages(("电子特气", "甲", False), ("电子特气", "乙", False))
    assert product_rows(found(short=twice)) == []
    thrice = pl.concat([twice, shortages(("电子特气", "甲", False))])
    (row,) = product_rows(found(short=thrice))
    assert (row.supply, row.evidence.short, row.evidence.times_short) == (
        Supply.NONE, ("乙", "甲"), 3,
    )  # fmt: skip
    assert row.value is None and row.unknown_values == 2


def test_values_stand_apart_and_what_is_known_is_not_inferred_again():
    bought = [("甲", "光刻胶", "buys", None), ("乙", "光刻胶", "buys", None),
              ("丙", "光刻胶", "buys", None)]  # fmt: skip
    sold = [("远", "甲", 3e6, "光刻胶", "declared"), ("远", "甲", 2e6, "光刻胶", "declared"),
            ("远", "乙", 9e6, "光刻胶", "inferred")]  # fmt: skip
    (row,) = product_rows(found(bought=bought, sold=sold))
    at = IO.sector_by_class["3985"], IO.sector_by_class["3973"]
    assert row.declared == 5e6
    assert row.inferred == approx(IO.coefficients[at] * 2e9)  # 乙: a sector's input, its only need
    assert row.unknown_values == 1  # 丙: neither amount nor size
    assert row.evidence.linked == ("甲",) and row.evidence.inferred == ("乙",)
    assert not row.safe_value  # two known firms tell of each other
    assert row.candidates[0].supplies == 1
    assert row.candidates[0].why == ("same_product", "supplies_here")


def test_the_table_speaks_only_of_firms_whose_purchase_in_the_sector_is_unknown():
    sector = IO.codes[IO.sector_by_class["3985"]]
    before = {row.product: row for row in found().rows if row.is_sector}
    told = found(bought=[("甲", "光刻胶", "buys", None)])
    after = {row.product: row for row in told.rows if row.is_sector}
    if sector in before:  # where the coefficient is usual
        assert "甲" in before[sector].firms
        assert "甲" not in after[sector].firms
    assert all(code[:2] in {f"{n}" for n in range(13, 44)} for code in before)
    assert told.rows[0].product == "光刻胶"  # declared before inferred


def test_what_is_unknown_is_counted():
    unknown = found().unknown
    assert (unknown.firms, unknown.without_products, unknown.without_size) == (3, 3, 1)


def test_criticality_takes_part_and_must_fit():
    import numpy as np

    bought = [("甲", "光刻胶", "buys", None), ("乙", "靶材", "buys", None)]
    weight = np.array([0.1, 0.9, np.nan, 0, 0, 0])
    rows = product_rows(found(bought=bought, criticality=weight))
    assert [(row.product, row.criticality) for row in rows] == [("靶材", 0.9), ("光刻胶", 0.1)]
    with pytest.raises(EngineError, match="one criticality"):
        found(criticality=weight[:2])


def test_taking_all_makers_away_brings_a_product_to_the_top():
    district = make_district(7, firms=400)
    tables = district.engine_tables()
    inside = tables["firms"]["firm"].to_list()
    made, sold = tables["products"], tables["links"]

    def missing(made, sold):
        result = find_missing_links(prepare_ground(tables["firms"], made, sold, IO), inside)
        return [row.product for row in result.rows if row.supply is Supply.NONE]

    makers = made.filter(pl.col("role") == "makes").group_by("product").len()
    wanted = made.filter(pl.col("role") == "buys").group_by("product").len().sort("len").tail(1)
    product = wanted["product"].item()
    assert makers.filter(pl.col("product") == product)["len"].item() > 2
    assert product not in missing(made, sold)
    others = (pl.col("product") != product) | (pl.col("role") != "makes")
    assert missing(made.filter(others), sold.filter(pl.col("product") != product))[0] == product
