"""Which facts each check takes and which function looks at them; no verdict stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.statements.rules import checks_levels as levels, checks_parts as parts
from jilian.statements.rules.checks_facts import Found, Given

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIRMS_2015 = "high_tech_firms@2015 year_end"
FISCAL_2015 = "local_fiscal@2015"
GDP_2015 = "gdp@2015"
FISCAL_TO_2019 = "local_fiscal_mean_growth@2019 2016-2019"
GDP_TO_2019 = "gdp_mean_growth@2019 2016-2019"
LEAST_OUTPUT = Decimal("0.2")  # 100 million yuan: 20 million make a firm above scale since 2011


@dataclass(frozen=True)
class Check:
    """One check: its facts of the article, what it asks, the function and who plays which part."""

    check_id: str
    facts: tuple[str, ...]
    test: StrPromise
    look: Callable[[Given], Found]
    parts: Mapping[str, str | tuple[str, ...]]
    settings: Mapping[str, Decimal | int | str] = field(default_factory=dict)


CHECKS: tuple[Check, ...] = (
    Check("K01", ("E06", "E07"), _("count of the year before"),
          levels.implied_base, {"now": "E06", "growth": "E07"}),
    Check("K02", ("E05", "E06", "E07"), _("literal: four times the end of the 13th plan"),
          levels.literal_multiple, {"now": "E06", "growth": "E07", "times": "E05"},
          {"base_is": "2020"}),
    Check("K03", ("E05", "E06"), _("reading: four times the end of the 12th plan"),
          levels.base_at_most, {"now": "E06", "times": "E05", "base": FIRMS_2015}),
    Check("K04", ("E05", "E06"), _("reading: doubled twice from 2016 to 2020"),
          levels.doubled_within,
          {"base": FIRMS_2015, "now": "E06", "growth": "E07", "times": "E05"}),
    Check("K05", ("E10",), _("value of 2020 that follows"),
          levels.implied_level, {"base": FISCAL_2015, "growth": "E10"}, {"years": 5}),
    Check("K06", ("E10", "E13"), _("growth of 2021 that follows"),
          levels.implied_growth, {"now": "E13", "base": FISCAL_2015, "growth": "E10"},
          {"years": 5}),
    Check("K07", ("E10",), _("value of 2019 that follows from the mean of 2016 to 2019"),
          levels.implied_level,
          {"base": FISCAL_2015, "growth": FISCAL_TO_2019, "before": "local_fiscal@2017",
           "after": (FISCAL_2015, "E10")},
          {"years": 4, "after_years": 5}),
    Check("K08", ("E11",), _("product of 2020 that follows"),
          levels.implied_level,
          {"base": GDP_2015, "growth": "E11", "before": (GDP_2015, GDP_TO_2019),
           "after": "gdp@2021"},
          {"years": 5, "before_years": 4}),
    Check("K09", ("E11",), _("yearly steps as first published"),
          levels.steps_of_series,
          {"levels": (GDP_2015, "gdp@2016", "gdp@2017"), "base": GDP_2015,
           "growth": GDP_TO_2019},
          {"years": 4, "further_years": 2}),
    Check("K10", ("E14",), _("length of the run"),
          levels.length_of_run,
          {"run": "E14", "others": ("local_fiscal_streak@2021 2021-10",)}),
    Check("K11", ("E02", "E04"), _("output of the strategic industries that follows"),
          parts.amount_of_share, {"whole": "E02", "share": "E04"}),
    Check("K12", ("E01", "E02"), _("output a firm"),
          parts.amount_each, {"total": "E02", "count": "E01"}, {"least_each": LEAST_OUTPUT}),
    Check("K13", ("E08", "E09"), _("share of the little giants"),
          parts.subset, {"part": "E09", "whole": "E08"}),
    Check("K14", ("C08", "C10"), _("patents a project"),
          parts.ratio_of_bounds, {"above": "C10", "below": "C08"}),
    Check("K15", ("A09", "A10"), _("participations an event"),
          parts.ratio_of_bounds, {"above": "A10", "below": "A09"}),
    Check("K16", ("C05", "C06"), _("output a worker"),
          parts.combined_factor, {"growth": "C05", "change": "C06"}),
    Check("K17", ("D01",), _("least that the law asks from notice to closed listing"),
          parts.least_of_limits, {"stated": "D01", "steps": ("P-A.A06", "P-A.A07")}),
    Check("K18", ("D02",), _("limit of the law"),
          parts.within_limit, {"stated": "D02", "step": "P-B.B07"},
          {"article": "建筑法 art. 8"}),
    Check("K19", ("D03",), _("limit of the law"),
          parts.within_limit, {"stated": "D03", "step": "P-C.C06"},
          {"article": "SH-REALTY art. 14"}),
    Check("K20", ("E04",), _("the share over time"),
          parts.one_series,
          {"shares": ("sei_share@2015", "E04", "sei_share@2022 2022 Q1-Q3", "sei_share@2023 H1"),
           "part": "sei_output@2024 2024 Jan-Apr",
           "whole": "above_scale_output@2024 2024 Jan-Apr"}),
    Check("K21", ("E01",), _("counts of firms over time"),
          parts.rising_counts,
          {"counts": ("E01", "above_scale_firms@2023 H1", "above_scale_firms@2024 2024-06")}),
    Check("K22", ("E02",), _("output over time"),
          parts.level_and_basis,
          {"years": ("E02", "above_scale_output@2023"),
           "later": "above_scale_output@2024 2024 Jan-Apr"}),
)  # fmt: skip
