"""Reading tables as text, from a frozen moment while others write, or as they are just now."""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from django.db import connection

from jilian.base.portable.tables import Column, Table

ROWS_AT_ONCE = 2_000
DISTURBING = {8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r"}
WHOLE_ONLY = 2.0**53  # from here on a double has no fraction, and midpoints are whole numbers too
POSTGRESQL_FORMS = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex';"
    " SET LOCAL extra_float_digits = 1; SET LOCAL IntervalStyle = 'postgres'"
)


class Reader:
    """Reads tables as lines through one connection of the database's own library."""

    def __init__(self, raw: Any, vendor: str) -> None:
        self.raw, self.is_postgresql = raw, vendor == "postgresql"
        if not self.is_postgresql:
            raw.create_function("portable_float", 1, float_text, deterministic=True)
            raw.create_function("portable_json", 1, json_text, deterministic=True)

    def blocks(self, table: Table) -> Iterator[bytes]:
        """Yield the lines of a table, some thousands at a time."""
        if self.is_postgresql:
            cursor = self.raw.cursor()
            with cursor.copy(f"COPY ({_postgresql_select(table)}) TO STDOUT") as copy:
                for block in copy:
                    yield bytes(block)
            return
        cursor = self.raw.cursor()
        cursor.row_factory = None
        cursor.execute(_sqlite_select(table))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield "".join([f"{row[0]}\n" for row in rows]).encode()

    def fingerprint(self, table: Table) -> tuple[int, str]:
        """Return the number of rows and SHA-256 over the lines."""
        rows, digest = 0, hashlib.sha256()
        for block in self.blocks(table):
            rows += block.count(b"\n")
            digest.update(block)
        return rows, digest.hexdigest()

    def names(self) -> set[str]:
        """Return the names of all tables that there are."""
        if self.is_postgresql:
            return {row[0] for row in self.rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            )}  # fmt: skip
        return {row[0] for row in self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )}  # fmt: skip

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query that returns few rows."""
        cursor = self.raw.cursor()
        if not self.is_postgresql:
            cursor.row_factory = None
        return list(cursor.execute(sql).fetchall())

    def sequences(self, tables: list[Table]) -> dict[str, int]:
        """Return the number that each table gives next, where it gives numbers by itself."""
        if not self.is_postgresql:
            held = dict(self.rows("SELECT name, seq FROM sqlite_sequence"))
            return {one.name: held[one.name] + 1 for one in tables if one.name in held}
        found = {}
        for one in tables:
            sql = f"SELECT pg_get_serial_sequence('\"{one.name}\"', '{one.key[0]}')"
            name = self.rows(sql)[0][0]
            if name:
                sql = f"SELECT last_value + is_called::int FROM {name}"  # noqa: S608
                found[one.name] = int(self.rows(sql)[0][0])
        return found


def present_reader() -> Reader:
    """Read what the present connection sees, in its transaction if it is in one."""
    connection.ensure_connection()
    reader = Reader(connection.connection, connection.vendor)
    if reader.is_postgresql and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(POSTGRESQL_FORMS)
    return reader


@contextmanager
def frozen_reader() -> Iterator[Reader]:
    """Read one moment through a connection of its own; nobody who writes waits for it.

    PostgreSQL: REPEATABLE READ, read only. SQLite: a read transaction beside the write-ahead log.
    """
    if connection.vendor == "postgresql":
        own = connection.copy()
        own.connect()
        try:
            own.set_autocommit(False)
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(POSTGRESQL_FORMS)
                cursor.execute("SELECT 1")
            yield Reader(own.connection, "postgresql")
        finally:
            own.close()
        return
    name = str(connection.settings_dict["NAME"])
    address = name if name.startswith("file:") else f"{Path(name).absolute().as_uri()}?mode=ro"
    raw = sqlite3.connect(address, uri=True, isolation_level=None, timeout=30)
    try:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield Reader(raw, "sqlite")
    finally:
        raw.close()


def _quoted(name: str) -> str:
    assert '"' not in name
    return f'"{name}"'


def _postgresql_select(table: Table) -> str:
    texts = {column.name for column in table.columns if column.form == "text"}
    columns = ", ".join(_postgresql_value(column) for column in table.columns)
    key = ", ".join(
        f'{_quoted(name)} COLLATE "C"' if name in texts else _quoted(name) for name in table.key
    )
    return f"SELECT {columns} FROM {_quoted(table.name)} ORDER BY {key}"  # noqa: S608


def _postgresql_value(column: Column) -> str:
    name = _quoted(column.name)
    return {
        "moment": f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "flag": f"{name}::int",
        "uuid": f"replace({name}::text, '-', '')",
    }.get(column.form, name)


def _sqlite_select(table: Table) -> str:
    parts = " || char(9) || ".join(_sqlite_value(column) for column in table.columns)
    key = ", ".join(_quoted(name) for name in table.key)
    return f"SELECT {parts} FROM {_quoted(table.name)} ORDER BY {key}"  # noqa: S608


def _sqlite_value(column: Column) -> str:
    name = _quoted(column.name)
    written = {
        "integer": name,
        "flag": name,
        "day": name,
        "uuid": name,
        "number": f"printf('%.{column.places}f', {name})",
        "moment": f"CASE WHEN length({name}) = 19 THEN {name} || '.000000' ELSE {name} END",
        "float": f"portable_float({name})",
        "json": f"portable_json({name})",
        "bytes": f"'\\\\x' || lower(hex({name}))",
    }.get(column.form) or _undisturbed(name)
    return f"CASE WHEN {name} IS NULL THEN '\\N' ELSE {written} END"


def _undisturbed(name: str) -> str:
    """Text with a backslash before signs that would disturb; most texts have none of them."""
    signs = "".join(f" || char({code})" for code in DISTURBING)
    cleaned = f"replace({name}, '\\', '\\\\')"
    for code, letter in DISTURBING.items():
        cleaned = f"replace({cleaned}, char({code}), '\\{letter}')"
    return f"CASE WHEN {name} GLOB ('*[\\'{signs} || ']*') THEN {cleaned} ELSE {name} END"


def float_text(value: float | None) -> str | None:
    """Write a number of double precision as PostgreSQL does: the shortest that reads back."""
    if value is None:
        return None
    text = repr(float(value))
    if abs(value) >= WHOLE_ONLY and _is_midway(text, float(value)):
        longer = (f"{value:.{places}e}" for places in (14, 15, 16))
        text = next(one for one in longer if _reads_back(one, float(value)))
    if "e" not in text and 1e15 <= abs(value) < 1e16:
        digits = text.lstrip("-").replace(".", "")
        mantissa = (digits[0] + "." + digits[1:].rstrip("0")).rstrip(".")
        return ("-" if value < 0 else "") + mantissa + "e+15"
    return text.removesuffix(".0")


def _reads_back(text: str, value: float) -> bool:
    return float(text) == value and not _is_midway(text, value)


def _is_midway(text: str, value: float) -> bool:
    """Whether the text lies as near to the next number: Python takes it, PostgreSQL does not."""
    written, exact = Fraction(Decimal(text)), Fraction(value)
    other = math.nextafter(value, math.inf if written > exact else -math.inf)
    return written != exact and not math.isinf(other) and 2 * written == exact + Fraction(other)


def json_text(text: str | None) -> str | None:
    """Write JSON as PostgreSQL keeps it (jsonb), with its backslashes doubled as COPY does."""
    if text is None:
        return None
    read = json.loads(text, parse_float=Decimal)
    return _written(read).replace("\\", "\\\\")


def _written(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, Decimal):
        return f"{value if value else abs(value):f}"  # numeric knows no negative zero
    if isinstance(value, list):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        pairs = (f"{encode_basestring(key)}: {_written(value[key])}" for key in keys)
        return "{" + ", ".join(pairs) + "}"
    return str(value)
