"""Network files for the systemic risk index: a folder in, a table out.

A folder holds `firms` (`firm`, `industry`), `links` (`supplier`, `buyer` or `customer`, `amount`)
and `essential` (the first column names industries of suppliers, the other headings industries of
buyers), each as CSV (UTF-8, UTF-16 with its mark, or GB 18030) or as Parquet. Other columns are
left alone. A fault is a TableError with table, column and row; rows count from 0 below the heading.
"""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.chain.prepare import Chain, prepare_chain
from jilian_engine.chain.spread import Indices, Shocks
from jilian_engine.errors import TableError

SUFFIXES = (".csv", ".parquet")
CLASSES = ("0", "1", "2")


@dataclass(frozen=True, eq=False)
class NetworkFiles:
    """What a folder held: the keys of the firms by position, and the chain."""

    firms: pl.Series
    chain: Chain


def read_network(folder: Path, essential: Path | None = None) -> NetworkFiles:
    """Read and check the three tables; TableError at the first fault."""
    kinds, classes = read_classes(essential or _one_of(folder, "essential"))
    firms = _columns(_one_of(folder, "firms"), "firms", ("firm", "industry"))
    _refuse("firms", "firm", "repeated_row", ~firms["firm"].is_first_distinct())
    industry = _places(
        pl.Enum(kinds), firms.drop_in_place("industry"), "firms", "industry", "unknown_industry"
    )
    known = pl.Enum(firms["firm"])
    links = _columns(
        _one_of(folder, "links"), "links", ("supplier", "buyer", "amount"), {"customer": "buyer"}
    )
    # Each column of words goes as soon as its numbers are there: the words take most of the memory.
    suppliers, buyers = (
        _places(known, links.drop_in_place(side), "links", side, "unknown_firm")
        for side in ("supplier", "buyer")
    )
    amounts = _numbers(links.drop_in_place("amount"), "links", "amount", most=None)
    return NetworkFiles(firms["firm"], prepare_chain(industry, suppliers, buyers, amounts, classes))


def read_classes(path: Path) -> tuple[pl.Series, NDArray[np.uint8]]:
    """The industries, and the class of input from each (row) for each (column)."""
    frame = _frame(path, "essential")
    if frame.width < 2:
        raise _fault("essential", "missing_column", "has no column of a buyer's industry")
    rows = frame.to_series(0).cast(pl.String).str.strip_chars()
    heading = rows.name
    _refuse("essential", heading, "missing_value", rows.is_null() | (rows == ""))
    _refuse("essential", heading, "repeated_row", ~rows.is_first_distinct())
    columns = [name.strip() for name in frame.columns[1:]]
    if len(set(columns)) < len(columns):
        raise _fault("essential", "repeated_column", "names an industry twice in its heading")
    for name in rows:
        if name not in columns:
            raise _fault("essential", "unknown_industry", f"has a row {name!r} but no column of it")
    for name in columns:
        if name not in set(rows):
            raise _fault("essential", "unknown_industry", f"has a column {name!r} but no row of it",
                         column=name)  # fmt: skip
    matrix = np.empty((len(rows), len(rows)), dtype=np.uint8)
    for at, name in enumerate(rows):
        given = frame.to_series(1 + columns.index(name))
        words = given.cast(pl.String).str.strip_chars().str.strip_suffix(".0")
        _refuse("essential", name, "wrong_class", ~words.is_in(CLASSES).fill_null(value=False))
        matrix[:, at] = words.cast(pl.UInt8).to_numpy()
    return rows, matrix


def read_shocks(path: Path, firms: pl.Series) -> tuple[pl.Series, Shocks]:
    """Names of the scenarios in the order in which they first stand, and the shocks."""
    frame = _columns(path, "shocks", ("scenario", "firm", "loss"))
    hit = _places(pl.Enum(firms), frame["firm"], "shocks", "firm", "unknown_firm")
    losses = _numbers(frame["loss"], "shocks", "loss", most=1.0)
    pairs = frame.select("scenario", "firm")
    twice = ~pairs.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    _refuse("shocks", "firm", "repeated_row", twice)
    names = frame["scenario"].unique(maintain_order=True)
    scenario = _places(pl.Enum(names), frame["scenario"], "shocks", "scenario", "missing_value")
    order = np.argsort(scenario, kind="stable")
    order = order[losses[order] > 0]  # a loss of nothing is no shock
    starts = np.concatenate(([0], np.cumsum(np.bincount(scenario[order], minlength=len(names)))))
    return names, Shocks(starts, hit[order].astype(np.int64), losses[order])


