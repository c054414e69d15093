"""The event log of cases: everything that happened, and nobody's name."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from click.testing import CliRunner

from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.cases import operations
from jilian.cases.cli import cases as command
from jilian.cases.queries.log import event_log_of

from .conftest import moment

pytestmark = pytest.mark.django_db
TAKEN = {"purpose": "流程挖掘", "recipient": "区经委"}


def test_the_log_tells_the_four_branches_and_names_nobody(place, people, four_hours, as_person):
    matter = four_hours()
    answer = as_person(people.commission).get("/songjiang/cases/log.ocel", TAKEN)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    content = json.loads(answer.content)
    kinds = [row["type"] for row in content["events"]]
    assert kinds.count("branch_started") == kinds.count("branch_ended") == 4
    objects = {row["id"]: row for row in content["objects"]}
    assert objects["office:tax"]["attributes"][0]["value"] == "税务"
    assert f"case:{matter.case.key}" in objects
    for name in ("an", "of_nisi", "尼西", "拿地后四小时", "commission"):
        assert f'"{name}"' not in answer.text and (len(name) < 4 or name not in answer.text)
    trace = Trace.objects.filter(action="cases.exported").latest("pk")
    assert trace.purpose == "流程挖掘" and trace.after["what"] == "event_log"


def test_the_same_log_as_xes_is_a_trace_a_case_in_the_order_of_time(people, four_hours, as_person):
    four_hours()
    answer = as_person(people.commission).get("/songjiang/cases/log.xes", TAKEN)
    (trace,) = ET.fromstring(answer.content).findall("trace")
    told = [
        {child.get("key"): child.get("value") for child in event}
        for event in trace.findall("event")
    ]
    ended = [event["concept:name"] for event in told if event["event"] == "branch_ended"]
    assert ended == ["缴清价款", "契税", "地籍调查", "审核、登簿、缮证"]
    moments = [event["time:timestamp"] for event in told]
    assert moments == sorted(moments) and told[-1]["event"] == "decided"


def test_a_corrected_event_stands_at_its_true_moment(place, people, certificate, record):
    matter = certificate()
    accepted = record(matter, "accepted", moment(2, 9))
    operations.correct_event(
        by=people.officer, at=moment(2, 11), event=accepted, corrected_at=moment(2, 10),
        words="九点误记",
    )  # fmt: skip
    events = {row.event: row.at for row in event_log_of(place.world).events}
    assert events["accepted"] == moment(2, 10) and "corrected" not in events


def test_the_period_is_that_in_which_cases_were_opened(place, opened):
    opened()
    for since, until, count in ((2, 2, 1), (3, None, 0), (None, 1, 0)):
        days = [None if day is None else date(2026, 3, day) for day in (since, until)]
        assert len(event_log_of(place.world, *days).cases) == count


def test_who_sees_figures_sees_the_log_and_nobody_else(place, people, opened, as_person):
    opened()
    page = as_person(people.commission).get("/songjiang/cases/log/", {"since": "2026-03-01"})
    assert page.status_code == 200 and "log.xes?since=2026-03-01" in page.text
    for who in (people.officer, people.tax, people.nisi, people.wu):
        for url in ("log/", "log.ocel", "log.xes"):
            assert as_person(who).get(f"/songjiang/cases/{url}", TAKEN).status_code == 404
    wrong = {"since": "2026-03-02", "until": "2026-03-01"}
    assert "lies before" in as_person(people.commission).get("/songjiang/cases/log/", wrong).text
    assert as_person(people.commission).get("/songjiang/cases/log.csv", TAKEN).status_code == 404


def test_the_log_asks_as_much_however_many_cases_there_are(
    place, people, opened, certificate, django_assert_max_num_queries
):
    counted = []
    for _round in range(2):
        certificate(opened(title="又一件"))
        with django_assert_max_num_queries(8) as asked:
            event_log_of(place.world)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_the_command_writes_the_log_and_says_what_for(place, four_hours, tmp_path):
    four_hours()
    out = tmp_path / "log.json"
    line = ["log", "songjiang", "--format", "ocel", "--out", str(out)]
    with pytest.raises(Refusal, match="what the file is for"):
        CliRunner().invoke(command, line, catch_exceptions=False)
    assert not out.exists()
    said = ["--purpose", "流程挖掘", "--recipient", "区经委"]
    done = CliRunner().invoke(command, [*line, *said], catch_exceptions=False)
    assert done.exit_code == 0 and json.loads(out.read_bytes())["events"]


def test_the_interface_gives_the_same_log(place, people, four_hours, as_person):
    four_hours()
    client = as_person(people.commission)
    answer = client.get("/api/songjiang/cases/log", {"form": "xes", **TAKEN})
    assert answer.content == client.get("/songjiang/cases/log.xes", TAKEN).content
    refused = client.get("/api/songjiang/cases/log", {"form": "xes"})
    assert refused.status_code == 422
    short = client.get("/api/songjiang/cases/log", {"purpose": "x", "recipient": ""})
    assert (short.status_code, short.json()["code"]) == (409, "purpose_missing")
    assert as_person(people.officer).get("/api/songjiang/cases/log", TAKEN).status_code == 404
