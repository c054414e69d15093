"""Asking the rule sets of the engine about firms."""

from __future__ import annotations

from jilian.policies.analysis.everybody import Everybody, check_everybody
from jilian.policies.analysis.firm import (
    by_hand,
    check_firm,
    check_for_benefit,
    check_many,
    lines_for_people,
)

__all__ = [
    "Everybody",
    "by_hand",
    "check_everybody",
    "check_firm",
    "check_for_benefit",
    "check_many",
    "lines_for_people",
]
