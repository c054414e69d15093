"""What machines that watch are told."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count

from jilian.audit.models import Trace
from jilian.base.database import database_state
from jilian.base.release import RELEASE
from jilian.intake.models import Upload
from jilian.jobs.queries import pending_migrations, queue

WORKER_SILENT = timedelta(minutes=2)
BACKED_UP = "upkeep.backed_up"


@dataclass(frozen=True)
class Watched:
    """Figures by name; None is not known. ``counts`` are by state."""

    release: str
    counts: Mapping[str, Mapping[str, int]]
    values: Mapping[str, float | None]


def readiness(at: datetime) -> dict[str, str]:
    """Return "ok" for each part that is in order, else in a word what is not."""
    parts = {"database": "ok", "tables": "unknown", "worker": "unknown"}
    try:
        parts["tables"] = "not of this version" if pending_migrations() else "ok"
        lived_at = queue().lived_at
    except (DatabaseError, InterfaceError):
        parts["database"] = "cannot be reached" if parts["tables"] == "unknown" else "ok"
        return parts
    parts["worker"] = "ok" if lived_at and at - lived_at < WORKER_SILENT else "silent"
    return parts


def last_backup_at() -> datetime | None:
    """Return when the latest backup was made."""
    traces = Trace.objects.filter(action=BACKED_UP).order_by("-number")
    return traces.values_list("at", flat=True).first()


def watched(at: datetime) -> Watched:
    """Return the figures; what cannot be asked is not known."""
    values: dict[str, float | None] = {
        "disk_free_bytes": shutil.disk_usage(settings.HOME).free if settings.HOME.is_dir() else None
    }
    try:
        work, backed_up_at = queue(), last_backup_at()
        counted = Upload.objects.order_by().values_list("state").annotate(count=Count("pk"))
        counts = {
            "jobs": {"waiting": work.waiting, "running": work.running, "failed": work.failed},
            "uploads": dict(counted),
        }
        values |= {
            "oldest_job_seconds": _seconds(work.oldest, at),
            "worker_silent_seconds": _seconds(work.lived_at, at),
            "backup_age_seconds": _seconds(backed_up_at, at),
            "database_bytes": database_state().size,
            "chain_length": Trace.objects.order_by("-number")
            .values_list("number", flat=True)
            .first(),
        }
    except (DatabaseError, InterfaceError):
        counts = {}
    return Watched(RELEASE, counts, values)


def _seconds(since: datetime | None, at: datetime) -> float | None:
    return None if since is None else (at - since).total_seconds()
