"""Organisations with dated names, types, superiors and counts; what became of merged ones."""

from __future__ import annotations

from jilian.organisations.models.register import (
    SCOPE_FILTERS,
    TOWN_DIGITS,
    Attestation,
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    OrganisationQuerySet,
    ScopeFilter,
    Superior,
    TypeSpell,
    scopes_of_division,
)
from jilian.organisations.models.succession import Reorganisation, Succession

__all__ = [
    "SCOPE_FILTERS",
    "TOWN_DIGITS",
    "Attestation",
    "Cover",
    "MemberCount",
    "Organisation",
    "OrganisationName",
    "OrganisationQuerySet",
    "Reorganisation",
    "ScopeFilter",
    "Succession",
    "Superior",
    "TypeSpell",
    "scopes_of_division",
]
