"""Rules of roles, invitations and permissions, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOON
from jilian.accounts.permissions import MATRIX, ROLES, Extent, Permission, Reach, _read
from jilian.accounts.rules import (
    DEMO_NAMES,
    PURPOSE_OF_ROLE,
    SCOPE_OF_ROLE,
    Role,
    ScopeKind,
    browser_named,
    fingerprint_of,
    invitation_state,
    roles_conflict,
)


@pytest.mark.parametrize(
    ("held", "wanted", "conflict"),
    [
        (set(), "security_administrator", False),
        ({"system_administrator"}, "security_administrator", True),
        ({"audit_administrator"}, "system_administrator", True),
        ({"security_administrator"}, "audit_administrator", True),
        ({"security_administrator"}, "security_administrator", False),
        ({"data_steward"}, "audit_administrator", False),
        ({"audit_administrator"}, "data_steward", False),
    ],
)
def test_the_three_administrators_are_three_people(held, wanted, conflict):
    assert roles_conflict(held, wanted) is conflict


@pytest.mark.parametrize(
    ("hours", "accepted", "withdrawn", "state"),
    [
        (0, False, False, "open"),
        (167, False, False, "open"),
        (168, False, False, "expired"),
        (1, True, False, "accepted"),
        (1, False, True, "withdrawn"),
        (200, True, False, "accepted"),
        (200, False, True, "withdrawn"),
    ],
)
def test_an_invitation_is_open_for_seven_days_once(hours, accepted, withdrawn, state):
    found = invitation_state(
        at=NOON + timedelta(hours=hours),
        expires_at=NOON + timedelta(days=7),
        accepted=accepted,
        withdrawn=withdrawn,
    )
    assert found == state


def test_only_the_fingerprint_of_a_key_is_kept():
    assert fingerprint_of("abc").startswith("ba7816bf8f01cfea")
    assert len(fingerprint_of("")) == 64


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36",
            "Chrome · Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/ Firefox/120.0", "Firefox · Linux"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_named_in_two_words(user_agent, words):
    assert browser_named(user_agent) == words


def test_every_role_has_a_purpose_a_scope_and_a_person_of_the_demo():
    assert set(PURPOSE_OF_ROLE) == set(SCOPE_OF_ROLE) == set(DEMO_NAMES) == set(Role) == set(ROLES)


@pytest.mark.parametrize(
    "spoilt",
    [
        MATRIX.replace("upload  ", "uplaod  "),
        MATRIX.replace("see_system            .", "see_system            X"),
        MATRIX.replace("see_system            .    ", "see_system            "),
        MATRIX + "see_system            .     .     .\n",
    ],
)
def test_a_spoilt_matrix_is_not_read(spoilt):
    with pytest.raises(ValueError, match="permission"):
        _read(spoilt)


def test_administrators_see_no_records():
    records = {permission for permission in Permission if permission.startswith("see_")} - {
        Permission.SEE_PEOPLE,
        Permission.SEE_TRACES,
        Permission.SEE_RETENTION,
        Permission.SEE_SYSTEM,
    }
    for role in Role:
        if SCOPE_OF_ROLE[role] is ScopeKind.SYSTEM:
            assert records.isdisjoint(ROLES[role])


def test_no_role_of_a_whole_world_holds_anything_only_within_a_scope():
    for role in Role:
        if SCOPE_OF_ROLE[role] in (ScopeKind.DISTRICT, ScopeKind.SYSTEM):
            assert set(ROLES[role].values()) == {Extent.EVERYWHERE}


def test_nobody_both_gives_roles_and_reads_the_traces_of_it():
    assert not any(
        {Permission.GIVE_ROLES, Permission.SEE_TRACES} <= set(ROLES[role]) for role in Role
    )


def test_reach_says_what_is_held_where():
    reach = Reach(
        frozenset({Permission.SEE_REGISTER}),
        {Permission.SEE_FACTS: frozenset({("town", "310117105"), ("firm", "7")})},
    )
    assert reach.may(Permission.SEE_REGISTER)
    assert reach.may(Permission.SEE_FACTS, [("town", "310117105")])
    assert not reach.may(Permission.SEE_FACTS, [("town", "310117107")])
    assert not reach.may(Permission.SEE_FACTS)
    assert not reach.may(Permission.SEE_LINKS, [("firm", "7")])
    assert reach.may_somewhere(Permission.SEE_FACTS)
    assert not reach.may_somewhere(Permission.SEE_LINKS)
    assert reach.keys(Permission.SEE_FACTS, "firm") == {"7"}
