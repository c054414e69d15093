"""Work that is done later: the only module that knows the task library.

An operation that may run later takes plain values besides ``by`` and ``at``, and may run twice.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from jilian.base.errors import NotAllowed, Refusal
from jilian.jobs.queries import SIGN_OF_LIFE

WORKER = "worker"
SIGN_KEPT = 24 * 60 * 60  # seconds
log = logging.getLogger(__name__)


def after_commit(operation: Callable[..., object], **values: Any) -> None:
    """Run the operation later, once the present transaction has been committed.

    The operation must stand in an ``operations`` module of Jilian; ``values`` must be plain.
    """
    address = address_of(operation)
    transaction.on_commit(partial(_enqueue, address, values))


def address_of(operation: Callable[..., object]) -> str:
    """Return the address under which the worker finds the operation again."""
    module, name = operation.__module__, operation.__name__
    if not module.startswith("jilian.") or module.split(".")[2:3] != ["operations"]:
        raise ValueError(f"{module}.{name} is not an operation")
    return f"{module}:{name}"


def _enqueue(address: str, values: dict[str, Any]) -> None:
    run_later.enqueue(address, values)


def note_life(*, at: datetime, worker: str = "") -> None:
    """Leave the worker's sign of life where the pages and ``jilian doctor`` find it."""
    cache.set(SIGN_OF_LIFE, at, None)
    if worker:
        cache.set(f"{SIGN_OF_LIFE}:{worker}", at, SIGN_KEPT)


@task()
def run_later(address: str, values: dict[str, Any]) -> str:
    """Run one operation as the named system person; a refusal is noted and not tried again."""
    module, name = address.split(":")
    operation = getattr(import_module(module), name)
    if address_of(operation) != address:
        raise ValueError(f"{address} does not lead to an operation")
    wanted = inspect.signature(operation).parameters
    if "by" in wanted:
        values["by"] = get_user_model().objects.get(username=WORKER)
    if "at" in wanted:
        values["at"] = timezone.now()
    try:
        operation(**values)
    except (Refusal, NotAllowed) as refusal:
        code = getattr(refusal, "code", "not_allowed")  # its sentence may name somebody
        log.warning("%s refused: %s", address, code)
        return f"refused: {code}"
    return "done"
