"""Both languages are complete."""

from __future__ import annotations

import re
import sys

from repository.code import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_every_message_has_its_chinese():
    assert catalogue.untranslated() == []


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
