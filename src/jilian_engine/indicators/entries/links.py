"""Supply links on record."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import CHAIN, LINKS, PERCENT

_STATED = Where("evidence", "in", ("declared", "order", "published"))
INDICATORS = (
    Indicator(
        "supply_links",
        Words("在册供应关系数", "Supply links on record"),
        LINKS,
        CHAIN,
        Words(
            "月末有效的供应关系，计入供应方所在单位；推断的除外",
            "links at the end, in the supplier's unit; inferred ones left out",
        ),
        Words("供应关系计数", "count of links"),
        select=Select("links", (_STATED,)),
    ),
    Indicator(
        "links_inside_share",
        Words("区内供应关系比重", "Share of links inside"),
        PERCENT,
        CHAIN,
        Words(
            "供应方与采购方均在登记册内且主要地址已知；推断的除外",
            "both sides with a known main site; inferred ones left out",
        ),
        Words("双方在同一街镇的关系 ÷ 全部关系", "links within one town ÷ all links"),
        select=Select("links", (_STATED, Where("is_inside"))),
        of=Select("links", (_STATED,)),
        factor=Decimal(100),
        numerator=Words("同一街镇", "within one town"),
        denominator=Words("全部关系", "all links"),
    ),
)
