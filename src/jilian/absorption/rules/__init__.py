"""Modes, sides and states of an absorption, and what may follow what."""

from __future__ import annotations

from jilian.absorption.rules.moving import absorbed, check_double_membership, released
from jilian.absorption.rules.words import (
    ANSWERED,
    OPEN,
    STATE_MARKS,
    WAYS_OUT,
    AbsorptionState,
    Answer,
    Mode,
    Side,
    check_decidable,
    check_open,
    state_after,
)

__all__ = [
    "ANSWERED",
    "OPEN",
    "STATE_MARKS",
    "WAYS_OUT",
    "AbsorptionState",
    "Answer",
    "Mode",
    "Side",
    "absorbed",
    "check_decidable",
    "check_double_membership",
    "check_open",
    "released",
    "state_after",
]
