"""Reminding offices of terms that end, each reminder once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.committees.models import Term
from jilian.committees.operations.telling import (
    OFFICE,
    SECRETARY,
    address_of,
    people_of,
    settle_term,
    term_key,
)
from jilian.committees.rules import STANDING, first_reminder, reminder_due
from jilian.notices import operations as notices
from jilian.notices.models import Notice


@transaction.atomic
def remind_of_terms(*, by: Person, at: datetime) -> int:
    """Tell the organisation office and the cluster's secretary of each term that soon ends.

    Each reminder once; a later one takes the place of an earlier one. Returns how many terms are
    due.
    """
    today = timezone.localdate(at)
    due = (
        Term.objects.with_due()
        .last_of_each()
        .filter(
            Q(due__lte=today + timedelta(first_reminder())),
            procedure__state__in=sorted(STANDING),
        )
        .select_related("procedure__world", "procedure__cluster__world")
        .order_by(F("due"), "pk")
    )
    for term in due:
        _remind(term, by=by, at=at)
    return len(due)


def _remind(term: Term, *, by: Person, at: datetime) -> None:
    assert term.due_on is not None
    days = reminder_due(term.due_on, timezone.localdate(at))
    key = f"{term_key(term)}{term.due_on.isoformat()}:{days}"
    if days is None or Notice.objects.filter(key=key).exists():
        return
    settle_term(by=by, at=at, term=term)
    procedure = term.procedure
    told = [*people_of(OFFICE, procedure), *people_of(SECRETARY, procedure)]
    for person in {one.pk: one for one in told}.values():
        notices.tell(
            by=by, at=at, to=person, world=procedure.world, kind="term_due", key=key,
            url=address_of(procedure),
            details={"body": procedure.name, "until": term.due_on.isoformat()},
        )  # fmt: skip
