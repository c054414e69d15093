"""Tables of values of firms, CSV or Excel, read row by row; each problem says where."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from jilian.base.errors import Refusal
from jilian.firms.queries.lookup import firm_ids
from jilian.firms.rules import Scheme
from jilian.places.models import World
from jilian.policies.rules import fields
from jilian.policies.rules.rows import EvidenceRow
from jilian.policies.rules.values import Value

MB = 2**20
MOST_MB, MOST_UNPACKED_MB, MOST_ROWS, MOST_PROBLEMS = 5, 60, 50_000, 50
HEAD = ("企业标识", "指标", "年度", "数值", "依据文件", "查询日期")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "firm": ("企业标识", "统一社会信用代码", "identifier", "credit code"),
    "field": ("指标", "field"),
    "year": ("年度", "年份", "year"),
    "value": ("数值", "值", "value"),
    "document": ("依据文件", "来源", "document", "source"),
    "queried_on": ("查询日期", "日期", "queried on", "day"),
}
Cells = tuple[object, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong in which row and column."""

    row: int
    column: str
    why: str


def template_lines() -> list[tuple[str, ...]]:
    """The head, and one row for each field that can be stated, to be filled in or left out."""
    today = date(2026, 1, 31).isoformat()
    rows = [
        ("91310117XXXXXXXXXX", fields.field_words(name), "2025" if one.yearly else "", "",
         _("name and number of the paper"), today)
        for name, one in fields.stated_fields().items()
    ]  # fmt: skip
    return [HEAD, *rows]


def read_table(
    world: World, file_name: str, content: bytes
) -> tuple[list[EvidenceRow], list[Problem]]:
    """Read a table; rows without a problem, and the problems. Refuses what is no table."""
    if len(content) > MOST_MB * MB:
        raise Refusal("file_too_large", _("The file is larger than %(most)d MB.") % {"most": 5})
    lines = list(islice(_lines(file_name, content), MOST_ROWS + 2))
    if len(lines) > MOST_ROWS + 1:
        raise Refusal("too_many_rows", _("At most %(most)d rows at once.") % {"most": MOST_ROWS})
    if not lines:
        raise Refusal("file_empty", _("The file has no rows."))
    places = _places(lines[0])
    reader = _Reader(world, places, lines[1:])
    return reader.rows, reader.problems


def _lines(file_name: str, content: bytes) -> Iterator[Cells]:
    if file_name.lower().endswith(".xlsx"):
        yield from _of_workbook(content)
        return
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        yield from (tuple(line) for line in csv.reader(io.StringIO(text, newline="")))
        return
    raise Refusal("file_unreadable", _("The file is neither a CSV table nor an Excel workbook."))


def _of_workbook(content: bytes) -> Iterator[Cells]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED_MB * MB:
            raise Refusal("file_too_large", _("The file unpacks to far more than a table needs."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError) as broken:
        raise Refusal("file_damaged", _("The workbook cannot be opened.")) from broken


def _places(head: Cells) -> dict[str, int]:
    said = [str(cell or "").strip().lower() for cell in head]
    places = {}
    for name, words in _NAMES.items():
        found = [number for number, cell in enumerate(said) if cell in words]
        if found:
            places[name] = found[0]
    missing = [_NAMES[name][0] for name in _NAMES if name not in places]
    if missing:
        raise Refusal(
            "columns_missing",
            _("These columns are missing: %(columns)s.") % {"columns": "、".join(missing)},
        )
    return places


class _Reader:
    """Reads the lines of a table into rows and problems."""

    def __init__(self, world: World, places: Mapping[str, int], lines: Sequence[Cells]) -> None:
        self.places = places
        self.rows: list[EvidenceRow] = []
        self.problems: list[Problem] = []
        self.names = {
            words.strip().lower(): name
            for name, one in fields.stated_fields().items()
            for words in (name, one.zh, one.en)
        }
        filled = [line for line in lines if any(cell not in (None, "") for cell in line)]
        self.firms = self._firms(world, filled)
        for number, line in enumerate(lines, start=2):
            if any(cell not in (None, "") for cell in line):
                self._read(number, line)

    def _firms(self, world: World, lines: Sequence[Cells]) -> dict[str, int]:
        said = {self._text(line, "firm") for line in lines}
        keys = [(scheme.value, one) for one in said if one for scheme in Scheme]
        return {key[1]: pk for key, pk in firm_ids(world, keys).items()}

    def _text(self, line: Cells, name: str) -> str:
        place = self.places[name]
        cell = line[place] if place < len(line) else None
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, bool):
            return "是" if cell else "否"
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if cell is None else str(cell).strip()

    def _read(self, number: int, line: Cells) -> None:
        column = "firm"
        try:
            firm = self.firms.get(self._text(line, column))
            if firm is None:
                raise Refusal("firm_unknown", _("no firm of this register has this identifier"))
            column = "field"
            field = fields.checked_field(self.names.get(self._text(line, column).lower(), ""))
            column = "year"
            year = self._year(self._text(line, column), yearly=field.yearly)
            column = "value"
            said = self._text(line, column)
            if not said:
                return  # an empty cell states nothing; it is never zero
            value: Value = fields.checked_value(field, fields.read_value(field, said))
            column = "document"
            paper = self._text(line, column)
            if not paper:
                raise Refusal("document_missing", _("the paper that shows the value is missing"))
            column = "queried_on"
            day = date.fromisoformat(self._text(line, column).replace("/", "-"))
            self.rows.append(EvidenceRow(firm, field.name, year, value, paper, day, number))
        except Refusal as refusal:
            self._problem(number, column, str(refusal))
        except ValueError:
            self._problem(number, column, _("a day such as 2026-03-01"))

    def _year(self, text: str, *, yearly: bool) -> int | None:
        if not yearly:
            return None
        if not text.isdecimal():
            raise Refusal("year_missing", _("Say of which year the value is."))
        return int(text)

    def _problem(self, row: int, column: str, why: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(row, _NAMES[column][0], why))
