"""The ground for every attack."""

from __future__ import annotations

import shutil

import pytest
from django.core.cache import cache
from django.utils import timezone

import small_world as small
from attack.ground import Tagged, lay
from conftest import make_person
from laid_once import everybody, laid_once, own_copy


@pytest.fixture(scope="module")
def moment():
    """When the attacks of a file happen, all of them at once."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def still(moment, monkeypatch):
    """Time and the machine's disk stand still, so that two answers differ by what they tell."""
    disk = shutil.disk_usage("/")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: disk)


@pytest.fixture(scope="module")
def laid(moment, django_db_setup, django_db_blocker):
    """The ground as it was laid, once for the tests of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        patch.setattr(small, "_claim_of", _claims_tagged())
        with laid_once(django_db_blocker, lambda: lay(**everybody(), person=make_person)) as made:
            patch.undo()
            yield made


@pytest.fixture
def ground(still, laid, db, monkeypatch):
    """Two worlds, firms A and B, and whatever B holds back."""
    monkeypatch.setattr(small, "_claim_of", _claims_tagged())
    yield own_copy(laid)
    cache.clear()


@pytest.fixture
def mei(ground, person):
    """Mei, as whom the ground was laid."""
    return person("mei")


def _claims_tagged():
    """Somebody's claim, made when it is first asked for, that remembers of which table it is."""
    claims, claim_of = {}, small._claim_of

    def tagged(in_world, who):
        if who.pk not in claims:
            claims[who.pk] = Tagged(claim_of(in_world, getattr(who, "_record", who)))
        return claims[who.pk]

    return tagged
