"""Firms of the register: all, industrial, manufacturing, larger."""

from __future__ import annotations

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import FIRMS, INDUSTRY, REGISTER, YEAR_WORDS

_FORMULA = Words(
    "月末在册、主要地址已知的企业，每家计一次", "firms on record at the end, each once"
)


def _firms(key: str, name: Words, boundary: Words, *where: Where) -> Indicator:
    return Indicator(
        key,
        name,
        FIRMS,
        REGISTER,
        boundary,
        _FORMULA,
        select=Select("firms", where),
        additive=True,
    )


INDICATORS = (
    _firms(
        "registered_firms",
        Words("在册企业数", "Firms on record"),
        Words(
            "登记册中的全部企业；合并的记录计为一家", "all of the register; merged records are one"
        ),
    ),
    _firms(
        "industrial_firms",
        Words("工业企业数", "Industrial firms"),
        Words("主行业为工业（门类B、C、D）", "main industry industrial (sections B, C, D)"),
        Where("section", "in", INDUSTRY),
    ),
    _firms(
        "manufacturing_firms",
        Words("制造业企业数", "Manufacturing firms"),
        Words("主行业为制造业（门类C）", "main industry manufacturing (section C)"),
        Where("section", value="C"),
    ),
    Indicator(
        "firms_with_facts",
        Words("有年度数据的企业数", "Firms with yearly facts"),
        FIRMS,
        REGISTER,
        Words(
            "有营业收入数据的企业；" + YEAR_WORDS.zh,
            "firms whose revenue is known; " + YEAR_WORDS.en,
        ),
        Words("营业收入已知的企业计数", "count of firms with a known revenue"),
        select=Select("years", (Where("revenue", "known"),)),
        additive=True,
    ),
    Indicator(
        "large_firms",
        Words("年营业收入10亿元及以上企业数", "Firms with a revenue of a billion or more"),
        FIRMS,
        REGISTER,
        Words(
            "年营业收入10亿元及以上；" + YEAR_WORDS.zh,
            "revenue of 1 billion yuan or more; " + YEAR_WORDS.en,
        ),
        Words(
            "营业收入≥100000万元的企业计数", "count of firms with revenue ≥ 100,000 (10,000 yuan)"
        ),
        select=Select("years", (Where("revenue", ">=", 100_000 * 100),)),
        additive=True,
    ),
)
