"""Signing a report off: two different people, each once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.reports.models import Report, Signature
from jilian.reports.operations.telling import settle_waiting
from jilian.reports.queries import latest_of
from jilian.reports.rules.content import fingerprint
from jilian.reports.rules.signing import check_signable, damaged
from jilian.reports.rules.words import SIGNERS


@transaction.atomic
def sign_report(*, by: Person, at: datetime, report: Report) -> Signature:
    """Sign what a report says; refuses a second signature by one person, and a third at all.

    Refuses also what has been changed behind the software: its fingerprint is looked at first.
    """
    allow(by, Permission.SIGN_REPORTS, world_code=report.world.code)
    kept = Report.objects.select_for_update(of=("self",)).select_related("world").get(pk=report.pk)
    if by.is_system:
        raise Refusal(*damaged("system"))
    if fingerprint(kept.content) != kept.fingerprint:
        raise Refusal(*damaged("content"))
    signed = list(kept.signatures.values_list("by", flat=True))
    place = check_signable(by.username, signed, is_latest=kept.revision == latest_of(kept))
    made = Signature.objects.create(
        report=kept, place=place, by=by.username, name=by.display_name, office=by.office,
        fingerprint=kept.fingerprint, at=at,
    )  # fmt: skip
    audit.record(
        "frozen_report.signed", by=by, at=at, world=kept.world, about=kept,
        after={"place": place, "fingerprint": kept.fingerprint},
    )  # fmt: skip
    settle_waiting(by=by, at=at, report=kept, to=None if place == SIGNERS else by)
    return made
