"""The State Council's notice of a year as a table: days off and weekends that are worked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jilian.base.reading.cells import Odd, any_day, folded, plain
from jilian.base.reading.files import sheets_of
from jilian.base.reading.places import Place
from jilian.base.reading.problems import Problem, TableRefusal
from jilian.base.reading.sheets import Cell, Row, Sheet, text_of
from jilian.base.sheets import Line
from jilian.cases.rules.clock_words import SENTENCES
from jilian_engine.clocks import NoticeError, NoticeOfYear, read_notice

LIMIT_MB = 1
MB = 2**20
MOST_ROWS = 800  # every day of a year, twice
LOOKED_AT = 10
DAY_NAMES = frozenset(map(folded, ("日期", "日", "day", "date")))
KIND_NAMES = frozenset(map(folded, ("类型", "性质", "安排", "kind", "type", "off/work")))
HEAD = ("date", "kind")


@dataclass(frozen=True)
class ReadNotice:
    """A notice as it was read, or what is wrong with it by row and column."""

    notice: NoticeOfYear | None
    rows: tuple[tuple[str, str], ...]
    problems: tuple[tuple[Problem, str], ...]


def read_year(file_name: str, content: bytes) -> ReadNotice:
    """Read a CSV or Excel file with one day a row; refuses what is no such table."""
    if not content:
        raise TableRefusal("file_empty")
    if len(content) > LIMIT_MB * MB:
        raise TableRefusal("file_too_large", size=f"{len(content) / MB:.1f}", most=LIMIT_MB)
    sheet = sheets_of(file_name, content, limit_mb=LIMIT_MB, score=_score)[0]
    header, day_at, kind_at = _columns(sheet)
    if len(sheet.rows) > MOST_ROWS:
        raise TableRefusal("too_many_rows", rows=f"{len(sheet.rows):,}", most=MOST_ROWS)
    names = _headings(sheet, header, day_at, kind_at)
    numbers: list[int] = []
    rows: list[tuple[str, str]] = []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        day, kind = _cell(cells, day_at), _cell(cells, kind_at)
        if not text_of(day).strip() and not text_of(kind).strip():
            continue
        numbers.append(number)
        rows.append((_day(day), plain(kind)))
    try:
        return ReadNotice(read_notice([HEAD, *rows]), tuple(rows), ())
    except NoticeError as refused:
        found = []
        for one in refused.problems:
            where = None if one.row is None else rows[one.row]
            at_kind = one.code in ("kind_unreadable", "work_on_weekday")
            value = "" if where is None else where[at_kind]
            column = "" if where is None else names[at_kind]
            number = 0 if one.row is None else numbers[one.row]
            found.append((Problem(number, column, value, one.code, dict(one.told)),
                          str(SENTENCES[one.code]) % one.told))  # fmt: skip
        return ReadNotice(None, tuple(rows), tuple(found))


def _score(rows: Sequence[Row]) -> int:
    return max((sum(_is_head(cell) for cell in row) for row in rows[:LOOKED_AT]), default=0)


def _is_head(cell: Cell) -> bool:
    return folded(text_of(cell).lstrip("\ufeff")) in DAY_NAMES | KIND_NAMES


def _columns(sheet: Sheet) -> tuple[int, int, int]:
    """The row of headings (-1 without one), and where day and kind stand."""
    for number, row in enumerate(sheet.rows[:LOOKED_AT]):
        words = [folded(text_of(cell).lstrip("\ufeff")) for cell in row]
        days = [at for at, one in enumerate(words) if one in DAY_NAMES]
        kinds = [at for at, one in enumerate(words) if one in KIND_NAMES]
        if days and kinds:
            return number, days[0], kinds[0]
    return -1, 0, 1


def _headings(sheet: Sheet, header: int, day_at: int, kind_at: int) -> tuple[str, str]:
    if header < 0:
        return _("first column"), _("second column")
    row = sheet.rows[header]
    return text_of(row[day_at]).strip("\ufeff "), text_of(row[kind_at]).strip()


def _cell(cells: Row, at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _day(cell: Cell) -> str:
    """The day as the engine writes it; what cannot be read as it stands, for its sentence."""
    try:
        return str(any_day(cell, Place("", "", date.max)))
    except Odd:
        return plain(cell)


def blank_year(year: int) -> list[Line]:
    """A table to fill in; the days of the year before are no guide."""
    return [
        ("日期", "类型", "说明"),
        (f"{year}-01-01", "休", "元旦"),
        (f"{year}-10-01", "休", "国庆节"),
        ("", "", ""),
    ]
