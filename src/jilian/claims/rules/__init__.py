"""Decisions about claims and corrections without a database."""

from __future__ import annotations

from jilian.claims.rules.fields import (
    NAMES,
    TABLES,
    Field,
    Manner,
    change_of,
    check_day,
    check_manner,
    checked_value,
    manners_of,
    value_words,
)
from jilian.claims.rules.states import (
    MOST_OPEN_CLAIMS,
    OPEN,
    STATE_MARKS,
    ClaimState,
    CorrectionState,
    PaperKind,
    check_claim_step,
    check_correction_step,
    check_reason,
)

__all__ = [
    "MOST_OPEN_CLAIMS",
    "NAMES",
    "OPEN",
    "STATE_MARKS",
    "TABLES",
    "ClaimState",
    "CorrectionState",
    "Field",
    "Manner",
    "PaperKind",
    "change_of",
    "check_claim_step",
    "check_correction_step",
    "check_day",
    "check_manner",
    "check_reason",
    "checked_value",
    "manners_of",
    "value_words",
]
