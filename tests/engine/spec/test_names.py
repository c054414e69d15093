from __future__ import annotations

import pytest

from jilian_engine.names import (
    NameParts,
    compare_names,
    dice,
    jaro_winkler,
    likeness,
    normal_form,
    parts,
    search_key,
    sort_key,
)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("尼西半导体科技（上海）有限公司", "尼西半导体科技(上海)有限公司"),
        ("上海 昊海　生物科技股份有限公司", "上海昊海生物科技股份有限公司"),
        ("ＡＢＢ【中国】有限公司", "abb(中国)有限公司"),
        ("Shanghai  Jiaheng Daily Chemical Co., Ltd.", "shanghai jiaheng daily chemical co ltd"),
        ("阿里•巴巴", "阿里·巴巴"),
        ("新\u200b阳", "新阳"),
    ],
)
def test_one_name_has_one_writing(name: str, form: str) -> None:
    assert normal_form(name) == form
    assert sort_key(name) == form


@pytest.mark.parametrize(
    ("name", "area", "brand", "trade", "legal_form", "branch"),
    [
        ("上海新阳半导体材料股份有限公司", "上海", "新阳", "半导体材料", "股份有限公司", ""),
        ("尼西半导体科技（上海）有限公司", "上海", "尼西", "半导体科技", "有限公司", ""),
        ("某某科技上海有限公司", "上海", "某某", "科技", "有限公司", ""),
        ("上海振华重工(集团)股份有限公司", "上海", "振华", "重工", "(集团)股份有限公司", ""),
        ("昆山通灵精密模具有限责任公司", "昆山", "通灵", "精密模具", "有限责任公司", ""),
        ("上海松江丰丽幕墙有限公司", "上海松江", "丰丽", "幕墙", "有限公司", ""),
        ("广州白云山医药集团股份有限公司", "广州", "白云山", "医药", "集团股份有限公司", ""),
        ("上海电气集团股份有限公司", "上海", "电气", "", "集团股份有限公司", ""),
        ("海南东方科技有限公司", "海南", "东方", "科技", "有限公司", ""),
        ("ABB（中国）有限公司", "中国", "abb", "", "有限公司", ""),
        ("中国嘉陵工业股份有限公司(集团)", "中国", "嘉陵", "工业", "股份有限公司(集团)", ""),
        ("正泰集团有限公司上海分公司", "", "正泰", "", "集团有限公司", "上海分公司"),
        ("上海有限公司", "", "上海", "", "有限公司", ""),
        ("科技", "", "科技", "", "", ""),
        ("新阳(原某某)科技有限公司", "", "新阳原某某", "科技", "有限公司", ""),
        (
            "上海通灵企业管理合伙企业（有限合伙）",
            "上海",
            "通灵",
            "企业管理",
            "合伙企业(有限合伙)",
            "",
        ),
        ("Foxconn (Kunshan) Co.,Ltd", "", "foxconn kunshan", "", "co ltd", ""),
        ("Zhenye (Group) Co.,Ltd.", "", "zhenye", "", "group co ltd", ""),
        ("", "", "", "", "", ""),
    ],
)
def test_a_name_comes_apart(
    name: str, area: str, brand: str, trade: str, legal_form: str, branch: str
) -> None:
    assert parts(name) == NameParts(area, brand, trade, legal_form, branch)


def test_a_search_key_has_neither_signs_nor_legal_form() -> None:
    assert search_key("尼西半导体科技（上海）有限公司") == "尼西半导体科技上海"
    assert search_key("正泰集团有限公司上海分公司") == "正泰上海分公司"
    assert search_key("新阳股份有限公司") == search_key("新阳 有限公司")
    assert search_key("有限公司") == "有限公司"


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("上海新阳半导体材料股份有限公司", "上海新阳半导体材料有限公司", 1.0),
        ("尼西半导体科技（上海）有限公司", "上海尼西半导体科技有限公司", 1.0),
        ("上海电气集团", "四川电气有限公司", 0.85),
        ("新阳半导体", "上海新阳半导体材料股份有限公司", 0.94),
        ("上海新阳有限公司", "上海新源有限公司", 0.5167),
        ("上海新阳有限公司", "上海昊海有限公司", 0.0),
        ("新阳有限公司", "新阳有限公司松江分公司", 0.9),
    ],
)
def test_likeness_weighs_the_brand_first(one: str, other: str, score: float) -> None:
    assert likeness(one, other) == pytest.approx(score, abs=5e-5)


def test_likeness_says_why() -> None:
    found = compare_names("上海电气集团", "四川电气有限公司")
    assert (found.brand, found.trade, found.area, found.branch) == (1.0, None, 0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [("martha", "marhta", 0.961), ("dixon", "dicksonx", 0.813), ("dwayne", "duane", 0.840)],
)
def test_jaro_winkler_gives_the_printed_values(one: str, other: str, score: float) -> None:
    assert jaro_winkler(one, other) == pytest.approx(score, abs=5e-4)


def test_dice_counts_common_bigrams_with_the_edges() -> None:
    assert dice("新阳", "新源") == pytest.approx(1 / 3)
    assert dice("", "") == 1.0
    assert jaro_winkler("", "新") == 0.0
    assert jaro_winkler("新阳", "昊海") == 0.0
