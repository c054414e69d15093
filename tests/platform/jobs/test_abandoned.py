"""Work whose worker died is taken up again; work that keeps killing workers is given up."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult

from conftest import NOON
from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.jobs import operations
from jilian.jobs.cli import own_name, process_lives, take_up
from jilian.jobs.later import address_of, note_life
from jilian.jobs.rules import WorkerName, lives, read_name

OWN = WorkerName("mill", 100, "abc")
OPERATION = "jilian.clusters.operations:complete_run"


@pytest.mark.parametrize(
    "name, process_lives, silent, alive",
    [
        (OWN, True, None, True),
        (WorkerName("mill", 100, "before"), True, 0, False),  # our number, given out again
        (WorkerName("mill", 101, "x"), True, 60, True),  # another worker here
        (WorkerName("mill", 101, "x"), False, 0, False),
        (WorkerName("mill", 101, "x"), True, 3600, False),  # its number runs something else
        (WorkerName("shop", 100, "x"), False, 30, True),  # elsewhere: its sign of life counts
        (WorkerName("shop", 100, "x"), False, 120, False),
        (WorkerName("shop", 100, "x"), False, None, False),
        (None, False, None, False),
    ],
)
def test_a_worker_lives_by_its_process_here_and_by_its_signs_elsewhere(
    name, process_lives, silent, alive
):
    sign = None if silent is None else NOON - timedelta(seconds=silent)
    assert lives(name, OWN, process_lives=process_lives, sign=sign, at=NOON) is alive


def test_the_name_of_a_worker_says_where_it_runs():
    assert read_name(str(OWN)) == OWN
    assert read_name("0123456789abcdef") is None
    assert len(str(WorkerName("h" * 80, 2**31, "0" * 16))) <= 64


def test_a_process_that_ended_does_not_live():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert process_lives(os.getpid()) and not process_lives(ended.pid)


@pytest.fixture
def left(db):
    """Work that a worker began."""

    def put(*workers: str, operation: str = OPERATION, **values) -> DBTaskResult:
        return DBTaskResult.objects.create(
            status="RUNNING", task_path="jilian.jobs.later.run_later", backend_name="default",
            args_kwargs={"args": [operation, values], "kwargs": {}}, run_after=NOON,
            started_at=NOON, worker_ids=list(workers), exception_class_path="", traceback="",
        )  # fmt: skip

    return put


def worker() -> Person:
    return Person.objects.get(username="worker")


def take(dead: str = "gone") -> int:
    return operations.take_up_abandoned(
        by=worker(), at=NOON, lives=lambda name: not name.startswith(dead)
    )


def test_what_a_dead_worker_left_goes_back_into_the_queue_with_a_trace(left):
    abandoned, kept = left("gone:1:a"), left("here:1:a")
    assert take() == 1
    abandoned.refresh_from_db()
    kept.refresh_from_db()
    assert (abandoned.status, kept.status) == ("READY", "RUNNING")
    assert Trace.objects.get(action="work.taken_up").after["tries"] == 1
    assert take() == 0


def test_what_outlived_three_workers_is_given_up_and_listed_as_failed(left):
    work = left("gone:1:a", "gone:2:b", "gone:3:c")
    take()
    work.refresh_from_db()
    assert (work.status, work.exception_class_path) == ("FAILED", operations.WORKER_DIED)
    assert Trace.objects.filter(action="work.given_up").count() == 1


def test_the_area_of_work_that_is_given_up_says_so(left, mei, world, industries):
    from jilian.intake import operations as intake
    from uploaded_tables import FIRMS

    upload = intake.receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="a.csv", content=FIRMS
    )
    intake.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    intake.ask_to_apply(upload_id=upload.pk, only_good=False, by=mei, at=NOON)
    left(*["gone:1:a"] * 3, operation="jilian.intake.operations:apply_upload",
         upload_id=upload.pk, only_good=False)  # fmt: skip
    take()
    upload.refresh_from_db()
    assert (upload.state, upload.is_being_applied, upload.note) == (
        "checked", False, "worker_died",
    )  # fmt: skip


def test_work_that_is_given_up_ends_in_whatever_file_its_operation_stands(left, world):
    from jilian.disclosure import operations as disclosure
    from jilian.disclosure.models import ReleaseRun
    from jilian.indicators import operations as indicators
    from jilian.indicators.models import MonthRun

    month = MonthRun.objects.create(
        world=world, act="measure", month="2026-01-01", token="a", state="running",
        asked_at=NOON, asked_by="mei",
    )  # fmt: skip
    tables = ReleaseRun.objects.create(
        world=world, period="2026-01", state="running", started_at=NOON, started_by="mei"
    )
    for operation, run in (
        (indicators.complete_month, month), (disclosure.complete_preparation, tables),
    ):  # fmt: skip
        left(*["gone:1:a"] * 3, operation=address_of(operation), run_id=run.pk)
    take()
    month.refresh_from_db()
    tables.refresh_from_db()
    assert (month.state, month.refusal) == ("failed", "given_up")
    assert (tables.state, tables.failure) == ("failed", "given_up")


def test_the_worker_itself_looks_after_what_was_left(left, monkeypatch):
    cache.clear()
    own = own_name()
    mine, gone = left(str(own)), left(f"{own.host}:{own.process}:before")
    elsewhere = left("far:7:x")
    note_life(at=NOON, worker="far:7:x")
    monkeypatch.setattr("jilian.jobs.cli.timezone.now", lambda: NOON + timedelta(seconds=30))
    take_up(own)
    for work, status in ((mine, "RUNNING"), (gone, "READY"), (elsewhere, "RUNNING")):
        work.refresh_from_db()
        assert work.status == status
    cache.clear()
