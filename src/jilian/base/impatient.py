"""Writing only where that needs no waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

MILLISECONDS = 40


@contextmanager
def impatient() -> Iterator[None]:
    """Within, a write that finds the database held by another gives up nearly at once.

    It then raises OperationalError. Only SQLite holds the whole database for one writer; PostgreSQL
    holds rows, so nothing changes there.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {MILLISECONDS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
