"""The people of the demo: one for each role, offered on its sign-in page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Appointment, Person
from jilian.accounts.operations.roles import appoint
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import DEMO_NAMES, SCOPE_OF_ROLE, Role, ScopeKind
from jilian.audit import operations as audit


@dataclass(frozen=True)
class DemoPlace:
    """A world of the demo and the keys of what its people are appointed for there.

    An empty key leaves out the roles that need one.
    """

    world_code: str
    town: str = ""
    cluster: str = ""
    firm: str = ""
    department: str = ""

    def key(self, kind: ScopeKind) -> str | None:
        """Return the key for a kind of scope; None where the role cannot be held here."""
        if kind is ScopeKind.DISTRICT:
            return ""
        return getattr(self, kind.value, "") or None


@transaction.atomic
def add_demo_people(*, by: Person, at: datetime, places: Sequence[DemoPlace]) -> list[Person]:
    """Make sure that every role has its person in the demo, appointed in these places.

    May run again: what is there stays, an appointment for another key is ended and given anew.
    """
    allow(by, Permission.GIVE_ROLES)
    made = []
    for role, (name, office) in DEMO_NAMES.items():
        person, is_new = Person.objects.get_or_create(
            username=f"demo-{role.value.replace('_', '-')}",
            defaults={"name": name, "office": office, "is_demo": True, "joined_at": at},
        )
        if is_new:
            person.set_unusable_password()
            person.save(update_fields=["password"])
            audit.record("person.added", by=by, at=at, about=person, after={"demo": True})
        _appoint_in(places, by=by, at=at, person=person, role=role)
        made.append(person)
    return made


def _appoint_in(
    places: Sequence[DemoPlace], *, by: Person, at: datetime, person: Person, role: Role
) -> None:
    kind = SCOPE_OF_ROLE[role]
    wanted = {
        ("" if kind is ScopeKind.SYSTEM else place.world_code, key)
        for place in places
        if (key := "" if kind is ScopeKind.SYSTEM else place.key(kind)) is not None
    }
    held = Appointment.objects.current().filter(person=person, role=role)
    for one in held:
        if (one.world_code, one.scope_key) in wanted:
            wanted.remove((one.world_code, one.scope_key))
        else:
            one.ended_at, one.ended_by = at, by.username
            one.save(update_fields=["ended_at", "ended_by"])
            audit.record("role.ended", by=by, at=at, about=person, before={"role": role})
    for code, key in sorted(wanted):
        appoint(by=by, at=at, person=person, place=(role, code, kind, key))
