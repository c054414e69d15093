"""What a thing is for, or how else it is called, and which products are listed under that.

The list is words/uses.txt: products, then what people say when they need one; `+` joins words that
must all occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WHOLE, PARTLY, SHORT = 0.95, 0.85, 0.6  # worth: all that is said; within it; one sign within it
FURTHER = 0.97  # each further product of a line counts a little less
_LATIN = re.compile(r"[a-z0-9][a-z0-9.\-]*")
_NO_SIGN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Hint:
    """Words that must all occur, the Latin ones as words of their own, and what they point to."""

    signs: tuple[str, ...]
    words: tuple[str, ...]
    products: tuple[str, ...]

    @property
    def length(self) -> int:
        """How much of a text it explains."""
        return sum(map(len, (*self.signs, *self.words)))


def products_hinted(plain: str) -> list[tuple[str, float]]:
    """Products that a text in lower case points to, with their worth, the best explained first."""
    joined = _NO_SIGN.sub("", plain)
    words = _LATIN.findall(plain)
    found: list[tuple[int, float, tuple[str, ...]]] = []
    hints = _by_sign()
    parts = {joined[at : at + size] for size in _sizes() for at in range(len(joined) - size + 1)}
    likely = [hint for part in parts & hints.keys() for hint in hints[part]]
    for hint in likely:
        if all(one in joined for one in hint.signs) and all(
            any(_says(word, one) for word in words) for one in hint.words
        ):
            whole = hint.length >= len(joined)
            worth = WHOLE if whole else PARTLY if hint.length > 1 else SHORT
            found.append((hint.length, worth, hint.products))
    found.sort(key=lambda one: (-one[0], one[2]))
    best: dict[str, float] = {}
    for _length, worth, products in found:
        for place, product in enumerate(products):
            best.setdefault(product, worth * FURTHER**place)
    return list(best.items())


def _says(word: str, asked: str) -> bool:
    """Whether a word is the one asked for, with at most figures behind it (G.652D, YJV-3)."""
    if not word.startswith(asked):
        return False
    rest = word[len(asked) :]
    return not rest or not rest[0].isalpha() or (asked[-1].isdigit() and len(rest) == 1)


@cache
def _by_sign() -> dict[str, tuple[Hint, ...]]:
    """Hints by one of their words, that most texts lack."""
    found: dict[str, list[Hint]] = {}
    for hint in _hints():
        first = max(hint.signs, key=len) if hint.signs else _NO_SIGN.sub("", hint.words[0])
        found.setdefault(first, []).append(hint)
    return {sign: tuple(hints) for sign, hints in found.items()}


@cache
def _sizes() -> tuple[int, ...]:
    return tuple(sorted({len(sign) for sign in _by_sign()}))


@cache
def _hints() -> tuple[Hint, ...]:
    text = (files("jilian_engine") / "shortages" / "words" / "uses.txt").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        products, _colon, said = line.partition(": ")
        for one in said.split("|"):
            parts = [part for word in one.split("+") for part in _parts(word)]
            latin = tuple(part for part in parts if _LATIN.fullmatch(part))
            others = tuple(_NO_SIGN.sub("", part) for part in parts if not _LATIN.fullmatch(part))
            found.append(Hint(others, latin, tuple(products.split("、"))))
    return tuple(found)


def _parts(word: str) -> list[str]:
    """A word of Latin letters and Chinese signs in its parts, in lower case."""
    return re.findall(r"[a-z0-9][a-z0-9.\-]*|[^a-z0-9\s]+", word.lower())
