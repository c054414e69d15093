"""The API of this area: who leads each cluster, and the selections behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.leaders import queries
from jilian.leaders.models import Selection

router = Router()


class LeaderOut(Schema):
    """A leading firm of a cluster on a day."""

    cluster: str = Field(description="key of the cluster")
    firm: int
    name: str
    valid_from: date | None
    known_by: date
    reason: str
    source: str


class SelectionOut(Schema):
    """A selection without its table."""

    pk: int
    cluster: str
    as_of: date
    year: int
    state: str
    method: str
    missing: str
    weighting: str
    measures: list[str]
    fingerprint: str
    from_day: date | None
    leaders: list[str]


class SelectionTableOut(SelectionOut):
    """A selection with its frozen inputs, its result, and what computed it."""

    table: dict[str, Any] | None
    result: dict[str, Any] | None
    versions: dict[str, str]


@router.get("/", response=list[LeaderOut])
def leaders(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the leading firms of all clusters as of a day (``?on=``)."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    return [
        {
            "cluster": row.cluster.key, "firm": row.firm.root_id, "name": row.firm.root.name,
            "valid_from": row.valid_from, "known_by": row.known_by, "reason": row.reason,
            "source": row.source.key,
        }
        for row in queries.leaders_of_world(asking.person, asking.world, asking.as_of)
    ]  # fmt: skip


@router.get("/selections", response=list[SelectionOut])
def selections(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the selections, the latest first (at most 100)."""
    asking = enter(request, world_code, Permission.SEE_SELECTIONS)
    return [_said(one) for one in queries.listed_selections(asking.person, asking.world)[:100]]


@router.get("/selections/{int:pk}", response=SelectionTableOut)
def selection(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show a selection with its frozen inputs and its result."""
    asking = enter(request, world_code, Permission.SEE_SELECTIONS)
    rows = Selection.objects.visible_to(asking.person, asking.world).select_related("cluster")
    found = get_object_or_404(rows, pk=pk)
    return {
        **_said(found), "table": found.table, "result": found.result, "versions": found.versions,
    }  # fmt: skip


def _said(one: Selection) -> dict[str, Any]:
    return {
        "pk": one.pk, "cluster": one.cluster.key, "as_of": one.as_of, "year": one.year,
        "state": one.state, "method": one.method, "missing": one.missing,
        "weighting": one.weighting, "measures": one.measures, "fingerprint": one.fingerprint,
        "from_day": one.from_day,
        "leaders": [choice.firm.root.name for choice in one.choices.all()],
    }  # fmt: skip
