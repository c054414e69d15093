"""Event logs for process-mining tools: OCEL 2.0 as JSON, and XES.

OCEL 2.0 (specification of 16 October 2023, arXiv:2403.01975): cases, matters, steps, offices and
templates are objects, each event is related to those it touches. XES (IEEE 1849-2016): a trace a
case, with the extensions concept, time, lifecycle and organizational.

A log holds steps, offices and roles and no person: rows have no place for a name. Times are in
UTC. The same rows give the same bytes.
"""

from __future__ import annotations

from jilian_engine.event_logs.ocel import write_ocel
from jilian_engine.event_logs.rows import (
    CaseRow,
    EventLog,
    EventRow,
    MatterRow,
    OfficeRow,
    StepRow,
    check_log,
)
from jilian_engine.event_logs.xes import write_xes

__all__ = [
    "CaseRow",
    "EventLog",
    "EventRow",
    "MatterRow",
    "OfficeRow",
    "StepRow",
    "check_log",
    "write_ocel",
    "write_xes",
]
