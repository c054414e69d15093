"""Decisions about what breaks, as functions of plain values."""

from __future__ import annotations

from jilian.chain.rules.answers import HIT_FROM, Hit, RunsOut, Unknown, WhatIf
from jilian.chain.rules.shocks import (
    CONVERGED,
    LEAST_EPSILON,
    MOST_KEYS,
    MOST_WORDS,
    LinksUsed,
    Shock,
    ShockKind,
    check_epsilon,
    check_shock,
    shock_of,
)
from jilian.chain.rules.stocks import MOST_DAYS, StockUse, check_stock, hours_of
from jilian.chain.rules.words import (
    CRITICAL_NOTES,
    CriticalState,
    InputKind,
    Known,
    critical_note,
    plain_words,
    share_of,
)

__all__ = [
    "CONVERGED",
    "CRITICAL_NOTES",
    "HIT_FROM",
    "LEAST_EPSILON",
    "MOST_DAYS",
    "MOST_KEYS",
    "MOST_WORDS",
    "CriticalState",
    "Hit",
    "InputKind",
    "Known",
    "LinksUsed",
    "RunsOut",
    "Shock",
    "ShockKind",
    "StockUse",
    "Unknown",
    "WhatIf",
    "check_epsilon",
    "check_shock",
    "check_stock",
    "critical_note",
    "hours_of",
    "plain_words",
    "share_of",
    "shock_of",
]
