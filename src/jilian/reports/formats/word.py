"""A report as Word: in our own layout, or in the office's own file with figures in place.

Word cuts a line into runs wherever it likes, so a placeholder may lie across several: it is found
in the whole paragraph and written into the run where it begins, with that run's look.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zipfile import BadZipFile

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from jilian.base.archives import parts_of, steady_zip
from jilian.base.errors import Refusal
from jilian.reports.formats.paper import LOCALES, Paper
from jilian.reports.rules.asking import TOKEN, Field, field_of

BODY = "仿宋_GB2312"
LARGEST_FILE = 5_000_000
TITLE_SIZE, HEAD_SIZE, TEXT_SIZE, SMALL = Pt(20), Pt(15), Pt(12), Pt(9)


def as_docx(paper: Paper) -> bytes:
    """The paper as a Word file in our own layout; the same paper gives the same bytes."""
    document, words = Document(), paper.words()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if paper.is_draft:
        _line(document, words["draft"], SMALL)
    if paper.content["world"]["invented"]:
        _line(document, words["invented"], SMALL)
    title = _line(document, str(paper.content["title"]), TITLE_SIZE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    under = f"{paper.content['month_words']}  {words['revision']} {paper.revision}"
    _line(document, f"{under}  {words['audience']}", SMALL).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _blocks(document, paper)
    _signed(document, paper, words)
    _annex(document, paper, words)
    _notes(document, paper, words)
    return _steady(document, paper)


def _line(document: DocumentType, words: str, size: Pt = TEXT_SIZE) -> Paragraph:
    paragraph = document.add_paragraph()
    if words:
        _run(paragraph, words, size)
    return paragraph


def _run(paragraph: Paragraph, words: str, size: Pt) -> Any:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = size, BODY
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    return run


def _blocks(document: DocumentType, paper: Paper) -> None:
    figures = paper.figures
    for block in paper.content["blocks"]:
        if block["kind"] == "table":
            wide = max(len(row) for row in block["rows"])
            table = document.add_table(rows=0, cols=wide, style="Table Grid")
            for row in block["rows"]:
                cells = table.add_row().cells
                for cell, pieces in zip(cells, row, strict=False):
                    _pieces(cell.paragraphs[0], pieces, figures, TEXT_SIZE)
            continue
        paragraph = document.add_paragraph()
        size = HEAD_SIZE if block["kind"] == "heading" else TEXT_SIZE
        if block["kind"] == "paragraph" and paper.language == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(24)
        _pieces(paragraph, block["rows"][0][0], figures, size)


def _pieces(
    paragraph: Paragraph, pieces: list[Any], figures: Mapping[int, Mapping[str, Any]], size: Pt
) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            _run(paragraph, piece, size)
            continue
        figure = figures[piece["figure"]]
        run = _run(paragraph, str(figure["words"]), size)
        if figure["parts"]:
            _link(paragraph, run, str(figure["parts"]))


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    """Make a run open an address."""
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run._element.getparent().replace(run._element, link)
    link.append(run._element)


def _signed(document: DocumentType, paper: Paper, words: dict[str, str]) -> None:
    for one in paper.signatures:
        line = _line(document, f"{words['signed']} {one.office} {one.name} {one.day}")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _annex(document: DocumentType, paper: Paper, words: dict[str, str]) -> None:
    if not paper.figures:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(document, words["figures"], HEAD_SIZE)
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    heads = ("", words["what"], words["printed"], words["made_of"])
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _run(cell.paragraphs[0], head, SMALL)
    for number, what, said, rests, address in paper.annex():
        cells = table.add_row().cells
        for cell, text in zip(cells, (str(number), what, said, rests), strict=True):
            run = _run(cell.paragraphs[0], text, SMALL)
            if text == said and address:
                _link(cell.paragraphs[0], run, address)
    _line(document, f"{words['fingerprint']} {paper.fingerprint}", SMALL)


def _notes(document: DocumentType, paper: Paper, words: dict[str, str]) -> None:
    if not paper.notes:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(document, words["notes"], HEAD_SIZE)
    _line(document, words["notes_lead"], SMALL)
    for one in paper.notes:
        said = " ".join(part for part in (one.words, one.about) if part)
        _line(document, f"{one.number}. {said}")
        _line(document, f"{one.day} {one.name}", SMALL)


def checked_docx(content: bytes) -> DocumentType:
    """Read a Word file; refuses what is none, and what is too large."""
    if len(content) > LARGEST_FILE:
        raise Refusal("word_file_too_large", _("The file is larger than 5 MB."))
    try:
        return Document(io.BytesIO(content))
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refusal("word_file_unreadable", _("This is no Word file (.docx).")) from error


def tokens_in(content: bytes) -> list[tuple[str, str]]:
    """What stands between 【 and 】 in a Word file, each with its place."""
    found = []
    for place, paragraph in _paragraphs(checked_docx(content)):
        found += [(one[1].strip(), place) for one in TOKEN.finditer(_text(paragraph))]
    return found


def as_office_docx(paper: Paper, content: bytes) -> bytes:
    """The office's own file with the figures and fields of the paper in their places."""
    document, words = checked_docx(content), paper.words()
    said = {one["asked"]: str(one["words"]) for one in paper.content["figures"]}
    fields = _fields(paper, words)

    def filled(token: str) -> str:
        field = field_of(token)
        return fields[field] if field is not None else said.get(token, f"【{token}】")

    for _place, paragraph in list(_paragraphs(document)):
        if field_of(_text(paragraph).strip().strip("【】")) is Field.TEXT:
            _insert_text(paragraph, paper)
        else:
            _fill(paragraph, filled)
    if paper.is_draft:
        _first(document, words["draft"])
    _notes(document, paper, words)
    return _steady(document, paper)


