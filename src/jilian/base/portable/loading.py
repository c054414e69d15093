"""Filling empty tables with lines: indexes, foreign keys and triggers come back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from jilian.base.portable.reading import POSTGRESQL_FORMS, Reader
from jilian.base.portable.tables import Column, Table

UNDISTURB = {"b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "\\": "\\"}
Lines = Callable[[Table], Iterable[bytes]]
ROWS_AT_ONCE = 5_000


def tables_in_place(reader: Reader, tables: Sequence[Table]) -> bool:
    """Say whether all these tables with all these columns exist."""
    held = reader.names()
    if any(table.name not in held for table in tables):
        return False
    with connection.cursor() as cursor:
        for table in tables:
            found = connection.introspection.get_table_description(cursor, table.name)
            if {column.name for column in found} != {column.name for column in table.columns}:
                return False
    return True


def without_old_tables(names: Iterable[str]) -> None:
    """Drop these tables if they exist; PostgreSQL, inside the caller's transaction."""
    assert connection.vendor == "postgresql"
    assert connection.in_atomic_block
    quoted = ", ".join(f'"{name}"' for name in sorted(names))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if quoted:
            cursor.execute(f"DROP TABLE IF EXISTS {quoted} CASCADE")


def fill_tables(tables: Sequence[Table], lines: Lines) -> None:
    """Empty the tables and fill them with lines, inside the caller's transaction."""
    assert connection.in_atomic_block
    with connection.cursor() as cursor, _bare(cursor, tables):
        for table in tables:
            if connection.vendor == "postgresql":
                names = ", ".join(f'"{column.name}"' for column in table.columns)
                with cursor.cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                    for block in lines(table):
                        copy.write(block)
            else:
                _fill_sqlite(cursor.cursor, table, lines(table))


def set_sequences(following: Mapping[str, int], tables: Sequence[Table]) -> None:
    """Have each table give its next number as it did."""
    keys = {table.name: table.key[0] for table in tables}
    with connection.cursor() as cursor:
        for name, number in following.items():
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)",
                    (f'"{name}"', keys[name], number),
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", (name,))
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", (name, number - 1))


@contextmanager
def _bare(cursor: Any, tables: Sequence[Table]) -> Iterator[None]:
    """Take indexes, foreign keys and triggers of the tables away while they are filled."""
    names = [table.name for table in tables]
    if connection.vendor == "postgresql":
        cursor.execute(POSTGRESQL_FORMS)
        away, back = _postgresql_around(cursor, names)
    else:
        away, back = _sqlite_around(cursor, names)
    for sql in away:
        cursor.execute(sql)
    yield
    for sql in back:
        cursor.execute(sql)


def _postgresql_around(cursor: Any, names: list[str]) -> tuple[list[str], list[str]]:
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::text[]::regclass[])"
        " ORDER BY 1, 2",
        (_quoted(names),),
    )
    keys = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::text[]::regclass[]) AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1",
        (_quoted(names),),
    )
    indexes = cursor.fetchall()
    every = ", ".join(_quoted(names))
    away = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in _quoted(names)]
    away += [f"TRUNCATE {every} CASCADE"]
    away += [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in keys]
    away += [f"DROP INDEX {name}" for name, _ in indexes]
    back = [made for _, made in indexes]
    back += [f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}" for table, name, made in keys]
    back += [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in _quoted(names)]
    return away, [*back, *(f"ANALYZE {name}" for name in _quoted(names))]


def _sqlite_around(cursor: Any, names: list[str]) -> tuple[list[str], list[str]]:
    cursor.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid"
    )
    around = [row for row in cursor.fetchall() if row[2] in set(names)]
    away = [f'DROP {kind} "{name}"' for kind, name, _table, _sql in around]
    away += [f'DELETE FROM "{name}"' for name in names]  # noqa: S608 - names of our own tables
    return away, [sql for _kind, _name, _table, sql in around]


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _fill_sqlite(cursor: Any, table: Table, blocks: Iterable[bytes]) -> None:
    marks = ", ".join("?" * len(table.columns))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    rows = (_row(line, table.columns) for line in _lines(blocks))
    while part := list(islice(rows, ROWS_AT_ONCE)):
        # Past Django's cursor, whose marks are others.
        super(type(cursor), cursor).executemany(sql, part)


def _lines(blocks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line.decode()
    assert not rest


def _row(line: str, columns: Sequence[Column]) -> list[object]:
    cells = line.split("\t")
    return [_cell(text, column.form) for text, column in zip(cells, columns, strict=True)]


def _cell(text: str, form: str) -> object:
    if text == "\\N":
        return None
    if form == "moment":
        return text.removesuffix(".000000")
    if form == "float":  # SQLite reads 17 digits less exactly than they were written
        return float(text)
    if form == "bytes":
        return bytes.fromhex(text[3:])
    if "\\" not in text:
        return text
    first, *parts = text.split("\\")
    found, skip = [first], False
    for part in parts:
        if skip:
            found.append(part)
            skip = False
        elif not part:  # a doubled backslash
            found.append("\\")
            skip = True
        else:
            found.append(UNDISTURB.get(part[0], part[0]) + part[1:])
    return "".join(found)
