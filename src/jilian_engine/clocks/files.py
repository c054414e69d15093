"""A case's events in a file: JSON, or a table with at, event, branch, holder and ground."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from jilian_engine.clocks.calendars import china_calendar
from jilian_engine.clocks.division import Division, divide
from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.events import Event
from jilian_engine.clocks.hours import USUAL_HOURS, Hours, Office
from jilian_engine.clocks.notices import decoded

FIELDS = ("at", "event", "branch", "holder", "ground")
#: What an event may say beside its fields, without weight for the clock.
WORDS = ("note", "words")
KEYS = ("calendar", "hours", "closures", "until", "events")


@dataclass(frozen=True)
class CaseFile:
    """The events of a case and the office at whose clock they are read."""

    office: Office
    events: tuple[Event, ...]
    until: datetime | None = None

    def divide(self, until: datetime | None = None) -> Division:
        """Divide the case's time; an open case up to `until`, or to the moment in the file."""
        return divide(self.events, self.office, until or self.until)


def read_case_file(source: Path | bytes, hours: Hours | None = None) -> CaseFile:
    """Read a file or its bytes; ClockError with the row, events counted from 0.

    `hours` are the office hours of a file that names none (a table never does).
    """
    text = decoded(source if isinstance(source, bytes) else source.read_bytes())
    usual = hours or USUAL_HOURS
    if text.lstrip()[:1] in ("{", "["):
        return _from_json(text, usual)
    try:
        return CaseFile(Office(china_calendar(), usual), _from_table(text))
    except csv.Error:
        raise ClockError("file_unreadable") from None


def read_hours(text: str) -> Hours:
    """Read office hours written as 09:00-12:00,13:00-17:00."""
    found = []
    for span in text.split(","):
        begins, line, ends = span.strip().partition("-")
        if not line:
            raise ClockError("hours_unreadable", text=span.strip())
        found.append((_time(begins), _time(ends)))
    return tuple(found)


def read_moment(text: object) -> datetime:
    """Read a moment with its zone."""
    try:
        moment = datetime.fromisoformat(str(text).strip())
    except ValueError:
        raise ClockError("moment_unreadable", column="at", text=text) from None
    if moment.tzinfo is None:
        raise ClockError("moment_without_zone", column="at")
    return moment


def _from_json(text: str, usual: Hours) -> CaseFile:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ClockError("file_unreadable") from None
    if not isinstance(content, dict):
        raise ClockError("file_unreadable")
    for key in content:
        if key not in KEYS:
            raise ClockError("field_unknown", field=key)
    if content.get("calendar", "CN") != "CN":
        raise ClockError("calendar_unknown", text=content["calendar"])
    calendar = china_calendar().with_closures(_days(content.get("closures") or []))
    hours = _hours(content["hours"]) if "hours" in content else usual
    until = content.get("until")
    listed = content.get("events")
    if not isinstance(listed, list):
        raise ClockError("field_missing", field="events")
    return CaseFile(
        Office(calendar, hours),
        tuple(_event(one, row) for row, one in enumerate(listed)),
        None if until is None else read_moment(until),
    )


def _from_table(text: str) -> tuple[Event, ...]:
    reader = csv.DictReader(io.StringIO(text))
    names = [(name or "").strip() for name in reader.fieldnames or ()]
    if not {"at", "event"} <= set(names):
        raise ClockError("file_unreadable")
    reader.fieldnames = names
    found = []
    for row, line in enumerate(reader):
        if None in line:
            raise ClockError("field_unknown", row=row, field=", ".join(line[None] or ()))
        given = {name: value for name, value in line.items() if value and value.strip()}
        if given:
            found.append(_event(given, row))
    return tuple(found)


def _event(given: object, row: int) -> Event:
    if not isinstance(given, Mapping):
        raise ClockError("field_unreadable", row=row, field="events")
    for name, value in given.items():
        if name not in FIELDS and name not in WORDS:
            raise ClockError("field_unknown", row=row, column=str(name), field=name)
        if not isinstance(value, str | None):
            raise ClockError("field_unreadable", row=row, column=name, field=name)
    texts = {name: (given.get(name) or "").strip() for name in FIELDS}
    for name in ("at", "event"):
        if not texts[name]:
            raise ClockError("field_missing", row=row, column=name, field=name)
    try:
        at = read_moment(texts["at"])
    except ClockError as wrong:
        raise ClockError(wrong.code, row=row, column="at", **wrong.told) from None
    return Event(at, texts["event"], texts["branch"], texts["holder"], texts["ground"], row)


def _hours(given: object) -> Hours:
    if not isinstance(given, list) or not all(
        isinstance(span, list) and len(span) == 2 for span in given
    ):
        raise ClockError("hours_unreadable", text=json.dumps(given))
    return tuple((_time(begins), _time(ends)) for begins, ends in given)


def _time(text: object) -> time:
    word = str(text).strip()
    try:
        return time(0) if word == "24:00" else time.fromisoformat(word)
    except ValueError:
        raise ClockError("hours_unreadable", text=word) from None


def _days(given: object) -> list[date]:
    if not isinstance(given, list):
        raise ClockError("field_unreadable", field="closures")
    found = []
    for text in given:
        try:
            found.append(date.fromisoformat(str(text)))
        except ValueError:
            raise ClockError("day_unreadable", text=text) from None
    return found
