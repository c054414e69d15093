"""Every read of this area."""

from __future__ import annotations

from jilian.organisations.queries.coverage import Coverage, CoverageRow, coverage_of
from jilian.organisations.queries.days import DayOfChange, days_of_change
from jilian.organisations.queries.page import (
    OrganisationPage,
    covers_of_firm,
    organisation_page,
    sees_counts,
)
from jilian.organisations.queries.register import compare_organisations
from jilian.organisations.queries.standing import (
    CountsPage,
    Tree,
    attesting_sources,
    count_organisations,
    counts_page,
    organisation_tree,
)

__all__ = [
    "CountsPage",
    "Coverage",
    "CoverageRow",
    "DayOfChange",
    "OrganisationPage",
    "Tree",
    "attesting_sources",
    "compare_organisations",
    "count_organisations",
    "counts_page",
    "coverage_of",
    "covers_of_firm",
    "days_of_change",
    "organisation_page",
    "organisation_tree",
    "sees_counts",
]
