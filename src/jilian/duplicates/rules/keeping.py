"""Which of two records stands for both when they are merged, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What decided."""

    CODE = "code"
    RECORDS = "records"
    OLDER = "older"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Weight:
    """What speaks for a record: a credit code whose check digit fits, what hangs on it, its age."""

    key: int
    has_code: bool
    rows: int


@dataclass(frozen=True)
class Choice:
    """The key of the record that is kept, and what decided."""

    key: int
    basis: Basis


def choose_kept(left: Weight, right: Weight) -> Choice:
    """Keep the one with a valid credit code, else with more rows, else the older (smaller key)."""
    if left.has_code != right.has_code:
        return Choice(left.key if left.has_code else right.key, Basis.CODE)
    if left.rows != right.rows:
        return Choice(left.key if left.rows > right.rows else right.key, Basis.RECORDS)
    return Choice(min(left.key, right.key), Basis.OLDER)
