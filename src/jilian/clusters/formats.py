"""The members of a cluster as a file: CSV for programs and people, XLSX for office work."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from jilian.clusters.queries.members import MemberOnDay

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A cell that begins so is taken for a formula by office programs (OWASP, "CSV Injection").
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
Line = Sequence[str]


def safe_cell(text: object) -> str:
    """The text, with an apostrophe before it where an office program would run it as a formula."""
    words = "" if text is None else str(text)
    return f"'{words}" if words.startswith(_FORMULA_MARKS) else words


def member_lines(rows: Iterable[MemberOnDay]) -> list[Line]:
    """The head and one line a member of ``queries.member_rows``; what is not known stays empty."""
    head = (
        _("firm"), _("identified by"), _("identifier"), _("position"), _("role"), _("town"),
        _("industry code"), _("industry"), _("member from"), _("known by"), _("reason"),
        _("source"), _("row"),
    )  # fmt: skip
    return [head, *(tuple(map(safe_cell, _cells(row))) for row in rows)]


def _cells(row: MemberOnDay) -> tuple[object, ...]:
    return (
        row.firm.root.name, row.firm.root.get_scheme_display(), row.firm.root.identifier,
        row.get_position_display(), row.get_role_display(), row.town,
        row.industry_code, row.industry, row.valid_from, row.known_by, row.reason,
        row.source.title, row.source_row,
    )  # fmt: skip


def as_file(lines: Sequence[Line], kind: str) -> bytes:
    """The lines as the bytes of a CSV (UTF-8 with its mark, for office programs) or XLSX file."""
    return _as_csv(lines) if kind == "csv" else _as_xlsx(lines)


def _as_csv(lines: Sequence[Line]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _as_xlsx(lines: Sequence[Line]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Members"))
    sheet.freeze_panes = "A2"
    for column, head in enumerate(lines[0], start=1):
        longest = max((len(line[column - 1]) for line in lines[:200]), default=len(head))
        sheet.column_dimensions[get_column_letter(column)].width = min(60, 4 + 1.6 * longest)
    for line in lines:
        sheet.append(list(line))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
