"""Evidence of many firms: one column for each field and year, numbers as whole millionths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from jilian_engine.errors import EngineError, TableError
from jilian_engine.rulebook.qualifications.evidence import LIMIT, PLACES, check_place
from jilian_engine.rulebook.qualifications.model import Field, Rulebook
from jilian_engine.rulebook.qualifications.reading import load_rulebook

SCALE = 10**PLACES
_NUMBER = rf"^-?\d{{1,12}}(\.\d{{1,{PLACES}}})?$"
_KEYS = ("firm", "field", "year", "value")
_WHOLE = (pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.UInt64, pl.UInt32, pl.UInt16, pl.UInt8)


@dataclass(frozen=True)
class EvidenceTable:
    """Firms with what is stated of each; made by `read_evidence`, used for every rule set.

    A column is called `field` or `field@year`. Numbers are millionths, days are counted from
    1970, words are positions in the field's list; null is unknown. `place` numbers the firms.
    """

    firms: pl.Series
    stated: pl.DataFrame

    def column(self, name: str, year: int | None) -> pl.Expr:
        """What is stated of a field; null for all where nothing is."""
        called = column_name(name, year)
        return pl.col(called) if called in self.stated.columns else pl.lit(None, pl.Int64)


def column_name(name: str, year: int | None) -> str:
    """What the column of a field and year is called."""
    return name if year is None else f"{name}@{year}"


def read_evidence(
    frame: pl.DataFrame, firms: pl.Series | None = None, book: Rulebook | None = None
) -> EvidenceTable:
    """Check and sort evidence of many firms; `firms` adds those of which nothing is stated.

    Raises TableError with column and row for what cannot be stated so, and for a float column,
    which has lost its digits already.
    """
    fields = (book or load_rulebook()).fields
    rows = _checked(frame)
    known, places = _places(rows["firm"], firms)
    parts = rows.drop("firm").with_columns(places.alias("place"))
    columns = [pl.Series("place", np.arange(len(known), dtype=np.uint32))]
    for (name, year), part in sorted(
        parts.partition_by("field", "year", as_dict=True, include_key=False).items(), key=str
    ):
        asked = _place(fields, str(name), year, frame)
        try:
            columns.append(_column(asked, year, part, len(known)))
        except _OddValue as odd:
            row = _first_row(frame, str(name), year, odd.value)
            message = f"{asked.name} cannot be {odd.value!r}"
            raise TableError(odd.code, message, column="value", row=row) from odd
    return EvidenceTable(known, pl.DataFrame(columns))


class _OddValue(Exception):
    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def _checked(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in _KEYS if name not in frame.columns]
    strange = [name for name in frame.columns if name not in (*_KEYS, "proof")]
    if missing or strange:
        named = (missing or strange)[0]
        raise TableError("column_missing" if missing else "column_unknown", named, column=named)
    dtype = frame.schema["value"]
    if not (dtype in (pl.String, pl.Null, *_WHOLE) or isinstance(dtype, pl.Decimal)):
        message = f"values are texts or decimals, not {dtype}"
        raise TableError("value_inexact", message, column="value")
    for name in ("firm", "field"):
        if frame[name].null_count():
            row = frame[name].is_null().arg_max()
            raise TableError("value_missing", f"a row has no {name}", column=name, row=row)
    if frame["value"].null_count():
        frame = frame.filter(pl.col("value").is_not_null())
    return frame.with_columns(
        pl.col("field").cast(pl.Categorical),
        pl.col("year").cast(pl.Int32),
        pl.col("value").cast(pl.String),
    )


def _places(named: pl.Series, more: pl.Series | None) -> tuple[pl.Series, pl.Series]:
    """The firms, each once, and the place of each row's firm among them."""
    whole = named if more is None else pl.concat([more.rename(named.name), named])
    keys = whole.cast(pl.Categorical).to_physical() if whole.dtype == pl.String else whole
    once = keys.to_frame("key").with_row_index("at").unique("key", keep="first").sort("at")
    asked = keys.slice(len(whole) - len(named))
    return whole.gather(once["at"]).rename("firm"), _looked_up(asked, once["key"])


