"""The API of this area: organisations as of a day (`?on=`), how many, coverage, two changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.organisations import operations, queries
from jilian.organisations.models import Organisation
from jilian.organisations.queries.standing import superiors_on, units_on
from jilian.organisations.rules import Line, OrganisationType
from jilian.places.models import Division

router = Router()


class UnitOut(Schema):
    """An organisation as it stood on the day."""

    pk: int
    key: str
    name: str | None
    type: str | None
    is_exception: bool
    is_cluster_body: bool
    division: str | None
    held: str = Field(description="yes, or unknown: its founding is not known")
    valid_from: date | None
    not_before: date | None
    known_by: date
    superiors: list[int] = Field(description="territory line")
    cluster_superiors: list[int]


class TypeIn(Schema):
    """Another type from a day on."""

    type: OrganisationType
    from_day: date
    document: str = ""
    because_of_work_needs: bool = False


class SuperiorIn(Schema):
    """Another superior from a day on; organisations by their number."""

    line: Line
    superior: int | None = None
    instead_of: int | None = None
    from_day: date
    document: str = ""


class ChangeOut(Schema):
    """What the rules said of a change: ok, warning, exception or unknown; null where none is."""

    check: str | None
    rules: list[str]
    is_exception: bool


@router.get("", response=list[UnitOut])
def organisations(
    request: HttpRequest, world_code: Path[str], source: str | None = None
) -> list[dict[str, Any]]:
    """The organisations of the day, with their superiors in both lines."""
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    day = asking.as_of
    territory = superiors_on(asking.world, day, Line.TERRITORY)
    cluster = superiors_on(asking.world, day, Line.CLUSTER)
    return [
        {
            "pk": unit.pk,
            "key": unit.key,
            "name": unit.name or None,
            "type": unit.type,
            "is_exception": unit.is_exception,
            "is_cluster_body": unit.is_cluster_body,
            "division": unit.division or None,
            "held": unit.span.held_on(day).value,
            "valid_from": unit.span.valid_from,
            "not_before": unit.span.not_before,
            "known_by": unit.span.known_by,
            "superiors": territory.get(unit.pk, []),
            "cluster_superiors": cluster.get(unit.pk, []),
        }
        for unit in units_on(asking.person, asking.world, day, source)
    ]


@router.get("/count", response=dict[str, Any])
def count(
    request: HttpRequest, world_code: Path[str], source: str | None = None
) -> dict[str, object]:
    """How many organisations stood on the day, of which type; only those a source attests."""
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    return queries.count_organisations(asking.person, asking.world, asking.as_of, source).plain()


@router.get("/coverage", response=dict[str, Any])
def coverage(
    request: HttpRequest,
    world_code: Path[str],
    place: str | None = None,
    operating: int | None = None,
) -> dict[str, object]:
    """How many firms with a site in a place have which coverage; small counts are withheld."""
    asking = enter(request, world_code, Permission.SEE_ORGANISATIONS)
    where = get_object_or_404(Division, code=place) if place else None
    return queries.coverage_of(asking.person, asking.world, asking.as_of, where, operating).plain()


@router.post("/{pk}/type", response=ChangeOut)
def set_type(
    request: HttpRequest, world_code: Path[str], pk: int, wanted: TypeIn
) -> dict[str, object]:
    """Give an organisation another type; refused with the rule where its number is not met."""
    asking = enter(request, world_code, Permission.CHANGE_ORGANISATIONS)
    planned = operations.set_type(
        by=asking.person, at=timezone.now(), organisation=_changeable(asking, pk), **wanted.dict()
    )
    check = planned.check
    return {
        "check": str(check.outcome) if check else None,
        "rules": [one.rule_id for one in planned.rules],
        "is_exception": planned.is_exception,
    }


@router.post("/{pk}/superior", response=ChangeOut)
def change_superior(
    request: HttpRequest, world_code: Path[str], pk: int, wanted: SuperiorIn
) -> dict[str, object]:
    """Put an organisation under another superior; a circle on any day is refused."""
    asking = enter(request, world_code, Permission.CHANGE_ORGANISATIONS)
    operations.change_superior(
        by=asking.person,
        at=timezone.now(),
        organisation=_changeable(asking, pk),
        line=wanted.line,
        superior=_visible(asking, wanted.superior),
        instead_of=_visible(asking, wanted.instead_of),
        from_day=wanted.from_day,
        document=wanted.document,
    )
    return {"check": None, "rules": [], "is_exception": False}


def _changeable(asking: Request, pk: int) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(
            asking.person, asking.world, Permission.CHANGE_ORGANISATIONS
        ).select_related("division", "world"),
        pk=pk,
    )


def _visible(asking: Request, pk: int | None) -> Organisation | None:
    if pk is None:
        return None
    return get_object_or_404(Organisation.objects.visible_to(asking.person, asking.world), pk=pk)
