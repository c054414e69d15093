"""A full disk and a database that is gone: a clear sentence, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import OperationalError, connection, transaction

from conftest import NOON
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.base.outages import Outage, outage_of
from jilian.places.models import Division
from jilian.upkeep import operations
from jilian.upkeep.queries import fingerprint_of


def full(pages: int = 0) -> None:
    """Allow the database no more pages than it has."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + pages}")


@pytest.fixture
def sqlite(elsewhere):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is the server's")
    return elsewhere


def test_a_full_disk_stores_nothing_of_a_write_and_loses_nothing(sqlite):
    before = fingerprint_of()
    full()
    with pytest.raises(OperationalError) as raised, transaction.atomic():
        for number in range(3_000):
            Division.objects.create(code=str(number), name="区" * 50, level=3)
        audit.record("places.loaded", by=system_person("worker"), at=NOON)
    assert outage_of(raised.value) is Outage.FULL
    assert fingerprint_of() == before
    full(1_000)
    Division.objects.create(code="310117", name="松江区", level=3)
    assert Division.objects.count() == 1


def test_a_backup_is_made_although_the_database_is_full(sqlite, tmp_path):
    before = fingerprint_of()
    full()
    file = tmp_path / "full.backup"
    operations.back_up(by=system_person("command-line"), at=NOON, file=file)
    assert operations.check_backup(file, None).fingerprints == before


def test_a_backup_that_cannot_be_written_leaves_no_half_file(sqlite, tmp_path, monkeypatch):
    from jilian.base.errors import Refusal

    def no_room(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(Refusal) as refused:
        operations.back_up(by=system_person("command-line"), at=NOON, file=tmp_path / "x.backup")
    assert refused.value.code == "backup_not_written"
    assert not list(tmp_path.glob("x.backup*"))


@pytest.mark.parametrize("command", [["fingerprint"], ["retention", "--dry-run"], ["doctor"]])
def test_a_command_says_in_a_sentence_that_the_database_is_gone(environment, tmp_path, command):
    file = tmp_path / "broken.sqlite3"
    file.write_bytes(b"this is no database" * 1000)
    url = f"sqlite:///{file}"
    if connection.vendor == "postgresql":
        url = "postgresql://nobody@127.0.0.1:9/nothing"  # a port on which nothing listens
    done = subprocess.run(
        [sys.executable, "-m", "jilian", *command], env={**environment, "DATABASE_URL": url},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "reached" in done.stderr + done.stdout


def test_the_worker_waits_for_the_database_and_goes_on(db, monkeypatch):
    import threading

    from jilian.jobs import cli

    tried: list[int] = []
    stopped = threading.Event()

    def work(*_args: object, **_more: object) -> None:
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("connection refused")

    monkeypatch.setattr(cli, "call_command", work)
    monkeypatch.setattr(cli, "SECONDS_BEFORE_NEXT", 0)
    cli.work_on(stopped, cli.own_name())
    assert len(tried) == 3


def test_the_worker_ends_with_a_defect(db, monkeypatch):
    import threading

    from jilian.jobs import cli

    def work(*_args: object, **_more: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(cli, "call_command", work)
    with pytest.raises(ValueError, match="a defect"):
        cli.work_on(threading.Event(), cli.own_name())
