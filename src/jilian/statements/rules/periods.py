"""Periods as texts and records write them: years, plans of five years, and what a base names."""

from __future__ import annotations

import re

_PLAN = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_PLAN_NAMED = re.compile("|".join(_PLAN))
_BASE = re.compile(
    r"(?:比|较|与|是)[“「]?(?P<what>十[二三四五]五|(?:19|20)\d{2}年)[”」]?(?P<end>末|底|期末|年末|初)?"
)
_DAYS = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))? – (\d{4})-(\d{2})(?:-(\d{2}))?")
_TAILS = (
    (re.compile(r"(\d{4})(?: year(?:_end)?)?"), "{0}"),
    (re.compile(r"\d{4} as_of_(\d{4}-\d{2})"), "{0}"),
    (re.compile(r"(?:\d{4} )?(\d{4}-\d{2}(?:-\d{2})?)"), "{0}"),
    (re.compile(r"(?:\d{4} )?(\d{4})-(\d{4})"), "{0}..{1}"),
    (re.compile(r"(?:\d{4} )?(\d{4}) H1"), "{0}-01..06"),
    (re.compile(r"(\d{4}) H1"), "{0}-01..06"),
    (re.compile(r"(?:\d{4} )?(\d{4}) Q1-Q3"), "{0}-01..09"),
    (re.compile(r"(?:\d{4} )?(\d{4}) Jan-Apr"), "{0}-01..04"),
    (re.compile(r" ?– (\d{4}-\d{2}(?:-\d{2})?)"), "{0}"),
)
_FYP = {"fyp12": "2011..2015", "fyp13": "2016..2020", "fyp14": "2021..2025"}
DECEMBER = 12


def plan_years(name: str) -> tuple[int, int]:
    """First and last year of a five-year plan."""
    first = _PLAN[name]
    return first, first + 4


def plans_named(text: str) -> list[str]:
    """The five-year plans a text names, each once, in the order of the text."""
    return list(dict.fromkeys(_PLAN_NAMED.findall(text)))


def base_named(before: str) -> tuple[str, bool] | None:
    """What stands as the base before a multiple: a plan or a year, and whether its end is said."""
    all_named = list(_BASE.finditer(before))
    if not all_named:
        return None
    found = all_named[-1]
    return found["what"].removesuffix("年"), found["end"] is not None


def last_year(period: str) -> int | None:
    """The last year of a period; None where it is open or unknown."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", period)
    return None if not years or period.endswith("..") else int(years[-1])


def latest_year(text: str) -> int | None:
    """The latest year that a text names in digits."""
    return max(map(int, _YEAR.findall(text)), default=None)


def years_spanned(period: str) -> tuple[int, int] | None:
    """First and last year of a period of several years."""
    found = re.fullmatch(r"(\d{4})\.\.(\d{4})", period)
    return (int(found[1]), int(found[2])) if found else None


def month_before(year: int, month: int, months: int) -> tuple[int, int]:
    """The month so many months before."""
    count = year * 12 + month - 1 - months
    return count // 12, count % 12 + 1


def of_record(period: str) -> str:
    """The period of a published record as figures of texts write it; empty if it is another."""
    period = period.strip()
    tail = period.rpartition(" ")[2]
    if tail in _FYP:
        return _FYP[tail]
    days = _DAYS.fullmatch(period)
    if days is not None:
        return _between(*days.groups())
    for pattern, form in _TAILS:
        found = pattern.fullmatch(period)
        if found is not None:
            return form.format(*found.groups())
    return ""


def _between(*parts: str | None) -> str:
    first_year, first_month, first_day, year, month, day = parts
    if (first_year, first_month, first_day) == (year, month, day):
        return f"{year}" if (month, day) == ("12", "31") else f"{year}-{month}"
    whole = first_month == "01" and month == "12"
    if whole:
        return f"{year}" if first_year == year else f"{first_year}..{year}"
    if first_year == year:
        return f"{year}-{first_month}..{month}"
    return f"{year}-{month}"
