"""What firms above scale come to: output, revenue, tax, people and more, each summed."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Unit, Words
from jilian_engine.indicators.entries.shared import (
    ABOVE_SCALE,
    ABOVE_SCALE_WORDS,
    ECONOMY,
    ITEMS,
    MU,
    PEOPLE,
    YI_YUAN,
)

WAN_TO_YI = Decimal("0.0001")


def _total(key: str, column: str, zh: str, en: str, unit: Unit = YI_YUAN) -> Indicator:
    is_money = unit is YI_YUAN
    return Indicator(
        key,
        Words("规上工业" + zh, en + " of industry above scale"),
        unit,
        ECONOMY,
        ABOVE_SCALE_WORDS,
        Words(
            f"各企业{zh}之和；未知的不计，并注明下限",
            f"sum of the firms' {en.lower()}; unknown ones make it a bound",
        ),
        price="current" if is_money else "",
        select=Select("years", (ABOVE_SCALE,), how="sum", amount=column),
        factor=WAN_TO_YI if is_money else Decimal(1),
        people=unit is PEOPLE,
        additive=True,
    )


INDICATORS = (
    _total("above_scale_output", "output", "总产值", "Output"),
    _total("above_scale_revenue", "revenue", "营业收入", "Revenue"),
    _total("above_scale_assets", "assets", "资产总额", "Assets"),
    _total("above_scale_tax", "tax", "纳税额", "Tax paid"),
    _total("above_scale_value_added", "value_added", "增加值", "Value added"),
    _total("above_scale_research", "research_cost", "研发费用", "Research cost"),
    _total("above_scale_employees", "employees", "从业人员", "People at work", PEOPLE),
    _total("above_scale_patents", "patents", "有效专利", "Valid patents", ITEMS),
    _total("above_scale_land", "land", "用地面积", "Land used", MU),
)
