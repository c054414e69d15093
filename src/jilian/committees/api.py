"""The API of this area: procedures with their steps, and the terms of bodies."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.committees import queries
from jilian.committees.lists import ordered_by_due
from jilian.committees.models import Procedure

router = Router()


class StepOut(Schema):
    """One step; taken back where ``undone`` is true."""

    step: str
    day: date
    document_number: str
    document_title: str
    unit: str
    undone: bool


class ProcedureOut(Schema):
    """A procedure with its three dates; counts of members are not in it."""

    pk: int
    cluster: str = Field(description="key of the cluster")
    name: str
    type: str
    is_exception: bool = Field(description="below the number of the rule, because of work needs")
    relation_mode: str
    superior: str | None = Field(description="key of the organisation above")
    state: str
    approval_number: str | None
    approved_on: date | None
    elected_on: date | None
    effect_on: date | None = Field(description="wanted, until the result has been filed")
    term_from: date | None
    term_until: date | None = Field(description="last day; null: not known or not begun")
    organisation: str | None = Field(description="key of the organisation set up")


class ProcedureWithSteps(ProcedureOut):
    """A procedure with its steps."""

    steps: list[StepOut]


@router.get("/", response=list[ProcedureOut])
def procedures(request: HttpRequest, world_code: Path[str]) -> list[dict[str, object]]:
    """List the procedures, what waits for a step first."""
    asking = enter(request, world_code, Permission.SEE_PROCEDURES)
    rows = queries.procedures_seen(asking.person, asking.world, asking.today)
    return [_plain(row) for row in rows.order_by(*queries.ORDER)]


@router.get("/terms", response=list[ProcedureOut])
def terms(
    request: HttpRequest, world_code: Path[str], within: Query[int | None] = None
) -> list[dict[str, object]]:
    """List the bodies that stand by the end of their term; ``within`` so many days, or over."""
    asking = enter(request, world_code, Permission.SEE_PROCEDURES)
    days = None if within is None else min(max(within, 0), 36_500)
    rows = queries.terms_seen(asking.person, asking.world, asking.today, days)
    return [_plain(row) for row in ordered_by_due(rows)]


@router.get("/{int:pk}", response=ProcedureWithSteps)
def procedure(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, object]:
    """Show one procedure with its steps."""
    asking = enter(request, world_code, Permission.SEE_PROCEDURES)
    rows = queries.procedures_seen(asking.person, asking.world, asking.today)
    found = get_object_or_404(rows, pk=pk)
    steps = [
        {
            "step": one.kind, "day": one.day, "document_number": one.document_number,
            "document_title": one.document_title, "unit": one.unit,
            "undone": one.undone_at is not None,
        }
        for one in found.steps.order_by("number")
    ]  # fmt: skip
    return {**_plain(found), "steps": steps}


def _plain(row: Procedure) -> dict[str, object]:
    return {
        "pk": row.pk,
        "cluster": row.cluster.key,
        "name": row.name,
        "type": row.type,
        "is_exception": row.is_exception,
        "relation_mode": row.relation_mode,
        "superior": row.superior.key if row.superior else None,
        "state": row.state,
        "approval_number": row.approval_number or None,
        "approved_on": row.approved_on,
        "elected_on": row.elected_on,
        "effect_on": row.effect_on,
        "term_from": row.term_start,
        "term_until": row.due,
        "organisation": row.organisation.key if row.organisation else None,
    }
