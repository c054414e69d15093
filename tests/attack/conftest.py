"""The ground for every attack."""

from __future__ import annotations

import shutil

import pytest
from django.core.cache import cache
from django.utils import timezone

import small_world as small
from attack.ground import Tagged, lay


@pytest.fixture
def still(monkeypatch):
    """Time and the machine's disk stand still, so that two answers differ by what they tell."""
    moment = timezone.now().replace(microsecond=0)
    disk = shutil.disk_usage("/")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: disk)


@pytest.fixture
def ground(still, world, source, industries, mei, person, monkeypatch):
    """Two worlds, firms A and B, and whatever B holds back."""
    claims, claim_of = {}, small._claim_of

    def tagged_claim_of(in_world, who):
        if who.pk not in claims:
            claims[who.pk] = Tagged(claim_of(in_world, getattr(who, "_record", who)))
        return claims[who.pk]

    monkeypatch.setattr(small, "_claim_of", tagged_claim_of)
    yield lay(world, source, mei, industries, person)
    cache.clear()
