"""Finding the header: the row, or the two rows under merged cells, with the most known headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.numbers import UNITS
from jilian.intake.formats.sheets import Row, Sheet, text_of
from jilian.intake.rules import TableRefusal, names_persons

LOOKED_AT = 30
LONGEST_HEADING = 80
_YEAR = re.compile(r"^((?:19|20)\d\d)年?度?|((?:19|20)\d\d)年?度?$")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_SIGNS = re.compile(r"[\s_*:'.#-]+")


@dataclass(frozen=True)
class Heading:
    """A heading taken apart: 2023年营业收入（万元） has a year, a base and a unit."""

    base: str
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Found:
    """A column of the file that is known: where it stands, as it is written, with its unit."""

    column: Column
    at: int
    heading: str
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Header:
    """The known columns, the header's last row (counted from 0), and the headings not used.

    ``width`` is the number of its cells; where ``is_strict``, a row with more is at fault.
    """

    found: tuple[Found, ...]
    last: int
    width: int = 0
    left_out: tuple[str, ...] = ()
    twice: tuple[str, str] | None = None
    is_strict: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the table has a column for."""
        return frozenset(one.column.field for one in self.found)


def fold(heading: str) -> str:
    """A heading without case, width, blanks and signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def take_apart(heading: str) -> Heading:
    """Split unit and year from a heading."""
    tight = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading).casefold())
    unit = ""
    if (bracket := _BRACKET.search(tight)) and (bracket[1] in UNITS or bracket[1] == "必填"):
        unit = bracket[1] if bracket[1] in UNITS else ""
        tight = tight[: bracket.start()]
    elif (slash := tight.rpartition("/"))[2] in UNITS and slash[0]:
        unit, tight = slash[2], slash[0]
    year = None
    if (dated := _YEAR.search(tight)) and dated[0] != tight:
        year = int(dated[1] or dated[2])
        tight = tight[: dated.start()] + tight[dated.end() :]
    return Heading(fold(tight), unit, year)


class Finder:
    """Looks for the header of one format."""

    def __init__(self, format_: TableFormat[Any]) -> None:
        self.format = format_

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by every folded heading."""
        return {
            folded: column
            for column in self.format.columns
            for name in (*column.names, column.name_en)
            for folded in (fold(name), take_apart(name).base)
        }

    def score(self, rows: Sequence[Row]) -> int:
        """Return the greatest number of known headings in one of the first rows."""
        return max((len(self._match(_alone(row), 0).found) for row in rows[:LOOKED_AT]), default=0)

    def find(self, sheet: Sheet) -> Header:
        """Return the header; refuses a sheet without one, or one that lacks a needed column."""
        best, most = Header((), -1), (0, False)
        for at in range(min(len(sheet.rows), LOOKED_AT)):
            for candidate in self._candidates(sheet, at):
                rank = (len(candidate.found), candidate.last == at)  # one row before two
                if rank > most and candidate.found:
                    best, most = candidate, rank
        if not best.found:
            raise TableRefusal("header_missing", rows=LOOKED_AT, needed=self.needed_words())
        if missing := self._missing(best.fields):
            raise TableRefusal("columns_missing", row=best.last + 1, needed=missing)
        if best.twice:
            raise TableRefusal("column_twice", first=best.twice[0], second=best.twice[1])
        _check_years(best)
        return replace(best, is_strict=not sheet.name)

    def needed_words(self) -> list[str]:
        """The headings that a table must have, alternatives joined by "/"."""
        return self._missing(frozenset())

    def _missing(self, fields: frozenset[str]) -> list[str]:
        by_field = self.format.by_field
        single = [one.names[0] for one in self.format.columns if one.needed]
        groups = ["/".join(by_field[name].names[0] for name in group)
                  for group in self.format.either if not fields.intersection(group)]  # fmt: skip
        kept = {by_field[name].names[0] for name in fields}
        return [name for name in single if name not in kept] + groups

    def _candidates(self, sheet: Sheet, at: int) -> list[Header]:
        found = [self._match(_alone(sheet.rows[at]), at)]
        if at + 1 < len(sheet.rows):
            found.append(self._match(_joined(sheet, at), at + 1))
        return found

    def _match(self, headings: Sequence[Sequence[str]], last: int) -> Header:
        """Match each column by the first of its possible headings that is known."""
        found: dict[tuple[str, int | None], Found] = {}
        left_out: list[str] = []
        twice = None
        for at, possible in enumerate(headings):
            one = next(filter(None, (self._known(heading, at) for heading in possible)), None)
            if one is None:
                left_out.extend(heading[:LONGEST_HEADING] for heading in possible[:1] if heading)
                continue
            key = (one.column.field, one.year)
            if key in found:
                twice = twice or (found[key].heading, one.heading)
            found.setdefault(key, one)
        return Header(tuple(found.values()), last, len(headings), tuple(left_out), twice)

    def _known(self, heading: str, at: int) -> Found | None:
        if not heading or len(heading) > LONGEST_HEADING:
            return None
        parts = take_apart(heading)
        if column := self.by_name.get(parts.base):
            year = parts.year if column.yearly else None
            return Found(column, at, heading, parts.unit, year)
        column = self.by_name.get(fold(heading))
        return Found(column, at, heading) if column else None


def _check_years(header: Header) -> None:
    if "year" in header.fields:
        return
    for one in header.found:
        if one.column.yearly and one.year is None:
            raise TableRefusal("column_without_year", column=one.heading)


def _texts(row: Row) -> list[str]:
    return [" ".join(text_of(cell).split()) for cell in row]


def _alone(row: Row) -> list[tuple[str]]:
    return [(heading,) for heading in _texts(row)]


def _joined(sheet: Sheet, at: int) -> list[tuple[str, ...]]:
    """Headings of two rows: a merged cell above stands before each cell beneath it."""
    upper, lower = _texts(sheet.rows[at]), _texts(sheet.rows[at + 1])
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    spread = _spread(sheet, at, upper, lower)
    return [
        (above + below, below) if below else (above,)
        for above, below in zip(spread, lower, strict=True)
    ]


def _spread(sheet: Sheet, at: int, upper: list[str], lower: list[str]) -> list[str]:
    spread = list(upper)
    for (top, left), (_bottom, right) in sheet.merged:
        if top == at:
            spread[left + 1 : right + 1] = [upper[left]] * len(spread[left + 1 : right + 1])
    if not sheet.merged:  # a CSV file keeps no merged cells: an empty cell continues the one before
        for column in range(1, len(spread)):
            if not spread[column] and lower[column]:
                spread[column] = spread[column - 1]
    return spread


def check_persons(sheets: Sequence[Sheet]) -> None:
    """Refuse a file with a column about single persons, on whichever sheet it stands."""
    for sheet in sheets:
        for row in sheet.rows[:LOOKED_AT]:
            for cell in row:
                if isinstance(cell, str) and len(cell) <= LONGEST_HEADING and names_persons(cell):
                    raise TableRefusal("person_column", column=cell.strip())
