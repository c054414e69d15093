"""The API of this area: growth between two days, monthly reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.growth import queries
from jilian.growth.rules.report import year_before
from jilian.organisations.rules import OrganisationType

router = Router()


class GrowthOut(Schema):
    """A growth with the parts that make the difference; they add up to it."""

    boundary: str
    first: date
    last: date
    before: int
    after: int
    difference: int
    boundary_change: int = Field(description="absorbed less left: no real growth")
    percent: str | None = Field(description="exact to 28 digits; null without a base")
    words: str
    parts: dict[str, list[str]] = Field(description="keys of the organisations, by part")


class ReportOut(Schema):
    """A report as it was compiled."""

    pk: int
    month: str
    revision: int
    fingerprint: str


class ReportContentOut(ReportOut):
    """A report with its content."""

    content: dict[str, Any]


@router.get("", response=GrowthOut)
def growth(
    request: HttpRequest, world_code: Path[str], first: date | None = None,
    last: date | None = None, boundary: str = "world", type: OrganisationType | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The growth of organisations between two days; boundary: world, town:CODE, cluster:NUMBER.

    Without days: the year up to the as-of day.
    """
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    last = last or asking.as_of
    first = first or year_before(last)
    found = queries.boundary_of(asking.world, boundary)
    if found is None:
        raise Http404
    page = queries.growth_page(
        asking.person, asking.world, found[0], first, last, type.value if type else None
    )
    grown = page.growth
    percent = grown.figure.percent
    return {
        "boundary": str(grown.boundary), "first": first, "last": last,
        "before": grown.before, "after": grown.after, "difference": grown.difference,
        "boundary_change": grown.boundary_change,
        "percent": None if percent is None else str(percent), "words": page.words,
        "parts": {
            line.part.value: [one.key for one in line.organisations] for line in page.lines
        },
    }  # fmt: skip


@router.get("/reports", response=list[ReportOut])
def reports(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the monthly reports, the latest month first."""
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    rows = queries.reports_seen(asking.person, asking.world).defer("content")
    return [_plain(row) for row in rows]


@router.get("/reports/{int:pk}", response=ReportContentOut)
def report(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one report with its content."""
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    row = get_object_or_404(queries.reports_seen(asking.person, asking.world), pk=pk)
    return {**_plain(row), "content": row.values}


def _plain(row: Any) -> dict[str, Any]:
    return {
        "pk": row.pk, "month": f"{row.month:%Y-%m}", "revision": row.revision,
        "fingerprint": row.fingerprint,
    }  # fmt: skip
