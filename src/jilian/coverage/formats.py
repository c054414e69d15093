"""Targets and reports as files, and lists of firms read from files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from zipfile import BadZipFile

from django.utils.translation import gettext as _, gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from jilian.base.errors import Refusal
from jilian.base.sheets import Line as FileLine
from jilian.coverage.models import Target
from jilian.coverage.queries import town_names
from jilian.coverage.queries.report import Report
from jilian.coverage.rules.listing import MOST_LINES, Line, read_rows

MOST_BYTES = 10 * 2**20
_UNREADABLE = gettext_lazy("This file cannot be read: take CSV (UTF-8 or GB 18030) or Excel.")


def read_list(name: str, content: bytes) -> list[Line]:
    """Read a list from a CSV or Excel file: identifier, field, reason in the first columns."""
    if len(content) > MOST_BYTES:
        raise Refusal("file_too_large", _("The file is larger than 10 MB."))
    if name.lower().endswith(".xlsx"):
        return read_rows(_rows_of_book(content))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return read_rows(csv.reader(io.StringIO(text)))
    raise Refusal("file_unreadable", _UNREADABLE)


def _rows_of_book(content: bytes) -> list[Sequence[object]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=3, values_only=True)
        return [tuple(row) for row in rows]
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError) as odd:
        raise Refusal("file_unreadable", _UNREADABLE) from odd


def target_lines(rows: Iterable[Target]) -> list[FileLine]:
    """The head and one line a target; no count of members is among the columns."""
    kept = list(rows)
    names = town_names(one.town for one in kept)
    head = (
        _("number"), _("firm"), _("identifier"), _("town"), _("industry code"), _("state"),
        _("in this state since"), _("route"), _("planned route"), _("obstacle"),
        _("advisor's office"), _("due"), _("waits for a signature"), _("removed with evidence"),
    )  # fmt: skip
    return [head, *(
        (
            one.number, one.name, one.key.split(" ", 1)[1], str(names.get(one.town, one.town)),
            one.industry, str(one.get_state_display()), one.state_on.isoformat(),
            str(one.get_route_display()), str(one.get_planned_route_display()),
            str(one.get_obstacle_display()), one.advisor_office,
            one.due_on.isoformat() if one.due_on else "",
            str(one.get_said_state_display()), _("yes") if one.is_removed else "",
        )
        for one in kept
    )]  # fmt: skip


def report_lines(report: Report) -> list[FileLine]:
    """The figures of a report, one a line, each with numerator, denominator and percent."""
    found = report.figures
    lines: list[FileLine] = [
        (_("figure"), _("measured over"), _("numerator"), _("denominator"), _("percent"))
    ]
    for words, tally in (
        (_("over the frozen list"), found.whole),
        (_("after removals with evidence"), found.after),
    ):
        for label, rate in (
            (_("organisation coverage"), tally.organisation),
            (_("own body only"), tally.own),
            (_("work coverage"), tally.work),
            (_("two coverages together"), tally.both),
            *((str(state.label), rate) for state, rate in tally.states),
        ):
            plain = rate.plain()
            part = plain["part"]
            lines.append(
                (label, words, part if isinstance(part, int) else _("withheld"), rate.whole,
                 rate.percent)
            )  # fmt: skip
    lines.extend(
        (_("removed with evidence"), one.target.name, str(one.get_kind_display()), one.document,
         one.on.isoformat())
        for one in report.removals
    )  # fmt: skip
    return lines
