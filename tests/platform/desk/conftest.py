"""Traces, and a clock that stands on 2 March 2026."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import translation

from conftest import NOON


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch, settings):
    """Let pages be read on 2 March 2026, in English, by people who need no second factor."""
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def trace(db):
    """Leave a trace."""
    from jilian.audit.models import Trace
    from jilian.audit.operations import append
    from jilian.audit.rules import Entry, exact_text

    def leave(action="firms.saved", by="mei", world="songjiang", at=NOON, before=None,
              after=None, **fields):  # fmt: skip
        values = {"before": exact_text(before), "after": exact_text(after)}
        append([Entry(action=action, by=by, world=world, at=at, **values, **fields)])
        return Trace.objects.first()

    return leave
