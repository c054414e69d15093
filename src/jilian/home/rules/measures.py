"""Names of published measures and their units; a measure without a name is shown as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, npgettext_lazy, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# What the first page shows of what has been published, in this order.
HEADLINES = (
    "above_scale_firms",
    "high_tech_firms",
    "srdi_firms",
    "integration_projects",
    "patent_results",
    "key_firms_newly_covered",
    "innovation_carriers",
    "sei_share",
)

MEASURES: Mapping[str, StrPromise] = {
    "above_scale_firms": _("industrial firms above scale"),
    "above_scale_firms_rank": _("rank by industrial firms above scale"),
    "above_scale_output": _("output of industry above scale"),
    "above_scale_output_rank": _("rank by output of industry above scale"),
    "activities": _("activities held"),
    "alliance_output": _("output of the firms in alliances"),
    "area": _("area"),
    "award_rank": _("rank among selected cases"),
    "biomedicine_output": _("output of biomedicine"),
    "branches": _("other branches that took it up"),
    "carrier_kinds_named": _("kinds of working carriers named"),
    "cities": _("cities"),
    "cluster_scale_class": _("scale classes of clusters"),
    "course_systems": _("course systems"),
    "demonstration_parks": _("demonstration parks"),
    "directions": _("directions of innovation"),
    "duration": _("time from start to stop"),
    "electronics_output": _("output of electronics"),
    "event_length": _("length of the contest"),
    "firms_signed": _("upstream and downstream firms signed"),
    "gdp": _("gross domestic product"),
    "gdp_growth_target": _("target for growth of gross domestic product"),
    "gdp_mean_growth": _("mean yearly growth of gross domestic product, real"),
    "gdp_nominal_cagr": _("mean yearly growth of gross domestic product, nominal"),
    "gdp_nominal_mean_growth": _("mean yearly growth of gross domestic product, nominal"),
    "goods_sales": _("sales of goods"),
    "high_tech_firm_organisations": _("organisations in high-tech firms"),
    "high_tech_firms": _("high-tech firms"),
    "high_tech_growth": _("growth of high-tech firms"),
    "high_tech_multiple": _("high-tech firms as a multiple"),
    "industrial_investment": _("industrial investment"),
    "industrial_investment_mean_growth": _("mean yearly growth of industrial investment"),
    "industry_alliances": _("industry alliances"),
    "innovation_carriers": _("innovation carriers"),
    "integration_projects": _("projects of deep integration"),
    "key_firms_newly_covered": _("key firms with an organisation"),
    "lead_firms_in_alliances": _("leading firms in alliances"),
    "line_workers": _("workers on the line"),
    "little_giants": _("little giants at national level"),
    "local_fiscal": _("local fiscal revenue"),
    "local_fiscal_cagr": _("mean yearly growth of local fiscal revenue"),
    "local_fiscal_growth_target": _("target for growth of local fiscal revenue"),
    "local_fiscal_mean_growth": _("mean yearly growth of local fiscal revenue"),
    "local_fiscal_rank": _("rank by local fiscal revenue"),
    "local_fiscal_streak": _("months of growth of local fiscal revenue in a row"),
    "material_delivered": _("material delivered"),
    "members_growth": _("growth of members"),
    "national_incubators_share": _("share of national incubators"),
    "office_staff": _("staff of the joint office"),
    "orders": _("purchase orders"),
    "organisation_coverage": _("key firms covered by an organisation"),
    "organisations_growth": _("growth of organisations"),
    "participations": _("participations of members"),
    "patent_results": _("patent results"),
    "population": _("population"),
    "products": _("systems developed"),
    "quality_index": _("index of quality development"),
    "rank_of_three_measures": _("rank by three measures"),
    "rd_intensity": _("research spending in gross domestic product"),
    "registered_firms": _("registered firms"),
    "retail_sales": _("retail sales"),
    "sei_output": _("output of strategic emerging industries"),
    "sei_share": _("share of strategic emerging industries in output"),
    "share_of_area": _("share of the country's area"),
    "share_of_gdp": _("share of the country's gross domestic product"),
    "share_of_high_tech_firms": _("share of the country's high-tech firms"),
    "share_of_local_fiscal": _("share of the country's local fiscal revenue"),
    "share_of_market_entities": _("share of the country's market entities"),
    "share_of_new_members": _("share of newly developed members"),
    "share_of_population": _("share of the country's population"),
    "share_of_star_market_firms": _("share of the firms on the STAR market"),
    "shift_capacity_growth": _("growth of capacity per shift"),
    "srdi_firms": _("specialised and sophisticated firms"),
    "subjects": _("groups of subjects"),
    "tech_contract_share": _("share of technology contracts"),
    "total_fiscal": _("total fiscal revenue"),
}

# What the packaged figures are about, where the source names nothing that has a name.
SUBJECTS: Mapping[str, StrPromise] = {
    "AI IC biomedicine key firms": _(
        "key firms of artificial intelligence, integrated circuits and biomedicine"
    ),
    "a biomedical firm": _("a biomedical firm"),
    "a semiconductor firm": _("a semiconductor firm"),
    "a vehicle firm": _("a vehicle firm"),
    "新桥现代装备产业集群 a firm": _("a firm of the cluster of modern equipment in Xinqiao"),
}

UNITS: Mapping[str, StrPromise] = {
    "100m_yuan": pgettext_lazy("unit of a figure", "hundred million yuan"),
    "10k_km2": pgettext_lazy("unit of a figure", "ten thousand km²"),
    "10k_person": pgettext_lazy("unit of a figure", "ten thousand people"),
    "index_2019_100": pgettext_lazy("unit of a figure", "(2019 = 100)"),
    "trillion_yuan": pgettext_lazy("unit of a figure", "trillion yuan"),
    "yuan": pgettext_lazy("unit of a figure", "yuan"),
    "percent": pgettext_lazy("unit of a figure", "%"),
}
COUNTED: Mapping[str, StrPromise] = {
    "alliance": npgettext_lazy("unit of a figure", "alliance", "alliances"),
    "branch": npgettext_lazy("unit of a figure", "branch", "branches"),
    "carrier": npgettext_lazy("unit of a figure", "carrier", "carriers"),
    "category": npgettext_lazy("unit of a figure", "category", "categories"),
    "city": npgettext_lazy("unit of a figure", "city", "cities"),
    "class": npgettext_lazy("unit of a figure", "class", "classes"),
    "day": npgettext_lazy("unit of a figure", "day", "days"),
    "event": npgettext_lazy("unit of a figure", "event", "events"),
    "firm": npgettext_lazy("unit of a figure", "firm", "firms"),
    "hour": npgettext_lazy("unit of a figure", "hour", "hours"),
    "item": npgettext_lazy("unit of a figure", "item", "items"),
    "month": npgettext_lazy("unit of a figure", "month", "months"),
    "organisation": npgettext_lazy("unit of a figure", "organisation", "organisations"),
    "park": npgettext_lazy("unit of a figure", "park", "parks"),
    "person": npgettext_lazy("unit of a figure", "person", "persons"),
    "person_time": npgettext_lazy("unit of a figure", "participation", "participations"),
    "project": npgettext_lazy("unit of a figure", "project", "projects"),
    "system": npgettext_lazy("unit of a figure", "system", "systems"),
    "times": npgettext_lazy("unit of a figure", "time", "times"),
    "tonne": npgettext_lazy("unit of a figure", "tonne", "tonnes"),
}


def measure_words(measure: str) -> str:
    """Name a measure; one that has no name stands as it is kept, with blanks."""
    return str(MEASURES.get(measure) or measure.replace("_", " "))


def subject_words(subject: str) -> str:
    """Name what a figure is about; a name of its own stands as the source gives it."""
    return str(SUBJECTS.get(subject, subject))


def period_words(period: str) -> str:
    """Say a period once where it begins and ends on one day, or names its year twice."""
    first, _dash, last = period.partition(" – ")
    if first == last:
        return first
    year, _blank, rest = period.partition(" ")
    return rest if rest.startswith(year) else period


def unit_words(unit: str, number: Decimal) -> str:
    """Name a unit as it follows a number; one that has no name stands as it is kept."""
    if unit in COUNTED:
        return str(COUNTED[unit] % (1 if number == 1 else 2))
    return str(UNITS.get(unit, unit.replace("_", " ")))
