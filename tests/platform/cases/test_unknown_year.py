"""A year whose working days nobody knows yet: what happens is kept, its times wait for the notice.

The year is 2031. Once its notice is loaded, all is as if it had been known from the start.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jilian.base.errors import Refusal
from jilian.cases import operations
from jilian.cases.models import CaseEvent, Matter, TimePiece
from jilian.cases.rules.words import MatterState

from .conftest import SHANGHAI

OFF = (
    "01-01", "01-22", "01-23", "01-24", "01-27", "04-04", "05-01", "05-02", "06-24", "10-01",
    "10-02", "10-03", "10-06",
)  # fmt: skip
ENDS = (("C02", 10, 30), ("C03", 11, 5), ("C04", 12, 50), ("C06", 13, 0))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2031, whose sixth day is a Monday."""
    return datetime(2031, 1, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(8, 10))


@pytest.fixture
def running(people, record, certificate):
    """Accepted on the sixth at nine, with four branches."""
    matter = certificate()
    record(matter, "accepted", moment(6, 9))
    for step, _hour, _minute in ENDS:
        record(matter, "branch_started", moment(6, 9), step, via="api")
    matter.refresh_from_db()
    return matter


def finish(record, matter):
    for step, hour, minute in ENDS:
        record(matter, "branch_ended", moment(6, hour, minute), step)
    record(matter, "decided", moment(6, 13), ground="granted")
    matter.refresh_from_db()


def load(place):
    rows = [["日期", "安排"], *([f"2031-{day}", "休"] for day in OFF)]
    operations.load_year(by=place.system, at=moment(8, 9), content=rows, document="国办发明电")
    operations.recompute_between(
        by=place.system, at=moment(8, 9), first="2030-12-01", last="2031-12-31"
    )


@pytest.mark.django_db
def test_what_happens_is_kept_and_its_times_come_with_the_notice(running, record, place):
    assert (running.state, running.accepted_at) == (MatterState.ACCEPTED, moment(6, 9))
    assert running.statutory_due_at is None
    finish(record, running)
    assert (running.state, running.ended_at) == (MatterState.DECIDED, moment(6, 13))
    assert (running.elapsed_seconds, running.working_days) == (None, None)
    assert not TimePiece.objects.filter(matter=running).exists()

    load(place)
    running.refresh_from_db()
    assert (running.elapsed_seconds, running.working_seconds) == (4 * 3600, 3 * 3600)
    assert running.statutory_due_at == moment(13, 17)
    held = TimePiece.objects.filter(matter=running).values_list("holder", "seconds")
    assert dict(held) == {"joint": 3 * 3600, "closed": 3600}


@pytest.mark.django_db
def test_every_page_and_job_goes_on_and_says_so(running, record, people, place, now, as_person):
    case = f"/songjiang/cases/{running.case.key}/"
    officer = as_person(people.officer)
    for path in (case, "/songjiang/cases/", "/songjiang/cases/today/"):
        assert officer.get(path).status_code == 200, path
    step = running.steps.get(step="C03")
    assert officer.get(f"{case}enter/branch_ended/{step.key}/").status_code == 200
    assert "The working days of 2031 are not known yet" in officer.get(case).text
    assert as_person(people.tax).get(f"/songjiang/cases/branches/{step.key}/").status_code == 200
    assert as_person(people.commission).get("/songjiang/cases/figures/").status_code == 200
    seen = officer.get(f"/api/songjiang/cases/{running.case.key}").json()
    assert seen["matters"][0]["clock"] is None
    for job in (operations.escalate_due, operations.accept_silent_due, operations.remind_papers):
        job(by=place.system, at=moment(8, 10))
    finish(record, running)
    assert officer.get(case).status_code == 200


@pytest.mark.django_db
def test_what_contradicts_is_refused_in_an_unknown_year_too(running, record):
    with pytest.raises(Refusal) as refused:
        record(running, "branch_started", moment(6, 10), "C02", via="api")
    assert refused.value.code == "branch_open_already"
    with pytest.raises(Refusal) as refused:
        record(running, "decided", moment(6, 11), ground="granted")
    assert refused.value.code == "branches_open"


@pytest.mark.django_db
def test_a_due_that_was_told_before_the_year_stays(certificate, record):
    matter = certificate()
    record(matter, "accepted", datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))
    told = Matter.objects.get(pk=matter.pk).statutory_due_at
    assert told is not None
    record(matter, "paused", moment(6, 9), ground="hearing", notice="听证通知")
    assert Matter.objects.get(pk=matter.pk).statutory_due_at == told


@pytest.mark.django_db
def test_the_database_lets_nobody_change_what_happened(running):
    row = CaseEvent.objects.filter(matter=running).first()
    for act in (
        lambda: CaseEvent.objects.filter(pk=row.pk).update(at=moment(7, 9)),
        lambda: CaseEvent.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
