"""What a web process makes ready before its first request."""

from __future__ import annotations

import gc
from datetime import date

import pytest
from django.db import OperationalError

from jilian.base import warm


@pytest.fixture
def collector_as_it_was():
    limits = gc.get_threshold()
    yield
    gc.set_threshold(*limits)
    gc.unfreeze()


@pytest.mark.django_db
def test_all_is_made_ready_though_one_part_finds_no_database(
    monkeypatch, collector_as_it_was, caplog
):
    done = []

    def away(_day: date) -> None:
        raise OperationalError("secret address")

    monkeypatch.setattr(warm, "WARM_UPS", [away, lambda _day: done.append(1)])
    monkeypatch.setattr(warm.connections, "close_all", lambda: done.append(2))
    warm.warm_up()
    assert done == [1, 2]
    assert gc.get_threshold() == warm.COLLECT_AFTER
    assert "OperationalError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_names_templates_and_addresses_are_made_ready(world, django_assert_num_queries):
    from jilian.firms.queries import forget_names, name_index

    forget_names()
    for act in warm.WARM_UPS:
        act(date(2026, 3, 2))
    with django_assert_num_queries(2):
        name_index(world)
    forget_names()
