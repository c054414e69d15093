"""Rows of evidence as a form or a table brings them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian.policies.rules.values import Value


@dataclass(frozen=True)
class EvidenceRow:
    """One value of one firm; ``firm`` is the key of its record in the register."""

    firm: int
    field: str
    year: int | None
    value: Value
    document: str
    queried_on: date
    row: int | None = None
