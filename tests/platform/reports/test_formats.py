"""Prints: the same bytes whenever and wherever, the same figures in each, nothing unreadable."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from jilian.base.errors import Refusal
from jilian.reports.formats import (
    SlipNote,
    as_docx,
    as_office_docx,
    as_pdf,
    as_xlsx,
    checked_docx,
    render,
    tokens_in,
    uncovered_in,
)
from jilian.reports.formats.fonts import font_for, uncovered
from jilian.reports.formats.pdf import printed_in_pdf, printed_values

from .papers import paper, put

ELSEWHERE = """
import sys
from hashlib import sha256
import django
django.setup()
from django.utils import translation
from platform_reports import papers
from jilian.reports.formats import render
translation.activate("en")
for kind in ("pdf", "docx", "xlsx"):
    print(sha256(render(papers.paper(), kind)).hexdigest())
"""
NOTE = SlipNote(1, "2022年5月5日", "产值应为4356亿元。", "梅")


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    lines = [one.text for one in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_prints_are_the_same_bytes_in_another_process_and_time_zone(tmp_path):
    here = [sha256(render(paper(), kind)).hexdigest() for kind in ("pdf", "docx", "xlsx")]
    package = tmp_path / "platform_reports"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "papers.py").write_bytes(Path(__file__).with_name("papers.py").read_bytes())
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], check=True, capture_output=True, text=True, cwd=tmp_path,
        env={
            **os.environ, "TZ": "America/Lima", "PYTHONPATH": str(tmp_path), "PYTHONHASHSEED": "7",
            "JILIAN_TIME_ZONE": "America/Lima", "LANG": "C",
            "DJANGO_SETTINGS_MODULE": "jilian.settings",
        },
    )  # fmt: skip
    assert there.stdout.split() == here


def test_page_pdf_word_and_excel_say_the_same_figures():
    said = [one["words"] for one in paper().content["figures"]]
    assert printed_in_pdf(paper()) == said
    word = words_of(as_docx(paper()))
    book = load_workbook(io.BytesIO(as_xlsx(paper())))
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == said
    assert all(one in word for one in said)
    assert [row[3] for row in rows][:2] == [1526, 4355]


def test_the_pdf_is_set_in_the_font_of_the_house_and_changes_with_its_words():
    assert b"JilianHan" in as_pdf(paper())
    assert b"Libertinus" not in as_pdf(paper())
    assert as_pdf(paper(revision=2)) != as_pdf(paper())


def test_a_figure_opens_from_every_file():
    address = paper().content["figures"][0]["parts"]
    values = printed_values(paper())
    assert values["figures"]["1"] == {"words": "1526家", "parts": address}
    assert b"/URI" in as_pdf(paper())
    sheet = load_workbook(io.BytesIO(as_xlsx(paper()))).worksheets[1]
    assert address in sheet.cell(2, 3).comment.text
    related = Document(io.BytesIO(as_docx(paper()))).part.rels.values()
    assert address in {one.target_ref for one in related if one.is_external}


def test_a_note_is_a_sheet_of_its_own_and_the_report_stays_as_it_was():
    before = {kind: render(paper(), kind) for kind in ("pdf", "docx", "xlsx")}
    noted = paper(notes=(NOTE,))
    for kind, content in before.items():
        assert render(noted, kind) != content
        assert render(replace(noted, notes=()), kind) == content
    assert "产值应为4356亿元" in words_of(as_docx(noted))


def test_a_draft_says_that_it_is_one():
    draft = paper(signatures=())
    assert draft.is_draft
    assert printed_values(draft)["words"]["draft"] in words_of(as_docx(draft))


def test_a_character_without_a_glyph_is_named_and_printed_as_its_code():
    odd = "𠮷"
    assert uncovered(f"松江{odd}1526家") == [odd]
    content = put(f"企业{odd}【规上工业企业数·松江区】").content
    assert uncovered_in(content) == [odd]
    assert b"%PDF" in as_pdf(paper(content=content))[:8]
    assert font_for("松江") == font_for("江松松")


def office_file() -> bytes:
    """A Word file with placeholders cut into runs, in a table, in the header; one means nothing."""
    document = Document()
    line = document.add_paragraph()
    for piece in ("全区规上企业【规上工", "业企业数", "·松江区】，产值【规上工业产值·同比", "】。"):
        line.add_run(piece)
    document.add_paragraph("【正文】")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "签发"
    table.rows[0].cells[1].text = "【签发】"
    document.sections[0].header.paragraphs[0].text = "【标题】 【月份】 【没有这个】"
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_the_offices_own_file_is_filled_across_runs_tables_and_headers():
    made = as_office_docx(paper(), office_file())
    document = Document(io.BytesIO(made))
    assert document.paragraphs[0].text.startswith("全区规上企业1526家，产值")
    assert "【" not in document.paragraphs[0].text
    assert "产值4000余亿元" in words_of(made)
    assert document.tables[0].rows[0].cells[1].text == "经委 梅、办公室 林"
    header = document.sections[0].header.paragraphs[0].text
    assert header == "松江区经济运行月报 2021年12月 【没有这个】"
    assert as_office_docx(paper(), office_file()) == made


def test_placeholders_are_found_with_their_places():
    places = dict(tokens_in(office_file()))
    assert places["规上工业企业数·松江区"] == "paragraph 1"
    assert places["签发"] == "table 1, row 1, column 2"
    assert places["没有这个"] == "header 1, paragraph 1"


def test_what_is_no_word_file_is_refused():
    with pytest.raises(Refusal) as refused:
        checked_docx(b"PK no")
    assert refused.value.code == "word_file_unreadable"
