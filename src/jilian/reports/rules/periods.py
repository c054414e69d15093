"""Which period a brief means by 本月, 去年同月 or 2021年, for the month that it is compiled for."""

from __future__ import annotations

import re
from datetime import date, timedelta

from jilian.base.months import months_later

_MONTH = re.compile(r"(\d{4})[-年](\d{1,2})月?$")
_YEAR = re.compile(r"(\d{4})年?$")
_JOINT = re.compile(r"(\d{4})[-年](\d{1,2})(?:\.\.|[-—至到])(\d{1,2})月?$")
_YEARS = re.compile(r"(\d{4})年?(?:\.\.|[-—至到])(\d{4})年?$")
_DAY = re.compile(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?$")

RELATIVE: dict[str, tuple[str, str]] = {
    "month": ("本月", "this month"),
    "month_before": ("上月", "last month"),
    "year_before": ("去年同月", "the same month last year"),
    "to_date": ("本年累计", "this year so far"),
    "year": ("本年", "this year"),
    "last_year": ("上年", "last year"),
    "month_end": ("月末", "the end of the month"),
}
_ALSO = {"去年": "last_year", "今年": "year", "当月": "month", "上年同月": "year_before"}
_BY_WORD = {
    **{word.lower(): key for key, words in RELATIVE.items() for word in words},
    **_ALSO,
}


def period_meant(words: str, month: date) -> str | None:
    """The period in the form of values (2026-03, 2021, 2026-01..03, 2022-03-31); None if none."""
    said = words.strip().lower()
    if said in _BY_WORD:
        return _relative(_BY_WORD[said], month)
    return _absolute(said)


def _relative(key: str, month: date) -> str:
    match key:
        case "month":
            return f"{month:%Y-%m}"
        case "month_before":
            return f"{months_later(month, -1):%Y-%m}"
        case "year_before":
            return f"{months_later(month, -12):%Y-%m}"
        case "to_date":
            return f"{month:%Y}-01..{month:%m}" if month.month > 1 else f"{month:%Y-%m}"
        case "year":
            return f"{month:%Y}"
        case "month_end":
            return (months_later(month, 1) - timedelta(days=1)).isoformat()
        case _:
            return f"{month.year - 1}"


def _absolute(said: str) -> str | None:
    if found := _DAY.match(said):
        return _day(*map(int, found.groups()))
    if found := _JOINT.match(said):
        year, first, last = map(int, found.groups())
        return f"{year}-{first:02}..{last:02}" if 1 <= first < last <= 12 else None
    if found := _YEARS.match(said):
        first, last = map(int, found.groups())
        return f"{first}..{last}" if first < last else None
    if found := _MONTH.match(said):
        year, number = map(int, found.groups())
        return f"{year}-{number:02}" if 1 <= number <= 12 else None
    if found := _YEAR.match(said):
        return found[1]
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def year_earlier(period: str) -> str | None:
    """The same period of the year before; None for a span that has none."""
    if ".." in period and len(period) != len("2026-01..03"):
        return None
    year = int(period[:4]) - 1
    if period[4:] == "-02-29":
        return f"{year}-02-28"
    return f"{year}{period[4:]}"


def month_earlier(period: str) -> str | None:
    """The month before a month; None for anything else."""
    if len(period) != len("2026-03"):
        return None
    return f"{months_later(date(int(period[:4]), int(period[5:]), 1), -1):%Y-%m}"


def period_words(period: str, language: str) -> str:
    """The period as a report prints it."""
    if not period:
        return ""
    if period.count("-") == 2 and ".." not in period:
        year, month, day = period.split("-")
        if language == "zh":
            return f"{year}年{int(month)}月{int(day)}日"
        return f"{int(day)} {_NAMES[int(month) - 1]} {year}"
    first, _dots, last = period.partition("..")
    if len(first) == len("2026"):
        if language == "zh":
            return f"{first}—{last}年" if last else f"{first}年"
        return f"{first} to {last}" if last else first
    if len(first) != len("2026-03") or len(last) > len("03"):
        return period
    year, month = first.split("-")
    if language == "zh":
        return f"{year}年{int(month)}—{int(last)}月" if last else f"{year}年{int(month)}月"
    name = _NAMES[int(month) - 1]
    return f"{name} to {_NAMES[int(last) - 1]} {year}" if last else f"{name} {year}"


_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
