"""Giving roles, inviting, joining, signing in: what is done, refused and traced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON
from jilian.accounts import operations
from jilian.accounts.models import Appointment, Invitation, Person
from jilian.accounts.operations import DemoPlace
from jilian.accounts.permissions import Permission, people_who_may, reach
from jilian.accounts.queries import invitation_with, system_person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal

PASSWORD = "correct-horse-battery"


def give(by, to, role, **more):
    return operations.give_role(by=by, at=NOON, person=to, role=role, **more)


def refused(code, call, **values):
    with pytest.raises(Refusal) as caught:
        call(**values)
    assert caught.value.code == code
    assert str(caught.value.sentence)


def invited(by, **more):
    values = {"name": "Lin", "role": "data_steward", "world_code": "songjiang", **more}
    return operations.invite(by=by, at=NOON, token="key", **values)


def test_a_role_is_given_with_a_trace_and_opens_what_it_holds(anna, wu, world):
    given = give(anna, wu, "data_steward", world_code="songjiang")
    assert (given.scope_kind, given.scope_key, given.given_by) == ("district", "", "anna")
    assert reach(wu, "songjiang").may(Permission.UPLOAD)
    trace = Trace.objects.get(action="role.given")
    assert (trace.by, trace.about_name, trace.after["role"]) == ("anna", "Wu", "data_steward")


def test_a_role_of_a_town_is_given_by_its_name_or_code(anna, wu, world):
    assert give(anna, wu, "town_office", world_code="songjiang", scope="新桥镇").scope_key == (
        "310117105"
    )
    again = give(anna, wu, "town_office", world_code="songjiang", scope="310117107")
    assert again.scope_key == "310117107"


@pytest.mark.parametrize("scope", ["", "月亮镇"])
def test_a_role_of_a_town_needs_a_town_that_exists(anna, wu, world, scope):
    refused(
        "scope_unknown", operations.give_role, by=anna, at=NOON, person=wu,
        role="town_office", world_code="songjiang", scope=scope,
    )  # fmt: skip


def test_a_role_needs_a_world_that_exists(anna, wu, world):
    refused(
        "world_unknown", operations.give_role, by=anna, at=NOON, person=wu,
        role="data_steward", world_code="moon",
    )  # fmt: skip


def test_nobody_gives_herself_a_role(anna, world):
    refused(
        "own_role", operations.give_role, by=anna, at=NOON, person=anna,
        role="data_steward", world_code="songjiang",
    )  # fmt: skip


def test_a_role_is_held_once(anna, wu, world):
    give(anna, wu, "data_steward", world_code="songjiang")
    refused(
        "role_held", operations.give_role, by=anna, at=NOON, person=wu,
        role="data_steward", world_code="songjiang",
    )  # fmt: skip


def test_two_of_the_three_administrators_are_refused(anna, bo):
    refused(
        "roles_conflict", operations.give_role, by=anna, at=NOON, person=bo,
        role="audit_administrator",
    )  # fmt: skip


def test_only_a_security_administrator_gives_roles(mei, bo, chen, wu, world):
    for by in (mei, bo, chen, wu):
        with pytest.raises(NotAllowed):
            give(by, wu, "data_steward", world_code="songjiang")
    assert not Trace.objects.filter(action="role.given").exists()


def test_an_ended_role_opens_nothing_and_stays_readable(anna, wu, world):
    given = give(anna, wu, "data_steward", world_code="songjiang")
    operations.end_role(by=anna, at=NOON, appointment=given)
    wu = Person.objects.get(pk=wu.pk)
    assert not reach(wu, "songjiang").may_somewhere(Permission.UPLOAD)
    assert wu.appointments.get().ended_by == "anna"
    assert Trace.objects.get(action="role.ended").before["role"] == "data_steward"
    refused("role_ended", operations.end_role, by=anna, at=NOON, appointment=given)


def test_the_last_security_administrator_stays(anna, wu):
    own = anna.appointments.get()
    refused("last_security_administrator", operations.end_role, by=anna, at=NOON, appointment=own)
    give(anna, wu, "security_administrator")
    operations.end_role(by=anna, at=NOON, appointment=own)
    assert list(Person.objects.holding("security_administrator")) == [wu]


def test_a_closed_security_administrator_does_not_count(anna, person):
    other = person("di", "security_administrator")
    Person.objects.filter(pk=other.pk).update(is_active=False)
    refused(
        "last_security_administrator", operations.end_role, by=anna, at=NOON,
        appointment=anna.appointments.get(),
    )  # fmt: skip


def test_the_last_security_administrator_is_not_closed_by_the_command_line(anna):
    refused(
        "last_security_administrator", operations.close_account,
        by=system_person("command-line"), at=NOON, person=anna,
    )  # fmt: skip


def test_closing_an_account_ends_its_roles_and_reopening_brings_none_back(anna, mei):
    operations.close_account(by=anna, at=NOON, person=mei)
    mei = Person.objects.get(pk=mei.pk)
    assert not mei.is_active
    assert mei.current_appointments == []
    refused(
        "account_closed", operations.give_role, by=anna, at=NOON, person=mei,
        role="data_steward", world_code="songjiang",
    )  # fmt: skip
    operations.reopen_account(by=anna, at=NOON, person=mei)
    mei = Person.objects.get(pk=mei.pk)
    assert mei.is_active
    assert mei.current_appointments == []


def test_nobody_closes_her_own_account(anna):
    refused("own_account", operations.close_account, by=anna, at=NOON, person=anna)


def test_a_system_person_never_signs_in(anna):
    robot = system_person("worker")
    refused("system_person", operations.reopen_account, by=anna, at=NOON, person=robot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=robot.pk).update(is_active=True)


def test_an_invitation_keeps_only_the_fingerprint_of_its_key(anna, world):
    invitation = invited(anna)
    assert "key" not in str(Invitation.objects.filter(pk=invitation.pk).values().get().values())
    assert invitation_with("key", NOON) == invitation
    assert invitation_with("other", NOON) is None
    assert invitation_with("key", NOON + timedelta(days=7)) is None
    assert Trace.objects.get(action="person.invited").after["role"] == "data_steward"


def test_whoever_joins_has_the_role_and_the_link_works_once(anna, world):
    invitation = invited(anna)
    lin = operations.join(at=NOON, invitation=invitation, username="lin", password=PASSWORD)
    assert lin.check_password(PASSWORD)
    assert [(one.role, one.given_by) for one in lin.current_appointments] == [
        ("data_steward", "anna")
    ]
    assert Trace.objects.get(action="invitation.accepted").by == "lin"
    refused(
        "invitation_closed", operations.join, at=NOON, invitation=invitation,
        username="lin2", password=PASSWORD,
    )  # fmt: skip


def test_a_withdrawn_invitation_is_worthless(anna, world):
    invitation = invited(anna)
    operations.withdraw_invitation(by=anna, at=NOON, invitation=invitation)
    assert invitation_with("key", NOON) is None
    refused(
        "invitation_closed", operations.withdraw_invitation, by=anna, at=NOON, invitation=invitation
    )


def test_a_taken_name_is_refused_in_any_case(anna, wu, world):
    invitation = invited(anna)
    refused(
        "sign_in_name_taken", operations.join, at=NOON, invitation=invitation,
        username="WU", password=PASSWORD,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(username="WU", name="Wu")


@pytest.mark.parametrize("password", ["short", "12345678901", "password123", "lin-lin-lin"])
def test_a_weak_password_is_refused_and_nobody_joins(anna, world, password):
    invitation = invited(anna)
    refused(
        "password_weak", operations.join, at=NOON, invitation=invitation,
        username="lin-lin-lin", password=password,
    )  # fmt: skip
    assert not Person.objects.filter(username="lin-lin-lin").exists()
    assert invitation_with("key", NOON) == invitation


def test_a_renewed_sign_in_ends_second_factor_and_earlier_links(anna, mei):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=mei, type="totp", data={})
    operations.renew_sign_in(by=anna, at=NOON, token="first", person=mei)
    second = operations.renew_sign_in(by=anna, at=NOON, token="second", person=mei)
    assert invitation_with("first", NOON) is None
    same = operations.join(at=NOON, invitation=second, username="", password=PASSWORD)
    assert same == mei
    assert same.check_password(PASSWORD)
    assert not Authenticator.objects.exists()
    assert len(Person.objects.get(pk=mei.pk).current_appointments) == 2
    assert Trace.objects.filter(action="sign_in.renewed", by="anna").count() == 2


def test_the_first_administrator_is_made_once(db):
    command_line = system_person("command-line")
    made = operations.create_administrator(
        by=command_line, at=NOON, username="anna", password=PASSWORD
    )
    assert made.roles == {"security_administrator"}
    refused(
        "sign_in_name_taken", operations.create_administrator, by=command_line, at=NOON,
        username="Anna", password=PASSWORD,
    )  # fmt: skip


def test_an_administrator_invited_by_the_command_line_keeps_her_name(db):
    command_line = system_person("command-line")
    for token in ("first", "second"):
        operations.create_administrator(by=command_line, at=NOON, username="anna", token=token)
    assert invitation_with("first", NOON) is None
    invitation = invitation_with("second", NOON)
    anna = operations.join(at=NOON, invitation=invitation, username="", password=PASSWORD)
    assert (anna.username, anna.roles) == ("anna", {"security_administrator"})


def test_the_demo_has_one_person_for_each_role_and_may_be_made_again(world):
    place = DemoPlace("songjiang", town="310117105", cluster="c1", firm="7", department="规划")
    by = system_person("command-line")
    people = operations.add_demo_people(by=by, at=NOON, places=[place])
    again = operations.add_demo_people(by=by, at=NOON, places=[place])
    assert [one.pk for one in people] == [one.pk for one in again]
    assert len(people) == 14
    assert Appointment.objects.current().count() == 14
    assert all(one.is_demo and not one.has_usable_password() for one in people)


def test_a_demo_person_moves_when_its_firm_is_another(world):
    by = system_person("command-line")
    for firm in ("7", "8"):
        operations.add_demo_people(by=by, at=NOON, places=[DemoPlace("songjiang", firm=firm)])
    held = Appointment.objects.filter(role="member_firm").order_by("pk")
    assert [(one.scope_key, one.ended_at is None) for one in held] == [("7", False), ("8", True)]


def test_people_who_may_everywhere_are_found(mei, lin, wu, world):
    assert people_who_may(Permission.UPLOAD, "songjiang") == [mei]
    assert people_who_may(Permission.SEE_AMOUNTS, "songjiang") == [mei]
    assert people_who_may(Permission.UPLOAD, "elsewhere") == []


def test_a_reader_of_the_database_finds_no_second_open_role(anna, wu):
    values = {"role": "data_steward", "world_code": "songjiang", "scope_kind": "district"}
    Appointment.objects.create(person=wu, given_at=NOON, given_by="anna", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person=wu, given_at=NOON, given_by="anna", **values)


def test_an_invitation_gives_a_role_or_renews_never_both(anna, wu):
    common = {"name": "x", "invited_at": NOON, "invited_by": "anna", "expires_at": NOON}
    for wrong in ({"role": ""}, {"role": "data_steward", "person": wu}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(token_fingerprint=str(wrong)[:64], **common, **wrong)
