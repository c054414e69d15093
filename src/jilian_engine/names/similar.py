"""Measures for names that only look alike: the nearest window of a name, the nearest words."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jilian_engine.names.characters import folded

WORDS = 5


def best_window(text: str, name: str, slips: int) -> tuple[int, int] | None:
    """Where in the name the text stands with at most so many slips: start and length, or None."""
    best: tuple[int, int, int] | None = None
    for length in range(max(1, len(text) - slips), len(text) + slips + 1):
        for start in range(max(1, len(name) - length + 1)):
            most = slips if best is None else best[0] - 1
            if most < 0:
                break
            distance = OSA.distance(text, name[start : start + length], score_cutoff=most)
            if distance <= most:
                best = (distance, start, length)
    return None if best is None else (best[1], min(best[2], len(name) - best[1]))


def near_words(text: str, words: Sequence[str]) -> list[str]:
    """Words within one slip of the text, two from eight letters on; the nearest first."""
    slips = 1 if len(text) < 8 else 2
    found = process.extract(text, words, scorer=OSA.distance, score_cutoff=slips, limit=WORDS)
    return [word for word, _distance, _at in found]


def mark_in(text: str, start: int, length: int) -> tuple[int, int]:
    """Where a stretch of the folded text stands in the text as written: start and end."""
    at, first, last = 0, 0, 0
    for place, sign in enumerate(text):
        size = len(folded(sign))
        if not size:
            continue
        if at <= start:
            first = place
        if at < start + length:
            last = place + 1
        at += size
    return first, last
