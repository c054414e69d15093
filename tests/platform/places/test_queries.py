"""Finding the world that somebody means."""

from __future__ import annotations

import pytest
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.places.queries import world_called, world_or_only


@pytest.fixture(autouse=True)
def in_english():
    """Let refusals be read in English."""
    with translation.override("en"):
        yield


def test_an_unknown_world_is_refused_and_the_known_ones_are_named(world):
    with pytest.raises(Refusal) as refused:
        world_called("nowhere")
    assert refused.value.code == "world_unknown"
    assert "songjiang" in str(refused.value)


def test_the_only_world_need_not_be_named(world):
    assert world_or_only(None) == world
    assert world_or_only("songjiang") == world


def test_one_of_two_worlds_must_be_named(world):
    World.objects.create(code="made", name="示例区", name_en="Example")
    with pytest.raises(Refusal) as refused:
        world_or_only(None)
    assert "made" in str(refused.value)


def test_without_any_world_the_refusal_says_so(db):
    with pytest.raises(Refusal) as refused:
        world_or_only(None)
    assert "No world has been set up yet." in str(refused.value)
