"""Single characters: traditional to simplified, and how each may sound."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

from jilian_engine.names.forms import normal_form

_NO_SIGN = re.compile(r"[\W_]+")


def simplified(text: str) -> str:
    """The text with each traditional character in its simplified form, one by one."""
    return text.translate(_simplified())


def folded(name: str) -> str:
    """The normal form in simplified characters without signs and spaces: what a search compares."""
    return _NO_SIGN.sub("", simplified(normal_form(name)))


def folded_words(text: str) -> list[str]:
    """The words of a text, folded; those that are nothing but signs left out."""
    return [word for one in text.split() if (word := folded(one))]


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters share a reading, whatever the tone."""
    readings = sounds()
    return bool(set(readings.get(one, ())) & set(readings.get(other, ())))


@lru_cache(maxsize=1)
def sounds() -> dict[str, tuple[str, ...]]:
    """Every reading of each character, in pinyin without tones; v stands for ü."""
    readings: dict[str, list[str]] = defaultdict(list)
    for line in _read("sounds.txt").splitlines():
        sound, signs = line.split()
        for sign in signs:
            readings[sign].append(sound)
    return {sign: tuple(found) for sign, found in readings.items()}


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    signs = _read("simplified.txt").strip()
    return {ord(signs[at]): signs[at + 1] for at in range(0, len(signs), 2)}


def _read(name: str) -> str:
    return files("jilian_engine").joinpath("names/wordlists", name).read_text(encoding="utf-8")
