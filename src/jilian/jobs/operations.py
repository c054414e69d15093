"""Work whose worker died is taken up again, or given up and reported after some tries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jilian.audit import operations as audit
from jilian.jobs.queries import FAILED, RUNNING, WAITING
from jilian.jobs.rules import MOST_TRIES

SUCCESSFUL = "SUCCESSFUL"
WORKER_DIED = "jilian.jobs.WorkerDied"
Work: TypeAlias = "DBTaskResult[Any, Any]"
log = logging.getLogger(__name__)


def take_up_abandoned(*, by: Any, at: datetime, lives: Callable[[str], bool]) -> int:
    """Put work back into the queue whose worker no longer lives; return how much it was.

    Work that outlived three workers is given up: it is listed as failed, and the operation's area
    says so where its people look (``GIVEN_UP`` of its operations).
    """
    given_up: list[Work] = []
    with transaction.atomic():
        left = [
            one
            for one in DBTaskResult.objects.select_for_update(skip_locked=True)
            .filter(status=RUNNING)
            .order_by("started_at")
            if not lives(one.worker_ids[-1] if one.worker_ids else "")
        ]
        for one in left:
            if len(one.worker_ids) >= MOST_TRIES:
                _fail(one)
                given_up.append(one)
            else:
                one.status, one.started_at, one.run_after = WAITING, None, timezone.now()
                one.save(update_fields=["status", "started_at", "run_after"])
            _note(one, by, at)
    for one in given_up:
        _tell_area(one, by, at)
    return len(left)


def _fail(work: Work) -> None:
    work.status, work.finished_at = FAILED, timezone.now()
    work.exception_class_path = WORKER_DIED
    work.traceback = f"the worker died {len(work.worker_ids)} times during this work"
    work.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])


def _note(work: Work, by: Any, at: datetime) -> None:
    address, values = (*work.args_kwargs.get("args", ()), "", {})[:2]
    log.warning("%s: its worker died (%s)", address, work.status)
    after = {"work": address, "values": values, "tries": len(work.worker_ids)}
    action = "work.given_up" if work.status == FAILED else "work.taken_up"
    audit.record(action, by=by, at=at, after=after)


def _tell_area(work: Work, by: Any, at: datetime) -> None:
    """Let the area of the operation say what did not happen; a defect there is only logged."""
    address, values = (*work.args_kwargs.get("args", ()), "", {})[:2]
    module, _, name = address.partition(":")
    try:
        told = getattr(import_module(_operations(module)), "GIVEN_UP", {}).get(name)
        if told is not None:
            told(by=by, at=at, **values)
    except Exception:
        log.exception("%s: giving up could not be noted", address)


def _operations(module: str) -> str:
    """The room of an area's operations, in whatever file of it one of them stands."""
    return ".".join(module.split(".")[:3])


def forget_ended(before: datetime, dry_run: bool) -> int:
    """Delete work that ended before a moment, or only count it; return how much it is."""
    ended = DBTaskResult.objects.filter(finished_at__lt=before, status__in=(SUCCESSFUL, FAILED))
    return ended.count() if dry_run else ended.delete()[0]
