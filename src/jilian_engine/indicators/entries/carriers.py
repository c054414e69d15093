"""Innovation carriers: each once, and at its highest level."""

from __future__ import annotations

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import CARRIERS, TITLES

_KINDS = ("world", "town")
_LEVELS = (
    (1, "national", "国家级", "National"),
    (2, "municipal", "市级", "Municipal"),
    (3, "district", "区级", "District"),
)


def _at(level: int, key: str, zh: str, en: str) -> Indicator:
    return Indicator(
        f"{key}_carriers",
        Words(f"{zh}创新载体数（按最高级别）", f"{en} innovation carriers (highest level)"),
        CARRIERS,
        TITLES,
        Words(
            "月末有效认定；持有多级认定的只计入最高一级",
            "valid titles; who holds several counts at the highest alone",
        ),
        Words("最高级别为该级的载体计数", "count of carriers whose highest level it is"),
        select=Select("highest_carriers", (Where("level", value=level),)),
        unit_kinds=_KINDS,
        additive=True,
    )


INDICATORS = (
    Indicator(
        "innovation_carriers",
        Words("创新载体数", "Innovation carriers"),
        CARRIERS,
        TITLES,
        Words(
            "月末持有任一级有效认定的载体，每家计一次",
            "carriers with a valid title of any level, each once",
        ),
        Words("载体计数，不按级别相加", "count of carriers, not the sum over levels"),
        select=Select("carriers"),
        unit_kinds=_KINDS,
        additive=True,
        checks=(
            Words("等于三级（按最高级别）之和", "equals the sum of the three levels at highest"),
        ),
    ),
    *(_at(*level) for level in _LEVELS),
)
