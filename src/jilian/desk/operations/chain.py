"""Verifying, sealing and pruning the chain of traces: what the auditor and the timetable do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, people_who_may
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.audit.models import DailyDigest, Pruning, Trace, Verification
from jilian.audit.operations import (
    begin_verification,
    complete_verification,
    prunable,
    prune,
    replace_key,
)
from jilian.base.errors import Refusal
from jilian.base.signing import SigningKey
from jilian.jobs.later import after_commit
from jilian.notices.operations import tell
from jilian.upkeep.models import LegalHold

TIMETABLE = "timetable"
SHORTLY_AFTER_MIDNIGHT = timedelta(hours=3)


def key_folder() -> Path:
    """Where the signing key stands: outside the database, in the home folder."""
    return Path(settings.HOME) / "audit"


def sealed_day(at: datetime) -> date:
    """The day that a seal made now is named after: in the small hours the day before."""
    return timezone.localdate(at - SHORTLY_AFTER_MIDNIGHT)


@transaction.atomic
def ask_for_verification(*, by: Person, at: datetime) -> Verification:
    """Have the chain verified later, with progress; one that is under way is taken instead."""
    allow(by, Permission.SEE_TRACES)
    found = begin_verification(by=by, at=at)
    after_commit(verify_chain, verification_id=found.pk)
    return found


def verify_chain(*, by: Person, at: datetime, verification_id: int) -> Verification:
    """Walk the chain and tell the auditors where it was changed; may run twice."""
    allow(by, Permission.SEE_TRACES)
    found = complete_verification(by=by, at=at, verification_id=verification_id)
    if found.state == Verification.State.BROKEN:
        for auditor in people_who_may(Permission.SEE_TRACES, ""):
            tell(
                by=by, at=at, to=auditor, kind="chain_broken", key=f"chain-broken-{found.pk}",
                url=reverse("audit:chain"), details={"count": len(found.findings)},
            )  # fmt: skip
    return found


def verify_daily(*, by: Person, at: datetime) -> Verification:
    """The timetable's verification of the whole chain."""
    return verify_chain(by=by, at=at, verification_id=begin_verification(by=by, at=at).pk)


def seal_chain(*, by: Person, at: datetime) -> DailyDigest:
    """Sign where the chain ends now, with the key of this installation."""
    allow(by, Permission.SEE_TRACES)
    return audit.seal(by=by, at=at, day=sealed_day(at), key=SigningKey(key_folder()))


def replace_signing_key(*, by: Person, at: datetime) -> str:
    """Seal with the old key once more, then take a fresh one; returns its public half."""
    allow(by, Permission.SEE_TRACES)
    key = SigningKey(key_folder())
    return replace_key(by=by, at=at, day=sealed_day(at), key=key).public


def forget_traces(before: datetime, dry_run: bool) -> int:
    """Delete traces older than this behind a seal, or count them: what the nightly retention calls.

    A chain that does not verify is left alone; the verification raises the alarm.
    """
    upto = prunable(before)
    if upto is None:
        return 0
    if dry_run:
        return Trace.objects.filter(number__lte=upto.last_number).count()
    days = settings.TRACE_DAYS
    try:
        kept = prune(by=system_person(TIMETABLE), at=before + timedelta(days=days), days=days)
    except Refusal:
        return 0
    return kept.count if kept else 0


def prune_traces(*, by: Person, at: datetime, days: int | None = None) -> Pruning | None:
    """Delete traces beyond the retention of this installation, up to a seal; the rest verifies.

    Refuses while a legal hold keeps the traces.
    """
    allow(by, Permission.SEE_TRACES)
    if LegalHold.objects.in_force().filter(data_class="traces").exists():
        raise Refusal("traces_held", _("A hold keeps the traces from being deleted."))
    return prune(by=by, at=at, days=settings.TRACE_DAYS if days is None else days)
