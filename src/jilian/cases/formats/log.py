"""The event log of cases as files for process-mining tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jilian_engine.event_logs import EventLog, write_ocel, write_xes


@dataclass(frozen=True)
class LogFile:
    """One of the two standards: its name, the ending of its files, how it is written."""

    label: str
    ending: str
    content_type: str
    write: Callable[[EventLog], bytes]


LOG_FORMS: Mapping[str, LogFile] = {
    "ocel": LogFile("OCEL 2.0 (JSON)", "ocel.json", "application/json", write_ocel),
    "xes": LogFile("XES (IEEE 1849)", "xes", "application/xml", write_xes),
}
