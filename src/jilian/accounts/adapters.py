"""How sign-in behaves: nobody joins without an invitation."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people join by invitation."""
        return False


class ClosedSocialAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect signs in people who are known, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Say no: people join by invitation."""
        return False
