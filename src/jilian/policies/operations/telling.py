"""Telling a firm of its benefit, and the office of an objection."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may, people_within
from jilian.accounts.rules import ScopeKind
from jilian.firms.queries.groups import group_ids
from jilian.notices import operations as notices
from jilian.policies.models import Benefit

P = Permission


def tell_announced(*, by: Person, at: datetime, benefit: Benefit) -> None:
    """Tell whoever keeps the firm that it gets a benefit, and until when it may object."""
    for person in _keepers(benefit):
        _tell(by, at, benefit, person, "benefit_announced", "announced",
              until=benefit.objection_until.isoformat())  # fmt: skip


def tell_outcome(*, by: Person, at: datetime, benefit: Benefit) -> None:
    """Tell whoever keeps the firm what became of its benefit."""
    for person in _keepers(benefit):
        _tell(by, at, benefit, person, "benefit_moved", "moved")


def tell_objection(*, by: Person, at: datetime, benefit: Benefit) -> None:
    """Ask those who keep policies to answer an objection."""
    for person in people_who_may(P.KEEP_POLICIES, benefit.world.code):
        _tell(by, at, benefit, person, "benefit_objected", "objection")


def settle_objection(*, by: Person, at: datetime, benefit: Benefit) -> None:
    """No objection waits any more."""
    notices.settle(by=by, at=at, key=_key(benefit, "objection"))


def _keepers(benefit: Benefit) -> list[Person]:
    scopes = [(ScopeKind.FIRM.value, str(pk)) for pk in group_ids(benefit.firm)]
    return people_within(P.OBJECT_TO_BENEFITS, benefit.world.code, scopes)


def _tell(
    by: Person, at: datetime, benefit: Benefit, person: Person, kind: str, what: str, **more: str
) -> None:
    notices.tell(
        by=by, at=at, to=person, world=benefit.world, kind=kind, key=_key(benefit, what),
        url=reverse("policies:benefit", args=(benefit.world.code, benefit.pk)),
        details={"policy": benefit.policy.name, **more},
    )  # fmt: skip


def _key(benefit: Benefit, what: str) -> str:
    return f"policies:benefit:{benefit.pk}:{what}"
