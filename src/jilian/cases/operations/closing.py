"""Closing a case, and what the firm says of it: closed is not solved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import Case, CaseEvent
from jilian.cases.operations.locking import locked_case, opened_case
from jilian.cases.operations.telling import settle, settle_all, tell_firm, tell_officer
from jilian.cases.queries.people import check_holds, is_of_firm
from jilian.cases.rules.words import ENDED, LONGEST_WORDS, CaseState, EventKind


@transaction.atomic
def close_case(*, by: Person, at: datetime, case: Case, reason: str = "") -> Case:
    """Close a case; with a reason where matters of it have not ended. The firm judges then."""
    kept = opened_case(case.pk)
    check_holds(by, kept)
    why = checked_text(reason, longest=LONGEST_WORDS)
    if not why and kept.matters.exclude(state__in=ENDED).exists():
        raise Refusal(
            "matters_open", _("Some matters have not ended: give a reason to close the case now.")
        )
    kept.state, kept.closed_at, kept.close_reason = CaseState.CLOSED, at, why
    _moved(by, at, kept, EventKind.CLOSED, why)
    audit.record("case.closed", by=by, at=at, world=kept.world, about=kept, after={"reason": why})
    settle_all(by=by, at=at, case=kept)
    tell_firm(by=by, at=at, case=kept, kind="case_closed", key=f"judge:{kept.reopened}")
    return kept


@transaction.atomic
def confirm_solved(*, by: Person, at: datetime, case: Case, words: str = "") -> Case:
    """The firm confirms that the case is solved."""
    kept = _closed(by, case)
    said = checked_text(words, longest=LONGEST_WORDS)
    kept.state, kept.judged_at = CaseState.SOLVED, at
    _moved(by, at, kept, EventKind.CONFIRMED_SOLVED, said)
    audit.record("case.confirmed_solved", by=by, at=at, world=kept.world, about=kept)
    settle(by=by, at=at, case=kept, key=f"judge:{kept.reopened}")
    return kept


@transaction.atomic
def say_not_solved(*, by: Person, at: datetime, case: Case, words: str) -> Case:
    """The firm says that the case is closed but not solved, and what is missing."""
    kept = _closed(by, case)
    said = checked_text(words, longest=LONGEST_WORDS)
    if not said:
        raise Refusal("reason_missing", _("Say what is missing."))
    kept.state, kept.judged_at = CaseState.NOT_SOLVED, at
    _moved(by, at, kept, EventKind.SAID_NOT_SOLVED, said)
    audit.record(
        "case.said_not_solved", by=by, at=at, world=kept.world, about=kept, after={"words": said}
    )
    settle(by=by, at=at, case=kept, key=f"judge:{kept.reopened}")
    tell_officer(by=by, at=at, case=kept, kind="case_not_solved", key=f"unsolved:{kept.reopened}")
    return kept


@transaction.atomic
def reopen_case(*, by: Person, at: datetime, case: Case, words: str) -> Case:
    """Open a closed case again: by the firm, or by the officer who held it."""
    kept = locked_case(case.pk)
    if not is_of_firm(by, kept):
        check_holds(by, kept)
    if kept.is_open:
        raise Refusal("case_open", _("This case is open."))
    said = checked_text(words, longest=LONGEST_WORDS)
    if not said:
        raise Refusal("reason_missing", _("Say why."))
    settle(by=by, at=at, case=kept, key=f"judge:{kept.reopened}")
    settle(by=by, at=at, case=kept, key=f"unsolved:{kept.reopened}")
    kept.state, kept.closed_at, kept.judged_at = CaseState.OPEN, None, None
    kept.close_reason, kept.reopened = "", kept.reopened + 1
    _moved(by, at, kept, EventKind.REOPENED, said)
    audit.record(
        "case.reopened", by=by, at=at, world=kept.world, about=kept, after={"reason": said}
    )
    tell_officer(by=by, at=at, case=kept, kind="case_reopened", key=f"reopened:{kept.reopened}")
    return kept


def _closed(by: Person, case: Case) -> Case:
    kept = locked_case(case.pk)
    if not is_of_firm(by, kept):
        raise NotAllowed(Permission.OPEN_CASES)
    if kept.is_open:
        raise Refusal("case_open", _("This case is still open: it can be judged once closed."))
    return kept


def _moved(by: Person, at: datetime, case: Case, event: EventKind, words: str) -> None:
    case.last_event_at = max(case.last_event_at, at)
    case.save()
    CaseEvent.objects.create(
        case=case, at=at, event=event, words=words, by=by.username, recorded_at=at
    )
