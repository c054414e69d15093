"""Programs may do with cases what people may, and see no more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jilian.cases import operations

ROAD = "/api/songjiang/cases"
pytestmark = pytest.mark.django_db


def sent(client, path, given):
    return client.post(f"{ROAD}{path}", given, content_type="application/json")


def test_the_clock_of_a_case_is_read_by_whom_it_concerns(four_hours, people, as_person):
    matter = four_hours()
    road = f"{ROAD}/{matter.case.key}"
    for who in (people.nisi, people.officer, people.commission, people.leader, people.registry):
        (shown,) = as_person(who).get(road).json()["matters"]
        clock = shown["clock"]
        assert (clock["elapsed_seconds"], clock["working_seconds"]) == (14400, 10800)
        assert sum(clock["holders"].values()) == 14400
    (of_tax,) = as_person(people.tax).get(road).json()["matters"]
    assert of_tax["clock"] is None
    assert [one["step"] for one in of_tax["steps"]] == ["C03"]
    for who in (people.wu, people.xinyang, people.elsewhere):
        assert as_person(who).get(road).status_code == 404
        assert str(matter.case.key) not in as_person(who).get(ROAD).text


def test_an_event_sent_twice_is_one_and_a_conflict_is_said(certificate, people, as_person):
    matter = certificate(steps=("C02",))
    road = f"/{matter.case.key}/matters/{matter.key}/events"
    client = as_person(people.officer)
    first = sent(client, road, {"event": "accepted", "once": "a-1"})
    assert first.status_code == 201, first.text
    assert sent(client, road, {"event": "accepted", "once": "a-1"}).json() == first.json()
    start = {"event": "branch_started", "step": "C02", "once": "a-2"}
    assert sent(client, road, {**start, "seen": 0}).json()["code"] == "changed_meanwhile"
    assert sent(as_person(people.finance), road, {**start, "seen": 1}).status_code == 201
    assert sent(as_person(people.tax), road, {**start, "once": "a-3"}).status_code == 404
    assert matter.events.count() == 2


def test_a_department_that_works_elsewhere_sends_its_states(certificate, people, place, as_person):
    matter = certificate(steps=("C04",))
    now = timezone.now()
    operations.record_event(by=people.officer, at=now, matter=matter, event="accepted")
    rows = [
        {"matter": str(matter.key), "event": "branch_started", "step": "C04", "at": str(now)},
        {"matter": str(matter.key), "event": "decided", "ground": "granted", "at": str(now)},
    ]
    client = as_person(people.survey)
    tried = sent(client, "/states", {"rows": rows, "try_only": True}).json()
    assert matter.events.count() == 1
    done = sent(client, "/states", {"rows": rows}).json()
    assert tried == done
    assert (done["recorded"], done["problems"][0]["row"]) == (1, 2)
    assert sent(client, "/states", {"rows": rows}).json()["same"] == 1
