"""Decisions about firms without a database: words, rows, and what a row changes."""

from __future__ import annotations

from jilian.firms.rules.held import FIELD_LABELS, REASONS, Held, Outcome, Step
from jilian.firms.rules.merging import decide
from jilian.firms.rules.rows import (
    CarrierRow,
    FirmKey,
    FirmRow,
    SiteRow,
    TitleRow,
    checked_identifier,
)
from jilian.firms.rules.words import (
    BASIS_WORDS,
    GROUP_LABELS,
    MEASURE_GROUPS,
    Measure,
    NameKind,
    Scheme,
    TitleLevel,
    Trading,
)

__all__ = [
    "BASIS_WORDS",
    "FIELD_LABELS",
    "GROUP_LABELS",
    "MEASURE_GROUPS",
    "REASONS",
    "CarrierRow",
    "FirmKey",
    "FirmRow",
    "Held",
    "Measure",
    "NameKind",
    "Outcome",
    "Scheme",
    "SiteRow",
    "Step",
    "TitleLevel",
    "TitleRow",
    "Trading",
    "checked_identifier",
    "decide",
]
