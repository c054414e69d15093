"""Rows of the rule file with the keys they may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from jilian_engine.errors import RuleError


def taken(row: Any, where: str, needs: Sequence[str], may: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return the row if it has what it needs and nothing that nobody knows."""
    if not isinstance(row, Mapping):
        raise RuleError("rule_set_malformed", f"{where}: {row!r} has no keys")
    strange = [str(key) for key in row if key not in needs and key not in may]
    missing = [key for key in needs if key not in row]
    if strange:
        raise RuleError("rule_key_unknown", f"{where}: unknown {', '.join(sorted(strange))}")
    if missing:
        raise RuleError("rule_key_missing", f"{where}: {', '.join(missing)} is missing")
    return row


def number(value: Any, where: str) -> Fraction:
    """Return a number of the file exactly as it is written there."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RuleError("rule_set_malformed", f"{where}: {value!r} is no number")
    return Fraction(str(value))
