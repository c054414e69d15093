"""Which units report: a duty begins with a month and ends with one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.places.models import Division, World
from jilian.returns.models import Duty
from jilian.returns.rules.forms import latest_form
from jilian.returns.rules.words import UnitKind


@transaction.atomic
def begin_duty(
    *, by: Person, at: datetime, world: World, form: str, unit: Division | Cluster, month: date
) -> Duty:
    """Have a town or cluster report from a month on; one that reports already stays as it is."""
    allow(by, Permission.REVIEW_RETURNS, world_code=world.code)
    kind = UnitKind.TOWN if isinstance(unit, Division) else UnitKind.CLUSTER
    if kind not in latest_form(form).units:
        raise Refusal("unit_not_of_form", _("Units of this kind do not report by this form."))
    key = unit.code if isinstance(unit, Division) else str(unit.pk)
    duty: Duty
    duty, is_new = Duty.objects.get_or_create(
        world=world, form=form, unit_kind=kind, unit_key=key, until_month=None,
        defaults={
            "division": unit if isinstance(unit, Division) else None,
            "cluster": unit if isinstance(unit, Cluster) else None,
            "from_month": month.replace(day=1),
            "entered_at": at,
            "entered_by": by.username,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            "return_duty.begun", by=by, at=at, world=world, about=duty,
            after={"form": form, "unit": key, "from": duty.from_month},
        )  # fmt: skip
    return duty


@transaction.atomic
def end_duty(*, by: Person, at: datetime, duty: Duty, month: date, reason: str) -> Duty:
    """End a duty with a month, which is the last that is reported."""
    allow(by, Permission.REVIEW_RETURNS, world_code=duty.world.code)
    kept: Duty = (
        Duty.objects.select_for_update(of=("self",)).select_related("world").get(pk=duty.pk)
    )
    why = checked_text(reason, longest=300)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if kept.until_month is not None or month < kept.from_month:
        raise Refusal("duty_ended", _("It has ended already, or ends before it began."))
    kept.until_month, kept.reason = month.replace(day=1), why
    kept.save(update_fields=["until_month", "reason"])
    audit.record(
        "return_duty.ended", by=by, at=at, world=kept.world, about=kept,
        after={"until": kept.until_month, "reason": why},
    )  # fmt: skip
    return kept
