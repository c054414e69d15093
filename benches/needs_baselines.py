"""Plain rankings of firms for a need in words: BM25, trigram similarity, distance.

Each is given its best plain form: the forms tried are all here, the bench picks by the dev half.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

import bm25s
import numpy as np

from needs_labels import CorpusFirm

Scores = dict[str, float]
Words = Callable[[str], list[str]]
WORD = re.compile(r"[^\W_]+")
PIECE = re.compile(r"[a-z0-9.]+|[^\W_]")

#: Middle of each of the nine places, degrees of longitude and latitude.
PLACES = {
    "310117": (121.22, 31.03), "330100": (120.16, 30.27), "330400": (120.75, 30.75),
    "330500": (120.09, 30.89), "330700": (119.65, 29.08), "320500": (120.59, 31.30),
    "340100": (117.23, 31.82), "340200": (118.38, 31.33), "341800": (118.76, 30.94),
}  # fmt: skip


def plain(text: str) -> str:
    """Full width and half width alike, small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """Runs of letters, digits and Chinese characters between blanks and signs."""
    return WORD.findall(plain(text))


def characters(text: str) -> list[str]:
    """Single Chinese characters, and Latin words whole."""
    return PIECE.findall(plain(text))


def pairs(text: str) -> list[str]:
    """Two neighbouring pieces; a word of one piece stands for itself."""
    found = []
    for word in words(text):
        pieces = PIECE.findall(word)
        found += ["".join(two) for two in pairwise(pieces)] or pieces
    return found


def characters_and_pairs(text: str) -> list[str]:
    """Single pieces and pairs together."""
    return characters(text) + pairs(text)


CUTS: dict[str, Words] = {
    "words": words, "characters": characters, "pairs": pairs,
    "characters and pairs": characters_and_pairs,
}  # fmt: skip


class Bm25:
    """BM25 over terms (a firm scores as its best term, or their sum) or over whole firms."""

    def __init__(self, firms: Sequence[CorpusFirm], cut: Words, unit: str) -> None:
        self.cut, self.unit = cut, unit
        if unit == "firm":
            self.texts = [" ".join(firm.terms) for firm in firms if firm.terms]
            self.owners = [[firm.firm] for firm in firms if firm.terms]
        else:
            makers: dict[str, list[str]] = defaultdict(list)
            for firm in firms:
                for term in firm.terms:
                    makers[term].append(firm.firm)
            self.texts, self.owners = list(makers), list(makers.values())
        self.index = bm25s.BM25(method="lucene")
        self.index.index([cut(text) for text in self.texts], show_progress=False)
        self.known = {word for text in self.texts for word in cut(text)}

    def __call__(self, text: str) -> Scores:
        """Scores above zero, by firm."""
        asked = [word for word in self.cut(text) if word in self.known]
        found: Scores = {}
        if not asked:
            return found
        scores = self.index.get_scores(asked)
        for at in np.flatnonzero(scores > 0).tolist():
            for firm in self.owners[at]:
                one = float(scores[at])
                before = found.get(firm, 0.0)
                found[firm] = before + one if self.unit == "sum of terms" else max(before, one)
        return found


def trigrams(text: str) -> list[str]:
    """The trigrams of pg_trgm in order: each word small, two blanks before it and one after."""
    return [
        padded[at : at + 3]
        for word in words(text)
        for padded in (f"  {word} ",)
        for at in range(len(padded) - 2)
    ]


class Trigram:
    """`similarity` or `word_similarity` of pg_trgm between need and term; a firm has its best."""

    def __init__(self, firms: Sequence[CorpusFirm], form: str) -> None:
        self.form = form
        self.makers: dict[str, list[str]] = defaultdict(list)
        for firm in firms:
            for term in firm.terms:
                self.makers[term].append(firm.firm)
        self.runs = {term: frozenset(trigrams(term)) for term in self.makers}
        self.holders: dict[str, list[str]] = defaultdict(list)
        for term, runs in self.runs.items():
            for run in runs:
                self.holders[run].append(term)

    def __call__(self, text: str) -> Scores:
        """Scores above zero, by firm."""
        asked = trigrams(text)
        found: Scores = {}
        for term in {term for run in set(asked) for term in self.holders.get(run, ())}:
            if self.form == "similarity":
                score = similarity(frozenset(asked), self.runs[term])
            else:
                score = word_similarity(self.runs[term], asked)
            for firm in self.makers[term]:
                found[firm] = max(found.get(firm, 0.0), score)
        return found


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Trigrams in both, of those in either."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def word_similarity(one: frozenset[str], other: Sequence[str]) -> float:
    """Greatest similarity of a set to any unbroken stretch of an ordered list of trigrams."""
    best = 0.0
    hits = [at for at, run in enumerate(other) if run in one]
    for start in hits:
        for end in hits:
            if end >= start:
                best = max(best, similarity(one, frozenset(other[start : end + 1])))
    return best


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two points in degrees of longitude and latitude."""
    x, y, x2, y2 = map(radians, (*one, *other))
    half = sin((y2 - y) / 2) ** 2 + cos(y) * cos(y2) * sin((x2 - x) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


class Distance:
    """The nearest firms that make anything, by the middle of their place."""

    def __init__(self, firms: Sequence[CorpusFirm]) -> None:
        self.makers = [(firm.firm, firm.division) for firm in firms if firm.terms]

    def __call__(self, place: str) -> Scores:
        """The nearer, the higher; firms of one place are equal."""
        return {
            firm: -kilometres(PLACES[place], PLACES[division]) for firm, division in self.makers
        }
