"""Telling those whom a case concerns; never the words of others, and settled when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Person
from jilian.cases.models import Case, Matter, MatterStep
from jilian.cases.queries.people import (
    officer_called,
    officers_of_town,
    people_of_commission,
    people_of_department,
    people_of_firm,
)
from jilian.notices import operations as notices


def tell_officer(
    *, by: Person, at: datetime, case: Case, kind: str, key: str, **details: str
) -> None:
    """Tell the officer who holds the case; where nobody does, those to whom it goes up."""
    officer = officer_called(case.world, case.officer) if case.officer else None
    people = [officer] if officer is not None else _above(case)
    _tell(by, at, case, people, kind, key, **details)


def tell_commission(
    *, by: Person, at: datetime, case: Case, kind: str, key: str, **details: str
) -> None:
    """Tell the economy commission; of a kept case the officers of its town."""
    _tell(by, at, case, _above(case), kind, key, **details)


def _above(case: Case) -> list[Person]:
    if case.is_kept:
        return officers_of_town(case.town, case.world.code)
    return people_of_commission(case.world.code)


def tell_firm(*, by: Person, at: datetime, case: Case, kind: str, key: str, **details: str) -> None:
    """Tell the firm."""
    _tell(by, at, case, people_of_firm(case.firm), kind, key, **details)


def tell_department(
    *, by: Person, at: datetime, case: Case, holder: str, kind: str, key: str, **details: str
) -> None:
    """Tell the people of a department."""
    people = people_of_department(holder, case.world.code) if holder else []
    _tell(by, at, case, people, kind, key, **details)


def branch_key(matter: Matter, step: MatterStep | None) -> str:
    """The key of what waits in a branch, or in the matter as a whole."""
    return f"branch:{step.pk}" if step is not None else f"matter:{matter.pk}"


def settle(*, by: Person, at: datetime, case: Case, key: str) -> None:
    """Take what was waiting off the lists."""
    notices.settle(by=by, at=at, key=f"case:{case.pk}:{key}")


def settle_all(*, by: Person, at: datetime, case: Case) -> None:
    """Nothing about the case waits any more."""
    for matter in case.matters.all():
        for step in (None, *matter.steps.all()):
            settle(by=by, at=at, case=case, key=branch_key(matter, step))
            settle(by=by, at=at, case=case, key=f"returned:{branch_key(matter, step)}")
        settle(by=by, at=at, case=case, key=f"correction:{matter.pk}")
    for paper in case.papers.all():
        settle(by=by, at=at, case=case, key=f"paper:{paper.pk}")
    settle(by=by, at=at, case=case, key="unheld")


def _tell(
    by: Person,
    at: datetime,
    case: Case,
    to: Iterable[Person],
    kind: str,
    key: str,
    **details: str,
) -> None:
    url = reverse("cases:detail", args=(case.world.code, case.key))
    for person in to:
        if person.pk != by.pk:
            notices.tell(
                by=by, at=at, to=person, world=case.world, kind=kind,
                key=f"case:{case.pk}:{key}"[:120], url=url,
                details={"case": case.title, **details}, wakes=case.is_urgent,
            )  # fmt: skip