def _fields(paper: Paper, words: dict[str, str]) -> dict[Field, str]:
    signed = "、".join(f"{one.office} {one.name}".strip() for one in paper.signatures)
    return {
        Field.TITLE: str(paper.content["title"]),
        Field.MONTH: str(paper.content["month_words"]),
        Field.SIGNED: signed or words["draft"],
        Field.FINGERPRINT: paper.fingerprint,
        Field.TEXT: "",
    }


def _insert_text(paragraph: Paragraph, paper: Paper) -> None:
    """Put the text of the report where its own paragraph stood, in that paragraph's look."""
    figures = paper.figures
    for block in paper.content["blocks"]:
        for row in block["rows"]:
            added = paragraph.insert_paragraph_before(style=paragraph.style)
            cells = [
                "".join(
                    one if isinstance(one, str) else str(figures[one["figure"]]["words"])
                    for one in pieces
                )
                for pieces in row
            ]
            added.add_run("\t".join(cells))
    paragraph._element.getparent().remove(paragraph._element)


def _first(document: DocumentType, words: str) -> None:
    body = document.element.body
    paragraph = document.add_paragraph(words)
    body.insert(0, paragraph._element)


def _paragraphs(document: DocumentType) -> Iterator[tuple[str, Paragraph]]:
    """Every paragraph with its place: text, tables within tables, headers and footers."""
    yield from _of_body(document, "")
    for number, section in enumerate(document.sections, start=1):
        sides = (
            (_("header"), section.header), (_("first header"), section.first_page_header),
            (_("even header"), section.even_page_header),
            (_("footer"), section.footer), (_("first footer"), section.first_page_footer),
            (_("even footer"), section.even_page_footer),
        )  # fmt: skip
        for words, side in sides:
            if not side.is_linked_to_previous:
                yield from _of_body(side, f"{words} {number}, ")


def _of_body(holder: Any, before: str) -> Iterator[tuple[str, Paragraph]]:
    for number, paragraph in enumerate(holder.paragraphs, start=1):
        yield before + _("paragraph %(n)s") % {"n": number}, paragraph
    for number, table in enumerate(holder.tables, start=1):
        yield from _of_table(table, before + _("table %(n)s") % {"n": number})


def _of_table(table: Table, before: str) -> Iterator[tuple[str, Paragraph]]:
    seen: set[int] = set()
    for line, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row.cells, start=1):
            if id(cell._tc) in seen:  # joined cells come once for each
                continue
            seen.add(id(cell._tc))
            place = _("row %(line)s, column %(column)s") % {"line": line, "column": column}
            for paragraph in cell.paragraphs:
                yield f"{before}, {place}", paragraph
            for inner in cell.tables:
                yield from _of_table(inner, f"{before}, {place}")


def _texts(paragraph: Paragraph) -> list[Any]:
    """The pieces of text of a paragraph in order, also those within links."""
    return list(paragraph._element.iter(qn("w:t")))


def _text(paragraph: Paragraph) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _fill(paragraph: Paragraph, filled: Callable[[str], str]) -> None:
    """Write what belongs there into the piece where a placeholder begins, and empty the rest."""
    pieces = _texts(paragraph)
    whole = "".join(one.text or "" for one in pieces)
    for found in reversed(list(TOKEN.finditer(whole))):
        start, end, words, at = found.start(), found.end(), filled(found[1].strip()), 0
        for piece in pieces:
            text = piece.text or ""
            low, high = max(start - at, 0), min(end - at, len(text))
            at += len(text)
            if low < high:
                piece.text = text[:low] + words + text[high:]
                piece.set(qn("xml:space"), "preserve")
                words = ""


def _steady(document: DocumentType, paper: Paper) -> bytes:
    """The file with the first day of its month as its moment, its parts without times."""
    year, month = map(int, str(paper.content["month"]).split("-"))
    with translation.override(LOCALES[paper.language]):
        stated = document.core_properties
        stated.title, stated.author, stated.last_modified_by = str(paper.content["title"]), "", ""
        stated.comments, stated.keywords = paper.fingerprint, ""
        stated.created = stated.modified = datetime(year, month, 1)
        stated.revision = 1
    written = io.BytesIO()
    document.save(written)
    return steady_zip(parts_of(written.getvalue()))
