"""The tables whose cells are built from records: what they count, over which dimensions.

Tables of the same figures share cells: a sum over all industries in a town is the sum over all
clusters in it. They are released together. A figure that another released table says as well is
named here with the place at which it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from jilian.disclosure.rules.states import Measure

ALL = "all"
ELSEWHERE = "elsewhere"  # in no town
UNKNOWN = "unknown"  # no industry known
INDUSTRY = "BCD"  # mining, manufacturing, power and water together
INDUSTRY_SECTIONS = frozenset(INDUSTRY)
MANUFACTURING, NOT_MANUFACTURING = "C", "BD"  # what industry is besides is a figure too
OUTSIDE = "outside"  # every other section, and firms whose industry is unknown
SEVERAL, NONE = "several", "none"  # in several clusters, in no cluster
KNOWN = "known"

FIRMS, OUTPUT = "firms", "output"  # the figures that tables may share

TOWN, TRADE, CLUSTER, COVER = "town", "industry", "cluster", "output_known"


@dataclass(frozen=True)
class Recipe:
    """A table that can be declared; ``figures``: what its cells are figures of.

    ``of_year``: the cells are those of a year and stay as they are from month to month.
    """

    key: str
    name: str
    name_en: str
    measure: Measure
    figures: str
    dimensions: tuple[str, ...]
    unit: str
    unit_en: str
    boundary: str
    boundary_en: str
    of_year: bool = False

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def boundary_shown(self) -> str:
        """What is counted, in the language of the page."""
        return self.boundary_en if get_language() == "en" else self.boundary


RECIPES: Mapping[str, Recipe] = {
    one.key: one
    for one in (
        Recipe(
            "firms_by_town_industry", "各街镇各行业企业数", "Firms by town and industry",
            Measure.FIRMS, FIRMS, (TOWN, TRADE), "家", "firms",
            "月末在册的企业，每家计一次，按当日主要场所和主要行业归类。",
            "Firms on record at the end of the month, each once, by main site and main industry of"
            " that day.",
        ),
        Recipe(
            "firms_by_cluster_town", "各集群各街镇企业数", "Firms by cluster and town",
            Measure.FIRMS, FIRMS, (CLUSTER, TOWN), "家", "firms",
            "月末在册的企业，每家计一次；同时在几个集群的，列入“属于几个集群”，不重复计算。",
            "Firms on record at the end of the month, each once; a firm in several clusters stands"
            " in the line “in several clusters”, never twice.",
        ),
        Recipe(
            "firms_by_output_known", "产值已知与未知的企业数", "Firms whose output is known",
            Measure.FIRMS, FIRMS, (COVER, TOWN), "家", "firms",
            "月末在册的企业，按其年产值是否已知；未知不是零。",
            "Firms on record at the end of the month by whether their output of the year is known;"
            " unknown is not zero.",
        ),
        Recipe(
            "output_by_town_section", "各街镇各门类产值", "Output by town and section",
            Measure.AMOUNT, OUTPUT, (TOWN, TRADE), "万元", "10,000 yuan",
            "已报年产值的企业，按该年12月31日的主要场所和主要行业归类；未报的不计入，也不当作零。",
            "Firms whose output of the year is known, by main site and main industry of 31 December"
            " of that year; where it is unknown it is left out and not taken for zero.",
            of_year=True,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Alike:
    """A figure that the table ``INDICATORS`` says too, by town, or one that lies beside it.

    ``is_part``: the indicator leaves out some of the firms; the difference is a figure of those.
    """

    figures: str
    trade: str
    indicator: str
    is_part: bool = False


INDICATORS = "indicators_by_unit"
ALIKE = (
    Alike(FIRMS, ALL, "registered_firms"),
    Alike(FIRMS, INDUSTRY, "industrial_firms"),
    Alike(FIRMS, MANUFACTURING, "manufacturing_firms"),
    Alike(FIRMS, NOT_MANUFACTURING, "other_than_manufacturing"),
    Alike(FIRMS, OUTSIDE, "other_than_industrial"),
    Alike(OUTPUT, INDUSTRY, "above_scale_output", is_part=True),
)
#: A firm in several clusters stands apart in this table; the indicator counts it in each of them.
CLUSTERS, IN_CLUSTER = "firms_by_cluster_town", "registered_firms"
