"""What units return by month, and the shares that follow from it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from jilian_engine.indicators.definition import Indicator, Unit, Words
from jilian_engine.indicators.entries.shared import FIRMS, PEOPLE, PERCENT, RETURNS, WAN_YUAN

_BOUNDARY = Words(
    "各报送单位已发布的月报表之和；附完整率",
    "sum of the released returns of all units, with their cover",
)
_FISCAL, _INDUSTRY = "fiscal", "industry"


def _item(
    key: str, name: Words, form: str, item: str, column: str, unit: Unit,
    price: Literal["", "current"] = "current",
) -> Indicator:  # fmt: skip
    return Indicator(
        key,
        name,
        unit,
        RETURNS,
        _BOUNDARY,
        Words("单位上报值；全区为各街镇之和", "as returned; for the whole, the sum over towns"),
        price=price,
        source="returned",
        items=((form, item, column),),
        unit_kinds=("world", "town") if form == _FISCAL else ("world", "town", "cluster"),
        people=unit is PEOPLE,
        additive=True,
    )


_CALLED = {
    "strategic_output": Words("战略性新兴产业产值", "output of strategic emerging industries"),
    "output": Words("工业总产值", "industrial output"),
    "exports": Words("出口交货值", "exports"),
    "sales": Words("工业销售产值", "industrial sales"),
    "firms_growing": Words("产值增长企业数", "firms whose output grew"),
    "firms": Words("报送企业数", "firms that reported"),
    "tax_revenue": Words("税收收入", "taxes"),
    "revenue": Words("一般公共预算收入", "budget revenue"),
}  # the items of the forms of which shares are made


def _share(key: str, name: Words, form: str, part: str, whole: str, column: str) -> Indicator:
    return Indicator(
        key,
        name,
        PERCENT,
        RETURNS,
        _BOUNDARY,
        Words("分子 ÷ 分母，同一报表、同一口径", "numerator ÷ denominator of the same return"),
        source="returned",
        items=((form, part, column), (form, whole, column)),
        factor=Decimal(100),
        unit_kinds=("world", "town") if form == _FISCAL else ("world", "town", "cluster"),
        numerator=_CALLED[part],
        denominator=_CALLED[whole],
    )


INDICATORS = (
    _item(
        "returned_output",
        Words("工业总产值（当月）", "Industrial output of the month"),
        _INDUSTRY,
        "output",
        "month",
        WAN_YUAN,
    ),
    _item(
        "returned_output_cumulative",
        Words("工业总产值（累计）", "Industrial output since January"),
        _INDUSTRY,
        "output",
        "cumulative",
        WAN_YUAN,
    ),
    _item(
        "returned_strategic_output",
        Words("战略性新兴产业产值（累计）", "Strategic output since January"),
        _INDUSTRY,
        "strategic_output",
        "cumulative",
        WAN_YUAN,
    ),
    _share(
        "strategic_share",
        Words("战略性新兴产业产值占比", "Strategic share of output"),
        _INDUSTRY,
        "strategic_output",
        "output",
        "cumulative",
    ),
    _item(
        "returned_sales",
        Words("工业销售产值（累计）", "Industrial sales since January"),
        _INDUSTRY,
        "sales",
        "cumulative",
        WAN_YUAN,
    ),
    _share(
        "export_share",
        Words("出口交货值占比", "Exports as a share of sales"),
        _INDUSTRY,
        "exports",
        "sales",
        "cumulative",
    ),
    _item(
        "reporting_firms",
        Words("报送企业数", "Firms that reported"),
        _INDUSTRY,
        "firms",
        "as_of",
        FIRMS,
        "",
    ),
    _share(
        "growing_firms_share",
        Words("产值增长企业占比", "Share of firms whose output grew"),
        _INDUSTRY,
        "firms_growing",
        "firms",
        "as_of",
    ),
    _item(
        "returned_people",
        Words("期末从业人员", "People at work"),
        _INDUSTRY,
        "people",
        "as_of",
        PEOPLE,
        "",
    ),
    _item(
        "fiscal_revenue",
        Words("一般公共预算收入（当月）", "Budget revenue of the month"),
        _FISCAL,
        "revenue",
        "month",
        WAN_YUAN,
    ),
    _item(
        "fiscal_revenue_cumulative",
        Words("一般公共预算收入（累计）", "Budget revenue since January"),
        _FISCAL,
        "revenue",
        "cumulative",
        WAN_YUAN,
    ),
    _share(
        "tax_share",
        Words("税收占一般公共预算收入比重", "Taxes as a share of budget revenue"),
        _FISCAL,
        "tax_revenue",
        "revenue",
        "cumulative",
    ),
)
