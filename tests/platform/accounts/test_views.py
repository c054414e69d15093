"""Pages about people as anna (security), chen (audit), mei, wu and strangers meet them."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from conftest import NOON
from jilian.accounts import operations
from jilian.accounts.models import Invitation, Person
from jilian.accounts.operations import DemoPlace
from jilian.accounts.queries import system_person
from jilian.audit.models import Trace

PASSWORD = "correct-horse-battery"


def sign_in(name, password=PASSWORD, **more):
    client = Client(headers={"accept-language": "en", "user-agent": "Firefox/1 Linux"})
    answer = client.post(reverse("account_login"), {"login": name, "password": password, **more})
    return client, answer


def with_password(who):
    who.set_password(PASSWORD)
    who.save()
    return who


@pytest.fixture(autouse=True)
def fresh_limits():
    from django.core.cache import cache

    cache.clear()


def test_signing_in_leads_to_the_page_asked_for_and_leaves_a_trace(mei):
    with_password(mei)
    page = Client().get(reverse("accounts:profile"))
    assert page.status_code == 302
    assert page.url == "/accounts/login/?next=/me/"
    client, answer = sign_in("MEI", next="/me/")
    assert answer.url == "/me/"
    assert client.get("/me/").status_code == 200
    trace = Trace.objects.get(action="person.signed_in")
    assert (trace.by, trace.after["browser"]) == ("mei", "Firefox · Linux")


def test_a_wrong_password_is_told_in_words_and_traced_only_for_names_that_exist(mei):
    with_password(mei)
    for name in ("mei", "nobody"):
        _client, answer = sign_in(name, "wrong")
        assert answer.status_code == 200
        assert "No account fits this sign-in name and password" in answer.text
    assert [trace.by for trace in Trace.objects.filter(action="person.sign_in_failed")] == ["mei"]


def test_after_five_wrong_passwords_the_name_is_locked_even_for_the_right_one(mei):
    with_password(mei)
    for _ in range(5):
        sign_in("mei", "wrong")
    _client, answer = sign_in("mei")
    assert "Too many failed attempts" in answer.text


def test_too_many_questions_from_one_address_are_answered_by_a_sentence(settings, mei):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in("mei", "wrong")
    _client, answer = sign_in("mei", "wrong")
    assert answer.status_code == 429
    assert "Wait a minute" in answer.text


def test_closed_accounts_and_system_people_do_not_sign_in(mei):
    with_password(mei)
    Person.objects.filter(pk=mei.pk).update(is_active=False)
    _client, answer = sign_in("mei")
    assert answer.url == reverse("account_inactive")
    assert "closed" in Client(headers={"accept-language": "en"}).get(answer.url).text
    _client, answer = sign_in("worker", "!")
    assert answer.status_code == 200


def test_the_oldest_session_ends_beyond_the_limit(settings, mei):
    settings.SESSION_LIMIT = 2
    with_password(mei)
    clients = [sign_in("mei")[0] for _ in range(3)]
    assert [client.get("/me/").status_code for client in clients] == [302, 200, 200]
    assert UserSession.objects.count() == 2
    assert Session.objects.filter(session_key=clients[0].session.session_key).count() == 0


def test_one_signs_out_everywhere_else(mei):
    with_password(mei)
    first, second = sign_in("mei")[0], sign_in("mei")[0]
    page = second.get("/me/").text
    assert page.count("Firefox · Linux") >= 2
    assert second.post(reverse("accounts:sign_out_elsewhere")).url == "/me/"
    assert first.get("/me/").status_code == 302
    assert second.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "socialaccount_connections",
        "socialaccount_signup",
        "socialaccount_login_error",
        "usersessions_list",
    ],
)
def test_what_makes_no_sense_here_is_not_there(mei, as_person, name):
    for client in (Client(), as_person(mei)):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name)).status_code == 404


def test_administrators_are_sent_to_set_up_a_second_factor(settings, anna, mei):
    settings.REQUIRE_SECOND_FACTOR = True
    with_password(anna), with_password(mei)
    client, _answer = sign_in("anna")
    assert client.get("/people/").url == reverse("mfa_activate_totp")
    assert client.get("/me/").url == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "data:" in page.headers["Content-Security-Policy"].split("img-src")[1].split(";")[0]
    assert sign_in("mei")[0].get("/me/").status_code == 200


def test_the_api_asks_administrators_for_a_second_factor_too(settings, anna, world, rf):
    from jilian.accounts.gate import enter
    from jilian.accounts.permissions import Permission
    from jilian.base.errors import Refusal

    settings.REQUIRE_SECOND_FACTOR = True
    anna.appointments.create(
        role="data_steward", world_code="songjiang", scope_kind="district", given_at=NOON
    )
    request = rf.get("/")
    request.person = Person.objects.get(pk=anna.pk)
    with pytest.raises(Refusal):
        enter(request, "songjiang", Permission.UPLOAD)


def secret_of(page):
    return re.search(r'class="key">(\w+)<', page.text).group(1)


def code_for(secret):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_set_up_asked_for_and_cannot_be_put_away(settings, anna):
    settings.REQUIRE_SECOND_FACTOR = True
    with_password(anna)
    client, _answer = sign_in("anna")
    address = reverse("mfa_activate_totp")
    wrong = client.post(address, {"code": "000000"})
    assert "This code does not fit" in wrong.text
    secret = secret_of(wrong)
    answer = client.post(address, {"code": code_for(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    page = client.get(answer.url)
    codes = re.findall(r"<li><code>(\w+)</code>", page.text)
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes")).text
    assert codes[0] in file
    assert client.get("/people/").status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200
    away = client.get(reverse("mfa_deactivate_totp"))
    assert "Your role asks for a second factor" in away.text
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/people/").status_code == 200

    other, answer = sign_in("anna")
    assert answer.url == reverse("mfa_authenticate")
    assert other.get("/people/").status_code == 302
    assert "six digits" in other.get(answer.url).text
    assert "does not fit" in other.post(answer.url, {"code": "1"}).text
    assert other.post(answer.url, {"code": codes[0]}).status_code == 302
    assert other.get("/people/").status_code == 200


def test_changing_the_password_asks_for_the_present_one_and_keeps_the_rules(mei):
    with_password(mei)
    client, _answer = sign_in("mei")
    address = reverse("account_change_password")
    assert client.get(address).status_code == 200
    both = {"password1": "123", "password2": "123"}
    weak = client.post(address, {"oldpassword": PASSWORD, **both})
    assert "at least 10 characters" in weak.text
    both = {"password1": "another-good-one", "password2": "another-good-one"}
    assert "not your present password" in client.post(address, {"oldpassword": "x", **both}).text
    assert client.post(address, {"oldpassword": PASSWORD, **both}).status_code == 302
    assert sign_in("mei", "another-good-one")[1].status_code == 302


def test_signing_out_asks_and_then_leads_to_the_sign_in_page(mei, as_person):
    client = as_person(mei)
    assert "Sign out?" in client.get(reverse("account_logout")).text
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert client.get("/me/").status_code == 302


def test_the_list_of_people_is_narrowed_by_words_role_world_and_state(
    anna, mei, lin, wu, as_person
):
    client = as_person(anna)
    Person.objects.filter(pk=wu.pk).update(is_active=False)

    def names(query):
        page = client.get(f"/people/?{query}").text
        return set(re.findall(r'/people/\d+/">(\w+)</a>', page))

    assert names("") == {"Anna", "Lin", "Mei", "Wu"}
    assert names("q=li") == {"Lin"}
    assert names("role=data_steward") == {"Mei"}
    assert names("world=songjiang") == {"Lin", "Mei"}
    assert names("account=closed") == {"Wu"}
    assert names("role=audit_administrator") == set()


def test_the_list_of_people_asks_as_often_for_many_as_for_few(
    anna, mei, person, world, as_person, django_assert_max_num_queries
):
    client = as_person(anna)
    client.get("/people/")
    with django_assert_max_num_queries(20) as few:
        client.get("/people/")
    for number in range(12):
        person(f"p{number}", "town_office", world, "310117105")
    with django_assert_max_num_queries(20) as many:
        client.get("/people/")
    # Names of towns are one query more, once.
    assert len(many) <= len(few) + 1


def test_the_page_of_a_person_tells_roles_and_since_when(anna, chen, mei, as_person):
    page = as_person(chen).get(reverse("accounts:person", args=(mei.pk,))).text
    assert "Data steward · Songjiang" in page
    assert "given by tests" in page
    assert "Give a role" not in page
    assert "Give a role" in as_person(anna).get(reverse("accounts:person", args=(mei.pk,))).text


def test_a_role_is_given_and_ended_on_the_page_of_a_person(anna, wu, world, as_person):
    client = as_person(anna)
    address = reverse("accounts:give_role", args=(wu.pk,))
    missing = client.post(address, {"role": "town_office", "world_code": "songjiang"})
    assert missing.status_code == 422
    assert "Say for which one" in missing.text
    unknown = client.post(address, {"role": "town_office", "world_code": "songjiang", "scope": "x"})
    assert unknown.status_code == 409
    assert "none is called" in unknown.text
    given = client.post(address, {"role": "data_steward", "world_code": "songjiang"})
    assert given.status_code == 302
    held = wu.appointments.get()
    end = reverse("accounts:end_role", args=(wu.pk, held.pk))
    assert "End this role of Wu?" in client.get(end).text
    assert client.post(end).status_code == 302
    assert not Person.objects.get(pk=wu.pk).current_appointments
    assert client.get(end).status_code == 404


def test_the_last_security_administrator_is_told_why_she_stays(anna, as_person):
    client = as_person(anna)
    held = anna.appointments.get()
    address = reverse("accounts:end_role", args=(anna.pk, held.pk))
    page = client.post(address, follow=True)
    assert "This is the last security administrator" in page.text


def test_an_account_is_closed_after_saying_what_that_does(anna, mei, as_person):
    client, meis = as_person(anna), as_person(mei)
    address = reverse("accounts:close", args=(mei.pk,))
    page = client.get(address).text
    assert "is signed out everywhere" in page
    assert "Data steward" in page
    client.post(address)
    assert meis.get("/me/").status_code == 302
    assert client.post(reverse("accounts:reopen", args=(mei.pk,))).status_code == 302
    assert Person.objects.get(pk=mei.pk).is_active


def test_an_invitation_is_shown_once_and_lets_somebody_join(anna, world, as_person):
    client = as_person(anna)
    answer = client.post(
        reverse("accounts:invite"),
        {"name": "Lin", "office": "林氏晶圆", "role": "data_steward", "world_code": "songjiang"},
    )
    assert "no-store" in answer.headers["Cache-Control"]
    link = re.search(r"http://testserver(/join/[\w-]+/)", answer.text).group(1)
    assert link not in client.get("/people/").text
    assert "Lin" in client.get("/people/").text

    stranger = Client(headers={"accept-language": "en"})
    assert "You are invited as: Data steward · Songjiang" in stranger.get(link).text
    form = {"username": "lin", "password": PASSWORD, "again": "differs"}
    assert "The two passwords differ" in stranger.post(link, form).text
    assert stranger.post(link, form | {"again": PASSWORD}).url == reverse("account_login")
    assert sign_in("lin")[0].get("/me/").status_code == 200
    used = stranger.get(link)
    assert used.status_code == 404
    assert "no longer works" in used.text


def test_a_withdrawn_invitation_no_longer_opens(anna, world, as_person):
    invitation = operations.invite(
        by=anna, at=NOON, token="key", name="Lin", role="data_steward", world_code="songjiang"
    )
    Invitation.objects.update(expires_at=NOON.replace(year=2100))
    assert Client().get("/join/key/").status_code == 200
    as_person(anna).post(reverse("accounts:withdraw", args=(invitation.pk,)))
    assert Client().get("/join/key/").status_code == 404


def test_a_lost_password_is_set_anew_by_a_link(anna, mei, as_person):
    client = as_person(anna)
    answer = client.post(reverse("accounts:renew", args=(mei.pk,)))
    link = re.search(r"http://testserver(/join/[\w-]+/)", answer.text).group(1)
    stranger = Client(headers={"accept-language": "en"})
    assert 'value="mei"' in stranger.get(link).text
    form = {"username": "other", "password": PASSWORD, "again": PASSWORD}
    assert stranger.post(link, form).status_code == 302
    assert sign_in("mei")[1].status_code == 302
    assert not Person.objects.filter(username="other").exists()


def test_my_page_tells_what_i_may_in_plain_words(lin, wu, as_person):
    page = as_person(lin).get("/me/").text
    assert "see who supplies whom" in page
    assert "(own scope)" in page
    assert "You hold no role yet" in as_person(wu).get("/me/").text


def test_the_people_of_the_demo_come_in_by_a_button_and_only_in_the_demo(settings, world):
    people = operations.add_demo_people(
        by=system_person("command-line"), at=NOON, places=[DemoPlace("songjiang")]
    )
    steward = next(one for one in people if one.username == "demo-data-steward")
    address, asked = reverse("accounts:demo_sign_in"), {"username": steward.username}
    settings.DEMO = False
    assert "demo-data-steward" not in Client().get(reverse("account_login")).text
    assert Client().post(address, asked).status_code == 404
    settings.DEMO = True
    page = Client(headers={"accept-language": "en"}).get(reverse("account_login")).text
    assert "Data steward" in page
    assert "Uploads tables" in page
    client = Client()
    assert client.get(address).status_code == 405
    assert client.post(address, asked).status_code == 302
    assert client.get("/me/").status_code == 200


def test_nobody_but_people_of_the_demo_comes_in_by_its_button(settings, mei):
    settings.DEMO = True
    for name in ("mei", "worker", ""):
        answer = Client().post(reverse("accounts:demo_sign_in"), {"username": name})
        assert answer.status_code == 404


def test_the_page_of_permissions_is_open_to_every_role_and_to_nobody_without(
    anna, chen, mei, lin, wu, as_person
):
    for who in (anna, chen, mei, lin):
        assert as_person(who).get("/permissions/").status_code == 200
    assert as_person(wu).get("/permissions/").status_code == 404
    assert Client().get("/permissions/").status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_are_written_in_both_languages(anna, mei, as_person, language):
    client = as_person(anna)
    client.cookies["django_language"] = language
    for address in ("/me/", "/people/", f"/people/{mei.pk}/", "/people/invite/", "/permissions/"):
        assert client.get(address).status_code == 200
