"""What makes a supply link: evidence, bands of value, and what a row changes."""

from __future__ import annotations

from jilian.network.rules.inference import (
    HALF_KM,
    INFERENCE_REFUSALS,
    LEAST_PROBABILITY,
    MOST_EXPECTED,
    MOST_KM,
    Part,
    check_day,
    check_inference,
    parts_in_words,
)
from jilian.network.rules.merging import REASONS, HeldLink, LinkOutcome, decide_link
from jilian.network.rules.rows import FirmKey, LinkRow, checked_link, unknown_end
from jilian.network.rules.words import BAND_AMOUNT, EVIDENCE_SAYS, Evidence, ValueBand

__all__ = [
    "BAND_AMOUNT",
    "EVIDENCE_SAYS",
    "HALF_KM",
    "INFERENCE_REFUSALS",
    "LEAST_PROBABILITY",
    "MOST_EXPECTED",
    "MOST_KM",
    "REASONS",
    "Evidence",
    "FirmKey",
    "HeldLink",
    "LinkOutcome",
    "LinkRow",
    "Part",
    "ValueBand",
    "check_day",
    "check_inference",
    "checked_link",
    "decide_link",
    "parts_in_words",
    "unknown_end",
]
