"""How wide a text is, well enough to place it."""

from __future__ import annotations

import unicodedata

WIDE = frozenset("WFA")


def text_width(text: str, size: float = 13) -> float:
    """Pixels a text takes at a font size: Chinese one em a character, Latin about 0.56."""
    return sum(size if unicodedata.east_asian_width(c) in WIDE else 0.56 * size for c in text)


def shorten(text: str, width: float, size: float = 13) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` pixels."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept, size) + size > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
