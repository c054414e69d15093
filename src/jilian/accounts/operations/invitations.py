"""Invitations: how people join, and how they get a new password when theirs is lost."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Invitation, Person
from jilian.accounts.operations.roles import appoint, end_sessions, place_of
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import (
    INVITATION_LASTS,
    InvitationState,
    Role,
    ScopeKind,
    fingerprint_of,
)
from jilian.audit import operations as audit
from jilian.base.errors import Refusal

# Sent inside the transaction, for areas on higher floors: at, invitation.
invitation_accepted = Signal()


@transaction.atomic
def invite(
    *,
    by: Person,
    at: datetime,
    token: str,
    name: str,
    role: str,
    office: str = "",
    email: str = "",
    world_code: str = "",
    scope: str = "",
    username: str = "",
) -> Invitation:
    """Invite somebody to join with a role; the key is shown once and not kept."""
    allow(by, Permission.INVITE)
    allow(by, Permission.GIVE_ROLES)
    if username:
        _refuse_taken(username)
    code, kind, key = place_of(Role(role), world_code, scope)
    invitation = Invitation.objects.create(
        token_fingerprint=fingerprint_of(token),
        username=username,
        name=name,
        office=office,
        email=email,
        role=role,
        world_code=code,
        scope_kind=kind,
        scope_key=key,
        invited_at=at,
        invited_by=by.username,
        expires_at=at + INVITATION_LASTS,
    )
    audit.record(
        "person.invited",
        by=by,
        at=at,
        about=invitation,
        after={"role": role, "world": code, "scope_kind": kind, "scope_key": key},
    )
    return invitation


@transaction.atomic
def renew_sign_in(*, by: Person, at: datetime, token: str, person: Person) -> Invitation:
    """Let a person who lost password or second factor set both anew; earlier links end."""
    allow(by, Permission.INVITE)
    if by.pk == person.pk:
        raise Refusal("own_account", _("Change your own password on your own page."))
    if not person.is_active:
        raise Refusal("account_closed", _("This account is closed: reopen it first."))
    earlier = Invitation.objects.filter(person=person, accepted_at__isnull=True)
    earlier.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    invitation = Invitation.objects.create(
        token_fingerprint=fingerprint_of(token),
        person=person,
        username=person.username,
        name=person.name,
        office=person.office,
        invited_at=at,
        invited_by=by.username,
        expires_at=at + INVITATION_LASTS,
    )
    audit.record("sign_in.renewed", by=by, at=at, about=person)
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: Person, at: datetime, invitation: Invitation) -> None:
    """Make an invitation that nobody has accepted worthless."""
    allow(by, Permission.INVITE)
    kept = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if kept.state(at) is not InvitationState.OPEN:
        raise Refusal("invitation_closed", _("This invitation is no longer open."))
    kept.withdrawn_at = at
    kept.save(update_fields=["withdrawn_at"])
    audit.record("invitation.withdrawn", by=by, at=at, about=kept)


@transaction.atomic
def join(*, at: datetime, invitation: Invitation, username: str, password: str) -> Person:
    """Accept an invitation: become a person with its role, or set a new password.

    The link is the permission, and whoever joins is the one who acts.
    """
    kept = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=invitation.pk)
    )
    if kept.state(at) is not InvitationState.OPEN:
        raise Refusal("invitation_closed", _("This invitation is no longer open."))
    if kept.person is None:
        person = _become_person(kept, username or kept.username, password, at)
    else:
        person = _set_password_anew(kept.person, password)
    kept.accepted_by, kept.accepted_at = person, at
    kept.save(update_fields=["accepted_by", "accepted_at"])
    audit.record("invitation.accepted", by=person, at=at, about=person)
    invitation_accepted.send(Invitation, at=at, invitation=kept)
    return person


@transaction.atomic
def create_administrator(
    *, by: Person, at: datetime, username: str, password: str = "", token: str = ""
) -> Person | Invitation:
    """Make the first security administrator: at once with a password, or by a link to join."""
    allow(by, Permission.GIVE_ROLES)
    _refuse_taken(username)
    role = Role.SECURITY_ADMINISTRATOR
    if not password:
        waiting = Invitation.objects.filter(
            username__iexact=username, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        waiting.update(withdrawn_at=at)
        return invite(by=by, at=at, token=token, name=username, role=role, username=username)
    person = _new_person(Person(username=username, name=username, joined_at=at), password)
    appoint(by=by, at=at, person=person, place=(role, "", ScopeKind.SYSTEM, ""))
    return person


def _become_person(kept: Invitation, username: str, password: str, at: datetime) -> Person:
    _refuse_taken(username)
    person = _new_person(
        Person(
            username=username,
            name=kept.name,
            office=kept.office,
            email=kept.email,
            joined_at=at,
        ),
        password,
    )
    inviter = Person.objects.get(username=kept.invited_by)
    place = (Role(kept.role), kept.world_code, ScopeKind(kept.scope_kind), kept.scope_key)
    appoint(by=inviter, at=at, person=person, place=place)
    return person


def _set_password_anew(person: Person, password: str) -> Person:
    if not person.is_active:
        raise Refusal("account_closed", _("This account is closed."))
    _check_password(person, password)
    person.set_password(password)
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    return person


def _new_person(person: Person, password: str) -> Person:
    _check_password(person, password)
    person.set_password(password)
    person.save()
    return person


def _check_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refusal("password_weak", " ".join(weak.messages)) from weak


def _refuse_taken(username: str) -> None:
    if not username or Person.objects.filter(username__iexact=username).exists():
        raise Refusal(
            "sign_in_name_taken", _("The sign-in name “%s” is taken: choose another.") % username
        )
