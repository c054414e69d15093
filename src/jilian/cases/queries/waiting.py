"""What the timetable asks several times a minute, and what it then looks at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from jilian.cases.models import Matter
from jilian.cases.rules.words import CaseState, EventKind, MatterState

_RUNNING = (MatterState.ACCEPTED,)


def late_matters(at: datetime) -> QuerySet[Matter]:
    """Return the running matters of open cases of which something is due; a paused one is not.

    What lies with the firm is not late either: its clock may run, but no office holds it.
    """
    late = (
        Q(promised_due_at__lte=at)
        | Q(statutory_due_at__lte=at)
        | Q(steps__due_at__lte=at, steps__ended_at__isnull=True)
    )
    rows = Matter.objects.filter(late, state__in=_RUNNING, case__state=CaseState.OPEN)
    return (
        rows.select_related("case__world", "case__firm", "template_version", "department")
        .prefetch_related("steps")
        .order_by("pk")
        .distinct()
    )


def something_is_late(at: datetime) -> bool:
    """Whether anything could go up."""
    return late_matters(at).exists()


def silent_matters() -> QuerySet[Matter]:
    """Return what was received, and neither answered nor accepted."""
    rows = Matter.objects.filter(received_at__isnull=False, case__state=CaseState.OPEN)
    answered = (EventKind.ACCEPTED, EventKind.NOT_ACCEPTED, EventKind.CORRECTION_ASKED)
    return (
        rows.filter(ended_at__isnull=True)
        .exclude(events__event__in=answered)
        .select_related("case__world")
        .order_by("pk")
    )
