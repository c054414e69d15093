"""The State Council's yearly notice as a file that is loaded: days off, days worked."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from jilian_engine.clocks.calendars import DECEMBER, SATURDAY, Calendar
from jilian_engine.clocks.errors import ClockError

OFF_WORDS = frozenset({"off", "holiday", "休", "放假", "休息", "节假日"})
WORK_WORDS = frozenset({"work", "workday", "班", "上班", "调休上班", "补班", "工作日"})
#: Statutory holidays that fall on the same day each year.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
#: Statutory holidays a year since 2008 and since 2025; one may be made up for in a neighbour year.
STATUTORY = ((2025, 13), (2008, 11))


class Problem(NamedTuple):
    """What is wrong in a row, counted from 0 below the heading; None: in the whole."""

    row: int | None
    code: str
    sentence: str
    told: dict[str, str]


class NoticeError(ClockError):
    """A notice with problems; code, row and sentence are those of the first."""

    def __init__(self, problems: Sequence[ClockError]) -> None:
        first = problems[0]
        super().__init__(first.code, row=first.row, column=first.column, **first.told)
        self.problems = tuple(
            Problem(one.row, one.code, one.message, dict(one.told)) for one in problems
        )


@dataclass(frozen=True)
class NoticeOfYear:
    """What one notice settles: weekdays off and weekend days worked, of `year` and of the December
    before it.
    """

    year: int
    off: frozenset[date]
    work: frozenset[date]

    def added_to(self, calendar: Calendar, source: str) -> Calendar:
        """Return the calendar with this year; `source` names the notice."""
        if not source.strip():
            raise ClockError("notice_without_source")
        return calendar.with_year(self.year, self.off, self.work, source)


def read_notice(content: bytes | Iterable[Sequence[object]]) -> NoticeOfYear:
    """Read a CSV file, or rows of (day, off or work); NoticeError lists every problem by row.

    A heading is left out. The year is that of most rows; days of the December before it may stand
    beside them, as notices settle the New Year. A weekend day may be listed as off; a weekday as
    work is refused, and so is a year in which 1 January, 1 May or 1 to 3 October would be worked,
    or which frees fewer days than the law gives.
    """
    rows = _table(content) if isinstance(content, bytes) else [list(row) for row in content]
    if rows and not any(_is_day(cell) for cell in rows[0][:1]):
        rows = rows[1:]
    kinds: dict[date, str] = {}
    problems: list[ClockError] = []
    year = _year_of(rows)
    for place, row in enumerate(rows):
        if not any(str(cell or "").strip() for cell in row):
            continue
        try:
            day, kind = _read(row)
            if day in kinds:
                raise ClockError("day_twice", column="date", day=day)
            if day.year != year and (day.year, day.month) != (year - 1, DECEMBER):
                raise ClockError("day_of_other_year", column="date", day=day, year=year)
            if kind == "work" and day.weekday() < SATURDAY:
                raise ClockError("work_on_weekday", column="kind", day=day)
            kinds[day] = kind
        except ClockError as wrong:
            problems.append(ClockError(wrong.code, row=place, column=wrong.column, **wrong.told))
    if not problems:
        problems = _missing_holidays(kinds, year) if kinds else [ClockError("notice_empty")]
    if problems:
        raise NoticeError(problems)
    return NoticeOfYear(
        year,
        frozenset(day for day, kind in kinds.items() if kind == "off" and day.weekday() < SATURDAY),
        frozenset(day for day, kind in kinds.items() if kind == "work"),
    )


def _year_of(rows: Iterable[Sequence[object]]) -> int:
    """The year that most rows name."""
    years = Counter(_day(row[0]).year for row in rows if row and _is_day(row[0]))
    return max(years, key=lambda year: (years[year], -year), default=0)


def _missing_holidays(kinds: dict[date, str], year: int) -> list[ClockError]:
    found = []
    for month, number in ALWAYS_OFF:
        day = date(year, month, number)
        usual = "off" if day.weekday() >= SATURDAY else "work"
        if kinds.get(day, usual) != "off":
            found.append(ClockError("holiday_missing", day=day))
    free = sum(kind == "off" and day.weekday() < SATURDAY for day, kind in kinds.items())
    net = free - sum(kind == "work" for kind in kinds.values())
    least = next((count - 1 for since, count in STATUTORY if year >= since), 0)
    if not found and net < least:
        found.append(ClockError("notice_incomplete", days=net, least=least))
    return found


def _table(content: bytes) -> list[list[object]]:
    try:
        return [list(row) for row in csv.reader(io.StringIO(decoded(content)))]
    except csv.Error:
        raise ClockError("file_unreadable") from None


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or, as Excel writes it in China, in GB 18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        raise ClockError("file_unreadable") from None


def _is_day(cell: object) -> bool:
    try:
        _day(cell)
    except ClockError:
        return False
    return True


def _read(row: Sequence[object]) -> tuple[date, str]:
    day = _day(row[0])
    word = str(row[1] if len(row) > 1 else "").strip().lower()
    if word in OFF_WORDS:
        return day, "off"
    if word in WORK_WORDS:
        return day, "work"
    raise ClockError("kind_unreadable", column="kind", text=word)


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip().replace("/", "-").replace(".", "-")
    parts = text.split("-")
    try:
        if len(parts) == 3 and len(parts[0]) == 4:
            return date(*(int(part) for part in parts))
    except ValueError:
        pass
    raise ClockError("day_unreadable", column="date", text=text)
