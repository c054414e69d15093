"""The state of the tables, of later work and of the worker."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult

from conftest import NOON
from jilian.jobs import queries
from jilian.jobs.cli import show_life

OPERATION = "jilian.clusters.operations:complete_run"


@pytest.fixture(autouse=True)
def without_signs():
    """Begin and end without a sign of life."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def work(db):
    """Put a piece of later work into the queue."""

    def put(status, **fields):
        found = DBTaskResult.objects.create(
            status=status, task_path="jilian.jobs.later.run_later", backend_name="default",
            args_kwargs={"args": [OPERATION, {"run_id": 7}], "kwargs": {}}, run_after=NOON,
            exception_class_path=fields.pop("error", ""), traceback="", **fields,
        )  # fmt: skip
        DBTaskResult.objects.filter(pk=found.pk).update(enqueued_at=NOON)
        return found

    return put


def test_work_is_counted_by_what_has_become_of_it(work, django_assert_num_queries):
    work("READY")
    work("READY")
    work("RUNNING", started_at=NOON)
    work("FAILED", started_at=NOON, finished_at=NOON, error="builtins.KeyError")
    work("SUCCESSFUL", started_at=NOON, finished_at=NOON + timedelta(minutes=1))
    with django_assert_num_queries(2):
        found = queries.queue()
    assert (found.waiting, found.running, found.failed, found.oldest) == (2, 1, 1, NOON)
    (failure,) = found.failures
    assert (failure.address, failure.values, failure.error) == (
        OPERATION, {"run_id": 7}, "KeyError",
    )  # fmt: skip


def test_an_empty_queue_knows_no_sign_of_life(db):
    found = queries.queue()
    assert (found.waiting, found.oldest, found.lived_at, found.failures) == (0, None, None, ())


def test_finished_work_is_a_sign_of_life(work):
    work("SUCCESSFUL", started_at=NOON, finished_at=NOON + timedelta(minutes=1))
    assert queries.queue().lived_at == NOON + timedelta(minutes=1)


def test_an_idle_worker_shows_that_it_lives(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    monkeypatch.setattr("jilian.jobs.cli.close_old_connections", lambda: None)
    stopped = threading.Event()
    stopped.set()
    show_life(stopped)
    assert queries.queue().lived_at == NOON


def test_the_tables_of_a_test_are_current(db):
    found = queries.migrations()
    assert found.pending == 0
    assert found.applied > 10
    assert found.last_at is not None
