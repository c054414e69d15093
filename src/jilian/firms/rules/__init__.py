"""Decisions about firms without a database: words, rows, and what a row changes."""

from __future__ import annotations

from jilian.firms.rules.merging import (
    FIELD_LABELS,
    REASONS,
    Held,
    Outcome,
    Step,
    decide,
)
from jilian.firms.rules.rows import (
    CarrierRow,
    FirmKey,
    FirmRow,
    TitleRow,
    checked_identifier,
)
from jilian.firms.rules.words import (
    GROUP_LABELS,
    MEASURE_GROUPS,
    Measure,
    NameKind,
    Scheme,
    TitleLevel,
    Trading,
)

__all__ = [
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
    "Step",
    "TitleLevel",
    "TitleRow",
    "Trading",
    "checked_identifier",
    "decide",
]
