"""Finding system people, worlds and scopes."""

from __future__ import annotations

import pytest

from jilian.accounts.models import Person
from jilian.accounts.queries import held_in_words, person_called, system_person
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.places.queries import world_called, world_or_only


def test_the_named_system_people_are_there(db):
    assert [system_person(name).is_system for name in ("command-line", "worker", "timetable")]


def test_a_person_is_no_system_person_and_the_other_way_round(mei):
    with pytest.raises(Refusal, match="migrate"):
        system_person("mei")
    assert person_called("worker") is None
    assert person_called("MEI") == mei


def test_an_unknown_world_is_refused_with_the_worlds_there_are(world):
    assert world_called("songjiang") == world
    with pytest.raises(Refusal, match="songjiang"):
        world_called("moon")


def test_the_only_world_need_not_be_named(world):
    assert world_or_only(None) == world
    assert world_or_only("songjiang") == world
    World.objects.create(code="made", name="虚构", name_en="Made")
    with pytest.raises(Refusal, match="made"):
        world_or_only(None)


def test_without_any_world_the_refusal_says_so(db):
    with pytest.raises(Refusal) as refused:
        world_or_only(None)
    assert refused.value.code == "world_not_named"


def test_roles_are_told_with_their_scope_and_world(person, world):
    who = person("lin", "town_office", world, "310117105")
    words = held_in_words(Person.objects.get(pk=who.pk).current_appointments)[0].words
    assert "新桥镇" in words
