"""Which part of the output above scale comes from firms with a title, in clusters, with a body."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import (
    ABOVE_SCALE,
    ABOVE_SCALE_WORDS,
    ECONOMY,
    PERCENT,
    known,
)

_ALL = (ABOVE_SCALE, *known("output"))


def _output_share(key: str, column: str, zh: str, en: str) -> Indicator:
    part = Words(f"{zh}的产值", f"output of {en}")
    return Indicator(
        key,
        Words(f"{zh}产值占规上工业比重", f"Share of output from {en}"),
        PERCENT,
        ECONOMY,
        Words(
            f"{ABOVE_SCALE_WORDS.zh}；以年末是否为{zh}为准",
            f"{ABOVE_SCALE_WORDS.en}; {en} at the end of that year",
        ),
        Words(f"{part.zh} ÷ 规上工业总产值", f"{part.en} ÷ output above scale"),
        select=Select("years", (*_ALL, Where(column)), how="sum", amount="output"),
        of=Select("years", _ALL, how="sum", amount="output"),
        factor=Decimal(100),
        numerator=part,
        denominator=Words("规上工业总产值", "output above scale"),
    )


def _firm_share(key: str, column: str, zh: str, en: str) -> Indicator:
    part = Words(zh, en)
    return Indicator(
        key,
        Words(f"{zh}占规上工业企业比重", f"Share of firms above scale that are {en}"),
        PERCENT,
        ECONOMY,
        Words(
            f"{ABOVE_SCALE_WORDS.zh}；以年末是否为{zh}为准",
            f"{ABOVE_SCALE_WORDS.en}; {en} at the end of that year",
        ),
        Words(f"{zh} ÷ 规上工业企业数", f"{en} ÷ firms above scale"),
        select=Select("years", (ABOVE_SCALE, Where(column))),
        of=Select("years", (ABOVE_SCALE,)),
        factor=Decimal(100),
        better="more",
        numerator=part,
        denominator=Words("规上工业企业数", "firms above scale"),
    )


_FAMILIES = (
    ("high_tech", "高新技术企业", "high-tech firms"),
    ("specialised", "专精特新企业", "specialised firms"),
    ("member", "集群成员企业", "members of clusters"),
)
INDICATORS = (
    *(_output_share(f"output_share_{key}", key, zh, en) for key, zh, en in _FAMILIES),
    *(_firm_share(f"above_scale_share_{key}", key, zh, en) for key, zh, en in _FAMILIES),
    _firm_share(
        "above_scale_covered_share",
        "covered",
        "有党组织覆盖的企业",
        "firms covered by an organisation",
    ),
)
