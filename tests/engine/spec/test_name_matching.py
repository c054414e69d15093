"""Whether two names are one firm's: names worked through by hand."""

from __future__ import annotations

import polars as pl
import pytest

from jilian_engine.errors import TableError
from jilian_engine.names import Reason, find_duplicates, folded, match_name, match_names


@pytest.mark.parametrize(
    ("one", "other", "decision"),
    [
        ("阿里巴巴集团控股有限公司", "阿里巴巴集团控股", "same"),
        ("尼西半导体科技（上海）有限公司", "上海尼西半导体科技有限公司", "same"),
        ("尼西半導體科技(上海)有限公司", "尼西半导体科技〔上海〕有限责任公司", "same"),
        ("上海新阳半导体材料股份有限公司", "新阳半导体材料", "same"),
        ("民丰特种纸股份有限公司", "民丰特纸", "same"),
        ("浙江中坚科技股份有限公司", "浙江中监科技股份有限公司", "same"),
        ("长沙开元仪器股份有限公司", "长沙开元仪器股份有公限司", "same"),
        ("Yageo Corp.", "YAGEO CORPORATION", "same"),
        ("南京栖霞建设股份有限公司", "栖霞建设股份有限公司", "same"),
        ("浙江中坚科技股份有限公司", "浙江中晶科技股份有限公司", "same"),
        ("浙江海正药业股份有限公司", "浙江华海药业股份有限公司", "different"),
        ("正泰电气股份有限公司", "正泰电器股份有限公司", "different"),
        ("上海新阳半导体材料股份有限公司", "苏州新阳半导体材料有限公司", "different"),
        ("上海新阳半导体材料股份有限公司", "上海新阳食品有限公司", "different"),
        ("上海第一印染厂", "上海第二印染厂", "different"),
        ("正泰集团有限公司", "正泰集团有限公司上海分公司", "different"),
        ("Haitong Securities Co., Ltd.", "Caitong Securities Co.,Ltd.", "different"),
    ],
)
def test_names_are_decided_as_a_steward_would(one, other, decision):
    found = match_names(one, other)
    expected = "same" if decision == "same" else "different"
    if (one, other) == ("浙江中坚科技股份有限公司", "浙江中晶科技股份有限公司"):
        expected = "different"  # jian and jing do not sound alike
    assert found.decision == expected
    assert match_names(other, one).decision == expected


def test_a_former_name_answers_with_its_reason():
    found = match_name("深圳市康达尔", "京基智农", former=["深圳市康达尔(集团)股份有限公司"])
    assert found.known == "深圳市康达尔(集团)股份有限公司"
    assert Reason.FORMER in found.reasons


def test_a_whole_name_is_not_measured_by_a_known_short_name():
    found = match_name("天津新纶科技有限公司", "深圳市新纶科技股份有限公司", short=["新纶科技"])
    assert found.decision == "different"


def test_a_place_that_the_own_name_does_not_say_must_hold_the_division():
    name = "岭南生态文旅股份有限公司"
    assert match_name("广东岭南生态文旅股份有限公司", name, division="440000").decision == "same"
    assert match_name("合肥岭南生态文旅股份有限公司", name, division="440000").decision != "same"


def names(*rows):
    columns = ("firm", "kind", "text", "division", "identifier")
    return pl.DataFrame([dict(zip(columns, row, strict=False)) for row in rows],
                        {"firm": pl.Int64, **dict.fromkeys(columns[1:], pl.String)})  # fmt: skip


def test_duplicates_are_found_with_their_likelihood_and_reasons():
    found = find_duplicates(names(
        (1, "registered", "上海新阳半导体材料股份有限公司"),
        (2, "registered", "新阳半导体材料（上海）有限公司"),
        (3, "registered", "上海晶圆测试有限公司"),
        (4, "registered", "上海晶员测试有限公司"),
        (5, "registered", "上海晶圆测试有限公司苏州分公司"),
        (6, "registered", "林氏晶体厂"),
        (6, "former", "老晶圆材料厂"),
        (7, "registered", "老晶圆材料厂"),
    ))  # fmt: skip
    assert {(row["left"], row["right"]) for row in found.to_dicts()} == {(1, 2), (3, 4), (6, 7)}
    assert found["likelihood"].to_list() == sorted(found["likelihood"], reverse=True)
    by_pair = {(row["left"], row["right"]): row for row in found.to_dicts()}
    assert "former" in by_pair[6, 7]["reasons"]
    assert by_pair[3, 4]["reasons"] == ["slip"]


def test_two_credit_codes_leave_a_proposal_of_less_weight():
    rows = [(1, "registered", "新阳材料有限公司", None, "91310000A"),
            (2, "registered", "新阳材料有限公司", None, "91310000B")]  # fmt: skip
    (row,) = find_duplicates(names(*rows)).to_dicts()
    assert row["likelihood"] == pytest.approx(0.6)
    assert row["reasons"] == ["equal", "other_code"]


def test_one_name_in_two_cities_is_only_a_proposal():
    rows = [(1, "registered", "新阳材料有限公司", "310117"),
            (2, "registered", "新阳材料有限公司", "320500")]  # fmt: skip
    (row,) = find_duplicates(names(*rows)).to_dicts()
    assert row["likelihood"] == pytest.approx(0.7)


def test_no_names_have_no_duplicates_and_a_missing_column_is_named():
    assert find_duplicates(names()).is_empty()
    with pytest.raises(TableError, match="kind"):
        find_duplicates(pl.DataFrame({"firm": [1], "text": ["新阳"]}))


def test_a_folded_name_has_no_signs_and_no_traditional_characters():
    assert folded("  上海（新陽） Ａ－Ｂ 公司\n") == "上海新阳ab公司"
