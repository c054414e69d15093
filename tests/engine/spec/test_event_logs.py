"""Logs are held against the rules of both standards, stated here one by one.

OCEL 2.0: specification of 16 October 2023, sections 3 and 8. XES: IEEE 1849-2016, clauses 4 to 7.
Neither the JSON schema nor the XML schema is kept here: the first stands inside a document whose
copies are not ours to pass on, the second is under IEEE's copyright.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import fields, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.event_logs import (
    CaseRow,
    EventLog,
    EventRow,
    MatterRow,
    OfficeRow,
    StepRow,
    write_ocel,
    write_xes,
)

ZONE = ZoneInfo("Asia/Shanghai")


def at(hour, minute=0):
    return datetime(2026, 3, 3, hour, minute, tzinfo=ZONE)


LOG = EventLog(
    name="made",
    offices=(OfficeRow("tax", '税务局 "税"'), OfficeRow("registry", "不动产登记中心 <松江> & 区")),
    cases=(CaseRow("c1", urgent=True), CaseRow("c2", state="closed")),
    matters=(MatterRow("m1", "c1", "P-C", "1"), MatterRow("m2", "c2", "P-D", "1", "registry")),
    steps=(
        StepRow("s1", "m1", "C03", "契税", "tax"),
        StepRow("s2", "m1", "C06", "审核、登簿、缮证", "registry"),
    ),
    events=(
        EventRow("e3", "c1", at(11, 5), "branch_ended", "m1", "s1", "tax", "department"),
        EventRow("e1", "c1", at(9), "accepted", "m1", role="service officer"),
        EventRow("e2", "c1", at(9), "branch_started", "m1", "s1", "tax", "department"),
        EventRow("e4", "c1", at(12), "paused", "m1", "s2", "registry", ground="expert_review"),
        EventRow("e5", "c2", at(10), "withdrawn", "m2"),
    ),
)


def check_ocel(content):
    """Every rule of the format, and the references that its model requires."""
    assert set(content) == {"eventTypes", "objectTypes", "events", "objects"}
    declared = {}
    for name in ("eventTypes", "objectTypes"):
        names = [kind["name"] for kind in content[name]]
        assert len(set(names)) == len(names)
        for kind in content[name]:
            assert set(kind) == {"name", "attributes"}
            for attribute in kind["attributes"]:
                assert set(attribute) == {"name", "type"}
                assert attribute["type"] in {"string", "time", "integer", "float", "boolean"}
            declared[name, kind["name"]] = {each["name"] for each in kind["attributes"]}
    ids = [row["id"] for row in content["objects"]]
    assert len(set(ids)) == len(ids)
    events = [row["id"] for row in content["events"]]
    assert len(set(events)) == len(events) and not set(events) & set(ids)
    for name, rows in (("objectTypes", content["objects"]), ("eventTypes", content["events"])):
        for row in rows:
            allowed = {"id", "type", "attributes", "relationships"}
            assert set(row) - ({"time"} if name == "eventTypes" else set()) <= allowed
            if name == "eventTypes":
                assert datetime.fromisoformat(row["time"]).utcoffset() is not None
            for value in row["attributes"]:
                assert value["name"] in declared[name, row["type"]]
                assert isinstance(value["value"], str)
                if name == "objectTypes":
                    assert datetime.fromisoformat(value["time"]).utcoffset() is not None
            for related in row["relationships"]:
                assert set(related) == {"objectId", "qualifier"}
                assert related["objectId"] in ids and related["qualifier"]


def check_xes(text):
    """Order of elements, attributes and their types, extensions, globals, classifiers."""
    root = ET.fromstring(text)
    assert root.tag == "log" and re.fullmatch(r"\d+\.\d+", root.get("xes.version"))
    order = ["extension", "global", "classifier", *TYPES, "trace", "event"]
    ranks = [min(order.index(child.tag), order.index("float")) if child.tag in TYPES
             else order.index(child.tag) for child in root]  # fmt: skip
    assert ranks == sorted(ranks)
    prefixes = {each.get("prefix") for each in root.findall("extension")}
    for each in root.findall("extension"):
        assert set(each.attrib) == {"name", "prefix", "uri"}
        assert re.fullmatch(r"[A-Za-z_][\w.-]*", each.get("name"))
    for each in root.iter():
        if each.tag in TYPES:
            assert set(each.attrib) == {"key", "value"}
            key = each.get("key")
            assert re.fullmatch(r"[A-Za-z_][\w:.-]*", key)
            assert ":" not in key or key.split(":")[0] in prefixes
            assert re.fullmatch(TYPES[each.tag], each.get("value"), re.DOTALL)
    held = {}
    for each in root.findall("global"):
        held[each.get("scope")] = {child.get("key") for child in each}
    assert set(held) == {"trace", "event"}
    for each in root.findall("classifier"):
        assert set(each.get("keys").split()) <= held[each.get("scope")]
    for trace in root.findall("trace"):
        tags = [child.tag for child in trace]
        assert tags == sorted(tags, key=lambda tag: tag == "event")
        assert held["trace"] <= {child.get("key") for child in trace}
        for event in trace.findall("event"):
            keys = [child.get("key") for child in event]
            assert held["event"] <= set(keys) and len(set(keys)) == len(keys)
    return root


TYPES = {
    "string": r".*",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "int": r"-?\d+",
    "boolean": r"true|false",
    "float": r"-?\d+(\.\d+)?",
}


def test_a_log_keeps_every_rule_of_ocel():
    content = json.loads(write_ocel(LOG))
    check_ocel(content)
    events = {row["id"]: row for row in content["events"]}
    assert [row["id"] for row in content["events"]] == [f"event:e{n}" for n in (1, 2, 5, 3, 4)]
    assert events["event:e3"] == {
        "id": "event:e3",
        "type": "branch_ended",
        "time": "2026-03-03T03:05:00.000+00:00",
        "attributes": [{"name": "role", "value": "department"}],
        "relationships": [
            {"objectId": "case:c1", "qualifier": "in case"},
            {"objectId": "matter:m1", "qualifier": "of matter"},
            {"objectId": "step:s1", "qualifier": "in step"},
            {"objectId": "office:tax", "qualifier": "at office"},
        ],
    }


def test_a_log_keeps_every_rule_of_xes():
    root = check_xes(write_xes(LOG).decode())
    first, second = root.findall("trace")
    told = [{child.get("key"): child.get("value") for child in event}
            for event in first.findall("event")]  # fmt: skip
    assert [event["event"] for event in told] == [
        "accepted", "branch_started", "branch_ended", "paused"
    ]  # fmt: skip
    assert [event["lifecycle:transition"] for event in told] == [
        "complete", "start", "complete", "suspend"
    ]  # fmt: skip
    assert told[1]["concept:name"] == "契税" and told[0]["concept:name"] == "accepted"
    assert told[3]["org:group"] == "不动产登记中心 <松江> & 区"
    assert len(second.findall("event")) == 1


def test_the_same_rows_give_the_same_bytes_whatever_the_zone_they_are_written_in():
    moved = replace(
        LOG, events=[replace(event, at=event.at.astimezone(UTC)) for event in LOG.events]
    )
    assert write_ocel(moved) == write_ocel(LOG) and write_xes(moved) == write_xes(LOG)


def test_no_row_has_a_place_for_a_person():
    kinds = (CaseRow, MatterRow, StepRow, EventRow, OfficeRow)
    names = {field.name for kind in kinds for field in fields(kind)}
    assert not names & {"by", "officer", "user", "person", "firm", "username", "words", "resource"}


@pytest.mark.parametrize(
    ("broken", "code", "row"),
    [
        (replace(LOG, cases=LOG.cases * 2), "key_twice", None),
        (replace(LOG, cases=LOG.cases[:1]), "row_unknown", 1),
        (replace(LOG, offices=()), "row_unknown", 1),
        (
            replace(LOG, events=(EventRow("e", "c1", datetime(2026, 3, 3, 9), "accepted"),)),
            "moment_without_zone",
            0,
        ),
    ],
)
def test_rows_that_do_not_hold_together_are_refused(broken, code, row):
    for write in (write_ocel, write_xes):
        with pytest.raises(EngineError) as refused:
            write(broken)
        assert (refused.value.code, refused.value.row) == (code, row)


def test_an_empty_log_is_a_log():
    empty = EventLog("nothing", ())
    check_ocel(json.loads(write_ocel(empty)))
    check_xes(write_xes(empty).decode())
