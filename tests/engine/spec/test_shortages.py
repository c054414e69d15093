"""From words to firms: what a caller writes, what is found, how it is ranked, and why not."""

from __future__ import annotations

import csv
from decimal import Decimal as D
from importlib.resources import files

import polars as pl
import pytest

from jilian_engine.errors import TableError
from jilian_engine.shortages import (
    Known,
    Need,
    build_index,
    rank_suppliers,
    search_products,
    why_not,
)
from jilian_engine.shortages.catalogue import china_catalogue
from jilian_engine.shortages.wording import cas_numbers, folded_product, wordings

FIRMS = pl.DataFrame({
    "firm": ["新阳", "纸厂", "轴承厂", "化工厂", "邻居", "空壳"],
    "industry": ["2662", "2231", "3451", "2662", "3972", None],
    "town": ["310117105", "310117108", "330400", "320500", "310117105", None],
    "x": [121.3, 121.2, 120.7, 120.6, 121.3, None],
    "y": [31.0, 31.1, 30.7, 31.3, 31.0, None],
})  # fmt: skip
PRODUCTS = pl.DataFrame({
    "firm": ["新阳", "新阳", "纸厂", "轴承厂", "轴承厂", "化工厂", "邻居", "邻居"],
    "product": ["去毛刺溶液", "电镀液", "瓦楞纸箱", "深沟球轴承", "含油轴承", "工业清洗液",
                "功率分立器件", "去毛刺溶液"],
    "role": ["makes", "makes", "makes", "makes", "made", "makes", "makes", "buys"],
})  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return build_index(PRODUCTS, FIRMS)


def firms_for(index, text, **more):
    return rank_suppliers(index, Need(text, **more)).suppliers


def test_amounts_haste_and_politeness_are_no_part_of_the_product():
    said = "急求1,250公斤去毛刺溶液，三天内送到，谢谢！"
    assert wordings(said)[0].form == "去毛刺溶液"
    assert wordings("ＰＣＢ板 500片")[0].form == "pcb板"
    assert wordings("N95口罩两万只")[0].form == "n95口罩"
    assert wordings("不锈钢螺丝M6*20 一批")[0].form == "不锈钢螺丝"
    assert wordings("PA66 GF30")[0].form == "pa66"


def test_traditional_characters_and_width_make_no_difference(index):
    assert folded_product("軸 承（深溝球）") == "轴承深沟球"
    assert firms_for(index, "去毛刺溶液") == firms_for(index, "去毛刺溶液 １２５０ＫＧ")


def test_a_purpose_before_the_product_counts_less_than_the_product():
    one = wordings("封装用的清洗液")[0]
    assert one.form[one.start :] == "清洗液"
    assert wordings("去毛刺溶液，半导体封装用")[0].form == "去毛刺溶液"


def test_a_cas_number_stands_for_its_substance_and_a_wrong_one_for_nothing():
    assert cas_numbers("CAS 67-63-0, 67-63-1") == ("67-63-0",)
    assert "异丙醇" in [one.form for one in wordings("67-63-0")]


def test_every_cas_number_of_the_list_has_its_check_digit():
    path = files("jilian_engine") / "shortages" / "words" / "cas.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert len(rows) > 100
    assert all(cas_numbers(row["cas"]) == (row["cas"],) for row in rows)


def test_an_abbreviation_is_no_part_of_a_longer_word():
    forms = [one.form for one in wordings("petrol")]
    assert forms == ["petrol"]


def test_words_point_to_the_class_that_makes_the_product(index):
    codes = china_catalogue().codes
    for text, code in (("滚动轴承", "3451"), ("环氧树脂", "2651"), ("瓦楞纸箱", "2231")):
        place, share = search_products(index, text).classes[0]
        assert codes[place] == code
        assert share > 0.3


def test_the_maker_comes_before_the_one_who_made_it_and_the_one_who_holds_it(index):
    found = rank_suppliers(index, Need("去毛刺溶液"))
    assert found.suppliers[0] == "新阳"
    assert "邻居" in found.suppliers
    first, holder = found.proposals[0], next(o for o in found.proposals if o.firm == "邻居")
    assert (first.evidence[0].kind, first.evidence[0].role) == ("same", "makes")
    assert holder.evidence[0].role == "holds"
    assert all(one.evidence[0].role == "made" for one in found.proposals if one.firm == "含油")


def test_another_word_for_it_finds_it_and_says_so(index):
    one = rank_suppliers(index, Need("除毛刺药水 500kg")).proposals[0]
    assert one.firm == "新阳"
    box = rank_suppliers(index, Need("纸箱")).proposals[0]
    assert (box.firm, box.evidence[0].kind) == ("纸厂", "synonym")


def test_a_firm_of_the_class_is_found_where_its_products_say_nothing(index):
    silent = PRODUCTS.filter(pl.col("firm") != "轴承厂")
    found = rank_suppliers(build_index(silent, FIRMS), Need("圆锥滚子轴承"))
    assert found.suppliers[0] == "轴承厂"
    assert found.proposals[0].evidence[0].kind == "class"


