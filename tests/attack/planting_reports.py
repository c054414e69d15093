"""A report inside the offices with a note of correction: planted, and compiled anew."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from attack.planting import WORDS, _model
from conftest import NOON


def _report(world: Any, revision: int, words: str) -> Any:
    template = _model("reports.Template").objects.create(
        world=world, key="inside", revision=revision, name=words, body=f"{words}【x】",
        made_at=NOON, made_by="mei",
    )  # fmt: skip
    figure = {
        "number": 1, "asked": "x", "part": "value", "indicator": "x", "name": words,
        "definition": 1, "unit": "", "unit_name": "", "period": "2025-10",
        "period_words": "2025年10月", "value": None, "bound": "unknown", "words": words,
        "wording": "", "measure": "", "revision": None, "numerator": None, "denominator": None,
        "whole": "", "cover": None, "hidden": "", "boundary": "", "price_basis": "",
        "vintage": "", "source": "", "published_on": "", "formula": "", "inputs": [], "parts": "",
    }  # fmt: skip
    content = {
        "form": 1, "world": {"code": world.code, "name": world.name, "invented": False},
        "month": "2025-10", "month_words": "2025年10月", "title": words, "audience": "inside",
        "language": "zh", "template": {"key": "inside", "revision": revision}, "word_file": "",
        "blocks": [{"kind": "paragraph", "level": 0, "rows": [[[words, {"figure": 1}]]]}],
        "figures": [figure],
    }  # fmt: skip
    return _model("reports.Report").objects.create(
        world=world, month=date(2025, 10, 1), template=template, template_key="inside",
        audience="inside", language="zh", revision=revision, title=words,
        content=json.dumps(content, ensure_ascii=False), fingerprint="0" * 64, compiled_at=NOON,
        compiled_by="mei",
    )  # fmt: skip


def plant_reports(*, world: Any, **_rest: Any) -> None:
    report = _report(world, 1, f"{WORDS}密报")
    report.figures.create(
        number=1, asked="x", indicator="x", period="2025-10", measure="value", bound="unknown",
        words=f"{WORDS}密报",
    )  # fmt: skip
    for place, by in enumerate(("mei", "wang"), start=1):
        report.signatures.create(place=place, by=by, name=by, fingerprint="0" * 64, at=NOON)
    report.notes.create(number=1, words=f"{WORDS}更正", at=NOON, by="mei", name="mei")
    report.printed_files.create(
        kind="pdf", notes=0, content=f"{WORDS}密报".encode(), fingerprint="0" * 64, at=NOON,
        by="mei",
    )  # fmt: skip
    _model("reports.WordTemplate").objects.create(
        world=world, key="inside", revision=1, file_name=f"{WORDS}密报.docx", content=b"x",
        fingerprint="0" * 64, uploaded_at=NOON, uploaded_by="mei",
    )  # fmt: skip


def alter_reports(*, world: Any, **_rest: Any) -> None:
    report = _report(world, 2, "别报")
    report.notes.create(number=1, words="别正", at=NOON, by="mei", name="mei")
