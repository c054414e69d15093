"""The catalogue of notices: what each kind says, in which words, and when it is settled."""

from __future__ import annotations

from collections.abc import Mapping

from jilian.notices.rules.kind import Kind
from jilian.notices.rules.kinds import KINDS as _KINDS
from jilian.notices.rules.leaving import (
    LEASE,
    NIGHT_BEGINS,
    NIGHT_ENDS,
    WAITS,
    leaves_at,
    next_try,
)
from jilian.notices.rules.of_cases import OF_CASES

KINDS: Mapping[str, Kind] = {**_KINDS, **OF_CASES}

__all__ = [
    "KINDS",
    "LEASE",
    "NIGHT_BEGINS",
    "NIGHT_ENDS",
    "WAITS",
    "Kind",
    "leaves_at",
    "next_try",
]
