"""OCEL 2.0 as JSON: cases, matters, steps and offices as objects that events touch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from jilian_engine.event_logs.rows import EventLog, EventRow, check_log, in_order, moment_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_ocel(log: EventLog) -> bytes:
    """The log as OCEL 2.0 JSON in UTF-8.

    Values of attributes are words: the published schema asks for strings there, and readers take
    the declared type.
    """
    check_log(log)
    content = {
        "objectTypes": [
            _type("case", ("urgent", "state")),
            _type("matter", ("template", "version")),
            _type("step", ("step", "name")),
            _type("office", ("name",)),
        ],
        "eventTypes": [
            _type(name, ("role", "ground"))
            for name in sorted({event.event for event in log.events})
        ],
        "objects": list(_objects(log)),
        "events": [_ocel_event(event) for event in in_order(log.events)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _type(name: str, attributes: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "attributes": [{"name": attribute, "type": "string"} for attribute in attributes],
    }


def _objects(log: EventLog) -> Iterator[dict[str, Any]]:
    """Objects with a kind before each key, so that keys of two kinds never meet."""
    since = _first_moments(log.events)
    for office in log.offices:
        yield _object("office", office.key, {"name": office.name}, {}, _EPOCH)
    for case in log.cases:
        values = {"urgent": "yes" if case.urgent else "no", "state": case.state}
        yield _object("case", case.key, values, {}, since.get(case.key, _EPOCH))
    for matter in log.matters:
        values = {"template": matter.template, "version": matter.version}
        related = {"matter of": ("case", matter.case), "handled by": ("office", matter.office)}
        yield _object("matter", matter.key, values, related, since.get(matter.case, _EPOCH))
    cases = {matter.key: matter.case for matter in log.matters}
    for step in log.steps:
        values = {"step": step.step, "name": step.name}
        related = {"step of": ("matter", step.matter), "handled by": ("office", step.office)}
        moment = since.get(cases.get(step.matter, ""), _EPOCH)
        yield _object("step", step.key, values, related, moment)


def _first_moments(events: Iterable[EventRow]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for event in events:
        found[event.case] = min(event.at, found.get(event.case, event.at))
    return found


def _object(
    kind: str,
    key: str,
    values: Mapping[str, str],
    related: Mapping[str, tuple[str, str]],
    since: datetime,
) -> dict[str, Any]:
    return {
        "id": f"{kind}:{key}",
        "type": kind,
        "attributes": [
            {"name": name, "time": moment_text(since), "value": value}
            for name, value in values.items()
            if value
        ],
        "relationships": _related(related),
    }


def _related(related: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {"objectId": f"{kind}:{key}", "qualifier": qualifier}
        for qualifier, (kind, key) in related.items()
        if key
    ]


def _ocel_event(event: EventRow) -> dict[str, Any]:
    values = {"role": event.role, "ground": event.ground}
    return {
        "id": f"event:{event.key}",
        "type": event.event,
        "time": moment_text(event.at),
        "attributes": [{"name": name, "value": value} for name, value in values.items() if value],
        "relationships": _related(
            {
                "in case": ("case", event.case),
                "of matter": ("matter", event.matter),
                "in step": ("step", event.step),
                "at office": ("office", event.office),
            }
        ),
    }
