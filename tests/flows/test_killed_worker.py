"""A worker is killed in the middle of applying a table: nothing is lost and nothing is doubled.

The processes are real: one asks for the table to be applied, a worker takes it up and is killed
while its transaction is open, another worker finishes the work.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from first_start import FirstStart, fresh_database
from uploaded_tables import credit_code

ROWS = 12_000
SECONDS = 180
LOOKS = 5
ASKED = """
import json, sys
import django
django.setup()
from django.utils import timezone
from jilian.accounts.queries import system_person
from jilian.intake import operations
from jilian.places.models import World
by, at = system_person("command-line"), timezone.now()
world = World.objects.create(code="mills", name="磨坊", name_en="Mills", order=1)
upload = operations.receive_upload(
    by=by, at=at, world=world, kind="firms", file_name="firms.csv",
    content=open(sys.argv[1], "rb").read(), check_later=False)
upload = operations.check_upload(upload_id=upload.pk, by=by, at=at)
operations.ask_to_apply(upload_id=upload.pk, only_good=False, by=by, at=at)
print(json.dumps({"state": upload.state, "rows": upload.rows_total}))
"""
SEEN = """
import json
import django
django.setup()
from django_tasks_db.models import DBTaskResult
from jilian.audit.models import Trace
from jilian.firms.models import Firm, FirmName
from jilian.intake.models import Upload
from jilian.sources.models import Source
upload = Upload.objects.get()
work = DBTaskResult.objects.filter(args_kwargs__args__0__endswith="apply_upload")
print(json.dumps({
    "state": upload.state, "note": upload.note, "asked": upload.asked_at is not None,
    "firms": Firm.objects.count(), "names": FirmName.objects.count(),
    "sources": Source.objects.filter(kind="upload").count(),
    "applied": Trace.objects.filter(action="upload.applied").count(),
    "taken_up": Trace.objects.filter(action="work.taken_up").count(),
    "work": [one.status for one in work],
}))
"""
LEFT_RUNNING = """
import django
django.setup()
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.filter(args_kwargs__args__0__endswith="apply_upload").update(
    status="RUNNING", finished_at=None, worker_ids=["gone:1:0123456789abcdef"])
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Iterator[FirstStart]:
    """An empty installation with one table whose applying has been asked for."""
    home = tmp_path_factory.mktemp("killed")
    with fresh_database(os.environ.get("DATABASE_URL", "")) as database:
        made = FirstStart(home, database)
        assert made.run("migrate").returncode == 0
        table = home / "firms.csv"
        lines = [f"第{n}号磨坊有限公司,{credit_code(n)}" for n in range(1, ROWS + 1)]
        table.write_text("\n".join(["企业名称,统一社会信用代码", *lines]), encoding="utf-8")
        assert ask(made, ASKED, str(table)) == {"state": "checked", "rows": ROWS}
        yield made


def ask(start: FirstStart, program: str, *arguments: str) -> Any:
    """Run a few lines in a process of their own, and return what they print."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**start.env, "DJANGO_SETTINGS_MODULE": "jilian.settings"},
        capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else None


@contextmanager
def worker(start: FirstStart) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own; it is ended with the block if it still runs."""
    running = subprocess.Popen(
        [sys.executable, "-m", "jilian", "worker"], env=start.env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def until(happens: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    """Return as soon as something can be seen; fails where the worker ends or time runs out."""
    end = time.monotonic() + SECONDS
    pause = threading.Event()
    while not happens():
        assert running.poll() is None, "the worker ended"
        assert time.monotonic() < end, "nothing was seen in time"
        pause.wait(0.02)


TAKEN = (
    "select count(*) from django_tasks_database_dbtaskresult"
    " where status = 'RUNNING' and cast(args_kwargs as text) like '%apply_upload%'"
)
LOCKED = (
    "select count(*) from pg_locks join pg_class on pg_class.oid = relation"
    " where relname = 'firms_firmname' and mode = 'RowExclusiveLock' and pid <> pg_backend_pid()"
)


@contextmanager
def writes_are_open(start: FirstStart) -> Iterator[Callable[[], bool]]:
    """Whether the work was taken up and its transaction has written firms without committing."""
    if not start.database:
        yield _LongLock(Path(start.home) / "jilian.sqlite3").is_seen
        return
    import psycopg

    with psycopg.connect(start.database, autocommit=True) as connection:
        yield lambda: all(connection.execute(asked).fetchone()[0] for asked in (TAKEN, LOCKED))


DONE = (
    "select count(*) from django_tasks_database_dbtaskresult"
    " where status = 'SUCCESSFUL' and cast(args_kwargs as text) like '%apply_upload%'"
)


def is_done(start: FirstStart) -> bool:
    """Whether the work is said to be done; looks at the database without a process of its own."""
    if start.database:
        import psycopg

        with psycopg.connect(start.database, autocommit=True) as connection:
            return bool(connection.execute(DONE).fetchone()[0])
    connection = sqlite3.connect(Path(start.home) / "jilian.sqlite3", timeout=0)
    try:
        return bool(connection.execute(DONE).fetchone()[0])
    except sqlite3.OperationalError as error:
        assert "locked" in str(error), error
        return False
    finally:
        connection.close()


class _LongLock:
    """Sees that the work was taken up and a SQLite file stays locked: signs of life are short."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.looks = 0

    def is_seen(self) -> bool:
        """Look once."""
        self.looks = self.looks + 1 if self._is_taken() and _is_locked(self.file) else 0
        return self.looks >= LOOKS

    def _is_taken(self) -> bool:
        connection = sqlite3.connect(self.file, timeout=0)
        try:
            return bool(connection.execute(TAKEN).fetchone()[0])
        except sqlite3.OperationalError as error:
            assert "locked" in str(error), error  # a short lock of opening or claiming
            return False
        finally:
            connection.close()


def _is_locked(file: Path) -> bool:
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        connection.execute("begin immediate")
        connection.execute("rollback")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_finishes(start):
    with writes_are_open(start) as open_writes, worker(start) as running:
        until(open_writes, running)
        running.send_signal(signal.SIGKILL)
        running.wait()
    left = ask(start, SEEN)
    assert (left["state"], left["asked"], left["work"]) == ("checked", True, ["RUNNING"])
    assert (left["firms"], left["names"], left["sources"], left["applied"]) == (0, 0, 0, 0)

    with worker(start) as running:
        until(lambda: is_done(start), running)
        done = ask(start, SEEN)
    assert (done["state"], done["firms"], done["names"]) == ("applied", ROWS, ROWS)
    assert (done["sources"], done["applied"], done["taken_up"]) == (1, 1, 1)


def test_a_worker_killed_between_writing_and_saying_so_doubles_nothing(start):
    ask(start, LEFT_RUNNING)
    with worker(start) as running:
        until(lambda: is_done(start), running)
        done = ask(start, SEEN)
    assert (done["firms"], done["names"]) == (ROWS, ROWS)
    assert (done["sources"], done["applied"], done["taken_up"]) == (1, 1, 2)
