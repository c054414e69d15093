"""What a reader may see of a call: the only place that decides it, over plain values.

Four levels are released step by step. Whoever called sees everything; so does the secretary to
whom she left the levels. A firm that was asked, and an office, see what is released; a firm whose
offer was accepted sees the name; the officer asked for a pass or permit sees both names.
"""

from __future__ import annotations

from enum import StrEnum

from jilian.shortages.rules.words import Level


class Reader(StrEnum):
    """Who looks at a call, the one that sees most first."""

    CALLER = "caller"
    DELEGATE = "delegate"
    OFFICER = "officer"
    PARTNER = "partner"
    OFFICE = "office"
    ASKED = "asked"


OF_LEVEL: dict[Level, frozenset[str]] = {
    Level.NEED: frozenset(
        {
            "material", "synonyms", "cas", "specification", "substitutes_allowed", "substitutes",
            "hazard", "unit", "unit_word", "density", "needed_by", "is_open", "called_at",
        }
    ),
    Level.SIZE: frozenset({"band"}),
    Level.PLACE: frozenset({"sector", "town"}),
    Level.NAME: frozenset({"firm"}),
}  # fmt: skip
# How help goes on, without a word on how much: for an office that leads a call.
COURSE = frozenset({"state", "stage", "circle", "times", "helpers", "counts", "delegated"})
# What a pass or permit is about.
FOR_PERMIT = frozenset({"amount", "permits", "partners"})
INNER = frozenset(
    {
        "amount", "stock_left", "daily_use", "line_stops_at", "cause", "cause_words", "effect",
        "reserved",
        "received", "rest", "end_reason", "releases", "looks", "permits", "partners", "lesson",
        "not_asked", "said_to_stop_early", "corridor_released_at",
    }
)  # fmt: skip


def level_shown(reader: Reader, level: int) -> Level:
    """Return the level at which this reader is shown a call."""
    if reader in (Reader.CALLER, Reader.DELEGATE, Reader.OFFICER, Reader.PARTNER):
        return Level.NAME
    return Level(level)


def visible_fields(reader: Reader, level: int) -> frozenset[str]:
    """Return the names of everything that this reader may see of a call at this level."""
    shown = level_shown(reader, level)
    seen = frozenset[str]().union(*(OF_LEVEL[one] for one in Level if one <= shown))
    if reader in (Reader.CALLER, Reader.DELEGATE):
        return seen | COURSE | INNER
    if reader is Reader.OFFICER:
        return seen | FOR_PERMIT
    if reader is Reader.OFFICE:
        return seen | COURSE
    return seen


def check_next_level(held: int, wanted: int) -> str | None:
    """Return why a level may not be released now: ``back``, ``too_far``, or None."""
    if wanted <= held:
        return "back"
    return "too_far" if wanted > held + 1 or wanted > Level.NAME else None
