"""Large, medium, small or micro by the statistical division of 2017; what is unknown stays so.

Large, medium and small must reach every lower bound of the industry; micro is who misses one of
the bounds of small. This is the division for statistics (国统字〔2017〕213号). Whether a firm is
eligible for a policy for SMEs is decided by 工信部联企业〔2011〕300号, another instrument.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

import polars as pl

from jilian_engine.errors import TableError
from jilian_engine.rulebook.logic import all_of

Number = int | Decimal | Fraction | None
INDICATORS = ("employees", "revenue", "assets")
_COLUMNS = ("firm", "industry", *INDICATORS)


class SizeClass(StrEnum):
    """The four classes, the largest first."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


_BOUNDED = (SizeClass.LARGE, SizeClass.MEDIUM, SizeClass.SMALL)


@dataclass(frozen=True)
class SizeRow:
    """The lower bounds of one group of industries, by indicator: large, medium, small."""

    zh: str
    bounds: Mapping[str, tuple[int, int, int]]
    confirmation: str


@dataclass(frozen=True)
class Size:
    """The class, or None where it is not known; `possible` are those that remain, largest first.

    `why` is a code: `industry_not_covered` (the table has no row, or the code is too short to
    choose one), `not_stated` (employees, revenue or assets are missing).
    """

    size_class: SizeClass | None
    possible: tuple[SizeClass, ...]
    why: str = ""
    row: SizeRow | None = None


def size_of(
    industry: str, employees: Number = None, revenue: Number = None, assets: Number = None
) -> Size:
    """The size class of a firm: its GB/T 4754 code, persons, revenue and assets in 10k yuan."""
    row = size_row(industry)
    if row is None:
        return Size(None, tuple(SizeClass), "industry_not_covered")
    stated = dict(zip(INDICATORS, (employees, revenue, assets), strict=True))
    possible = []
    for at, size in enumerate(_BOUNDED):
        reached = all_of(
            None if (value := stated[name]) is None else value >= bounds[at]
            for name, bounds in row.bounds.items()
        )
        if reached is not False:
            possible.append(size)
        if reached:
            break
    else:
        possible.append(SizeClass.MICRO)
    certain = possible[0] if len(possible) == 1 else None
    return Size(certain, tuple(possible), "" if certain else "not_stated", row)


def size_row(industry: str) -> SizeRow | None:
    """The row of the table for a code (`3812`, `C3812`, `C`), or None where none is certain."""
    code = industry[1:] or industry if industry[:1].isalpha() else industry
    prefixes = _prefixes()
    longer = {row for prefix, row in prefixes.items() if prefix != code and prefix.startswith(code)}
    matching = [prefix for prefix in prefixes if code.startswith(prefix)]
    found = prefixes[max(matching, key=len)] if matching else ""
    return None if not code or longer - {found} else _rows().get(found)


def size_classes(frame: pl.DataFrame) -> pl.DataFrame:
    """Many firms at once: `firm`, `size_class` (null where it is not known), as `size_of` answers.

    The frame has `firm`, `industry` and the three indicators as whole numbers or decimals.
    """
    for name in _COLUMNS:
        if name not in frame.columns:
            raise TableError("column_missing", name, column=name)
        if name in INDICATORS and frame.schema[name].is_float():
            raise TableError("value_inexact", f"{name} is a float", column=name)
    bounds = _bounds_of(frame["industry"].drop_nulls().unique().to_list())
    joined = frame.select(_COLUMNS).join(bounds, on="industry", how="left", maintain_order="left")
    reached = {size: _reaches(size) for size in _BOUNDED}
    answer = pl.when(pl.col("covered")).then(
        pl.when(reached[SizeClass.LARGE]).then(pl.lit("large"))
        .when(~reached[SizeClass.LARGE] & reached[SizeClass.MEDIUM]).then(pl.lit("medium"))
        .when(~reached[SizeClass.MEDIUM] & reached[SizeClass.SMALL]).then(pl.lit("small"))
        .when(~reached[SizeClass.SMALL]).then(pl.lit("micro"))
    )  # fmt: skip
    classes = pl.Enum([str(one) for one in SizeClass])
    return joined.select("firm", answer.cast(classes).alias("size_class"))


def _reaches(size: SizeClass) -> pl.Expr:
    """Whether every bound that the industry has is reached; null where that is not known."""
    parts = [
        pl.when(pl.col(f"{name}_{size}").is_null())
        .then(True)
        .otherwise(pl.col(name) >= pl.col(f"{name}_{size}"))
        for name in INDICATORS
    ]
    return pl.all_horizontal(parts)


def _bounds_of(industries: list[str]) -> pl.DataFrame:
    rows = []
    for industry in industries:
        row = size_row(industry)
        bounds = {} if row is None else row.bounds
        rows.append(
            {"industry": industry, "covered": row is not None}
            | {
                f"{name}_{size}": bounds[name][at] if name in bounds else None
                for name in INDICATORS
                for at, size in enumerate(_BOUNDED)
            }
        )
    columns = [f"{name}_{size}" for name in INDICATORS for size in _BOUNDED]
    schema = {"industry": pl.String, "covered": pl.Boolean} | dict.fromkeys(columns, pl.Int64)
    return pl.DataFrame(rows, schema)


@lru_cache
def _rows() -> dict[str, SizeRow]:
    found: dict[str, SizeRow] = {}
    for line in _lines():
        name = line["industry_zh"]
        bounds = (int(line["large_ge"]), int(line["medium_ge"]), int(line["small_ge"]))
        before = found[name].bounds if name in found else {}
        found[name] = SizeRow(name, {**before, line["indicator"]: bounds}, line["confirmation"])
    return found


@lru_cache
def _prefixes() -> dict[str, str]:
    """From each code or section to the name of its row; an empty name is left out by the table."""
    found = {}
    for line in _lines():
        for code in line["codes"].split():
            found[code.removeprefix("-")] = "" if code.startswith("-") else line["industry_zh"]
    return found


@lru_cache
def _lines() -> list[dict[str, str]]:
    path = files("jilian_engine.rulebook.qualifications") / "enterprise_size_2017.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
