"""Whom a directory's claims may be bound to."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from jilian.accounts.adapters import ClosedSocialAdapter, person_claimed
from jilian.accounts.models import Person
from jilian.audit.models import Trace


def test_the_sign_in_name_claimed_is_the_person(mei):
    assert person_claimed({"preferred_username": "MEI"}) == mei
    assert person_claimed({"userinfo": {"preferred_username": "mei"}}) == mei


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"preferred_username": ""},
        {"preferred_username": "nobody"},
        {"email": "mei@example.org"},
        {"email": "mei@example.org", "email_verified": False},
        {"email": "mei@example.org", "email_verified": "true"},
        {"name": "Mei"},
        {"preferred_username": "worker"},
    ],
)
def test_anything_less_is_nobody(mei, claims):
    Person.objects.filter(pk=mei.pk).update(email="mei@example.org")
    assert person_claimed(claims) is None


def test_a_verified_mail_is_the_person_unless_two_share_it(mei, wu):
    Person.objects.filter(pk=mei.pk).update(email="mei@example.org")
    claims = {"email": "Mei@example.org", "email_verified": True}
    assert person_claimed(claims) == mei
    Person.objects.filter(pk=wu.pk).update(email="mei@example.org")
    assert person_claimed(claims) is None


def test_administrators_and_closed_accounts_are_never_bound_by_a_claim(anna, mei):
    assert person_claimed({"preferred_username": "anna"}) is None
    Person.objects.filter(pk=mei.pk).update(is_active=False)
    assert person_claimed({"preferred_username": "mei"}) is None


class Login:
    """What the sign-in library hands over."""

    def __init__(self, uid, claims, is_existing=False):
        from allauth.socialaccount.models import SocialAccount

        self.account = SocialAccount(provider="office", uid=uid, extra_data=claims)
        self.is_existing = is_existing
        self.bound = []

    def connect(self, request, person):
        self.account.user = person
        self.account.save()
        self.bound.append(person)


def test_a_subject_is_bound_once_and_never_a_second_to_the_same_person(mei):
    adapter, request = ClosedSocialAdapter(), RequestFactory().get("/")
    first, second = (Login(uid, {"preferred_username": "mei"}) for uid in ("s1", "s2"))
    adapter.pre_social_login(request, first)
    adapter.pre_social_login(request, second)
    assert first.bound == [mei]
    assert second.bound == []
    assert Trace.objects.get(action="sign_in.bound").after["subject"] == "s1"
    known = Login("s1", {"preferred_username": "wu"}, is_existing=True)
    adapter.pre_social_login(request, known)
    assert known.bound == []
    assert not adapter.is_open_for_signup(request, first)
