"""Telling units that their return is late, or was sent back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_within
from jilian.audit import operations as audit
from jilian.cases.queries.offices import calendar_now
from jilian.notices import operations as notices
from jilian.places.models import World
from jilian.returns.models import Duty, MonthlyReturn
from jilian.returns.models.duties import in_month
from jilian.returns.rules import months
from jilian.returns.rules.forms import form_keys, latest_form
from jilian.returns.rules.words import REPORTED

P = Permission


def tell_sent_back(*, by: Person, at: datetime, row: MonthlyReturn) -> None:
    """Tell whoever enters for the unit that its return came back, and why."""
    for person in people_within(P.ENTER_RETURNS, row.world.code, row.own_scopes):
        notices.tell(
            by=by, at=at, to=person, world=row.world, kind="return_sent_back",
            key=_key_of(row, row.course.count()),
            url=reverse("returns:detail", args=(row.world.code, row.pk)),
            details={"period": row.period, "reason": row.sent_back_reason},
        )  # fmt: skip


def settle_asked(*, by: Person, at: datetime, row: MonthlyReturn) -> None:
    """The return was sent: what asked for it is settled."""
    for step in range(row.course.count() + 1):
        notices.settle(by=by, at=at, key=_key_of(row, step))


def _key_of(row: MonthlyReturn, step: int) -> str:
    return _key(row.world, row.form, row.unit_kind, row.unit_key, row.month, step)


def _key(world: World, form: str, kind: str, unit: str, month: date, step: int) -> str:
    return f"returns:{world.code}:{form}:{kind}:{unit}:{month:%Y-%m}:{step}"


@transaction.atomic
def remind_late(*, by: Person, at: datetime) -> int:
    """Tell every unit whose latest return is past its due moment and not there; once a month."""
    told = 0
    calendar, today = calendar_now(), timezone.localdate(at)
    for key in form_keys():
        form = latest_form(key)
        month = months.latest_ended(form.due, today)
        if months.due_moment(form.due, month, calendar) >= at:
            month = months.month_before(form.due, month)
        sent = MonthlyReturn.objects.filter(form=key, month=month, state__in=REPORTED)
        there = set(sent.values_list("world_id", "unit_kind", "unit_key"))
        duties = Duty.objects.filter(in_month(month), form=key).select_related("world")
        for duty in duties.order_by("pk"):
            if (duty.world_id, duty.unit_kind, duty.unit_key) not in there:
                told += _tell_late(by, at, duty, month)
    audit.record("returns.late_told", by=by, at=at, after={"told": told})
    return told


def _tell_late(by: Person, at: datetime, duty: Duty, month: date) -> int:
    people = people_within(P.ENTER_RETURNS, duty.world.code, duty.own_scopes)
    for person in people:
        notices.tell(
            by=by, at=at, to=person, world=duty.world, kind="return_late",
            key=_key(duty.world, duty.form, duty.unit_kind, duty.unit_key, month, 0),
            url=reverse("returns:due", args=(duty.world.code,)),
            details={"period": f"{month:%Y-%m}"},
        )  # fmt: skip
    return len(people)
