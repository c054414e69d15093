"""The API of this area: campaigns, their reports and their targets, to read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.coverage import queries
from jilian.coverage.models import Campaign, Target
from jilian.coverage.rules import CampaignState, TargetState

router = Router()
PER_PAGE = 200


class CampaignOut(Schema):
    """A campaign with its days; rates stand in its report."""

    pk: int
    title: str
    round: int
    state: str = Field(description="draft, frozen, running, closed or rechecked")
    drawn_on: date
    closes_on: date
    closed_on: date | None
    recheck_on: date
    listed: int | None = Field(description="firms on the frozen list")
    fingerprint: str


class TargetOut(Schema):
    """A target with its one state; no count of members is among its values."""

    pk: int
    number: int
    firm: int
    name: str
    town: str
    industry: str
    state: str = Field(description="open, own, joint, work or not_yet")
    state_on: date
    route: str
    planned_route: str
    obstacle: str
    advisor_office: str
    waits_for_signature: bool
    is_removed: bool


@router.get("/", response=list[CampaignOut])
def campaigns(request: HttpRequest, world_code: Path[str]) -> list[Campaign]:
    """List the campaigns that one sees, the latest first."""
    asking = enter(request, world_code, Permission.SEE_CAMPAIGNS)
    return list(Campaign.objects.visible_to(asking.person, asking.world))


@router.get("/{int:pk}/report", response=dict[str, Any])
def report(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Report a campaign: every rate with numerator and denominator, over the frozen list."""
    asking = enter(request, world_code, Permission.SEE_CAMPAIGNS)
    return queries.report_of(asking.person, _campaign(asking, pk), asking.today).plain()


@router.get("/{int:pk}/targets", response=list[TargetOut])
def targets(
    request: HttpRequest,
    world_code: Path[str],
    pk: int,
    state: TargetState | None = None,
    town: str = "",
    page: int = 1,
) -> list[dict[str, Any]]:
    """List the targets that one sees in the order of the frozen list, 200 a page."""
    asking = enter(request, world_code, Permission.SEE_CAMPAIGNS)
    rows = queries.target_rows(asking.person, _campaign(asking, pk), asking.today)
    kept = rows.filter(state=state) if state else rows
    kept = kept.filter(town=town) if town else kept
    first = (max(1, min(page, 10_000)) - 1) * PER_PAGE
    return [_target(one) for one in kept.order_by("number")[first : first + PER_PAGE]]


def _campaign(asking: Request, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(asking.person, asking.world).select_related("world")
    return get_object_or_404(rows.exclude(state=CampaignState.DRAFT), pk=pk)


def _target(one: Target) -> dict[str, Any]:
    return {
        "pk": one.pk, "number": one.number, "firm": one.firm.root_id, "name": one.name,
        "town": one.town, "industry": one.industry, "state": one.state, "state_on": one.state_on,
        "route": one.route, "planned_route": one.planned_route, "obstacle": one.obstacle,
        "advisor_office": one.advisor_office, "waits_for_signature": bool(one.said_state),
        "is_removed": one.is_removed,
    }  # fmt: skip
