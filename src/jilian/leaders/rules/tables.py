"""The frozen table of a selection as plain values, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jilian.leaders.rules.measures import Declared

Table = dict[str, Any]


def build_table(
    *,
    world: str,
    cluster: str,
    as_of: str,
    year: int,
    measures: Sequence[Declared],
    firms: Sequence[tuple[int, str, str]],
    cells: Mapping[str, Mapping[int, dict[str, Any]]],
) -> Table:
    """Put the inputs together: firms (key in the database, identity, name) by identity."""
    return {
        "world": world,
        "cluster": cluster,
        "as_of": as_of,
        "measures": [
            {
                "key": one.key, "criterion": one.criterion.value, "direction": one.direction,
                "year": year if one.is_yearly else None, "sources": _sources(cells[one.key]),
            }
            for one in measures
        ],
        "firms": [
            {
                "firm": pk, "key": key, "name": name,
                "cells": [cells[one.key][pk] for one in measures],
            }
            for pk, key, name in sorted(firms, key=lambda one: one[1])
        ],
    }  # fmt: skip


def _sources(cells: Mapping[int, dict[str, Any]]) -> list[str]:
    return sorted({cell["source"] for cell in cells.values() if "source" in cell})


def exact_value(cell: Mapping[str, Any]) -> Decimal | Fraction | None:
    """The number of a cell: as it was stated, an exact quotient, or None where it is unknown."""
    if "part" in cell:
        return Fraction(Decimal(cell["part"])) / Fraction(Decimal(cell["whole"]))
    return Decimal(cell["value"]) if "value" in cell else None


def canonical(table: object) -> bytes:
    """The one way in which plain values are written, whoever wrote them down before."""
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint_of(table: object) -> str:
    """SHA-256 over the canonical bytes."""
    return hashlib.sha256(canonical(table)).hexdigest()