def test_unknown_parts_stay_unknown_and_known_ones_are_within_bounds(index):
    known = {"新阳": Known(spare=D(500), lead_hours=30, kept=0.9, chain=0.8, helped=1)}
    need = Need("去毛刺溶液", amount=D(1000), needed_by_hours=24, x=121.3, y=31.0, town="310117105")
    found = rank_suppliers(index, need, known=known)
    parts = found.proposals[0].parts
    assert (parts["amount"], parts["kept"], parts["chain"], parts["fair"]) == (0.5, 0.9, 0.8, 0.5)
    assert parts["time"] == pytest.approx(0.75)
    assert parts["near"] == 1.0
    assert parts["certificates"] is None
    others = found.proposals[1].parts
    assert others["amount"] is None and others["time"] is None
    assert all(0 <= value <= 1 for one in found.proposals for value in one.parts.values() if value)


def test_of_two_equal_makers_the_nearer_and_the_one_less_often_asked_comes_first():
    firms = pl.DataFrame({"firm": ["远", "近"], "x": [118.0, 121.0], "y": [31.0, 31.0]})
    products = pl.DataFrame({"firm": ["远", "近"], "product": ["轴承", "轴承"]})
    index = build_index(products, firms)
    need = Need("轴承", x=121.2, y=31.0)
    assert rank_suppliers(index, need).suppliers == ("近", "远")
    alike = Need("轴承")
    often = {"远": Known(helped=3)}
    assert rank_suppliers(index, alike, known=often).suppliers == ("近", "远")
    assert rank_suppliers(index, alike, known={"近": Known(helped=3)}).suppliers == ("远", "近")


def test_competitors_of_a_hidden_caller_come_later():
    firms = pl.DataFrame({"firm": ["同行", "外行"], "industry": ["3972", "2662"]})
    products = pl.DataFrame({"firm": ["同行", "外行"], "product": ["引线框架", "引线框架"]})
    need = Need("引线框架", industry="3972", hidden=True)
    assert rank_suppliers(build_index(products, firms), need).suppliers == ("外行", "同行")


def test_the_caller_and_firms_outside_the_circle_are_never_proposed(index):
    assert "新阳" not in firms_for(index, "去毛刺溶液", firm="新阳")
    inside = rank_suppliers(index, Need("去毛刺溶液"), among={"化工厂"})
    assert inside.suppliers == ("化工厂",)


def test_why_a_firm_is_not_on_the_list_is_said_with_figures(index):
    need = Need("去毛刺溶液", firm="邻居")

    def codes(firm, **more):
        return [one.code for one in why_not(index, need, firm, **more)]

    assert codes("新阳") == ["on_list"]
    assert codes("邻居") == ["caller"]
    assert codes("nobody") == ["unknown_firm"]
    assert codes("新阳", among={"纸厂"}) == ["outside"]
    assert codes("空壳") == ["no_products"]
    (paper,) = why_not(index, need, "纸厂")
    assert (paper.code, paper.values["products"]) == ("not_able", ("瓦楞纸箱",))
    below = why_not(index, need, "化工厂", most=1)
    assert below[0].code == "below"
    assert below[0].values["place"] == 2
    assert below[0].values["last_score"] >= below[0].values["score"]


def test_why_not_names_what_pulled_the_firm_down():
    firms = pl.DataFrame({"firm": ["a", "b"], "x": [121.0, 118.0], "y": [31.0, 31.0],
                          "certificates": [["ISO 9001"], []]})  # fmt: skip
    index = build_index(pl.DataFrame({"firm": ["a", "b"], "product": ["轴承", "轴承"]}), firms)
    need = Need("轴承", amount=D(100), unit="kg", needed_by_hours=10, x=121.0, y=31.0,
                certificates=frozenset({"ISO 9001"}))  # fmt: skip
    known = {"b": Known(spare=D(40), lead_hours=12, helped=2)}
    said = {one.code: one.values for one in why_not(index, need, "b", most=1, known=known)}
    assert set(said) == {
        "below", "spare_short", "too_late", "certificates_missing", "far", "helped_often"
    }  # fmt: skip
    assert said["spare_short"] == {"spare": D(40), "amount": D(100), "unit": "kg"}
    assert said["certificates_missing"] == {"missing": ("ISO 9001",)}


def test_a_need_that_nobody_answers_has_no_list(index):
    empty = build_index(PRODUCTS.clear(), FIRMS.clear())
    assert rank_suppliers(empty, Need("去毛刺溶液")).proposals == ()
    assert search_products(index, "！！").forms.size == 0


def test_a_product_of_a_firm_that_is_not_there_is_refused():
    with pytest.raises(TableError):
        build_index(pl.DataFrame({"firm": ["x"], "product": ["轴承"]}), FIRMS)


def test_the_order_of_the_rows_changes_nothing():
    one = build_index(PRODUCTS, FIRMS)
    other = build_index(PRODUCTS.reverse(), FIRMS)
    for text in ("去毛刺溶液", "轴承", "清洗剂", "纸箱 300个"):
        ranked = [rank_suppliers(each, Need(text, town="310117105")) for each in (one, other)]
        assert ranked[0].suppliers == ranked[1].suppliers
        assert ranked[0].scores == ranked[1].scores
