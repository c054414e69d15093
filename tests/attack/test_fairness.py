"""Two firms alike except for having an organisation are treated alike (privacy rule 5.5).

Firm B has an organisation; then it never had one. Outside the areas that look after organisations
no page, part, file or answer may change with it: not what is offered, not the order, not a clock.
"""

from __future__ import annotations

from zlib import crc32

import pytest
from django.db import transaction

from attack.attackers import browser_of
from attack.campaign import PASSING, forget
from attack.ground import AWAY
from attack.reading import first_difference, read
from attack.roads import all_roads, is_file, queries_of_page
from conftest import NOON, TODAY
from jilian.clusters.analysis import form
from jilian.network.operations import freeze_snapshot
from jilian.network.queries import snapshot_tables
from jilian.organisations.models import Cover

# The areas that look after organisations: what they show is about them.
ABOUT_ORGANISATIONS = {
    "organisations", "clusters", "leaders", "committees", "absorption", "coverage", "growth",
}  # fmt: skip
# Where the records that hang on a firm, or on a source, are listed: a coverage is one of them.
LIST_OF_RECORDS = {"firms:split", "/api/<world_code>/firms/<pk>/rows", "world:source"}
ROLES = ("member_firm", "service_officer", "data_steward")


def area_of(road) -> str:
    if road.url.startswith("/api/"):
        return road.url.split("/")[3].partition("?")[0]
    return road.name.partition(":")[0]


def take_organisation_away(firm) -> None:
    """As if the firm never had one."""
    covers = Cover.objects.filter(firm=firm)
    assert covers.exists(), "both would be without: nothing would be tried"
    covers.delete()


@pytest.mark.parametrize("role", ROLES)
def test_having_an_organisation_changes_no_answer_elsewhere(role, ground, person):

    client = browser_of(person("insider", role, ground.here, _scope(role, ground)))
    roads = [
        road
        for road in all_roads(ground)
        if road.method == "GET"
        and road.part in ("", "a", "b")
        and road.in_world
        and road.name not in PASSING | LIST_OF_RECORDS
        and area_of(road) not in ABOUT_ORGANISATIONS
    ]
    turn = ROLES.index(role)
    before = ask_all(client, roads, turn)
    assert sum(answer.status == 200 for answer in before.values()) > 10
    with transaction.atomic():
        take_organisation_away(ground.b)
        after = ask_all(client, roads, turn)
        transaction.set_rollback(True)
    changed = [
        f"{url}: {first_difference(answer.text, after[url].text)}"
        for url, answer in before.items()
        if answer != after[url]
    ]
    assert changed == []


def ask_all(client, roads, turn) -> dict:
    """The answers of all roads; the filters and orders that the pages offer fall to roles in turn.

    Here firms are compared, not readers: what a list tells of a firm, it tells to whoever sees it.
    """
    answers = {}
    forget()
    with transaction.atomic():
        for road in roads:
            answers[road.url] = answer = read(client.get(road.url))
            if answer.status != 200 or is_file(road) or road.url.startswith("/api/"):
                continue
            for query in queries_of_page(road.url, answer.text):
                asked = road.with_query(query).url
                if crc32(asked.encode()) % len(ROLES) != turn:
                    continue
                answers[asked] = read(client.get(asked))
        transaction.set_rollback(True)
    return answers


def _scope(role, ground) -> str:
    return {"service_officer": AWAY, "member_firm": str(ground.b.pk)}.get(role, "")


def test_clusters_are_formed_alike_whoever_has_an_organisation(ground, mei):
    """The network that is frozen, and what is formed of it, know nothing of organisations."""

    def formed():
        snapshot = freeze_snapshot(by=mei, at=NOON, world=ground.here, as_of=TODAY)
        made = form(snapshot_tables(snapshot), resolution=0.1, seed=7, least_size=2)
        return snapshot.fingerprint, made

    before = formed()
    take_organisation_away(ground.b)
    assert formed() == before
