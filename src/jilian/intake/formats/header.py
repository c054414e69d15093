"""Finding the header: the row, or up to three rows under merged cells, with the most headings.

Headings are known by the names of the columns, and by what a person said earlier that they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jilian.base.reading.sheets import Range, Row, Sheet, text_of
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.numbers import MONEY, UNITS, YUAN
from jilian.intake.rules import TableRefusal, names_persons

LOOKED_AT = 30
LONGEST_HEADING = 80
DEEPEST = 3  # rows of a header
LEFT_OUT = ""  # what a heading means that is not to be read
_YEAR = re.compile(r"^((?:19|20)\d\d)年?度?|((?:19|20)\d\d)年?度?$")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_SIGNS = re.compile(r"[\s_*:'.#-]+")
_UNIT_OF_ALL = re.compile(r"(?:金额)?(?:计量)?单位[:：]?([^\s,，;；)）]+)")
OURS = frozenset({"原表行号", "问题", "rowinthetable", "whatiswrong"})  # columns that we added


@dataclass(frozen=True)
class Heading:
    """A heading taken apart: 2023年营业收入（万元） has a year, a base and a unit."""

    base: str
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Found:
    """A column of the file that is known: where it stands, as it is written, with its unit.

    ``is_told``: a person said what the heading means.
    """

    column: Column
    at: int
    heading: str
    unit: str = ""
    year: int | None = None
    is_told: bool = False


@dataclass(frozen=True)
class Header:
    """The known columns, the header's last row (counted from 0), and the headings not used.

    ``width`` is the number of its cells; where ``is_strict``, a row with more is at fault.
    ``unknown`` are places and headings that nobody said to leave out.
    """

    found: tuple[Found, ...]
    last: int
    width: int = 0
    left_out: tuple[str, ...] = ()
    twice: tuple[str, str] | None = None
    is_strict: bool = False
    unknown: tuple[tuple[int, str], ...] = ()

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
    """Looks for the header of one format; ``meanings`` are fields by the base of a heading."""

    def __init__(
        self, format_: TableFormat[Any], meanings: Mapping[str, str] | None = None
    ) -> None:
        self.format = format_
        self.meanings = dict(meanings or {})

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
        return max((len(self.match(_alone(row), 0).found) for row in rows[:LOOKED_AT]), default=0)

    def find(self, sheet: Sheet) -> Header:
        """Return the header; refuses a sheet without one, or one that lacks a needed column."""
        best = self.best(sheet)
        if not best.found:
            raise TableRefusal("header_missing", rows=LOOKED_AT, needed=self.needed_words())
        if missing := self._missing(best.fields):
            raise TableRefusal("columns_missing", row=best.last + 1, needed=missing)
        if best.twice:
            raise TableRefusal("column_twice", first=best.twice[0], second=best.twice[1])
        _check_years(best)
        return replace(best, is_strict=not sheet.name, found=_with_unit(sheet, best))

    def best(self, sheet: Sheet) -> Header:
        """Return the rows with the most known headings; of as many the fewest rows."""
        best, most = Header((), -1), (0, 0)
        merged = [one for one in sheet.merged if one[0][0] < LOOKED_AT + DEEPEST]
        for at in range(min(len(sheet.rows), LOOKED_AT)):
            for deep in range(1, min(DEEPEST, len(sheet.rows) - at) + 1):
                candidate = self.match(_stacked(sheet, merged, at, deep), at + deep - 1)
                rank = (len(candidate.found), -deep)
                if candidate.found and rank > most:
                    best, most = candidate, rank
        return best

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

    def match(self, headings: Sequence[Sequence[str]], last: int) -> Header:
        """Match each column by the first of its possible headings that is known."""
        found: dict[tuple[str, int | None], Found] = {}
        unknown: list[tuple[int, str]] = []
        left_out: list[str] = []
        twice = None
        for at, possible in enumerate(headings):
            one = next(filter(None, (self._known(heading, at) for heading in possible)), None)
            if one is None:
                shown = [heading[:LONGEST_HEADING] for heading in possible[:1] if heading]
                left_out += shown
                if not self._is_left_out(possible):
                    unknown += [(at, heading) for heading in shown]
                continue
            key = (one.column.field, one.year)
            if key in found:
                twice = twice or (found[key].heading, one.heading)
            found.setdefault(key, one)
        return Header(
            tuple(found.values()), last, len(headings), tuple(left_out), twice,
            unknown=tuple(unknown),
        )  # fmt: skip

    def _is_left_out(self, possible: Sequence[str]) -> bool:
        bases = [take_apart(heading).base for heading in possible]
        return any(base in OURS or self.meanings.get(base) == LEFT_OUT for base in bases)

    def _known(self, heading: str, at: int) -> Found | None:
        if not heading or len(heading) > LONGEST_HEADING:
            return None
        parts = take_apart(heading)
        told = self.meanings.get(parts.base)
        if told is not None:
            column = self.format.by_field.get(told)
        else:
            column = self.by_name.get(parts.base)
        if column:
            year = parts.year if column.yearly else None
            return Found(column, at, heading, parts.unit, year, told is not None)
        column = self.by_name.get(fold(heading)) if told is None else None
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


def _stacked(sheet: Sheet, merged: Sequence[Range], at: int, deep: int) -> list[tuple[str, ...]]:
    """Possible headings of each column under the rows of a header, the fullest first.

    2023年 over 营业收入 is 2023年营业收入; also the words from the bottom up are tried, as a unit
    may stand above.
    """
    rows = [_texts(sheet.rows[at + step]) for step in range(deep)]
    if deep == 1:
        return [(heading,) for heading in rows[0]]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    if sheet.merged:
        spread = [_spread_merged(merged, at + step, row) for step, row in enumerate(rows)]
    else:
        spread = [_spread_empty(rows, step) for step in range(deep)]
    stacks = [[part for part in column if part] for column in zip(*spread, strict=True)]
    return [tuple(dict.fromkeys(_readings(stack))) or ("",) for stack in stacks]


def _readings(stack: list[str]) -> Iterator[str]:
    for first in range(len(stack)):
        yield "".join(stack[first:])
        yield "".join(reversed(stack[first:]))


def _spread_merged(merged: Sequence[Range], at: int, row: Sequence[str]) -> list[str]:
    """A row of a header with its merged cells filled to the right."""
    spread = list(row)
    for (top, left), (_bottom, right) in merged:
        if top == at and right < len(spread):
            spread[left + 1 : right + 1] = [spread[left]] * (right - left)
    return spread


def _spread_empty(rows: Sequence[Sequence[str]], step: int) -> list[str]:
    """The same where no merged cells are kept: an empty cell continues the one before."""
    spread = list(rows[step])
    for column in range(1, len(spread)):
        if not spread[column] and any(row[column] for row in rows[step + 1 :]):
            spread[column] = spread[column - 1]
    return spread


def _with_unit(sheet: Sheet, header: Header) -> tuple[Found, ...]:
    """Columns of money without a unit have the one that stands above the table: 单位：万元."""
    cells = (cell for row in sheet.rows[: header.last + 1] for cell in _texts(row))
    said = (_UNIT_OF_ALL.search(unicodedata.normalize("NFKC", cell)) for cell in cells if cell)
    unit = next((one[1].casefold() for one in said if one and one[1].casefold() in YUAN), "")
    return tuple(
        replace(one, unit=unit) if unit and not one.unit and one.column.reader in MONEY else one
        for one in header.found
    )


def check_persons(sheets: Sequence[Sheet]) -> None:
    """Refuse a file with a column about single persons, on whichever sheet it stands."""
    for sheet in sheets:
        for row in sheet.rows[:LOOKED_AT]:
            for cell in row:
                if isinstance(cell, str) and len(cell) <= LONGEST_HEADING and names_persons(cell):
                    raise TableRefusal("person_column", column=cell.strip())
