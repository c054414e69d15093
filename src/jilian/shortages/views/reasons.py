"""The reasons of the ranking in words: why a firm is on the list, and why another is not."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jilian.shortages.analysis import Evidence, WhyNot
from jilian.shortages.rules.why_not import PART_WORDS, evidence_sentence, why_sentence

ABOUT_THE_CALLER = ("near", "chain")


def evidence_text(one: Evidence) -> str:
    """Why the firm is thought to be able to help."""
    return evidence_sentence(one.kind, one.words, one.role)


def part_lines(parts: Mapping[str, float | None], knows_caller: bool) -> list[tuple[str, str]]:
    """The parts of a score as percentages; what is not known says so."""
    return [
        (
            str(PART_WORDS.get(name, name)),
            _("unknown") if value is None else f"{round(value * 100)}%",
        )
        for name, value in parts.items()
        if knows_caller or name not in ABOUT_THE_CALLER
    ]


def why_text(one: WhyNot) -> str:
    """Why a firm is not on the list, with the figures that decided."""
    return why_sentence(one.code, one.values)
