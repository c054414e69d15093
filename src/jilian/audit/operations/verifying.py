"""Walking the chain and keeping what was found."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.audit.models import Verification
from jilian.audit.operations.chain import Doer, record
from jilian.audit.queries import check_chain, head, start

State = Verification.State
MOST_FINDINGS = 200  # of one verification are kept


@transaction.atomic
def begin_verification(*, by: Doer, at: datetime) -> Verification:
    """Note that the chain is to be verified; another that waits or runs is taken instead."""
    open_now = Verification.objects.filter(state__in=(State.WAITING, State.RUNNING)).first()
    if open_now is not None:
        return open_now
    made = Verification.objects.create(
        asked_at=at, asked_by=by.username, whole=head()[0] - start()[0]
    )
    record("chain.verification_asked", by=by, at=at, about=made)
    return made


def complete_verification(*, by: Doer, at: datetime, verification_id: int) -> Verification:
    """Walk the chain, note the progress, keep the findings; may run twice.

    No transaction around the walk: on SQLite it would keep all others from writing.
    """
    found = Verification.objects.get(pk=verification_id)
    if found.ended_at is not None:
        return found
    same = Verification.objects.filter(pk=found.pk)
    same.update(state=State.RUNNING, checked=0)
    checked = check_chain(progress=lambda count: same.update(checked=count))
    with transaction.atomic():
        found = same.select_for_update().get()
        found.state = State.SOUND if checked.is_sound else State.BROKEN
        found.first_number, found.last_number = checked.first, checked.last
        found.checked, found.broken = checked.checked, checked.broken
        found.findings = checked.plain[:MOST_FINDINGS]
        found.ended_at = at
        found.save()
        record(
            "chain.verified", by=by, at=at, about=found,
            after={"state": found.state, "checked": found.checked, "last": found.last_number,
                   "findings": len(checked.findings)},
        )  # fmt: skip
    return found
