"""What the engine finds in a table of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from jilian.duplicates.rules import packed_reasons
from jilian_engine.names import find_duplicates


class FoundPair(NamedTuple):
    """Two firms whose names are alike: keys, the smaller first, and why."""

    left: int
    right: int
    likelihood: float
    reasons: str
    left_name: str
    right_name: str


def pairs_of(names: pl.DataFrame) -> Sequence[FoundPair]:
    """Return the pairs of firms that may be one, the likeliest first.

    ``names`` as ``queries.register.names_of_world`` reads them.
    """
    if names.is_empty():
        return []
    return [
        FoundPair(left, right, likelihood, packed_reasons(reasons), left_name, right_name)
        for left, right, likelihood, reasons, left_name, right_name in find_duplicates(
            names
        ).iter_rows()
    ]
