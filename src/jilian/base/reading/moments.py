"""Readers of moments: a day with its hour, however a spreadsheet or another system writes it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction

from jilian.base.reading.cells import EXCEL_DAY_ZERO, EXCEL_DAYS, Odd, plain
from jilian.base.reading.places import Place, Reader
from jilian.base.reading.sheets import Cell

DAY_SECONDS = 86_400
NOON = 12
_TIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)[t ]?(\d\d)(\d\d)(\d\d)?")
_WRITTEN = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[t\s]*(?P<half>上午|下午|am|pm)?\s*(?P<hour>\d{1,2})[:时点](?:(?P<minute>\d{1,2})分?)?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s*(?P<after>am|pm)?(?P<zone>z|[+-]\d\d:?\d\d)?)?"
)
_AFTERNOON = ("下午", "pm")


def moment(zone: tzinfo) -> Reader:
    """A moment in this zone, to the second: a spreadsheet's date and time, its number, or text.

    A day without an hour is refused: a clock that is exact needs to know when.
    """

    def read(cell: Cell, place: Place) -> datetime:
        del place
        found = _of_cell(cell) or _of_text(plain(cell).lower())
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(zone)

    return read


def _of_cell(cell: Cell) -> datetime | None:
    """The moment of a cell that is no text; None where it is text, or a number written as one."""
    if isinstance(cell, datetime):
        if cell.time() == time():
            raise Odd("hour_missing")
        return cell.replace(microsecond=0)
    if isinstance(cell, date):
        raise Odd("hour_missing")
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        raise Odd("moment_odd")
    if isinstance(cell, str) or int(cell) not in EXCEL_DAYS:
        return None
    return _of_days(Fraction(repr(cell)))


def _of_days(days: Fraction) -> datetime:
    """A spreadsheet counts days since the end of 1899, the hour as a part of a day."""
    if days.denominator == 1:
        raise Odd("hour_missing")
    seconds = round(days * DAY_SECONDS)
    start = datetime.combine(EXCEL_DAY_ZERO, time())
    return start + timedelta(days=seconds // DAY_SECONDS, seconds=seconds % DAY_SECONDS)


def _of_text(text: str) -> datetime:
    if tight := _TIGHT.fullmatch(text):
        return _moment(*(int(one or 0) for one in tight.groups()))
    if re.fullmatch(r"\d{5}\.\d+", text) and int(text[:5]) in EXCEL_DAYS:
        return _of_days(Fraction(text))
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise Odd("hour_missing" if re.fullmatch(r"\d{8}|\d{5}", text) else "moment_odd")
    said = written.groupdict()
    if said["hour"] is None:
        raise Odd("hour_missing")
    parts = [int(said[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    half = said["half"] or said["after"]
    if half and not 1 <= parts[3] <= NOON:
        raise Odd("moment_odd")
    if half:
        parts[3] = parts[3] % NOON + (NOON if half in _AFTERNOON else 0)
    return _zoned(_moment(*parts), said["zone"])


def _zoned(found: datetime, zone: str | None) -> datetime:
    if not zone:
        return found
    if zone == "z":
        return found.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{found.isoformat()}{zone[:3]}:{zone[-2:]}")


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime:
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError as impossible:
        raise Odd("date_impossible") from impossible