def _looked_up(keys: pl.Series, once: pl.Series) -> pl.Series:
    """The place of each key among the keys; by a plain table where they are small numbers."""
    least, most = once.min(), once.max()
    if isinstance(least, int) and isinstance(most, int) and 0 <= least <= most < 10**8:
        places = np.zeros(most + 1, np.uint32)
        places[once.to_numpy()] = np.arange(len(once), dtype=np.uint32)
        return pl.Series(places[keys.to_numpy()])
    table = once.to_frame("key").with_row_index("place")
    return keys.to_frame("key").join(table, on="key", how="left", maintain_order="left")["place"]


def _first_row(frame: pl.DataFrame, name: str, year: object, value: str | None) -> int | None:
    """The first row of the frame with this field, year and value (any, where None is given)."""
    rows = frame.with_row_index("row").filter(
        pl.col("field").cast(pl.String) == name,
        pl.col("year").eq_missing(pl.lit(year)),
        pl.col("value").is_not_null()
        if value is None
        else pl.col("value").cast(pl.String) == value,
    )
    return None if rows.is_empty() else int(rows["row"][0])


def _place(fields: Mapping[str, Field], name: str, year: object, frame: pl.DataFrame) -> Field:
    assert year is None or isinstance(year, int)
    try:
        return check_place(fields, name, year)
    except EngineError as slip:
        column = "field" if slip.code != "evidence_year_odd" else "year"
        row = _first_row(frame, name, year, None)
        raise TableError(slip.code, slip.message, column=column, row=row) from slip


def _column(asked: Field, year: object, part: pl.DataFrame, height: int) -> pl.Series:
    """One field of one year; a firm with two different values has none."""
    values = _numbers(asked, part["value"])
    if asked.proof:
        proofs = part["proof"] if "proof" in part.columns else pl.repeat("", len(part), eager=True)
        proved = (proofs == asked.proof).fill_null(False)
        values, part = values.filter(proved), part.filter(proved)
    places, numbers = part["place"].to_numpy(), values.to_numpy()
    found, known = np.zeros(height, np.int64), np.zeros(height, bool)
    found[places], known[places] = numbers, True
    known[places[found[places] != numbers]] = False
    assert year is None or isinstance(year, int)
    series = pl.Series(column_name(asked.name, year), found)
    return series.to_frame().select(pl.when(pl.Series(known)).then(pl.first()))[series.name]


def _numbers(asked: Field, values: pl.Series) -> pl.Series:
    match asked.kind:
        case "number":
            _refuse(values, ~values.str.contains(_NUMBER), "evidence_number_odd")
            exact: pl.Series = values.cast(pl.Decimal(20, PLACES)).to_physical().cast(pl.Int64)
            _refuse(values, _outside(asked, exact), "evidence_out_of_range")
            return exact
        case "truth":
            numbers = values.replace_strict(
                {"true": 1, "false": 0}, default=None, return_dtype=pl.Int64
            )
        case "day":
            numbers = values.str.to_date("%Y-%m-%d", strict=False).to_physical().cast(pl.Int64)
        case "word":
            words = dict(zip(asked.words, range(len(asked.words)), strict=True))
            if not words:  # judged by people: what it says is theirs to read
                return pl.Series(values.rank("dense").cast(pl.Int64))
            numbers = values.replace_strict(words, default=None, return_dtype=pl.Int64)
    _refuse(values, numbers.is_null(), "evidence_of_wrong_kind")
    return numbers


def _outside(asked: Field, exact: pl.Series) -> pl.Series:
    bad: pl.Series = exact.abs() >= LIMIT * SCALE
    if asked.least is not None:
        bad |= exact < int(asked.least * SCALE)
    if asked.most is not None:
        bad |= exact > int(asked.most * SCALE)
    if asked.whole:
        bad |= exact % SCALE != 0
    return bad


def _refuse(values: pl.Series, bad: pl.Series, code: str) -> None:
    at = bad.arg_max() if bad.any() else None
    if at is not None:
        raise _OddValue(code, values[at])
