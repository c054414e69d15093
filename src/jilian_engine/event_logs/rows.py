"""The rows of an event log, and whether they hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jilian_engine.errors import EngineError


@dataclass(frozen=True)
class OfficeRow:
    """An office that holds branches."""

    key: str
    name: str


@dataclass(frozen=True)
class CaseRow:
    """A case; the firm it is for is not in the log."""

    key: str
    urgent: bool = False
    state: str = ""


@dataclass(frozen=True)
class MatterRow:
    """A matter of a case, with the key and the version of its template."""

    key: str
    case: str
    template: str
    version: str
    office: str = ""


@dataclass(frozen=True)
class StepRow:
    """A step of a matter: `step` is its key in the template, `name` what people call it."""

    key: str
    matter: str
    step: str
    name: str
    office: str = ""


@dataclass(frozen=True)
class EventRow:
    """What happened when; `matter`, `step` and `office` are keys or empty.

    `role` is what whoever entered it is here for (service officer, department, firm).
    """

    key: str
    case: str
    at: datetime
    event: str
    matter: str = ""
    step: str = ""
    office: str = ""
    role: str = ""
    ground: str = ""


@dataclass(frozen=True)
class EventLog:
    """The rows of one log; `check_log` says whether they hold together."""

    name: str
    cases: Sequence[CaseRow]
    matters: Sequence[MatterRow] = ()
    steps: Sequence[StepRow] = ()
    events: Sequence[EventRow] = ()
    offices: Sequence[OfficeRow] = ()


def check_log(log: EventLog) -> None:
    """Refuse rows with one key, rows that name what there is not, and moments without a zone."""
    tables: dict[str, Sequence[Any]] = {
        "case": log.cases,
        "matter": log.matters,
        "step": log.steps,
        "event": log.events,
        "office": log.offices,
    }
    keys: dict[str, set[str]] = {}
    for name, rows in tables.items():
        keys[name] = {row.key for row in rows}
        if len(keys[name]) < len(rows):
            raise EngineError("key_twice", f"two rows of the kind {name} have one key")
    for name, rows in tables.items():
        for number, row in enumerate(rows):
            # The step of a step row is its key in the template, no row of this log.
            for other, known in keys.items():
                named = "" if other == name else getattr(row, other, "")
                if named and named not in known:
                    raise EngineError("row_unknown", f"{name}: no {other} {named}", row=number)
    for number, event in enumerate(log.events):
        if event.at.tzinfo is None:
            raise EngineError("moment_without_zone", "a moment needs its time zone", row=number)


def in_order(events: Iterable[EventRow]) -> list[EventRow]:
    """By time; events of one moment stay as they came."""
    return sorted(events, key=lambda event: event.at)


def moment_text(moment: datetime) -> str:
    """A moment in UTC as both standards write it, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
