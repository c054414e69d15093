"""Every attacker tries every road: what may not be seen is neither shown nor hinted at."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.apps import apps

from attack.attackers import ATTACKERS, appear, browser_of
from attack.campaign import PASSING, Campaign, forget
from attack.planting import WORDS
from attack.planting_returns import AWAY
from attack.reading import read
from attack.roads import all_roads, description
from attack.secret_values import NOT_SECRET, SECRETS
from jilian.accounts.gate import Open, addresses


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_nothing_is_learned_that_the_matrix_does_not_give(attacker, ground, person):
    wrong = Campaign(ground, attacker, person).try_all()
    assert not wrong, "\n".join(wrong)


def test_every_secret_is_read_by_somebody_who_may(ground, person):
    """Else nobody would notice that the attackers look for nothing."""
    insiders = [person("mei"), person("bei")]
    for role, world in (("district_leader", ground.here), ("security_administrator", None),
                        ("audit_administrator", None), ("system_administrator", None)):  # fmt: skip
        insiders.append(person(role, role, world))
    insiders.append(person("town of b", "town_office", ground.here, AWAY))
    roads = [
        road
        for road in all_roads(ground)
        if road.method == "GET" and (road.part in ("", "b") or road.name.startswith("clusters:"))
    ]
    told, unread = [], {}
    for who in insiders:
        forget()
        client = browser_of(who)
        told += [read(client.get(road.url)) for road in roads if road.name not in PASSING]
    for secret in SECRETS:
        if secret.marks and not any(one.tells(mark) for one in told for mark in secret.marks):
            unread[secret.name] = secret.marks
    assert unread == {}


def test_every_table_is_a_secret_or_said_not_to_be_one():
    said = [label for labels in NOT_SECRET.values() for label in labels]
    secret = [label for one in SECRETS for label in one.models]
    tables = {one._meta.label for one in apps.get_models() if one.__module__.startswith("jilian.")}
    assert tables == {*said, *secret}, "say it in tests/attack/secret_values.py"
    assert len(said) + len(secret) == len({*said, *secret})


def test_no_word_of_a_secret_stands_in_another_secret():
    """Else whoever may read the longer one would seem to read the shorter."""
    words = [(mark, one.name) for one in SECRETS for mark in one.marks if mark.startswith(WORDS)]
    within = [(a, b) for a, of_a in words for b, of_b in words if of_a != of_b and a in b]
    assert within == []


def test_every_operation_that_is_described_is_attacked():
    attacked = {one.route for one in addresses(directory=False) if one.gate is Open.API}
    assert set(description()["paths"]) <= attacked


def test_the_other_world_is_closed_on_every_road(ground, person):
    """Roles held here open nothing there, not even for whoever holds nearly all of them."""
    person("attacker", "organisation_office", ground.here)
    who = person("attacker", "data_steward", ground.here)
    client, wrong = browser_of(who), []
    for road in all_roads(ground, world="elsewhere"):
        if road.in_world and road.part in ("", "a", "there"):
            answer = client.generic(road.method, road.url, content_type="application/json")
            if answer.status_code != 404:
                wrong.append(f"{road.method} {road.url}: {answer.status_code}")
    assert wrong == []


def test_what_may_not_be_seen_is_answered_as_what_does_not_exist(ground, person):
    """The same words for a record of firm B, of the other world, and for none at all."""
    client = browser_of(person("attacker", "member_firm", ground.here, str(ground.small.firm.pk)))
    told = {}
    for road in all_roads(ground):
        if road.method == "GET" and road.part in ("b", "there", "missing"):
            answer = client.get(road.url)
            if answer.status_code == 404:
                path = road.url.partition("?")[0]  # the page links to itself in the other language
                text = read(answer).text.replace(path, "").replace(quote(path, safe=""), "")
                told.setdefault(road.name, set()).add(text)
    assert [name for name, texts in told.items() if len(texts) > 1] == []


def test_a_refusal_does_not_tell_a_withheld_count(ground, person):
    """Whoever tries one number after another must not find the one that is withheld."""
    client = browser_of(appear("partner_city", ground, person))
    road = "/api/songjiang/organisations/coverage"
    assert client.get(road).json()["whole"]["covered"] == "withheld"
    assert {client.get(f"{road}?operating={number}").status_code for number in range(1, 9)} == {200}
