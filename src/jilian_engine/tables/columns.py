"""The columns of every table, and the check that a frame has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from jilian_engine.errors import TableError

#: Strongest first. What a firm has stated drives out what was inferred about the same pair.
EVIDENCES = ("declared", "order", "published", "inferred")
#: What a firm does with a product.
ROLES = ("makes", "buys")
#: The kinds of organisation, as `organisations.kind` holds them.
ORGANISATION_KINDS = ("committee", "general_branch", "branch", "joint_branch", "group")


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it may be unknown, and which values it may hold."""

    name: str
    dtype: type[pl.DataType]
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, the columns that tell rows apart, and other headings.

    An empty `key` means that rows may repeat.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    also_called: tuple[tuple[str, str], ...] = ()

    @property
    def schema(self) -> pl.Schema:
        """Column names and polars types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})


def _text(name: str, **more: Any) -> Column:
    return Column(name, pl.String, **more)


def _number(name: str, **more: Any) -> Column:
    return Column(name, pl.Float64, nullable=True, **more)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "firms",
            (
                _text("firm"),
                _text("industry", nullable=True, pattern=r"^\d{4}$"),  # GB/T 4754 class
                _text("town", nullable=True),
                _text("division", nullable=True, pattern=r"^\d{6}$"),  # GB/T 2260
                _number("x", least=-180, most=180),  # longitude
                _number("y", least=-90, most=90),  # latitude
                _number("size", least=0),
            ),
            key=("firm",),
        ),
        Table(
            "products",
            (
                _text("firm"),
                _text("product"),
                _text("role", allowed=ROLES),
                _text("industry", nullable=True, pattern=r"^\d{4}$"),  # class of the product
                _number("capacity", least=0),  # a year, in the product's own unit
                _number("lead_days", least=0),
            ),
            key=("firm", "product", "role"),
        ),
        Table(
            "links",
            (
                _text("supplier"),
                _text("buyer"),
                _number("amount", least=0),  # yuan a year
                _text("product", nullable=True),
                _text("evidence", allowed=EVIDENCES),
                _number("probability", least=0, most=1),
            ),
            also_called=(("customer", "buyer"),),
        ),
        Table(
            "organisations",
            (
                _text("organisation"),
                _text("kind", allowed=ORGANISATION_KINDS),
                _text("superior", nullable=True),  # line of the territory
                _text("cluster_superior", nullable=True),  # line of the cluster
                _text("firm", nullable=True),
                Column("members", pl.Int64, nullable=True, least=0),
            ),
            key=("organisation",),
        ),
        Table("memberships", (_text("cluster"), _text("firm")), key=("cluster", "firm")),
    )
}


def table(name: str) -> Table:
    """The table of this name; TableError "unknown_table" when there is none."""
    if name not in TABLES:
        raise TableError("unknown_table", f"There is no table {name!r}.", table=name)
    return TABLES[name]


def empty_table(name: str) -> pl.DataFrame:
    """A frame with the columns of the table and no row."""
    return pl.DataFrame(schema=table(name).schema)


def check_table(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the table's columns, types and order; TableError at the first fault.

    Columns that may be unknown may be left out and come back empty. Whole numbers become
    decimals where the table holds decimals. NaN is refused: unknown is null. Rows keep their order.
    """
    shape = table(name)
    frame = frame.rename({old: new for old, new in shape.also_called if old in frame.columns})
    known = {column.name for column in shape.columns}
    for extra in [heading for heading in frame.columns if heading not in known]:
        raise TableError(
            "unknown_column", f"{name} has no column {extra!r}.", table=name, column=extra
        )
    checked = frame.select(_cast(shape, column, frame) for column in shape.columns)
    for column in shape.columns:
        _check_column(shape, column, checked[column.name])
    if shape.key and (repeated := checked.select(shape.key).is_duplicated()).any():
        row = _second(checked.select(shape.key), repeated)
        raise TableError(
            "repeated_row", f"{name} row {row} repeats an earlier row.", table=name, row=row,
            column=shape.key[0],
        )  # fmt: skip
    if name == "links":
        _check_inferred(checked)
    return checked


def _second(keys: pl.DataFrame, repeated: pl.Series) -> int:
    later = ~keys.select(pl.struct(keys.columns).is_first_distinct()).to_series()
    return int((later & repeated).arg_true()[0])


def _cast(shape: Table, column: Column, frame: pl.DataFrame) -> pl.Expr:
    where: dict[str, Any] = {"table": shape.name, "column": column.name}
    if column.name not in frame.columns:
        if not column.nullable:
            raise TableError(
                "missing_column", f"{shape.name} lacks the column {column.name!r}.", **where
            )
        return pl.lit(None, dtype=column.dtype).alias(column.name)
    found = frame.schema[column.name]
    fits = (
        found == column.dtype
        or found == pl.Null
        or (column.dtype == pl.Float64 and found.is_numeric())
        or (column.dtype == pl.Int64 and found.is_integer())
        or (column.dtype == pl.String and found in (pl.Categorical, pl.Enum))
    )
    if not fits:
        raise TableError(
            "wrong_type", f"{shape.name}.{column.name} holds {found}, not {column.dtype}.", **where
        )
    return pl.col(column.name).cast(column.dtype)


def _check_column(shape: Table, column: Column, values: pl.Series) -> None:
    faults: list[tuple[str, pl.Series]] = []
    if not column.nullable:
        faults.append(("missing_value", values.is_null()))
    if column.dtype == pl.String:
        faults.append(("empty_text", (values == "").fill_null(value=False)))
    if column.dtype == pl.Float64:
        faults.append(("not_a_number", ~values.is_finite().fill_null(value=True)))
    if column.allowed:
        faults.append(("unknown_word", ~values.is_in(list(column.allowed)).fill_null(value=True)))
    if column.pattern:
        faults.append(("wrong_code", ~values.str.contains(column.pattern).fill_null(value=True)))
    if column.least is not None:
        faults.append(("too_small", (values < column.least).fill_null(value=False)))
    if column.most is not None:
        faults.append(("too_large", (values > column.most).fill_null(value=False)))
    for code, wrong in faults:
        if wrong.any():
            row = int(wrong.arg_true()[0])
            raise TableError(
                code, f"{shape.name}.{column.name} row {row} holds {values[row]!r}: {code}.",
                table=shape.name, column=column.name, row=row,
            )  # fmt: skip


def _check_inferred(links: pl.DataFrame) -> None:
    wrong = (links["evidence"] == "inferred") & links["probability"].is_null()
    if wrong.any():
        row = int(wrong.arg_true()[0])
        raise TableError(
            "missing_value", f"links row {row} is inferred and says no probability.",
            table="links", column="probability", row=row,
        )  # fmt: skip
