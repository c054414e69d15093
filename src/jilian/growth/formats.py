"""Reports and growth as files; the same report gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from jilian.base.archives import parts_of, steady_zip
from jilian.base.sheets import plain_text, safe_cell
from jilian.growth.models import MonthlyReport
from jilian.growth.queries import GrowthPage, ShareRow
from jilian.growth.rules.report import days_of
from jilian.growth.rules.revising import SECTIONS, value_words, word_of
from jilian.growth.rules.saying import percent_words

_NAMED = ("types", "name")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
Line = tuple[object, ...]


def report_book(report: MonthlyReport) -> bytes:
    """The report as an Excel file, one sheet a section; the same content gives the same bytes."""
    content = report.values
    end = days_of(report.month)[1]
    book = Workbook()
    book.remove(book.worksheets[0])
    moment = datetime.combine(end, time())
    book.properties.creator = "jilian"
    book.properties.created = book.properties.modified = moment
    book.properties.title = content["month"]
    for section in SECTIONS:
        _sheet(book, section, content.get(section, {}), content["as_of"])
    written = io.BytesIO()
    book.save(written)
    return _without_moments(written.getvalue(), end)


def _sheet(book: Workbook, section: str, values: Mapping[str, Any], as_of: str) -> None:
    sheet = book.create_sheet(word_of(section, 0)[:31])
    sheet.append([word_of(section, 0), as_of])
    sheet["A1"].font = Font(bold=True)
    for line in section_lines(section, values):
        sheet.append([
            plain_text(cell) if isinstance(cell, str) else cell
            for cell in (safe_cell(one) for one in line)
        ])  # fmt: skip
    sheet.column_dimensions["A"].width = 36
    for column in "BCDEFGH":
        sheet.column_dimensions[column].width = 24


def section_lines(section: str, values: Mapping[str, Any]) -> Iterator[Line]:
    """A section as lines: where it stands, and its value; tables keep one line a row."""
    if section in ("towns", "clusters"):
        if values:
            heads = [word_of(one) for one in next(iter(values.values())) if one not in _NAMED]
            yield (_("Key"), _("name"), *heads, _("By type"))
        for key, row in values.items():
            types = ", ".join(f"{word_of(type)} {n}" for type, n in row.get("types", {}).items())
            yield (key, row.get("name", ""), *(row[one] for one in row if one not in _NAMED), types)
        return
    if section == "movements":
        for kind, rows in values.items():
            for row in rows.values():
                rest = (row[one] for one in row if one not in ("organisation", "name"))
                yield (word_of(kind), row["organisation"], row["name"], *map(_cell, rest))
        return
    for path, value in _flat(values):
        yield (" · ".join(word_of(one) for one in path), _cell(value))


def _cell(value: Any) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else value_words(value)


def _flat(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*path, name))
        else:
            yield (*path, name), value


def _without_moments(content: bytes, end: date) -> bytes:
    """The same file with the day of the report wherever the moment of writing stood."""
    parts, core = parts_of(content), "docProps/core.xml"
    stamp = f"{end.isoformat()}T00:00:00Z".encode()
    parts[core] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts[core])
    return steady_zip(parts)


def growth_lines(page: GrowthPage, name: str) -> list[Line]:
    """The growth and every organisation that makes the difference."""
    growth = page.growth
    head = (_("Boundary"), _("From"), _("To"), _("Before"), _("After"), _("Growth"),
            _("Part"), _("Key"), _("Organisation"))  # fmt: skip
    start = (
        name, growth.first, growth.last, growth.before, growth.after, percent_words(growth)
    )  # fmt: skip
    rows = [
        (*start, line.label, one.key, one.name) for line in page.lines for one in line.organisations
    ]
    return [head, *(rows or [(*start, "", "", "")])]


def share_lines(rows: list[ShareRow]) -> list[Line]:
    """The units of a year as this reader may see them."""
    head = (_("Unit"), _("Year"), _("In clusters"), _("In all"), _("Share (%)"), _("Counted on"))
    return [
        head,
        *(
            (
                row.latest.unit_name, row.latest.year, _shown(row.in_clusters.plain()),
                _shown(row.in_all.plain()),
                str(row.share.percent) if row.share and row.share.percent is not None else "",
                row.latest.counted_on,
            )
            for row in rows
        ),
    ]  # fmt: skip


def _shown(value: int | str | None) -> object:
    return _("withheld") if value == "withheld" else value
