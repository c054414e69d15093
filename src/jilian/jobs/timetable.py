"""What runs once a day. An area adds its own when the applications start: ``daily(...)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jilian.jobs.later import address_of, run_later


@dataclass(frozen=True)
class Entry:
    """An operation without values of its own, and the time of day from which it is due."""

    address: str
    due: time


TIMETABLE: dict[str, Entry] = {}
_begun: dict[str, date] = {}  # by this process, so that the queue is asked once a day


def daily(operation: Callable[..., object], *, hour: int, minute: int = 0) -> None:
    """Have an operation run every day from this local time on, or as soon as a worker runs."""
    address = address_of(operation)
    TIMETABLE[address] = Entry(address, time(hour, minute))


def begin_due(*, at: datetime) -> list[str]:
    """Put into the queue what is due today and is not there yet; return its addresses."""
    now = timezone.localtime(at)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begun = []
    for entry in TIMETABLE.values():
        if now.time() < entry.due or _begun.get(entry.address) == now.date():
            continue
        today = DBTaskResult.objects.filter(enqueued_at__gte=midnight)
        if not today.filter(args_kwargs__args__0=entry.address).exists():
            run_later.enqueue(entry.address, {})
            begun.append(entry.address)
        _begun[entry.address] = now.date()
    return begun
