"""Whom an event concerns, and what it takes off their lists."""

from __future__ import annotations

from datetime import datetime

from jilian.accounts.models import Person
from jilian.cases.models import Case, CaseEvent, Matter, MatterStep
from jilian.cases.operations.telling import (
    branch_key,
    settle,
    tell_department,
    tell_firm,
    tell_officer,
)
from jilian.cases.rules.words import EventKind

K = EventKind


def tell_about(
    *,
    by: Person,
    at: datetime,
    case: Case,
    matter: Matter,
    step: MatterStep | None,
    row: CaseEvent,
) -> None:
    """Tell the office that gets a branch, the firm that has to answer, the officer of the end."""
    key, what = branch_key(matter, step), str(step or matter)
    if row.event in (K.BRANCH_STARTED, K.REDIRECTED):
        settle(by=by, at=at, case=case, key=key)
        tell_department(
            by=by, at=at, case=case, holder=row.holder, kind="branch_given", key=key, what=what
        )
    elif row.event == K.BRANCH_ENDED:
        settle(by=by, at=at, case=case, key=key)
        tell_officer(by=by, at=at, case=case, kind="branch_done", key=f"done:{row.pk}", what=what)
    elif row.event == K.RETURNED_TO_FIRM:
        told = {"what": what, "words": row.words}
        tell_firm(by=by, at=at, case=case, kind="branch_returned", key=f"returned:{key}", **told)
        tell_officer(
            by=by, at=at, case=case, kind="branch_returned_seen", key=f"seen:{row.pk}", what=what
        )
    elif row.event == K.FIRM_ANSWERED:
        settle(by=by, at=at, case=case, key=f"returned:{key}")
        holder = step.holder if step is not None else ""
        tell_department(
            by=by, at=at, case=case, holder=holder, kind="branch_answered",
            key=f"answered:{row.pk}", what=what,
        )  # fmt: skip
    elif row.event == K.CORRECTION_ASKED:
        tell_firm(
            by=by, at=at, case=case, kind="correction_wanted", key=f"correction:{matter.pk}",
            what=what, words=row.words,
        )  # fmt: skip
    elif row.event == K.CORRECTION_GIVEN:
        settle(by=by, at=at, case=case, key=f"correction:{matter.pk}")
    elif row.event == K.DECIDED:
        tell_firm(by=by, at=at, case=case, kind="matter_decided", key=f"end:{row.pk}", what=what)
