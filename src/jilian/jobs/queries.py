"""Reading the state of the tables and of later work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min, Q
from django_tasks_db.models import DBTaskResult

SIGN_OF_LIFE = "jobs:worker-lives"
LATEST_FAILED = 10
WAITING, RUNNING, FAILED = "READY", "RUNNING", "FAILED"


@dataclass(frozen=True)
class Migrations:
    """How far the tables have come."""

    applied: int
    last: str
    last_at: datetime | None
    pending: int


@dataclass(frozen=True)
class FailedWork:
    """Later work that ended with a defect."""

    address: str
    values: dict[str, Any]
    failed_at: datetime | None
    error: str


@dataclass(frozen=True)
class Queue:
    """Later work by state; ``oldest`` is since when the oldest waits."""

    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    lived_at: datetime | None
    failures: tuple[FailedWork, ...]


def pending_migrations() -> int:
    """Return how many changes of the tables have not been made in this database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrations() -> Migrations:
    """Return which changes of the tables have been made."""
    rows = MigrationRecorder(connection).migration_qs.order_by("-applied", "-pk")
    last = rows.values_list("app", "name", "applied").first()
    return Migrations(
        applied=rows.count(),
        last=f"{last[0]} {last[1]}" if last else "",
        last_at=last[2] if last else None,
        pending=pending_migrations(),
    )


def queue() -> Queue:
    """Return what waits, runs and failed, with the latest failures; two queries."""
    counted = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=Q(status=WAITING)),
        running=Count("pk", filter=Q(status=RUNNING)),
        failed=Count("pk", filter=Q(status=FAILED)),
        oldest=Min("enqueued_at", filter=Q(status=WAITING)),
        started=Max("started_at"),
        finished=Max("finished_at"),
    )
    failed = DBTaskResult.objects.filter(status=FAILED).order_by("-finished_at")[:LATEST_FAILED]
    signs = (cache.get(SIGN_OF_LIFE), counted["started"], counted["finished"])
    return Queue(
        waiting=counted["waiting"],
        running=counted["running"],
        failed=counted["failed"],
        oldest=counted["oldest"],
        lived_at=max((sign for sign in signs if sign is not None), default=None),
        failures=tuple(_failure(one) for one in failed),
    )


def last_sign(worker: str) -> datetime | None:
    """Return when a worker last left a sign of life, within a day."""
    sign: datetime | None = cache.get(f"{SIGN_OF_LIFE}:{worker}")
    return sign


def _failure(result: Any) -> FailedWork:
    address, values = (*result.args_kwargs.get("args", ()), "", {})[:2]
    error = result.exception_class_path.rpartition(".")[2]
    return FailedWork(address or result.task_path, values or {}, result.finished_at, error)
