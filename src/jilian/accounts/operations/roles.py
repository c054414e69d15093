"""Giving and ending roles, closing and reopening accounts."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Appointment, Invitation, Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.queries import scope_key_for
from jilian.accounts.rules import SCOPE_OF_ROLE, Role, ScopeKind, roles_conflict
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.places.queries import world_called

# Sent inside the transaction, for areas on higher floors: by, at, appointment.
role_given = Signal()


def place_of(role: Role, world_code: str, scope: str) -> tuple[str, ScopeKind, str]:
    """Return world code, kind and key under which a role is held; refuses what does not exist.

    ``scope`` is a name or code as typed, or already the key.
    """
    kind = SCOPE_OF_ROLE[role]
    if kind is ScopeKind.SYSTEM:
        return "", kind, ""
    code = world_called(world_code).code
    return code, kind, scope_key_for(kind, code, scope)


@transaction.atomic
def give_role(
    *,
    by: Person,
    at: datetime,
    person: Person,
    role: str,
    world_code: str = "",
    scope: str = "",
) -> Appointment:
    """Give a person a role; refuses a role of one's own and two of the three administrators."""
    allow(by, Permission.GIVE_ROLES)
    if by.pk == person.pk:
        raise Refusal("own_role", _("Nobody gives herself a role."))
    if not person.is_active:
        raise Refusal("account_closed", _("This account is closed: reopen it first."))
    wanted = Role(role)
    code, kind, key = place_of(wanted, world_code, scope)
    held = list(Appointment.objects.current().filter(person=person).select_for_update())
    if roles_conflict({one.role for one in held}, wanted):
        raise Refusal(
            "roles_conflict",
            _("System, security and audit are kept by three different people."),
        )
    if any((one.role, one.world_code, one.scope_key) == (wanted, code, key) for one in held):
        raise Refusal("role_held", _("This role is held already."))
    return appoint(by=by, at=at, person=person, place=(wanted, code, kind, key))


def appoint(
    *, by: Person, at: datetime, person: Person, place: tuple[Role, str, ScopeKind, str]
) -> Appointment:
    """Save an appointment that has been found right, with its trace."""
    role, code, kind, key = place
    given = Appointment.objects.create(
        person=person,
        role=role,
        world_code=code,
        scope_kind=kind,
        scope_key=key,
        given_at=at,
        given_by=by.username,
    )
    person.__dict__.pop("current_appointments", None)
    audit.record("role.given", by=by, at=at, about=person, after=_told(given))
    role_given.send(Appointment, by=by, at=at, appointment=given)
    return given


@transaction.atomic
def end_role(*, by: Person, at: datetime, appointment: Appointment) -> Appointment:
    """End a role; refuses the last security administrator's and one that has ended."""
    allow(by, Permission.GIVE_ROLES)
    kept = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=appointment.pk)
    )
    if kept.ended_at is not None:
        raise Refusal("role_ended", _("This role has ended already."))
    _refuse_the_last(kept)
    return end_appointment(by=by, at=at, held=kept)


@transaction.atomic
def close_account(*, by: Person, at: datetime, person: Person) -> None:
    """End all roles and sessions of a person, who can then not sign in."""
    allow(by, Permission.GIVE_ROLES)
    if by.pk == person.pk:
        raise Refusal("own_account", _("Nobody closes her own account."))
    for held in Appointment.objects.current().filter(person=person).select_for_update():
        _refuse_the_last(held)
        end_appointment(by=by, at=at, held=held)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    Invitation.objects.filter(person=person, accepted_at__isnull=True).update(withdrawn_at=at)
    end_sessions(person)
    audit.record(
        "account.closed", by=by, at=at, about=person, before={"open": True}, after={"open": False}
    )


@transaction.atomic
def reopen_account(*, by: Person, at: datetime, person: Person) -> None:
    """Let a person sign in again, without any role."""
    allow(by, Permission.GIVE_ROLES)
    if person.is_system:
        raise Refusal("system_person", _("A system person never signs in."))
    Person.objects.filter(pk=person.pk).update(is_active=True)
    audit.record(
        "account.reopened", by=by, at=at, about=person, before={"open": False}, after={"open": True}
    )


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_appointment(*, by: Person, at: datetime, held: Appointment) -> Appointment:
    """End an appointment that has been found right to end, with its trace."""
    held.ended_at, held.ended_by = at, by.username
    held.save(update_fields=["ended_at", "ended_by"])
    audit.record("role.ended", by=by, at=at, about=held.person, before=_told(held))
    return held


def _refuse_the_last(held: Appointment) -> None:
    if held.role != Role.SECURITY_ADMINISTRATOR:
        return
    others = Person.objects.holding(Role.SECURITY_ADMINISTRATOR).exclude(pk=held.person_id)
    if not others.exists():
        raise Refusal(
            "last_security_administrator",
            _("This is the last security administrator: give the role to another person first."),
        )


def _told(held: Appointment) -> dict[str, str]:
    return {
        "role": held.role,
        "world": held.world_code,
        "scope_kind": held.scope_kind,
        "scope_key": held.scope_key,
    }
