"""The API of this area: missing links with their evidence, and the firms that are brought in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.gaps import queries
from jilian.gaps.models import MissingLink

router = Router()


class MissingLinkOut(Schema):
    """A missing link; values are null where unknown or withheld from who asks."""

    pk: int
    cluster: int | None = Field(description="null: the whole district")
    rank: int
    product: str
    grain: str = Field(description="product, or sector of the input-output table")
    industry: str
    supply: str = Field(description="none, single or thin")
    status: str
    firms: int = Field(description="firms that need it")
    makers: int = Field(description="makers inside")
    declared_yuan: Decimal | None
    inferred_yuan: Decimal | None
    withheld: bool
    unknown_values: int
    times_short: int = Field(description="0: fewer than three")
    candidates: int = Field(description="makers elsewhere")
    found_on: date
    last_on: date


class NumberOut(Schema):
    """How many had reached a stage by the day."""

    stage: str
    count: int
    dropped_out: int = Field(description="of them, by the day")


class RecruitOut(Schema):
    """A firm that is brought in, as of the day."""

    pk: int
    cluster: int
    name: str
    place: str
    direction: str
    of_firm: int | None
    of_product: str
    missing_link: int | None
    stage: str | None = Field(description="null: not a candidate yet on this day")
    signed: date | None
    registered: date | None
    producing: date | None


class PipelineOut(Schema):
    """The three numbers as of a day, and the list."""

    as_of: date
    numbers: list[NumberOut]
    firms: list[RecruitOut]


@router.get("/missing", response=list[MissingLinkOut])
def missing_links(
    request: HttpRequest, world_code: Path[str], cluster: int | None = None
) -> list[dict[str, Any]]:
    """List the standing missing links, the most wanted first; `?cluster=` narrows."""
    asking = enter(request, world_code, Permission.SEE_GAPS)
    rows = queries.missing_seen(asking.person, asking.world).standing()
    if cluster is not None:
        rows = rows.filter(cluster=cluster)
    return [queries.plain_missing(asking.person, row) for row in rows.order_by("rank", "pk")]


@router.get("/missing/{int:pk}", response=MissingLinkOut)
def missing_link(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one missing link."""
    asking = enter(request, world_code, Permission.SEE_GAPS)
    found: MissingLink = get_object_or_404(queries.missing_seen(asking.person, asking.world), pk=pk)
    return queries.plain_missing(asking.person, found)


@router.get("/pipeline", response=PipelineOut)
def pipeline(request: HttpRequest, world_code: Path[str]) -> dict[str, Any]:
    """Signed, registered and producing as of `?on=`, and the firms that were candidates by then."""
    asking = enter(request, world_code, Permission.SEE_GAPS)
    rows = queries.recruits_seen(asking.person, asking.world)
    return queries.plain_pipeline(rows, asking.as_of)
