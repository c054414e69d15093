"""What differs between the databases: kind, version and size of the one in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

SECONDS_FOR_A_LOCK = 3
Constraint = tuple[str, str, str]  # table and name, quoted, and definition


class Look(Enum):
    """When a database looks at references."""

    NOW = "IMMEDIATE"
    AT_THE_END = "DEFERRED"


@dataclass(frozen=True)
class DatabaseState:
    """Kind and version of the database, and how many bytes it takes."""

    kind: str
    version: str
    size: int | None


def refresh_statistics(*models: type[Model]) -> None:
    """Tell the database how its tables look after many rows were written.

    Without it SQLite, and PostgreSQL for its first minute, take every index for as good as another
    and may read a whole table for one record. SQLite looks at a sample: some milliseconds.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def references_set_aside(model: type[Model]) -> Iterator[None]:
    """Look at all references to a table at once instead of row by row, for deleting very many.

    PostgreSQL otherwise asks every table that refers to it about every deleted row: minutes for
    hundreds of thousands. The constraints are taken away and made again in the transaction, which
    fails if anything still points to what is gone; the tables are locked until it ends.
    """
    if connection.vendor != "postgresql":
        yield
        return
    look_at_references(Look.NOW)
    kept = _constraints("to", (model,))
    _take_away(kept)
    yield
    _make_again(kept)


@contextmanager
def filling_empty_tables(*models: type[Model]) -> Iterator[None]:
    """Look at what very many rows refer to all at once, if these tables are all empty.

    PostgreSQL otherwise looks row by row, which takes as long as writing them. The tables, and
    those that they refer to, are locked until the transaction ends: nobody misses rows that were
    never there. Where a lock does not come within seconds, rows are looked at one by one.
    """
    if connection.vendor != "postgresql" or any(one._default_manager.exists() for one in models):
        yield
        return
    look_at_references(Look.NOW)
    kept = _constraints("of", models)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_FOR_A_LOCK}s'")
            _take_away(kept)
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError:
        kept = []
    yield
    _make_again(kept)


def look_at_references(when: Look) -> None:
    """Have PostgreSQL look at references with each statement, or when the transaction ends.

    NOW also settles what was left for the end. SQLite always looks at the end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when.value}")


def _constraints(side: str, models: Iterable[type[Model]]) -> list[Constraint]:
    """The references "of" these tables or "to" them."""
    tables = [connection.ops.quote_name(one._meta.db_table) for one in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f'"
            " AND CASE %s WHEN 'to' THEN confrelid ELSE conrelid END = ANY(%s::regclass[])",
            (side, tables),
        )
        return list(cursor.fetchall())


def _take_away(constraints: list[Constraint]) -> None:
    with connection.cursor() as cursor:
        for table, name, _definition in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def _make_again(constraints: list[Constraint]) -> None:
    with connection.cursor() as cursor:
        for table, name, definition in constraints:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    look_at_references(Look.AT_THE_END)


def database_state() -> DatabaseState:
    """Ask the database what it is; raises its own error where it cannot be reached."""
    connection.ensure_connection()
    version = ".".join(str(part) for part in connection.get_database_version())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return DatabaseState("PostgreSQL", version, int(cursor.fetchone()[0]))
    file = Path(str(connection.settings_dict["NAME"]))
    parts = [file, file.with_name(f"{file.name}-wal")]
    sizes = [part.stat().st_size for part in parts if part.is_file()]
    return DatabaseState("SQLite", version, sum(sizes) if sizes else None)


def keep_append_only(connection: BaseDatabaseWrapper, table: str) -> None:
    """Have the database refuse to change, delete or empty what stands in a table."""
    refusal = f"{table} is append-only"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
        )
        for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            cursor.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION {table}_refuse()"
            )


def keep_no_longer_append_only(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the refusal away: for deletion at the end of retention, inside its transaction."""
    acts = ("update", "delete") if connection.vendor == "sqlite" else _ACTS
    with connection.cursor() as cursor:
        for act in acts:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")


_ACTS = ("update", "delete", "truncate")


def keep_rows(connection: BaseDatabaseWrapper, table: str, guards: Mapping[str, str]) -> None:
    """Have the database refuse an act (INSERT, UPDATE, DELETE) on a row of a table.

    Each act with the condition over OLD and NEW under which it is refused, in SQL that both
    databases know. A later migration that rebuilds the table on SQLite must make them again.
    """
    with connection.cursor() as cursor:
        for act, condition in guards.items():
            name, refusal = f"{table}_keep_{act.lower()}", f"{table} keeps its rows"
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition}"
                    f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
                continue
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{refusal}'"
                " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
                f" RETURN {'OLD' if act == 'DELETE' else 'NEW'}; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def keep_rows_no_longer(
    connection: BaseDatabaseWrapper, table: str, guards: Mapping[str, str]
) -> None:
    """Take these refusals away, inside the transaction of what needs it."""
    with connection.cursor() as cursor:
        for act in guards:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_keep_{act.lower()}{on}")
