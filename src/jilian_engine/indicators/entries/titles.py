"""Firms that hold a title on the day: high-tech, specialised, little giants; begun and ended."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import FIRMS, PERCENT, TITLES, in_month

_KINDS = (
    ("high_tech", "高新技术企业", "High-tech firms"),
    ("specialised", "专精特新企业", "Specialised firms"),
    ("little_giant", "专精特新“小巨人”企业", "Little giants"),
)


def _held(kind: str, lag: int = 0) -> Select:
    return Select("titles", (Where("kind", value=kind),), lag=lag)


def _stock(kind: str, zh: str, en: str) -> Indicator:
    return Indicator(
        f"{kind}_firms",
        Words(zh + "数", en),
        FIRMS,
        TITLES,
        Words(
            "月末认定仍在有效期内的企业，每家计一次",
            "firms whose title is valid at the end, each once",
        ),
        Words("持有有效认定的企业计数", "count of firms with a valid title"),
        select=_held(kind),
        additive=True,
    )


def _grown(kind: str, zh: str, en: str) -> Indicator:
    return Indicator(
        f"{kind}_growth",
        Words(zh + "同比增长", f"{en}: growth on the year before"),
        PERCENT,
        TITLES,
        Words(
            "分子、分母均为月末有效认定，基期为12个月前",
            "valid titles at both ends; the base is 12 months before",
        ),
        Words("本月末企业数 ÷ 12个月前企业数 − 1", "firms now ÷ firms 12 months before − 1"),
        select=_held(kind),
        of=_held(kind, 12),
        growth=True,
        factor=Decimal(100),
        numerator=Words("本月末", "now"),
        denominator=Words("12个月前", "12 months before"),
    )


def _moved(kind: str, zh: str, en: str, column: str) -> Indicator:
    begun = column == "begins"
    word = (
        Words("本月新获认定", "begun in the month")
        if begun
        else Words("本月到期", "ended in the month")
    )
    return Indicator(
        f"{kind}_{'begun' if begun else 'ended'}",
        Words(f"{zh}：{word.zh}", f"{en}: {word.en}"),
        FIRMS,
        TITLES,
        Words(
            "开始日期已知的认定" if begun else "在该月内结束的认定",
            "titles whose first day is known" if begun else "titles that end in the month",
        ),
        Words("该月内的企业计数，每家一次", "count of firms in the month, each once"),
        select=in_month("titles", column, Where("kind", value=kind)),
        additive=True,
    )


INDICATORS = (
    *(_stock(*kind) for kind in _KINDS),
    *(_grown(*kind) for kind in _KINDS[:2]),
    *(_moved(*kind, "begins") for kind in _KINDS[:2]),
    *(_moved(*kind, "ends") for kind in _KINDS[:2]),
    Indicator(
        "little_giants_of_specialised",
        Words("“小巨人”占专精特新企业比重", "Little giants among specialised firms"),
        PERCENT,
        TITLES,
        Words(
            "同时持有两项有效认定的企业；分子是分母的真子集",
            "firms that hold both titles: a true subset",
        ),
        Words(
            "同时为“小巨人”的专精特新企业 ÷ 专精特新企业",
            "specialised firms that are little giants too ÷ specialised firms",
        ),
        select=_held("little_giant_and_specialised"),
        of=_held("specialised"),
        factor=Decimal(100),
        numerator=Words("其中“小巨人”", "of which little giants"),
        denominator=Words("专精特新企业", "specialised firms"),
        checks=(Words("分子不大于分母", "the numerator is not above the denominator"),),
    ),
    Indicator(
        "little_giants_with_lower_title",
        Words("“小巨人”中持有专精特新认定的比重", "Little giants that hold the lower title"),
        PERCENT,
        TITLES,
        Words(
            "月末有效的“小巨人”；不足100%即有企业缺低一级认定",
            "little giants of the day; below 100 % somebody lacks the lower title",
        ),
        Words(
            "同时持有专精特新认定的“小巨人” ÷ “小巨人”",
            "little giants with the lower title ÷ little giants",
        ),
        select=_held("little_giant_and_specialised"),
        of=_held("little_giant"),
        factor=Decimal(100),
        numerator=Words("同时持有专精特新认定", "hold the lower title"),
        denominator=Words("“小巨人”企业", "little giants"),
    ),
)
