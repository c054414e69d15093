"""Corrections of what was released: the next revision with its reason; the old one stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.returns.models import MonthlyReturn, ReturnLine
from jilian.returns.operations.steps import locked, needed, note_step
from jilian.returns.rules.flow import check_correction, check_entry
from jilian.returns.rules.words import State, StepKind


@transaction.atomic
def begin_correction(
    *, by: Person, at: datetime, monthly_return: MonthlyReturn, reason: str
) -> MonthlyReturn:
    """Begin the next revision of a released return with its values; it goes the same way."""
    kept = locked(monthly_return)
    allow(by, Permission.ENTER_RETURNS, world_code=kept.world.code, scopes=kept.own_scopes)
    check_correction(kept.state)
    why = needed(reason)
    later = MonthlyReturn.objects.filter(
        world=kept.world, form=kept.form, unit_kind=kept.unit_kind, unit_key=kept.unit_key,
        month=kept.month, revision__gt=kept.revision,
    )  # fmt: skip
    if later.exists():
        raise Refusal("corrected_already", _("A later revision of this return stands already."))
    made: MonthlyReturn = MonthlyReturn.objects.create(
        world=kept.world, form=kept.form, form_version=kept.form_version,
        unit_kind=kept.unit_kind, unit_key=kept.unit_key, division=kept.division,
        cluster=kept.cluster, month=kept.month, is_joint=kept.is_joint,
        revision=kept.revision + 1, reason=why, due_at=kept.due_at,
        first_sent_at=kept.first_sent_at,
    )  # fmt: skip
    ReturnLine.objects.bulk_create(
        ReturnLine(
            monthly_return=made, item=line.item, column=line.column, value=line.value,
            note=line.note,
        )
        for line in kept.lines.all()
    )  # fmt: skip
    note_step(by, at, made, StepKind.CORRECTION, why)
    return made


@transaction.atomic
def withdraw_correction(*, by: Person, at: datetime, monthly_return: MonthlyReturn) -> None:
    """Take back a correction that was not sent yet; the released revision stands as before."""
    kept = locked(monthly_return)
    allow(by, Permission.ENTER_RETURNS, world_code=kept.world.code, scopes=kept.own_scopes)
    check_entry(kept.state)
    if kept.revision == 1 or kept.state != State.ENTERED:
        raise Refusal("no_correction", _("Only a correction that was not sent is taken back."))
    note_step(by, at, kept, StepKind.WITHDRAWN)
    kept.delete()
