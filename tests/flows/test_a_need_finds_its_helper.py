"""The published rescue on real firms: the need in a caller's words proposes the one who helped.

Nothing is hard-wired: without the exact term in her record she is still among the first ten, and
where she makes something else she is not proposed.
"""

from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest

from jilian_engine.shortages import Need, build_index, rank_suppliers, wording

HELPER, TERM = "300236.SZ", "去毛刺溶液"
SAID = (
    "去毛刺溶液",
    "急求去毛刺溶液1.25吨，半导体封装用",
    "紧缺 去毛刺溶液 1250kg，产线要停了，哪家有现货？",
    "去毛刺溶液（电子级）1.25t 今晚前",
)


def table(name: str) -> pl.DataFrame:
    text = (files("jilian") / "demo" / "corridor" / f"{name}.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).rename({"identifier": "firm"})


@pytest.fixture(scope="module")
def firms():
    classes = table("firm_industries").select("firm", industry="industry_code")
    sites = table("firm_sites").select("firm", town=pl.coalesce("county_code", "division_code"))
    return (
        table("firms").select("firm").unique("firm", keep="first", maintain_order=True)
        .join(classes.unique("firm", keep="first", maintain_order=True), on="firm", how="left")
        .join(sites.unique("firm", keep="first", maintain_order=True), on="firm", how="left")
    )  # fmt: skip


@pytest.fixture(scope="module")
def products():
    return table("firm_products").select("firm", "product", role="role")


def place_of_helper(index, text, town="", most=20):
    found = rank_suppliers(index, Need(text, town=town), most=most).suppliers
    return found.index(HELPER) + 1 if HELPER in found else None


def test_the_helper_is_among_the_first_three_from_words_alone(products, firms):
    index = build_index(products, firms)
    for text in SAID:
        for town in ("", "310117", "330100"):
            assert place_of_helper(index, text, town) <= 3, (text, town)


def test_without_the_exact_term_in_her_record_she_is_among_the_first_ten(products, firms):
    mine = pl.col("firm") == HELPER
    without = products.filter(~(mine & (pl.col("product") == TERM)))
    assert len(without) == len(products) - 1
    index = build_index(without, firms)
    for text in SAID:
        for town in ("", "310117"):
            assert place_of_helper(index, text, town) <= 10, (text, town)
    # Nor does one further term of hers decide it.
    fewer = without.filter(~(mine & pl.col("product").str.contains("去溢料")))
    assert place_of_helper(build_index(fewer, firms), SAID[0]) <= 10


def test_it_does_not_hang_on_the_word_lists(products, firms, monkeypatch):
    monkeypatch.setattr(wording, "products_hinted", lambda _text: [])
    monkeypatch.setattr(wording, "_groups", dict)
    index = build_index(products, firms)
    assert place_of_helper(index, SAID[1]) <= 3
    terms = pl.col("product").is_in([TERM, "去溢料化学品"])
    without = products.filter(~((pl.col("firm") == HELPER) & terms))
    assert place_of_helper(build_index(without, firms), SAID[0]) <= 10


def test_where_she_makes_something_else_she_is_not_proposed(products, firms):
    mine = pl.col("firm") == HELPER
    other = pl.concat([
        products.filter(~mine),
        pl.DataFrame({"firm": [HELPER, HELPER], "product": ["瓦楞纸箱", "精品彩盒"],
                      "role": ["makes", "makes"]}),
    ])  # fmt: skip
    boxes = firms.with_columns(
        industry=pl.when(mine).then(pl.lit("2231")).otherwise(pl.col("industry"))
    )
    index = build_index(other, boxes)
    for text in SAID:
        assert place_of_helper(index, text, "310117", most=200) is None, text
    assert place_of_helper(index, "瓦楞纸箱") is not None
