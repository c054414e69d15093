"""Many rows for the database, sent while the next are worked out.

PostgreSQL takes them by COPY, written column by column; SQLite thousands in one statement, during
which Python's other threads go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain
from queue import SimpleQueue
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER, Cursor
from threading import Semaphore, Thread, local
from typing import Any

from django.db import connection

from jilian.base.database import Look, look_at_references

NOTHING = r"\N"
_SIGNS = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_PLAIN = frozenset({int, float, Decimal, date, datetime})
MANY = 1_000  # rows that are worth a thread
_WAITING_AT_MOST = 2  # lists of rows
# Rows: after each statement the thread waits its turn, some milliseconds, to give the next one.
_IN_ONE_STATEMENT = 4_000
_open = local()

Send = Callable[[Any], None]  # given the connection of the database's own module


def copy_rows(table: str, names: str, columns: Sequence[Sequence[Any]]) -> None:
    """Send rows, given as their columns, to a table of PostgreSQL; names are quoted already.

    Within ``sent_beside`` many are on their way when this returns, else they have arrived.
    """
    statement = f"COPY {table} ({names}) FROM STDIN"
    text = "\n".join(map("\t".join, zip(*map(_written, columns), strict=True))) + "\n"
    _give(partial(_copy, statement, text.encode()), len(columns[0]))


def add_rows(table: str, names: str, columns: Sequence[Sequence[Any]]) -> None:
    """Send rows, given as their columns, to a table of SQLite, as ``copy_rows`` does."""
    rows = list(zip(*columns, strict=True))
    connection.ensure_connection()
    most = connection.connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns)
    at_once = min(most, _IN_ONE_STATEMENT)
    whole = len(rows) - len(rows) % at_once
    if whole:
        marks = ", ".join([f"({', '.join('?' * len(columns))})"] * at_once)
        statement = f"INSERT INTO {table} ({names}) VALUES {marks}"  # noqa: S608 - quoted names
        _give(partial(_add, statement, at_once, rows[:whole]), whole)
    if rest := rows[whole:]:
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - quoted names
        with connection.cursor() as cursor:
            cursor.executemany(statement, rest)


def _give(send: Send, rows: int) -> None:
    beside: _Sender | None = getattr(_open, "sender", None)
    if beside is not None and rows >= MANY:
        beside.put(send)
        return
    if beside is not None:
        beside.wait()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        send(connection.connection)


@contextmanager
def sent_beside() -> Iterator[None]:
    """Have the database take long lists of rows while this thread works out the next ones.

    Belongs in a transaction. Every other question to the database waits until what was sent has
    arrived, so nothing is answered as of before. From the first long list on PostgreSQL looks at
    references as rows arrive, not at the end: first what is referred to, then what refers. Short
    lists are sent as ever, and nothing is begun for them.
    """
    if getattr(_open, "sender", None) is not None:
        yield
        return
    sender = _open.sender = _Sender()
    try:
        with connection.execute_wrapper(sender.wait_first):
            yield
            sender.wait()
    finally:
        _open.sender = None
        sender.stop()
    if sender.has_begun:
        look_at_references(Look.AT_THE_END)


class _Sender:
    """A thread that sends lists of rows on the connection of the one that made it."""

    def __init__(self) -> None:
        self._lists: SimpleQueue[Send | None] = SimpleQueue()
        self._room = Semaphore(_WAITING_AT_MOST)
        self._error: BaseException | None = None
        self._thread: Thread | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything was handed over."""
        return self._thread is not None

    def put(self, send: Send) -> None:
        """Hand over a list of rows; waits while several are on their way."""
        if self._thread is None:
            look_at_references(Look.NOW)
            connection.ensure_connection()
            database = connection.connection
            self._thread = Thread(target=self._run, args=(database,), name="rows", daemon=True)
            self._thread.start()
        self._room.acquire()
        if self._error is not None:
            self._room.release()
            self._raise()
        self._lists.put(send)

    def wait(self) -> None:
        """Return when all have arrived; raises what the database said of one of them."""
        for _ in range(_WAITING_AT_MOST):
            self._room.acquire()
        self._room.release(_WAITING_AT_MOST)
        self._raise()

    def wait_first(self, execute: Callable[..., Any], *what: Any) -> Any:
        """Ask the database after everything that was sent, for ``execute_wrapper``."""
        self.wait()
        return execute(*what)

    def stop(self) -> None:
        """End the thread once it has sent, or passed over, what it was given."""
        if self._thread is not None:
            self._lists.put(None)
            self._thread.join()

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            with connection.wrap_database_errors:
                raise error

    def _run(self, database: Any) -> None:
        while (send := self._lists.get()) is not None:
            try:
                if self._error is None:
                    send(database)
            except BaseException as error:
                self._error = error
            finally:
                self._room.release()


def _copy(statement: str, text: bytes, database: Any) -> None:
    with database.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _add(statement: str, at_once: int, rows: Sequence[Sequence[Any]], database: Any) -> None:
    with closing(database.cursor(Cursor)) as cursor:
        for first in range(0, len(rows), at_once):
            part = rows[first : first + at_once]
            cursor.execute(statement, list(chain.from_iterable(part)))


def _written(values: Sequence[Any]) -> Sequence[str]:
    """A column as COPY's text format has it."""
    kinds = set(map(type, values))
    if kinds == {str}:
        together = "".join(values)
        if not any(sign in together for sign in "\\\t\n\r"):
            return values
        return [value.translate(_SIGNS) for value in values]
    if kinds == {type(None)}:
        return [NOTHING] * len(values)
    if kinds <= _PLAIN:
        return list(map(str, values))
    return [_one(value) for value in values]


def _one(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | bytearray | memoryview):
        return rf"\\x{bytes(value).hex()}"
    return str(value).translate(_SIGNS)
