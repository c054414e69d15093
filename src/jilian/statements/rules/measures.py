"""Which measure a figure is about, by the words before it, and how records name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jilian.statements.rules.said import (
    COMPOUND,
    DOUBLING,
    GROWTH,
    LEVEL,
    MULTIPLE,
    RANK,
    RUN,
    SHARE,
    Said,
)

# The longer words of a measure come before the shorter ones of another.
WORDS: tuple[tuple[str, str], ...] = (
    ("above_scale_output", r"规(?:模以)?上工业(?:企业)?(?:总产值|产值)"),
    ("above_scale_firms", r"规(?:模以)?上工业企业"),
    ("sei", r"(?:战略性新兴产业|战新产业)(?:产值|总产值)?"),
    ("high_tech_firms", r"高新技术企业|高企"),
    ("little_giants", r"“?小巨人”?"),
    ("srdi_firms", r"专精特新(?:中小)?企业"),
    ("local_fiscal", r"地方(?:一般公共预算|财政)收入|一般公共预算收入"),
    ("total_fiscal", r"财政总收入"),
    ("gdp", r"(?:地区|国内)?生产总值|GDP"),
    ("rd_intensity", r"研发(?:经费)?(?:支出)?投入(?:强度|占)|研发强度"),
    ("retail_sales", r"社会消费品零售总额|社零总额"),
    ("industrial_investment", r"工业(?:固定资产)?投资"),
    ("population", r"常住人口"),
    ("electronics_output", r"电子信息(?:产业|制造业)?(?:产值|总产值)"),
    ("biomedicine_output", r"生物医药(?:产业)?(?:产值|总产值)"),
    ("patent_results", r"专利成果"),
    ("integration_projects", r"深度融合项目"),
    ("innovation_carriers", r"创新载体"),
    ("registered_firms", r"市场主体|注册企业"),
)
_PATTERNS = tuple((key, re.compile(words)) for key, words in WORDS)
# A known part and its whole, and a share's whole.
PART_OF = {"little_giants": "srdi_firms"}
SHARE_OF = {"sei": "above_scale_output"}
# Words that name something else: a figure behind them is not about the measure before.
_OTHER = re.compile(r"其中|进出口|出口|进口|利润|税收|就业|投资额|用电|党员|党组织|项目|专利|面积")
SENTENCE_END = re.compile(r"[。；;！!？?\n\r]+")


def sentence_of(text: str, place: int) -> tuple[int, int, int]:
    """Where the sentence around a place begins and ends, and which it is in the text."""
    begin, number = 0, 0
    for end in SENTENCE_END.finditer(text):
        if end.start() >= place:
            return begin, end.start(), number
        begin, number = end.end(), number + 1
    return begin, len(text), number


def measure_before(text: str, said: Said) -> str:
    """The measure whose words stand last before the figure in its sentence; empty if none."""
    begin, _end, _number = sentence_of(text, said.start)
    before = text[begin : said.start]
    found = [
        (match.end(), match.end() - match.start(), key)
        for key, pattern in _PATTERNS
        for match in pattern.finditer(before)
    ]
    if not found:
        return ""
    place, _length, key = max(found)
    return "" if _OTHER.search(before[place:]) else key


def with_measures(text: str, figures: Sequence[Said]) -> list[Said]:
    """The figures with their measure and the number of their sentence."""
    return [
        one.at(measure=measure_before(text, one), sentence=sentence_of(text, one.start)[2])
        for one in figures
    ]


def record_measures(said: Said) -> tuple[str, ...]:
    """Under which names published records may hold a figure like this."""
    stem = said.measure
    if not stem:
        return ()
    match said.kind:
        case kind if kind == LEVEL:
            return ("sei_output",) if stem == "sei" else (stem,)
        case kind if kind == SHARE:
            return ("sei_share",) if stem == "sei" else (stem,)
        case kind if kind == GROWTH:
            return ("high_tech_growth",) if stem == "high_tech_firms" else (f"{stem}_growth",)
        case kind if kind == COMPOUND:
            return tuple(f"{stem}_{end}" for end in ("cagr", "nominal_cagr", "mean_growth",
                                                     "nominal_mean_growth"))  # fmt: skip
        case kind if kind in (DOUBLING, MULTIPLE):
            return ("high_tech_multiple",) if stem == "high_tech_firms" else ()
        case kind if kind == RANK:
            return (f"{stem}_rank",)
        case kind if kind == RUN:
            return (f"{stem}_streak",)
        case _:
            return ()
