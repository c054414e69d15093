"""Reading people, the names of scopes, invitations and sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Prefetch, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jilian.accounts.models import Appointment, Invitation, Person, PersonQuerySet
from jilian.accounts.rules import (
    ADMINISTRATORS,
    InvitationState,
    Role,
    Scope,
    ScopeKind,
    browser_named,
    fingerprint_of,
)
from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.places.models import Division, World, WorldArea
from jilian.ui.drawings import LineEvent

SIGNED_IN, SIGN_IN_FAILED = "person.signed_in", "person.sign_in_failed"
HISTORY_AT_MOST = 10


@dataclass(frozen=True)
class ScopeWords:
    """How scopes of one kind are named and found.

    ``names`` takes a world's code and keys and returns the names of those that exist; ``find``
    takes a world's code and what was typed (name or code) and returns the key, or None.
    """

    names: Callable[[str, frozenset[str]], Mapping[str, str]]
    find: Callable[[str, str], str | None]


def _towns(world_code: str) -> Q:
    covered = WorldArea.objects.filter(world__code=world_code).values("division")
    inside = Q(parent__in=covered) | Q(parent__parent__in=covered) | Q(pk__in=covered)
    return inside & Q(level=Division.Level.TOWN)


def _town_names(world_code: str, keys: frozenset[str]) -> Mapping[str, str]:
    return {town.code: str(town) for town in Division.objects.filter(code__in=keys)}


def _find_town(world_code: str, text: str) -> str | None:
    found = Division.objects.filter(
        _towns(world_code), Q(code=text) | Q(name=text) | Q(name_en__iexact=text)
    )
    return found.values_list("code", flat=True).first()


# An area on a higher floor adds its own kind when the applications start.
SCOPE_WORDS: dict[str, ScopeWords] = {
    ScopeKind.TOWN: ScopeWords(_town_names, _find_town),
    ScopeKind.DEPARTMENT: ScopeWords(
        lambda world_code, keys: {key: key for key in keys}, lambda world_code, text: text
    ),
}


def scope_key_for(kind: str, world_code: str, text: str) -> str:
    """Return the key of the scope that somebody typed; refuses what does not exist."""
    if kind in (ScopeKind.DISTRICT, ScopeKind.SYSTEM):
        return ""
    key = SCOPE_WORDS[kind].find(world_code, text) if text and kind in SCOPE_WORDS else None
    if not key:
        raise Refusal(
            "scope_unknown",
            _("This role is held for %(kind)s, and none is called “%(text)s” here.")
            % {"kind": ScopeKind(kind).label, "text": text},
        )
    return key


def scope_names(appointments: Iterable[Appointment]) -> dict[tuple[str, Scope], str]:
    """Return the names of the scopes of appointments, by world and scope; one query a kind."""
    asked: dict[tuple[str, str], set[str]] = {}
    for held in appointments:
        if held.scope_key:
            asked.setdefault((held.world_code, held.scope_kind), set()).add(held.scope_key)
    named = {}
    for (code, kind), keys in asked.items():
        words = SCOPE_WORDS.get(kind)
        found = words.names(code, frozenset(keys)) if words else {}
        named.update({(code, (kind, key)): found.get(key, key) for key in keys})
    return named


@dataclass(frozen=True)
class Held:
    """An appointment in words."""

    appointment: Appointment
    world: str
    scope: str
    given_by: str = ""

    @property
    def since(self) -> date:
        """The day on which the role was given, where the reader is."""
        return localdate(self.appointment.given_at)

    @property
    def words(self) -> str:
        """Role, scope and world, as far as they say anything."""
        return " · ".join(filter(None, (str(self.appointment), self.scope, self.world)))


def held_in_words(appointments: Iterable[Appointment]) -> list[Held]:
    """Return appointments with the names of their worlds and scopes."""
    kept = list(appointments)
    worlds = {world.code: str(world) for world in World.objects.all()}
    scopes = scope_names(kept)
    givers = {one.given_by for one in kept}
    names = dict(Person.objects.filter(username__in=givers).values_list("username", "name"))
    return [
        Held(
            held,
            worlds.get(held.world_code, held.world_code),
            scopes.get((held.world_code, (held.scope_kind, held.scope_key)), ""),
            names.get(held.given_by) or held.given_by,
        )
        for held in kept
    ]


def system_person(username: str) -> Person:
    """Return a named system person: "command-line", "worker" or "timetable"."""
    person = Person.objects.filter(username=username, is_system=True).first()
    if person is None:
        raise Refusal(
            "system_person_missing",
            _("The system person “%s” is missing: run “jilian migrate” first.") % username,
        )
    return person


def words_by_person(people_shown: Iterable[Person]) -> dict[int, list[Held]]:
    """Return the current roles of people in words, for a page of ``people()``."""
    held = [one for person in people_shown for one in person.held_now]  # type: ignore[attr-defined]
    found: dict[int, list[Held]] = {}
    for one in held_in_words(held):
        found.setdefault(one.appointment.person_id, []).append(one)
    return found


def person_called(username: str) -> Person | None:
    """Return the person with this sign-in name, whatever its case; no system person."""
    return Person.objects.people().filter(username__iexact=username).first()


def people() -> PersonQuerySet:
    """Return everybody who joined, with their current roles fetched."""
    current = Appointment.objects.current().order_by("pk")
    found: PersonQuerySet = Person.objects.people()
    return found.prefetch_related(Prefetch("appointments", queryset=current, to_attr="held_now"))


def demo_people() -> dict[str, Person]:
    """Return the people of the demo who may sign in, by role in the order of the roles."""
    held = Appointment.objects.current().filter(person__is_demo=True, person__is_active=True)
    found: dict[str, Person] = {}
    for one in held.select_related("person"):
        found.setdefault(one.role, one.person)
    return {role.value: found[role] for role in Role if role in found}


def account_counts() -> dict[str, int]:
    """Return how many accounts are open, hold a role, and are closed."""
    return Person.objects.people().aggregate(
        open=Count("pk", filter=Q(is_active=True)),
        closed=Count("pk", filter=Q(is_active=False)),
        appointed=Count(
            "pk",
            filter=Q(
                is_active=True,
                pk__in=Appointment.objects.current().values("person"),
            ),
        ),
    )


def appointment_events(person: Person) -> list[LineEvent]:
    """Return when the person joined and held which role, for the line of events."""
    held = held_in_words(person.appointments.all())
    events = [
        LineEvent(
            day=one.since,
            label=one.words,
            until=localdate(one.appointment.ended_at) if one.appointment.ended_at else None,
        )
        for one in held
    ]
    if person.joined_at:
        events.insert(0, LineEvent(day=localdate(person.joined_at), label=_("joined")))
    return events


def invited_to(invitation: Invitation) -> Held | None:
    """Return the role that an invitation gives, in words; None where it renews a password."""
    if not invitation.role:
        return None
    wanted = Appointment(
        role=invitation.role,
        world_code=invitation.world_code,
        scope_kind=invitation.scope_kind,
        scope_key=invitation.scope_key,
    )
    return held_in_words([wanted])[0]


def open_invitations(at: datetime) -> list[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    kept = Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return list(kept.select_related("person"))


def invitation_with(token: str, at: datetime) -> Invitation | None:
    """Return the open invitation with this key; None for any other, whatever the reason."""
    found = (
        Invitation.objects.filter(token_fingerprint=fingerprint_of(token))
        .select_related("person")
        .first()
    )
    return found if found and found.state(at) is InvitationState.OPEN else None


def has_second_factor(person: Person) -> bool:
    """Say whether the person confirms sign-in with an authenticator application."""
    return bool(
        Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()
    )


def lacks_second_factor(person: Person) -> bool:
    """Say whether the person administers and has no second factor yet."""
    return not ADMINISTRATORS.isdisjoint(person.roles) and not has_second_factor(person)


@dataclass(frozen=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    started_at: datetime
    address: str
    browser: str
    is_this: bool


def open_sessions(person: Person, session_key: str | None, at: datetime) -> list[OpenSession]:
    """Return the person's sessions that have not ended, newest first; two queries."""
    rows = list(UserSession.objects.filter(user=person).order_by("-created_at"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=at
        ).values_list("session_key", flat=True)
    )
    return [
        OpenSession(
            row.created_at,
            row.ip,
            browser_named(row.user_agent) or row.user_agent,
            row.session_key == session_key,
        )
        for row in rows
        if row.session_key in alive
    ]


def sign_ins(person: Person) -> list[Trace]:
    """Return the person's latest sign-ins and failed attempts, newest first."""
    kept = Trace.objects.filter(by=person.username, action__in=(SIGNED_IN, SIGN_IN_FAILED))
    return list(kept[:HISTORY_AT_MOST])
