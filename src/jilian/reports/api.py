"""The area in the programming interface: reports as they were frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.reports import queries
from jilian.reports.models import Report

router = Router(tags=["Reports"])


class FrozenReportOut(Schema):
    """A report as it was compiled, and how far it has come."""

    pk: int
    title: str
    month: str
    template: str
    audience: str
    language: str
    revision: int
    state: str
    fingerprint: str = Field(description="SHA-256 of the canonical content")
    compiled_at: datetime


class FrozenReportContentOut(FrozenReportOut):
    """A report with all that it prints, who signed it and what was corrected since."""

    content: dict[str, Any]
    signatures: list[dict[str, str]]
    notes: list[dict[str, Any]]
    files: list[dict[str, Any]]


@router.get("", response=list[FrozenReportOut])
def reports(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the reports that the asker may read, the latest month first."""
    asking = enter(request, world_code, Permission.SEE_REPORTS)
    return [_plain(row) for row in queries.reports_seen(asking.person, asking.world)]


@router.get("/{int:pk}", response=FrozenReportContentOut)
def report(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one report with all that it prints."""
    asking = enter(request, world_code, Permission.SEE_REPORTS)
    row = get_object_or_404(queries.report_seen(asking.person, asking.world), pk=pk)
    page = queries.report_page(row)
    return {
        **_plain(row),
        "content": row.values,
        "signatures": [
            {"name": one.name, "office": one.office, "at": one.at.isoformat()}
            for one in page.signatures
        ],
        "notes": [
            {"number": one.number, "figure": one.figure_number, "words": one.words}
            for one in page.notes
        ],
        "files": [
            {"kind": one.kind, "notes": one.notes, "fingerprint": one.fingerprint}
            for one in page.files
        ],
    }


def _plain(row: Report) -> dict[str, Any]:
    return {
        "pk": row.pk, "title": row.title, "month": f"{row.month:%Y-%m}",
        "template": row.template_key, "audience": row.audience, "language": row.language,
        "revision": row.revision, "state": row.state.value, "fingerprint": row.fingerprint,
        "compiled_at": row.compiled_at,
    }  # fmt: skip
