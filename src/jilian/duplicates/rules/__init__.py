"""Decisions about possible duplicates without a database."""

from __future__ import annotations

from jilian.duplicates.rules.changes import Changed, FirmData, changes_of, same_data
from jilian.duplicates.rules.keeping import Basis, Choice, Weight, choose_kept
from jilian.duplicates.rules.knots import knots_of
from jilian.duplicates.rules.states import (
    JUDGED,
    OPEN,
    STATE_MARKS,
    PairState,
    SearchState,
    Verdict,
    checked_verdict,
    checked_words,
)
from jilian.duplicates.rules.words import (
    REASON_WORDS,
    packed_reasons,
    reason_choices,
    reason_mark,
    reasons_in_words,
    unpacked_reasons,
)

__all__ = [
    "JUDGED",
    "OPEN",
    "REASON_WORDS",
    "STATE_MARKS",
    "Basis",
    "Changed",
    "Choice",
    "FirmData",
    "PairState",
    "SearchState",
    "Verdict",
    "Weight",
    "changes_of",
    "checked_verdict",
    "checked_words",
    "choose_kept",
    "knots_of",
    "packed_reasons",
    "reason_choices",
    "reason_mark",
    "reasons_in_words",
    "same_data",
    "unpacked_reasons",
]
