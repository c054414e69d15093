"""Telling those whose word is awaited, and all sides what was decided."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jilian.absorption.models import Absorption
from jilian.absorption.queries.people import people_of_cluster, people_of_side
from jilian.absorption.rules import Side
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may
from jilian.notices import operations as notices


def ask_side(*, by: Person, at: datetime, absorption: Absorption, side: str) -> None:
    """Tell whoever answers for a side that its word is awaited."""
    for person in people_of_side(absorption, side):
        _tell(by, at, absorption, person, "absorption_asked", _key(absorption, side))


def settle_side(*, by: Person, at: datetime, absorption: Absorption, side: str) -> None:
    """Take the question off the lists once the side has answered."""
    notices.settle(by=by, at=at, key=_key(absorption, side))


def ask_decision(*, by: Person, at: datetime, absorption: Absorption) -> None:
    """Tell who decides that all have agreed."""
    for person in people_who_may(Permission.DECIDE_ABSORPTION, absorption.world.code):
        _tell(by, at, absorption, person, "absorption_agreed", _key(absorption, "decision"))


def settle_all(*, by: Person, at: datetime, absorption: Absorption) -> None:
    """Nothing about it waits any more."""
    for waited in (*Side.values, "decision"):
        notices.settle(by=by, at=at, key=_key(absorption, waited))


def tell_all_sides(*, by: Person, at: datetime, absorption: Absorption, kind: str) -> None:
    """Tell every side, and who proposed, what has become of it."""
    people = {one.pk: one for one in people_of_cluster(absorption)}
    for consent in absorption.consents.all():
        people |= {one.pk: one for one in people_of_side(absorption, consent.side)}
    more: dict[str, str] = {}
    if absorption.effect_on is not None:
        more["day"] = absorption.effect_on.isoformat()
    more["reason"] = absorption.end_reason
    key = _key(absorption, f"{kind}:{at.isoformat()}")
    for person in people.values():
        if person.pk != by.pk:
            _tell(by, at, absorption, person, kind, key, **more)


def _tell(
    by: Person, at: datetime, absorption: Absorption, to: Person, kind: str, key: str, **more: str
) -> None:
    notices.tell(
        by=by, at=at, to=to, world=absorption.world, kind=kind, key=key[:120],
        url=reverse("absorption:detail", args=(absorption.world.code, absorption.pk)),
        details={
            "organisation": str(absorption.organisation),
            "cluster": absorption.cluster.name,
            **more,
        },
    )  # fmt: skip


def _key(absorption: Absorption, what: str) -> str:
    return f"absorption:{absorption.pk}:{what}"
