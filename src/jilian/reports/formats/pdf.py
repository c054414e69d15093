"""A report as PDF by Typst: every figure is a link to its parts; the same bytes for ever."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

from jilian.reports.formats.fonts import FAMILY, font_for, uncovered
from jilian.reports.formats.paper import Paper
from jilian.reports.rules.content import text_of

SHEET = Path(__file__).with_name("report.typ")
NAME = "report.json"


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF. Its day is the first of its month; a character without glyph is a code."""
    with tempfile.TemporaryDirectory() as folder:
        path, fonts = _laid_out(paper, folder)
        made = typst.compile(path, root=folder, font_paths=[fonts], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def printed_in_pdf(paper: Paper) -> list[str]:
    """The words of the figures in the order in which the PDF prints them, as Typst lays it out."""
    with tempfile.TemporaryDirectory() as folder:
        path, fonts = _laid_out(paper, folder)
        found = typst.query(
            path, "<figure>", field="value", root=folder, font_paths=[fonts],
            ignore_system_fonts=True,
        )  # fmt: skip
    words: list[str] = json.loads(found)
    return words


def _laid_out(paper: Paper, folder: str) -> tuple[str, str]:
    """Write the sheet, what it prints, and the font with just its characters into a folder."""
    printed = _with_codes(printed_values(paper))
    words = json.dumps(printed, ensure_ascii=False, sort_keys=True)
    there = Path(folder)
    (there / NAME).write_text(words)
    sheet = there / "report.typ"
    sheet.write_bytes(SHEET.read_bytes())
    fonts = there / "fonts"
    fonts.mkdir()
    (fonts / "jilian-han.ttf").write_bytes(font_for(words + "—/第页"))
    return str(sheet), str(fonts)


def uncovered_in(content: Mapping[str, Any]) -> list[str]:
    """The characters of a report for which the font of the PDF has no glyph."""
    return uncovered(text_of(content) + str(content["title"]))


def printed_values(paper: Paper) -> dict[str, Any]:
    """All that the PDF prints, as plain values: what the sheet reads."""
    content = paper.content
    first = date.fromisoformat(f"{content['month']}-01")
    return {
        "family": FAMILY,
        "language": paper.language,
        "title": content["title"],
        "day": [first.year, first.month, first.day],
        "month": content["month_words"],
        "invented": content["world"]["invented"],
        "draft": paper.is_draft,
        "blocks": content["blocks"],
        "figures": {str(number): _figure(one) for number, one in paper.figures.items()},
        "annex": [list(map(str, row)) for row in paper.annex()],
        "signatures": [
            {"name": one.name, "office": one.office, "day": one.day} for one in paper.signatures
        ],
        "notes": [
            {"number": str(one.number), "day": one.day, "words": one.words, "name": one.name,
             "about": one.about}
            for one in paper.notes
        ],
        "fingerprint": paper.fingerprint,
        "revision": str(paper.revision),
        "words": paper.words(),
    }  # fmt: skip


def _figure(one: Mapping[str, Any]) -> dict[str, str]:
    return {"words": str(one["words"]), "parts": str(one["parts"])}


def _with_codes(values: Any) -> Any:
    """The values with each character that has no glyph written as its code, never as a box."""
    missing = uncovered(json.dumps(values, ensure_ascii=False))
    if not missing:
        return values
    codes = {ord(one): f"[U+{ord(one):04X}]" for one in missing}
    return _replaced(values, codes)


def _replaced(value: Any, codes: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(codes)
    if isinstance(value, list):
        return [_replaced(one, codes) for one in value]
    if isinstance(value, Mapping):
        return {key: _replaced(one, codes) for key, one in value.items()}
    return value
