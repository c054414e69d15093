"""Decisions about organisations without a database: words, rows, spells, thresholds, the tree."""

from __future__ import annotations

from jilian.organisations.rules.rows import OrganisationRow
from jilian.organisations.rules.words import CountBand, CoverMode, Line, OrganisationType

__all__ = ["CountBand", "CoverMode", "Line", "OrganisationRow", "OrganisationType"]
