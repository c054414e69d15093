"""Telling people, once, in words, until it is settled."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from conftest import NOON
from jilian.accounts.models import Person
from jilian.accounts.operations import give_role, invite, join
from jilian.accounts.queries import system_person
from jilian.audit.models import Trace
from jilian.notices.models import Notice
from jilian.notices.operations import settle, tell
from jilian.notices.queries import sentence_of, waiting_for
from jilian.notices.rules import KINDS

PLACE = re.compile(r"%\((\w+)\)s")


def details_of(kind: str) -> dict[str, object]:
    """Something for each place in the sentence of a kind."""
    known = KINDS[kind]
    found: dict[str, object] = dict.fromkeys(PLACE.findall(str(known.sentence)), 3)
    found |= dict.fromkeys(known.days, "2026-03-02")
    return found | dict.fromkeys(known.roles, "data_steward")


def checked(to, world, key="upload:1"):
    return tell(
        by=to, at=NOON, to=to, world=world, kind="upload_checked", key=key,
        url="/songjiang/uploads/1/", details={"file": "企业.xlsx", "problems": 3, "rows": 40},
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_its_sentence_in_both_languages(kind, language):
    with translation.override(language):
        sentence = sentence_of(kind, details_of(kind))
        assert sentence
        assert "%(" not in sentence
        assert str(KINDS[kind].verb)


def test_a_matter_is_told_once_and_settled_for_all(mei, wu, world):
    first = checked(mei, world)
    assert checked(mei, world) == first
    checked(wu, world)
    assert [item.title for item in waiting_for(mei, world)] == [
        sentence_of("upload_checked", {"file": "企业.xlsx", "problems": 3, "rows": 40})
    ]
    assert settle(by=mei, at=NOON, key="upload:1") == 2
    assert waiting_for(mei, world) == []
    assert settle(by=mei, at=NOON, key="upload:1") == 0
    assert Trace.objects.filter(action="notice.told").count() == 2
    assert Trace.objects.filter(action="notice.settled").count() == 2


def test_a_notice_of_another_world_waits_there(mei, world):
    from jilian.places.models import World

    other = World.objects.create(code="made", name="虚构", name_en="Made")
    checked(mei, world)
    assert waiting_for(mei, other) == []
    assert len(waiting_for(mei)) == 1


def test_nothing_is_told_to_a_system_person_nor_in_words_that_do_not_exist(mei, world):
    assert checked(system_person("worker"), world) is None
    with pytest.raises(KeyError):
        tell(by=mei, at=NOON, to=mei, kind="moon_risen", key="1", url="/", details={})
    with pytest.raises(KeyError):
        tell(by=mei, at=NOON, to=mei, kind="run_done", key="1", url="/", details={"run": 1})
    assert not Notice.objects.exists()


def test_the_inviter_is_told_of_who_joined_and_a_person_of_a_new_role(person, wu, world):
    anna = person("anna", "security_administrator")
    invitation = invite(
        by=anna, at=NOON, token="key", name="Lin", role="data_steward", world_code="songjiang"
    )
    lin = join(at=NOON, invitation=invitation, username="lin", password="correct-horse-battery")
    assert len(waiting_for(anna)) == 1
    assert waiting_for(lin) == []
    give_role(
        by=anna, at=NOON.replace(day=3), person=wu, role="data_steward", world_code="songjiang"
    )
    assert len(waiting_for(Person.objects.get(pk=wu.pk))) == 1


def test_opening_a_notice_that_informs_settles_it_and_others_wait_on(mei, wu, world, as_person):
    client = as_person(mei)
    asks = checked(mei, world)
    informs = tell(
        by=mei, at=NOON, to=mei, world=world, kind="upload_applied", key="upload:2",
        url="/songjiang/uploads/2/", details={"file": "a.csv"},
    )  # fmt: skip
    assert "“a.csv” has been applied." in client.get("/notices/").text
    assert client.get(f"/notices/{informs.pk}/").url == "/songjiang/uploads/2/"
    assert client.get(f"/notices/{asks.pk}/").url == "/songjiang/uploads/1/"
    assert [item.url for item in waiting_for(mei)] == [f"/notices/{asks.pk}/"]
    page = client.get("/notices/").text
    assert "Settled in the last thirty days" in page
    assert as_person(wu).get(f"/notices/{asks.pk}/").status_code == 404


def test_the_list_asks_as_often_for_many_as_for_few(
    mei, world, as_person, django_assert_max_num_queries
):
    client = as_person(mei)
    checked(mei, world)
    client.get("/notices/")
    with django_assert_max_num_queries(20) as few:
        client.get("/notices/")
    for number in range(9):
        checked(mei, world, key=f"upload:{number + 10}")
    with django_assert_max_num_queries(len(few)):
        client.get("/notices/")
