"""What is kept of signing in: a trace, and no more sessions than allowed."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.queries import SIGN_IN_FAILED, SIGNED_IN
from jilian.audit import operations as audit


@transaction.atomic
def note_sign_in(*, by: Person, at: datetime, session_key: str, browser: str, limit: int) -> int:
    """Record a sign-in and end the oldest of the other sessions beyond the limit.

    Returns how many sessions were ended.
    """
    others = UserSession.objects.filter(user=by).exclude(session_key=session_key)
    surplus = list(others.order_by("-created_at")[limit - 1 :])
    for session in surplus:
        session.end()
    audit.record(
        SIGNED_IN,
        by=by,
        at=at,
        about=by,
        after={"browser": browser, "sessions_ended": len(surplus)},
    )
    return len(surplus)


@transaction.atomic
def end_other_sessions(*, by: Person, at: datetime, session_key: str) -> int:
    """Sign a person out in all browsers but the one she asks from; returns how many."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=session_key))
    for session in others:
        session.end()
    audit.record("sessions.ended", by=by, at=at, about=by, after={"sessions_ended": len(others)})
    return len(others)


@transaction.atomic
def note_failed_sign_in(*, by: Person, at: datetime, browser: str) -> None:
    """Record that somebody used this person's sign-in name with a wrong password."""
    audit.record(SIGN_IN_FAILED, by=by, at=at, about=by, after={"browser": browser})


@transaction.atomic
def bind_sign_in(*, by: Person, at: datetime, provider: str, subject: str) -> None:
    """Record that a directory's subject now signs in as this person."""
    audit.record(
        "sign_in.bound", by=by, at=at, about=by, after={"provider": provider, "subject": subject}
    )
