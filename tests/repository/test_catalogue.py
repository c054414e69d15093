"""Both languages are complete."""

from __future__ import annotations

import ast
import re
import sys

from repository.code import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_every_message_has_its_chinese():
    assert catalogue.untranslated() == []


def test_every_message_stands_where_the_catalogue_looks():
    """Not within an f-string, and not under a name of its own: it would stay English unnoticed."""
    hidden = []
    for path in sorted((ROOT / "src" / "jilian").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if "gettext" in alias.name
        }
        hidden += [f"{path.name}: {name}" for name in names - {"_", *catalogue.KEYWORDS}]
        hidden += [
            f"{path.name}:{call.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names
        ]
    assert hidden == []


def test_no_translation_is_left_over():
    code = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in catalogue.from_code()}
    kept = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in catalogue.kept()}
    assert kept - code == set()


def test_translations_keep_the_places_for_values():
    odd = []
    for message in catalogue.kept():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        odd += [ids[0] for text in strings if text and set(PLACEHOLDER.findall(text)) != wanted]
    assert odd == []
