"""The area in the programming interface: who has reported for a month, and what was released."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.returns import queries
from jilian.returns.models import MonthlyReturn
from jilian.returns.queries.asking import form_or_404, month_or_404

router = Router(tags=["Returns"])


class UnitReturnOut(Schema):
    """How far the return of a unit for a month has come."""

    unit_kind: str
    unit_key: str
    unit: str
    return_id: int | None = Field(description="null: not begun")
    revision: int | None
    state: str
    due_at: datetime
    first_sent_at: datetime | None
    late: bool


class MonthOut(Schema):
    """A form's month: completeness and timeliness in percent, and each unit."""

    form: str
    month: str
    expected: int
    sent: int
    in_time: int
    completeness: Decimal | None
    timeliness: Decimal | None
    cover_percent: Decimal | None = Field(description="null: last year is not known of every unit")
    units: list[UnitReturnOut]


class ReturnValueOut(Schema):
    """A value of a return; null is missing, which is not zero."""

    item: str
    column: str
    unit: str
    value: Decimal | None
    note: str


class ReturnFindingOut(Schema):
    """What a check says of a value."""

    item: str
    column: str
    code: str
    level: str
    sentence: str


class ReturnOut(Schema):
    """A revision of a unit's return with its values and what the checks say."""

    id: int
    form: str
    period: str
    unit: str
    revision: int
    reason: str
    state: str
    values: list[ReturnValueOut]
    findings: list[ReturnFindingOut]


@router.get("/months/{form}/{month}", response=MonthOut, summary="Who has reported for a month")
def month(request: HttpRequest, world_code: str, form: str, month: str) -> MonthOut:
    """A month as its reviewers see it; month as 2026-03."""
    asking = enter(request, world_code, Permission.REVIEW_RETURNS)
    day = month_or_404(month)
    form_or_404(form, day)
    page = queries.month_page(asking.person, asking.world, form, day, timezone.now())
    return MonthOut(
        form=form,
        month=month,
        expected=page.coming.expected,
        sent=page.coming.sent,
        in_time=page.coming.in_time,
        completeness=page.coming.completeness,
        timeliness=page.coming.timeliness,
        cover_percent=page.cover.cover.percent,
        units=[_unit(one) for one in page.rows],
    )


def _unit(one: queries.UnitRow) -> UnitReturnOut:
    row = one.row
    return UnitReturnOut(
        unit_kind=one.duty.unit_kind,
        unit_key=one.duty.unit_key,
        unit=str(one.duty.unit),
        return_id=row.pk if row else None,
        revision=row.revision if row else None,
        state=row.state if row else "not_begun",
        due_at=one.due_at,
        first_sent_at=row.first_sent_at if row else None,
        late=one.is_late or one.was_late,
    )


@router.get("/{int:pk}", response=ReturnOut, summary="One return with its values")
def one_return(request: HttpRequest, world_code: str, pk: int) -> ReturnOut:
    """A return that the person may look at."""
    asking = enter(request, world_code, Permission.SEE_RETURNS)
    rows = MonthlyReturn.objects.visible_to(asking.person, asking.world)
    row = get_object_or_404(rows.select_related("world", "division", "cluster"), pk=pk)
    if row.world_id != asking.world.pk:
        raise Http404
    found = queries.return_seen(row)
    values = [
        ReturnValueOut(
            item=one.item.key, column=cell.column, unit=one.item.unit, value=cell.value,
            note=one.note,
        )
        for one in found.rows
        for cell in one.cells
    ]  # fmt: skip
    findings = [
        ReturnFindingOut(
            item=one.item, column=one.column, code=one.code, level=one.level.value,
            sentence=one.sentence,
        )
        for one in found.findings
    ]  # fmt: skip
    return ReturnOut(
        id=row.pk, form=row.form, period=row.period, unit=str(row.unit), revision=row.revision,
        reason=row.reason, state=row.state, values=values, findings=findings,
    )  # fmt: skip
