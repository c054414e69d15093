"""Lin's firm 林氏晶圆 with three years of figures, papers that an office saw, and Economy's Qin."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from conftest import NOON

SINCE = date(2020, 1, 1)
# Meets srdi_sme_2026 but for judgement (SS-9) and the platform's score (SS-10).
PAPERS = {
    "holds_tier1": True, "segment_years": Decimal(5), "class_I_ip_applied": Decimal(2),
    "abnormal_or_dishonest_list": False, "product_prohibited_or_restricted": False,
    "serious_event_3y": False, "data_fraud_3y": False,
}  # fmt: skip
YEARLY = {
    "main_business_revenue": {2025: "4500"},
    "total_liabilities": {2025: "3000"},
}


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def qin(person, world):
    """Qin: economy commission of the district."""
    return person("qin", "economy_commission", world)


@pytest.fixture
def lin_firm(lin):
    """The firm that Lin keeps."""
    from jilian.firms.models import Firm

    return Firm.objects.select_related("world").get(name="林氏晶圆")


@pytest.fixture
def facts(source):
    """Give a firm yearly facts in the register: {measure: {year: value}}."""
    from jilian.firms.models import YearlyFact

    def give(firm, **measures):
        for measure, years in measures.items():
            for year, value in years.items():
                YearlyFact.objects.create(
                    firm=firm, year=year, measure=measure, value=Decimal(value), source=source
                )
        return firm

    return give


@pytest.fixture
def papers(qin):
    """Have Qin enter values of a firm from papers."""
    from jilian.policies.operations import state_evidence

    def enter(firm, by=None, **values):
        for field, value in values.items():
            years = value if isinstance(value, dict) else {None: value}
            for year, one in years.items():
                state_evidence(
                    by=by or qin, at=NOON, firm=firm, field=field, year=year,
                    value=Decimal(one) if isinstance(one, str) and year else one,
                    document="核查表〔2026〕1号", queried_on=date(2026, 2, 1),
                )  # fmt: skip
        return firm

    return enter


@pytest.fixture
def fit(lin_firm, facts, papers):
    """Lin's firm, of which everything that can be computed for srdi_sme_2026 is met."""
    facts(
        lin_firm, revenue={2025: "5000", 2024: "4800"}, assets={2025: "9000"},
        research_cost={2025: "400", 2024: "300"},
    )  # fmt: skip
    papers(lin_firm, **PAPERS, **YEARLY, platform_score={2025: "55"})
    return lin_firm
