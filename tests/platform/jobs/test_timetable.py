"""What runs every few minutes: begun once a pause, and only while there is something to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jilian.jobs import timetable
from jilian.shortages.operations import escalate_due

ADDRESS = "jilian.shortages.operations.escalating:escalate_due"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def alone(db, settings, monkeypatch):
    """An empty timetable, and a queue that keeps what is begun."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(timetable, "TIMETABLE", {})
    monkeypatch.setattr(timetable, "WHENEVER", {})


def done():
    DBTaskResult.objects.update(status="SUCCESSFUL")


def test_it_is_begun_once_a_pause_however_often_one_asks(alone):
    timetable.every(escalate_due, minutes=2)
    now = timezone.now()
    assert timetable.begin_due(at=now) == [ADDRESS]
    assert timetable.begin_due(at=now + 3 * MINUTE) == []  # it still waits
    done()
    assert timetable.begin_due(at=now + MINUTE) == []
    assert timetable.begin_due(at=now + 3 * MINUTE) == [ADDRESS]


def test_it_is_not_begun_where_there_is_nothing_to_do(alone):
    timetable.every(escalate_due, minutes=2, due=lambda at: False)
    assert timetable.begin_due(at=timezone.now()) == []
