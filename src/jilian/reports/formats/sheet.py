"""A report as Excel: the text, and every figure with a comment that says where it opens."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from jilian.base.archives import parts_of, steady_zip
from jilian.base.sheets import plain_text, safe_cell
from jilian.reports.formats.paper import LOCALES, Paper, rests_on, what_words

_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
CORE = "docProps/core.xml"
WIDTHS = (8, 46, 24, 18, 60, 50)


def as_xlsx(paper: Paper) -> bytes:
    """The paper as an Excel file; the same paper gives the same bytes."""
    words = paper.words()
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    with translation.override(LOCALES[paper.language]):
        first.title = _("Text")
        _text(first, paper, words)
        _figures(book.create_sheet(_("Figures")), paper, words)
        if paper.notes:
            _notes(book.create_sheet(words["notes"][:31]), paper, words)
    written = io.BytesIO()
    book.save(written)
    return _without_moments(written.getvalue(), paper)


def _text(sheet: Worksheet, paper: Paper, words: dict[str, str]) -> None:
    sheet.column_dimensions["A"].width = 90
    _put(sheet, 1, 1, paper.content["title"]).font = Font(size=16)
    state = [
        paper.content["month_words"],
        f"{words['revision']} {paper.revision}",
        words["audience"],
    ]
    if paper.is_draft:
        state.append(words["draft"])
    if paper.content["world"]["invented"]:
        state.append(words["invented"])
    _put(sheet, 2, 1, "  ".join(state))
    figures, line = paper.figures, 4
    for block in paper.content["blocks"]:
        for row in block["rows"]:
            for column, pieces in enumerate(row, start=1):
                held = [one["figure"] for one in pieces if not isinstance(one, str)]
                said = "".join(
                    one if isinstance(one, str) else figures[one["figure"]]["words"]
                    for one in pieces
                )
                cell = _put(sheet, line, column, said)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if held:
                    cell.comment = _comment([figures[number] for number in held])
            line += 1
    for one in paper.signatures:
        _put(sheet, line + 1, 1, f"{words['signed']} {one.office} {one.name} {one.day}")
        line += 1
    _put(sheet, line + 2, 1, f"{words['fingerprint']} {paper.fingerprint}")


def _figures(sheet: Worksheet, paper: Paper, words: dict[str, str]) -> None:
    sheet.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions["ABCDEF"[column - 1]].width = width
    heads = ("", words["what"], words["printed"], _("Value"), words["made_of"], words["parts"])
    for column, head in enumerate(heads, start=1):
        _put(sheet, 1, column, head)
    for line, one in enumerate(paper.content["figures"], start=2):
        value = None if one["value"] is None else Decimal(one["value"])
        cells = (one["number"], what_words(one), one["words"], value, rests_on(one), one["parts"])
        for column, cell in enumerate(cells, start=1):
            _put(sheet, line, column, cell)
        sheet.cell(line, 3).comment = _comment([one])


def _notes(sheet: Worksheet, paper: Paper, words: dict[str, str]) -> None:
    sheet.column_dimensions["B"].width = 90
    _put(sheet, 1, 2, words["notes_lead"])
    for line, one in enumerate(paper.notes, start=2):
        _put(sheet, line, 1, one.number)
        said = " ".join(part for part in (one.words, one.about, one.day, one.name) if part)
        _put(sheet, line, 2, said).alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, line: int, column: int, value: object) -> Cell:
    cell = sheet.cell(line, column)
    assert isinstance(cell, Cell)
    if isinstance(value, Decimal):
        cell.value = value
    else:
        kept = safe_cell(value)
        cell.value = plain_text(kept) if isinstance(kept, str) else kept
    return cell


def _comment(figures: Sequence[Mapping[str, Any]]) -> Comment:
    """What the figures of a cell are made of, and where they open."""
    lines = [
        "\n".join(
            str(part)
            for part in (f"{one['words']}: {what_words(one)}", rests_on(one), one["parts"])
            if part
        )
        for one in figures
    ]
    comment = Comment(plain_text("\n\n".join(lines)), "Jilian")
    comment.width, comment.height = 420, 90 + 60 * len(lines)
    return comment


def _without_moments(content: bytes, paper: Paper) -> bytes:
    """The same file with the first day of the month wherever the moment of writing stood."""
    parts = parts_of(content)
    stamp = f"{paper.content['month']}-01T00:00:00Z".encode()
    parts[CORE] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts[CORE])
    return steady_zip(parts)
