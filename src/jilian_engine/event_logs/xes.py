"""XES: a trace a case, with what each event was of in the standard extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from jilian_engine.event_logs.rows import (
    EventLog,
    EventRow,
    MatterRow,
    StepRow,
    check_log,
    in_order,
    moment_text,
)

# What a change of a step is called in the lifecycle extension; all else is complete at once.
_TRANSITIONS = {
    "branch_started": "start",
    "branch_ended": "complete",
    "paused": "suspend",
    "resumed": "resume",
    "returned_to_firm": "suspend",
    "firm_answered": "resume",
    "redirected": "reassign",
    "withdrawn": "withdraw",
}
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)


def write_xes(log: EventLog) -> bytes:
    """The log as XES in UTF-8: a trace a case, its events in order of time.

    `concept:name` is the step where the event is of one, else what happened; `event` always
    holds the latter.
    """
    check_log(log)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1849.2016">']
    lines += [
        f'<extension name="{name}" prefix="{prefix}"'
        f' uri="http://www.xes-standard.org/{prefix}.xesext"/>'
        for name, prefix in _EXTENSIONS
    ]
    lines += ['<global scope="trace">', _string("concept:name", "unknown"), "</global>"]
    lines += ['<global scope="event">', _string("concept:name", "unknown")]
    lines += ['<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>']
    lines += [_string("lifecycle:transition", "complete"), _string("event", "unknown"), "</global>"]
    lines += ['<classifier name="Step" scope="event" keys="concept:name"/>']
    lines += ['<classifier name="Event" scope="event" keys="event"/>']
    keys = "concept:name lifecycle:transition"
    lines += [f'<classifier name="StepAndTransition" scope="event" keys="{keys}"/>']
    lines += [_string("concept:name", log.name)]
    steps = {row.key: row for row in log.steps}
    matters = {row.key: row for row in log.matters}
    offices = {row.key: row.name for row in log.offices}
    by_case: dict[str, list[EventRow]] = {case.key: [] for case in log.cases}
    for event in in_order(log.events):
        by_case[event.case].append(event)
    for case in log.cases:
        lines += ["<trace>", _string("concept:name", case.key)]
        lines += [f'<boolean key="urgent" value="{str(case.urgent).lower()}"/>']
        for event in by_case[case.key]:
            lines += ["<event>", *_xes_event(event, steps, matters, offices), "</event>"]
        lines.append("</trace>")
    return ("\n".join([*lines, "</log>"]) + "\n").encode()


def _xes_event(
    event: EventRow,
    steps: Mapping[str, StepRow],
    matters: Mapping[str, MatterRow],
    offices: Mapping[str, str],
) -> Iterator[str]:
    step = steps.get(event.step)
    yield _string("concept:name", event.event if step is None else step.name)
    yield f'<date key="time:timestamp" value="{moment_text(event.at)}"/>'
    yield _string("lifecycle:transition", _TRANSITIONS.get(event.event, "complete"))
    yield _string("event", event.event)
    if step is not None:
        yield _string("concept:instance", step.key)
    if event.matter:
        yield _string("matter", event.matter)
        yield _string("template", matters[event.matter].template)
    if event.office:
        yield _string("org:group", offices[event.office])
    if event.role:
        yield _string("org:role", event.role)
    if event.ground:
        yield _string("ground", event.ground)


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(_printable(value))}/>'


def _printable(text: str) -> str:
    """Without the characters that XML has no place for."""
    return "".join(each for each in text if each >= " " and each not in "\ufffe\uffff")
