"""Many rows into PostgreSQL: written column by column, and sent while the next are worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from queue import SimpleQueue
from threading import Semaphore, Thread, local
from typing import Any

from django.db import connection

NOTHING = r"\N"
_SIGNS = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_PLAIN = frozenset({int, float, Decimal, date, datetime})
_WAITING_AT_MOST = 3  # lists of rows
_open = local()


def copy_rows(table: str, names: str, columns: Sequence[Sequence[Any]]) -> None:
    """Send rows, given as their columns, to a table; names are quoted already.

    Within ``sent_beside`` they are on their way when this returns, else they have arrived.
    """
    statement = f"COPY {table} ({names}) FROM STDIN"
    text = "\n".join(map("\t".join, zip(*map(_written, columns), strict=True))) + "\n"
    sender: _Sender | None = getattr(_open, "sender", None)
    if sender is not None:
        sender.put(statement, text.encode())
        return
    with connection.cursor() as cursor, connection.wrap_database_errors:
        _send(cursor.cursor, statement, text.encode())


@contextmanager
def sent_beside() -> Iterator[None]:
    """Have PostgreSQL take the rows of ``copy_rows`` while this thread works out the next ones.

    Belongs in a transaction. Every other question to the database waits until what was sent has
    arrived, so nothing is answered as of before. References are looked at as rows arrive, not at
    the end: first what is referred to, then what refers. On SQLite nothing happens.
    """
    if connection.vendor != "postgresql" or getattr(_open, "sender", None) is not None:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sender = _open.sender = _Sender(cursor.cursor)
        try:
            with connection.execute_wrapper(sender.wait_first):
                yield
                sender.wait()
        finally:
            _open.sender = None
            sender.stop()
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class _Sender:
    """A thread that sends lists of rows on the connection of the one that made it."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._lists: SimpleQueue[tuple[str, bytes] | None] = SimpleQueue()
        self._room = Semaphore(_WAITING_AT_MOST)
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, name="rows", daemon=True)
        self._thread.start()

    def put(self, statement: str, text: bytes) -> None:
        """Hand over a list of rows; waits while several are on their way."""
        self._room.acquire()
        if self._error is not None:
            self._room.release()
            self._raise()
        self._lists.put((statement, text))

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
        self._lists.put(None)
        self._thread.join()

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            with connection.wrap_database_errors:
                raise error

    def _run(self) -> None:
        while (given := self._lists.get()) is not None:
            try:
                if self._error is None:
                    _send(self._cursor, *given)
            except BaseException as error:
                self._error = error
            finally:
                self._room.release()


def _send(cursor: Any, statement: str, text: bytes) -> None:
    with cursor.copy(statement) as copy:
        copy.write(text)


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
