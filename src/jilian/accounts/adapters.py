"""How the sign-in library behaves here: nobody joins without an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts import operations, queries
from jilian.accounts.models import Person
from jilian.accounts.rules import ADMINISTRATORS, SECOND_FACTOR, browser_named
from jilian.base.encryption import key_of, opened, seal

JUST_NOW = timedelta(minutes=5)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No open registration; failed sign-ins leave a trace."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "No account fits this sign-in name and password. Capital letters count in passwords."
        ),
        "too_many_login_attempts": _(
            "Too many failed attempts: signing in pauses for this name. "
            "Try again in a quarter of an hour."
        ),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people join by invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask again before what guards the account, unless it was all typed a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(timezone.now().timestamp() - latest >= JUST_NOW.total_seconds())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down a failed attempt on a name that exists; other names are not kept."""
        person = queries.person_called(str(credentials.get("username", "")))
        if person is not None:
            operations.note_failed_sign_in(
                by=person, at=timezone.now(), browser=_browser_of(request)
            )


class ClosedSocialAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect signs in people who are known, and makes none.

    A directory's subject is bound to a person at its first sign-in: the claim
    ``preferred_username`` must be the sign-in name, or a verified ``email`` the work mail of
    exactly one person. From then on only the subject counts, since only issuer and subject
    together are stable and never reassigned (OpenID Connect Core 1.0, section 5.7). Administrators
    are never bound by a claim, and nobody who is bound to one subject is bound to a second.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Say no: people join by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Bind an unknown subject to the person its claims name, if that is safe."""
        if sociallogin.is_existing:
            return
        person = person_claimed(sociallogin.account.extra_data)
        if person is None or SocialAccount.objects.filter(user_id=person.pk).exists():
            return
        sociallogin.connect(request, person)
        operations.bind_sign_in(
            by=person,
            at=timezone.now(),
            provider=sociallogin.account.provider,
            subject=sociallogin.account.uid,
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Administrators cannot put away their second factor; its secrets are sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
        "cannot_delete_authenticator": _("Your role asks for a second factor."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret on its way into the database."""
        return seal(text.encode(), SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; one from before secrets were sealed reads as it is."""
        if not key_of(encrypted_text):
            return encrypted_text
        return opened(encrypted_text, SECOND_FACTOR).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Say no where the role asks for it."""
        person = cast(Person, authenticator.user)
        return not settings.REQUIRE_SECOND_FACTOR or ADMINISTRATORS.isdisjoint(person.roles)


def person_claimed(claims: dict[str, Any]) -> Person | None:
    """Return the one person that a directory's claims may be bound to."""
    told = {**claims, **claims.get("userinfo", {}), **claims.get("id_token", {})}
    person = queries.person_called(str(told.get("preferred_username") or ""))
    if person is None and told.get("email") and told.get("email_verified") is True:
        found = list(Person.objects.people().filter(email__iexact=told["email"])[:2])
        person = found[0] if len(found) == 1 else None
    if person is None or not person.is_active or not ADMINISTRATORS.isdisjoint(person.roles):
        return None
    return person


def note_sign_in(request: HttpRequest, user: Person | AnonymousUser, **more: object) -> None:
    """Leave a trace of a sign-in and keep to the limit of sessions."""
    assert isinstance(user, Person)
    operations.note_sign_in(
        by=user,
        at=timezone.now(),
        session_key=request.session.session_key or "",
        browser=_browser_of(request),
        limit=settings.SESSION_LIMIT,
    )


def connect() -> None:
    """Listen to the sign-in library; called when the applications start."""
    user_logged_in.connect(note_sign_in, dispatch_uid="jilian.accounts.note_sign_in")


def _browser_of(request: HttpRequest) -> str:
    return browser_named(request.headers.get("User-Agent", ""))
