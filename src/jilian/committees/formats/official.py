"""A paper as a Word file in the layout of GB/T 9704-2012, as far as the library goes.

A4; margins 37, 26, 35 and 28 mm; title 2号 小标宋, body 3号 仿宋, 28 pt a line, two characters of
indent; page numbers 4号 at the outer edge. The same record gives the same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jilian.base.archives import EARLIEST, parts_of, steady_zip
from jilian.committees.formats.wording import Sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, TITLE, NUMBERS = "仿宋_GB2312", "方正小标宋简体", "宋体"
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
LINE = Pt(28)
TWO_CHARACTERS, FOUR_CHARACTERS = Pt(32), Pt(64)


def as_docx(sheet: Sheet) -> bytes:
    """The paper as a Word file; the same words give the same bytes."""
    document = Document()
    _page(document)
    _line(document, sheet.number, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "")
    title = _line(document, "", WD_ALIGN_PARAGRAPH.CENTER)
    _run(title, sheet.title, TITLE, SIZE_2)
    _line(document, "")
    _line(document, f"{sheet.addressee}：")
    for words in sheet.paragraphs:
        _line(document, words).paragraph_format.first_line_indent = TWO_CHARACTERS
    _line(document, "")
    for words in (sheet.signer, sheet.dated):
        _line(
            document, words, WD_ALIGN_PARAGRAPH.RIGHT
        ).paragraph_format.right_indent = FOUR_CHARACTERS
    _state(document, sheet)
    written = io.BytesIO()
    document.save(written)
    return steady_zip(parts_of(written.getvalue()))


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    outer = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in outer:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _run(paragraph, "— ", NUMBERS, SIZE_4)
        _field(paragraph, "PAGE")
        _run(paragraph, " —", NUMBERS, SIZE_4)


def _line(
    document: DocumentType, words: str, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_before = layout.space_after = Pt(0)
    if words:
        _run(paragraph, words, BODY, SIZE_3)
    return paragraph


def _run(paragraph: Paragraph, words: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = size, font
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), font)
    return run


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the office program fills in."""
    run = _run(paragraph, "", NUMBERS, SIZE_4)
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def _state(document: DocumentType, sheet: Sheet) -> None:
    """State title, unit and day as the record has them; no time of making, no maker."""
    stated = document.core_properties
    moment = datetime.combine(sheet.day, time(), UTC) if sheet.day else datetime(*EARLIEST)
    stated.title, stated.author, stated.last_modified_by = sheet.title, sheet.signer, ""
    stated.subject, stated.comments, stated.keywords = sheet.number, "", ""
    stated.created = stated.modified = moment.replace(tzinfo=None)
    stated.revision = 1
    stated.language = "zh-CN"
