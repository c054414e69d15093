"""What makes a supply link: evidence, bands of value, and what a row changes."""

from __future__ import annotations

from jilian.network.rules.merging import REASONS, HeldLink, LinkOutcome, decide_link
from jilian.network.rules.rows import FirmKey, LinkRow, checked_link, unknown_end
from jilian.network.rules.words import BAND_AMOUNT, Evidence, ValueBand

__all__ = [
    "BAND_AMOUNT",
    "REASONS",
    "Evidence",
    "FirmKey",
    "HeldLink",
    "LinkOutcome",
    "LinkRow",
    "ValueBand",
    "checked_link",
    "decide_link",
    "unknown_end",
]
