"""Telling those who sign reports that one waits for them, and taking it off their lists."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may
from jilian.notices import operations as notices
from jilian.reports.models import Report


def _key(report: Report) -> str:
    return f"report:{report.pk}"


def tell_signers(*, by: Person, at: datetime, report: Report) -> None:
    """Tell all who sign reports."""
    url = reverse("reports:detail", args=(report.world.code, report.pk))
    for person in people_who_may(Permission.SIGN_REPORTS, report.world.code):
        notices.tell(
            by=by, at=at, to=person, world=report.world, kind="report_waits", key=_key(report),
            url=url, details={"title": report.title, "month": f"{report.month:%Y-%m}"},
        )  # fmt: skip


def settle_waiting(*, by: Person, at: datetime, report: Report, to: Person | None = None) -> None:
    """Take it off the lists of all, or of the one who has signed."""
    notices.settle(by=by, at=at, key=_key(report), to=to)
