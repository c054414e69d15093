"""Firms, their names, identities, sites, industries, yearly facts, products, carriers, titles."""

from __future__ import annotations

from jilian.firms.models.changes import NamesChange, NamesState
from jilian.firms.models.firm import SCOPE_FILTERS, Firm, FirmQuerySet, ScopeFilter
from jilian.firms.models.merges import (
    DERIVED_FROM_FIRMS,
    HISTORY_OF_FIRMS,
    MERGE_EFFECTS,
    MERGE_FOLLOWERS,
    MOVABLE,
    FirmMerge,
    FirmMergeQuerySet,
    FirmSplit,
    FirmSplitQuerySet,
    Movable,
)
from jilian.firms.models.records import (
    FILLER_DIVISIONS,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.models.titles import Carrier, Title

__all__ = [
    "DERIVED_FROM_FIRMS",
    "FILLER_DIVISIONS",
    "HISTORY_OF_FIRMS",
    "MERGE_EFFECTS",
    "MERGE_FOLLOWERS",
    "MOVABLE",
    "SCOPE_FILTERS",
    "Carrier",
    "Firm",
    "FirmIdentity",
    "FirmIndustry",
    "FirmMerge",
    "FirmMergeQuerySet",
    "FirmName",
    "FirmProduct",
    "FirmQuerySet",
    "FirmSplit",
    "FirmSplitQuerySet",
    "Movable",
    "NamesChange",
    "NamesState",
    "ScopeFilter",
    "Site",
    "Title",
    "YearlyFact",
]