def write_indices(path: Path, names: pl.Series, found: Indices) -> None:
    """The table as CSV or Parquet by the suffix; whole or not at all."""
    frame = pl.DataFrame({
        names.name: names, "esri": found.esri, "esri_down": found.esri_down,
        "esri_up": found.esri_up, "iterations": found.iterations,
    }).with_columns(pl.lit(found.epsilon).alias("epsilon"))  # fmt: skip
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if path.suffix.lower() == ".parquet":
                frame.write_parquet(file)
            else:
                frame.write_csv(file)
        umask = os.umask(0)
        os.umask(umask)
        Path(beside).chmod(0o666 & ~umask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _one_of(folder: Path, table: str) -> Path:
    for suffix in SUFFIXES:
        if (folder / f"{table}{suffix}").is_file():
            return folder / f"{table}{suffix}"
    raise _fault(table, "missing_file", f"is missing from {folder}, as CSV or Parquet")


def _frame(path: Path, table: str) -> pl.DataFrame:
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        raise _fault(table, "missing_file", f"cannot be read: {wrong.strerror}: {path}") from wrong
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(io.BytesIO(raw))
        return pl.read_csv(_decoded(raw), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as wrong:
        raise _fault(table, "unreadable_file", f"is no table: {path}") from wrong


def _decoded(raw: bytes) -> bytes:
    """The same text in UTF-8 without a mark."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16").encode()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030").encode()
    return raw.removeprefix(b"\xef\xbb\xbf")


def _columns(
    path: Path, table: str, wanted: tuple[str, ...], called: dict[str, str] | None = None
) -> pl.DataFrame:
    """The wanted columns; words trimmed and there, numbers as they stand."""
    frame = _frame(path, table)
    headings = {name.strip().lower(): name for name in reversed(frame.columns)}
    for other, name in (called or {}).items():
        headings.setdefault(name, headings.get(other, ""))
    chosen = []
    for name in wanted:
        if not headings.get(name):
            raise _fault(table, "missing_column", f"lacks the column {name!r}", column=name)
        values = frame.drop_in_place(headings[name]).alias(name)
        if not values.dtype.is_numeric() or name not in ("amount", "loss"):
            values = values.cast(pl.String).str.strip_chars()
            _refuse(table, name, "missing_value", (values == "").fill_null(value=True))
        else:
            _refuse(table, name, "missing_value", values.is_null())
        chosen.append(values)
    return pl.DataFrame(chosen)


def _places(
    known: pl.Enum, words: pl.Series, table: str, column: str, code: str
) -> NDArray[np.int32]:
    """Where each word stands among those known."""
    found = words.cast(known, strict=False).to_physical()
    _refuse(table, column, code, found.is_null(), words)
    return found.to_numpy().astype(np.int32)


def _numbers(
    values: pl.Series, table: str, column: str, *, most: float | None
) -> NDArray[np.float64]:
    found = values.cast(pl.Float64, strict=False)
    _refuse(table, column, "not_a_number", ~found.is_finite().fill_null(value=False), values)
    _refuse(table, column, "too_small", found < 0, values)
    if most is not None:
        _refuse(table, column, "too_large", found > most, values)
    return found.to_numpy()


def _refuse(
    table: str, column: str, code: str, wrong: pl.Series, values: pl.Series | None = None
) -> None:
    if wrong.any():
        row = int(wrong.arg_true()[0])
        held = "" if values is None else f", {str(values[row])!r}"
        raise _fault(table, code, f"row {row + 1}, column {column!r}{held}", column, row)


def _fault(
    table: str, code: str, words: str, column: str | None = None, row: int | None = None
) -> TableError:
    return TableError(code, f"{table} {words}: {code}.", table=table, column=column, row=row)
