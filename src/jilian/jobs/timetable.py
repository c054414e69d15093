"""What runs once a day, every few minutes, or whenever there is something for it to do.

An area adds its own when the applications start: ``daily(...)``, ``every(...)``,
``whenever(...)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jilian.jobs.later import address_of, run_later


@dataclass(frozen=True)
class Entry:
    """An operation without values of its own, and the time of day from which it is due."""

    address: str
    due: time


TIMETABLE: dict[str, Entry] = {}
WHENEVER: dict[str, Callable[[datetime], bool]] = {}
_OPEN = ("READY", "RUNNING")
_begun: dict[str, date] = {}  # by this process, so that the queue is asked once a day


def daily(operation: Callable[..., object], *, hour: int, minute: int = 0) -> None:
    """Have an operation run every day from this local time on, or as soon as a worker runs."""
    address = address_of(operation)
    TIMETABLE[address] = Entry(address, time(hour, minute))


def whenever(operation: Callable[..., object], due: Callable[[datetime], bool]) -> None:
    """Have an operation run when a question, asked several times a minute, is answered yes.

    The question is one short query; the operation is not begun again while it waits or runs.
    """
    WHENEVER[address_of(operation)] = due


def every(
    operation: Callable[..., object],
    *,
    minutes: int,
    due: Callable[[datetime], bool] = lambda _at: True,
) -> None:
    """Have an operation run so often, while a question, asked several times a minute, is yes.

    Running late, or twice by two workers, must make no difference to what the operation does.
    """
    address, pause = address_of(operation), timedelta(minutes=minutes)

    def due_again(at: datetime) -> bool:
        lately = DBTaskResult.objects.filter(
            enqueued_at__gt=at - pause, args_kwargs__args__0=address
        )
        return due(at) and not lately.exists()

    WHENEVER[address] = due_again


def _begin_whenever(at: datetime) -> list[str]:
    begun = []
    for address, due in WHENEVER.items():
        if (
            due(at)
            and not DBTaskResult.objects.filter(
                status__in=_OPEN, args_kwargs__args__0=address
            ).exists()
        ):
            run_later.enqueue(address, {})
            begun.append(address)
    return begun


def begin_due(*, at: datetime) -> list[str]:
    """Put into the queue what is due and is not there yet; return its addresses."""
    now = timezone.localtime(at)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begun = _begin_whenever(at)
    for entry in TIMETABLE.values():
        if now.time() < entry.due or _begun.get(entry.address) == now.date():
            continue
        today = DBTaskResult.objects.filter(enqueued_at__gte=midnight)
        if not today.filter(args_kwargs__args__0=entry.address).exists():
            run_later.enqueue(entry.address, {})
            begun.append(entry.address)
        _begun[entry.address] = now.date()
    return begun
