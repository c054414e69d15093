"""Data agreements: recorded, ended, and remembered before they run out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, people_who_may
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.desk.models import DataAgreement
from jilian.desk.rules import Sharing
from jilian.desk.rules.agreements import REMIND_BEFORE
from jilian.notices.operations import settle, tell
from jilian.places.models import World
from jilian.sources.models import Source


@transaction.atomic
def record_agreement(
    *,
    by: Person,
    at: datetime,
    world: World,
    partner: str,
    subject: str,
    purpose: str,
    sharing: str,
    valid_from: date,
    valid_until: date | None = None,
    conditions: str = "",
    document: str = "",
    source: Source | None = None,
) -> DataAgreement:
    """Record what was agreed; refuses conditions left out and an end before its start."""
    allow(by, Permission.KEEP_DESK, world_code=world.code)
    if sharing != Sharing.UNCONDITIONAL and not conditions.strip():
        raise Refusal(
            "conditions_missing", _("Say the conditions, or why the data are not shared.")
        )
    if valid_until is not None and valid_until < valid_from:
        raise Refusal("ends_before_start", _("The last day stands before the first."))
    made = DataAgreement.objects.create(
        world=world, partner=partner, subject=subject, purpose=purpose, sharing=sharing,
        valid_from=valid_from, valid_until=valid_until, conditions=conditions.strip(),
        document=document, source=source, recorded_at=at, recorded_by=by.username,
    )  # fmt: skip
    audit.record("agreement.recorded", by=by, at=at, about=made, world=world, after=_said(made))
    return made


@transaction.atomic
def end_agreement(*, by: Person, at: datetime, agreement: DataAgreement) -> None:
    """End an agreement today; refuses one that has ended."""
    found = DataAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    allow(by, Permission.KEEP_DESK, world_code=found.world.code)
    if found.ended_on is not None:
        raise Refusal("agreement_ended", _("This agreement has ended already."))
    found.ended_on = timezone.localdate(at)
    found.save(update_fields=["ended_on"])
    settle(by=by, at=at, key=_reminder(found))
    audit.record(
        "agreement.ended", by=by, at=at, about=found, world=found.world,
        before={"ended_on": None}, after={"ended_on": found.ended_on},
    )  # fmt: skip


@transaction.atomic
def remind_of_agreements(*, by: Person, at: datetime) -> int:
    """Tell the stewards once of each agreement that soon runs out; returns how many there are."""
    today = timezone.localdate(at)
    due = DataAgreement.objects.filter(
        ended_on__isnull=True, valid_until__range=(today, today + timedelta(REMIND_BEFORE.days))
    ).select_related("world")
    for one in due:
        for steward in people_who_may(Permission.KEEP_DESK, one.world.code):
            tell(
                by=by, at=at, to=steward, world=one.world, kind="agreement_due",
                key=_reminder(one), url=reverse("desk:agreements", args=(one.world.code,)),
                details={"partner": one.partner, "until": str(one.valid_until)},
            )  # fmt: skip
    return len(due)


def _reminder(agreement: DataAgreement) -> str:
    return f"agreement-{agreement.pk}-due"


def _said(one: DataAgreement) -> dict[str, object]:
    return {
        name: getattr(one, name)
        for name in ("partner", "subject", "purpose", "sharing", "conditions", "document",
                     "valid_from", "valid_until")
    }  # fmt: skip
