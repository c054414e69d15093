"""Ratios of firms above scale; numerator and denominator over the firms that state both."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Unit, Where, Words
from jilian_engine.indicators.entries.shared import (
    ABOVE_SCALE,
    ABOVE_SCALE_WORDS,
    ECONOMY,
    PERCENT,
    known,
)

_BOTH = Words("；分子、分母均已知的企业", "; firms that state both")
_WORDS = {
    "output": Words("总产值", "output"),
    "revenue": Words("营业收入", "revenue"),
    "tax": Words("纳税额", "tax paid"),
    "value_added": Words("增加值", "value added"),
    "research_cost": Words("研发费用", "research cost"),
    "land": Words("用地面积（亩）", "land used (mu)"),
    "employees": Words("从业人员", "people at work"),
}
_PER_MU = Unit("10k_yuan_per_mu", Words("万元/亩", "10,000 yuan a mu"), places=2)
_PER_HEAD = Unit("10k_yuan_per_person", Words("万元/人", "10,000 yuan a person"), places=2)


def _ratio(key: str, name: Words, unit: Unit, part: str, whole: str) -> Indicator:
    where = (ABOVE_SCALE, *known(part, whole))
    top, below = _WORDS[part], _WORDS[whole]
    return Indicator(
        key,
        name,
        unit,
        ECONOMY,
        Words(ABOVE_SCALE_WORDS.zh + _BOTH.zh, ABOVE_SCALE_WORDS.en + _BOTH.en),
        Words(f"{top.zh} ÷ {below.zh}", f"{top.en} ÷ {below.en}"),
        price="" if unit is PERCENT else "current",
        select=Select("years", where, how="sum", amount=part),
        of=Select("years", where, how="sum", amount=whole),
        factor=Decimal(100) if unit is PERCENT else Decimal(1),
        better="more",
        numerator=top,
        denominator=below,
    )


INDICATORS = (
    Indicator(
        "output_per_firm",
        Words("规上工业企业户均产值", "Output per firm above scale"),
        Unit("100m_yuan_per_firm", Words("亿元/家", "100 million yuan a firm"), places=3),
        ECONOMY,
        Words(
            ABOVE_SCALE_WORDS.zh + "；产值已知的企业",
            ABOVE_SCALE_WORDS.en + "; firms whose output is known",
        ),
        Words("总产值 ÷ 企业数", "output ÷ firms"),
        price="current",
        select=Select("years", (ABOVE_SCALE, *known("output")), how="sum", amount="output"),
        of=Select("years", (ABOVE_SCALE, *known("output"))),
        factor=Decimal("0.0001"),
        better="more",
        numerator=_WORDS["output"],
        denominator=Words("企业数", "firms"),
    ),
    _ratio("output_per_mu", Words("亩均产值", "Output per mu"), _PER_MU, "output", "land"),
    _ratio("tax_per_mu", Words("亩均税收", "Tax per mu"), _PER_MU, "tax", "land"),
    _ratio(
        "value_added_per_person",
        Words("人均增加值", "Value added per person"),
        _PER_HEAD,
        "value_added",
        "employees",
    ),
    _ratio(
        "output_per_person",
        Words("人均产值", "Output per person"),
        _PER_HEAD,
        "output",
        "employees",
    ),
    _ratio(
        "research_intensity",
        Words("规上工业研发强度", "Research intensity"),
        PERCENT,
        "research_cost",
        "revenue",
    ),
    _ratio(
        "tax_burden_share",
        Words("税收占营业收入比重", "Tax as a share of revenue"),
        PERCENT,
        "tax",
        "revenue",
    ),
    _ratio(
        "value_added_rate",
        Words("增加值率", "Rate of value added"),
        PERCENT,
        "value_added",
        "output",
    ),
    Indicator(
        "above_scale_firms_with_research",
        Words("有研发费用的规上企业占比", "Share of firms above scale with research"),
        PERCENT,
        ECONOMY,
        Words(
            ABOVE_SCALE_WORDS.zh + "；研发费用已知的企业",
            ABOVE_SCALE_WORDS.en + "; firms whose research cost is known",
        ),
        Words(
            "研发费用大于0的企业 ÷ 研发费用已知的企业",
            "firms with research cost above 0 ÷ firms that state it",
        ),
        select=Select(
            "years", (ABOVE_SCALE, *known("research_cost"), Where("research_cost", ">=", 1))
        ),
        of=Select("years", (ABOVE_SCALE, *known("research_cost"))),
        factor=Decimal(100),
        better="more",
        numerator=Words("有研发费用的企业", "firms with research"),
        denominator=Words("研发费用已知的企业", "firms that state it"),
    ),
)
