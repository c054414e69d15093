"""The matrix of essential inputs for the industries of a world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from jilian.chain.analysis.ground import inputs_2020
from jilian_engine.chain.essential import ESSENTIAL
from jilian_engine.input_output import china_2020


@dataclass(frozen=True)
class MatrixRow:
    """A sector that firms of the world belong to, with what stops it and by which share."""

    code: str
    name: str
    firms: int
    essential: tuple[tuple[str, str, float, bool], ...]  # code, name, share, made here


def essential_rows(classes: Iterable[str]) -> list[MatrixRow]:
    """The sectors of these classes, the largest first, each with its essential inputs."""
    table, inputs = china_2020(), inputs_2020()
    found = inputs.industries_of(table, pl.Series("industry", list(classes), dtype=pl.String))
    counted = Counter(one for one in found.tolist() if one != inputs.unknown)
    rows = []
    for sector, firms in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        held = [at for at in range(inputs.unknown) if inputs.classes[at, sector] == ESSENTIAL]
        held.sort(key=lambda at: (-inputs.shares[at, sector], at))
        essential = tuple(
            (table.codes[at], table.names[at], float(inputs.shares[at, sector]), at in counted)
            for at in held
        )
        rows.append(MatrixRow(table.codes[sector], table.names[sector], firms, essential))
    return rows
