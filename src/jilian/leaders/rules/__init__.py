"""Words, states and rules of this area; no database."""

from __future__ import annotations

from jilian.leaders.rules.measures import (
    CATALOGUE,
    CRITERION_ORDER,
    DEFAULT_MEASURES,
    Criterion,
    Declared,
    Unknown,
    declared,
    measure_words,
)
from jilian.leaders.rules.selections import (
    STATE_MARKS,
    Method,
    MissingRule,
    SelectionState,
    Weighting,
    check_choice,
    check_measures,
    check_start,
    check_weights,
    default_year,
)
from jilian.leaders.rules.terms import (
    LONGEST_TEXT,
    REMIND_BEFORE,
    Side,
    month_of,
    months_between,
    plan_terms,
)

__all__ = [
    "CATALOGUE",
    "CRITERION_ORDER",
    "DEFAULT_MEASURES",
    "LONGEST_TEXT",
    "REMIND_BEFORE",
    "STATE_MARKS",
    "Criterion",
    "Declared",
    "Method",
    "MissingRule",
    "SelectionState",
    "Side",
    "Unknown",
    "Weighting",
    "check_choice",
    "check_measures",
    "check_start",
    "check_weights",
    "declared",
    "default_year",
    "measure_words",
    "month_of",
    "months_between",
    "plan_terms",
]
