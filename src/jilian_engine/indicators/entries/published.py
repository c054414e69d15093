"""What others publish about a place: taken over as stated, with its bound and its source."""

from __future__ import annotations

from typing import Literal

from jilian_engine.indicators.definition import Indicator, Unit, Words
from jilian_engine.indicators.entries.shared import FIRMS, PUBLISHED, YI_YUAN

_BOUNDARY = Words(
    "以发布单位的口径为准；不同来源、不同版本并列保存",
    "the publisher's own boundary; sources and vintages are kept side by side",
)
_AS_STATED = Words("按来源原文", "as the source states it")
_STATED_PERCENT = Unit("percent", Words("%", "%"), places=2)
_TEN_THOUSAND = Unit("10k_person", Words("万人", "10,000 people"), places=2)


def _stated(
    measure: str, zh: str, en: str, unit: Unit, price: Literal["", "current", "constant"] = ""
) -> Indicator:  # fmt: skip
    return Indicator(
        measure,
        Words(zh, en),
        unit,
        PUBLISHED,
        _BOUNDARY,
        _AS_STATED,
        period="year",
        price=price,
        source="published",
        measure=measure,
        unit_kinds=("world", "place"),
    )


INDICATORS = (
    _stated("gdp", "地区生产总值", "Gross domestic product", YI_YUAN, "current"),
    _stated("local_fiscal", "地方财政收入", "Local fiscal revenue", YI_YUAN, "current"),
    _stated("total_fiscal", "财政总收入", "Total fiscal revenue", YI_YUAN, "current"),
    _stated("retail_sales", "社会消费品零售总额", "Retail sales", YI_YUAN, "current"),
    _stated("goods_sales", "商品销售额", "Sales of goods", YI_YUAN, "current"),
    _stated("industrial_investment", "工业投资", "Industrial investment", YI_YUAN, "current"),
    _stated("sei_output", "战略性新兴产业产值", "Strategic output", YI_YUAN, "current"),
    _stated("electronics_output", "电子信息产业产值", "Electronics output", YI_YUAN, "current"),
    _stated("biomedicine_output", "生物医药产业产值", "Biomedicine output", YI_YUAN, "current"),
    _stated("rd_intensity", "研发投入强度", "Research intensity of the place", _STATED_PERCENT),
    _stated(
        "gdp_mean_growth", "生产总值年均增长", "GDP: compound growth", _STATED_PERCENT, "constant"
    ),
    _stated(
        "gdp_nominal_mean_growth",
        "生产总值年均增长（绝对量）",
        "GDP: compound growth, nominal",
        _STATED_PERCENT,
        "current",
    ),
    _stated(
        "local_fiscal_mean_growth",
        "地方财政收入年均增长",
        "Local fiscal revenue: compound growth",
        _STATED_PERCENT,
        "current",
    ),
    _stated(
        "industrial_investment_mean_growth",
        "工业投资年均增长",
        "Industrial investment: compound growth",
        _STATED_PERCENT,
        "current",
    ),
    _stated(
        "local_fiscal_streak",
        "地方财政收入连续同比正增长月数",
        "Months of growth of local fiscal revenue",
        Unit("month", Words("个月", "months")),
    ),
    _stated(
        "above_scale_firms_rank",
        "规上工业企业数全市位次",
        "Rank by firms above scale",
        Unit("rank", Words("位", "place")),
    ),
    _stated(
        "organisation_coverage",
        "非公企业党组织覆盖率",
        "Coverage of non-public firms",
        _STATED_PERCENT,
    ),
    _stated(
        "high_tech_firm_organisations",
        "高新技术企业党组织数",
        "Organisations in high-tech firms",
        Unit("organisation", Words("个", "organisations")),
    ),
    _stated("population", "常住人口", "Population", _TEN_THOUSAND),
    _stated(
        "industry_alliances",
        "产业联盟数",
        "Industry alliances",
        Unit("alliance", Words("个", "alliances")),
    ),
    _stated(
        "demonstration_parks",
        "产业合作示范园区数",
        "Demonstration parks",
        Unit("park", Words("个", "parks")),
    ),
    _stated("lead_firms_in_alliances", "产业联盟头部企业数", "Lead firms in alliances", FIRMS),
)

#: Published measures that are an indicator of ours within the same boundary.
SAME_AS_OURS = {
    "high_tech_firms": "high_tech_firms",
    "srdi_firms": "specialised_firms",
    "little_giants": "little_giant_firms",
    "above_scale_firms": "above_scale_firms",
    "above_scale_output": "above_scale_output",
    "sei_share": "strategic_share",
    "registered_firms": "registered_firms",
}
