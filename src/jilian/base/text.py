"""Sort keys of names that people see in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import add

# ``pypinyin`` is imported where it is used: its dictionaries take a third of a second, and most
# commands order no names.

SORT_KEY_LENGTH = 64
_CHINESE = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_KIND_OF_TOWN = re.compile("(街道|镇|乡)$")
_RUNS = re.compile(f"([{_CHINESE}]+)")
_CHINESE_OR_BRACKETS = re.compile(f"[{_CHINESE}()]+")


def sort_key(name: str) -> str:
    """Return a key that sorts Chinese by pinyin with tone and Latin without case or width.

    Words are cut as pypinyin cuts them, but each is looked up once: ten times as fast for a
    register, where the same words come back in every name.
    """
    from pypinyin.seg import mmseg

    folded = unicodedata.normalize("NFKC", name).casefold()
    parts: list[str] = []
    for number, run in enumerate(_RUNS.split(folded)):
        if number % 2:
            parts.extend(map(_syllables, mmseg.seg.cut(run)))
        elif run:
            parts.append(run)
    return " ".join(" ".join(parts).split())[:SORT_KEY_LENGTH]


def in_pinyin(place: str) -> str:
    """Return the name of a town in pinyin as one writes it in English: 洞泾镇 is Dongjing."""
    from pypinyin import lazy_pinyin

    bare = _KIND_OF_TOWN.sub("", place) or place
    return "".join(lazy_pinyin(bare)).capitalize()


def sort_keys(names: Iterable[str]) -> list[str]:
    """Return the same keys for many names, several times as fast.

    A sign is read as it usually is unless it stands beside one with which it makes a word that
    is read otherwise; only names with such a pair are cut into words.
    """
    readings, otherwise = _Readings(), _pairs_read_otherwise()
    keys = []
    for name in names:
        folded = unicodedata.normalize("NFKC", name)
        if _CHINESE_OR_BRACKETS.fullmatch(folded) and otherwise.isdisjoint(
            map(add, folded, folded[1:])
        ):
            keys.append(" ".join(folded.translate(readings).split())[:SORT_KEY_LENGTH])
        else:
            keys.append(sort_key(name))
    return keys


class _Readings(dict[int, str]):
    """The usual reading of each sign, between blanks, as ``str.translate`` asks for it."""

    def __missing__(self, code: int) -> str:
        self[code] = f" {_syllables(chr(code))} "
        return self[code]


@lru_cache(maxsize=65536)
def _syllables(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))


@lru_cache(maxsize=1)
def _pairs_read_otherwise() -> frozenset[str]:
    """The first two signs of every word that is not read as its signs are alone."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    usual = {chr(code): readings.partition(",")[0] for code, readings in pinyin_dict.items()}
    return frozenset(
        word[:2]
        for word, readings in phrases_dict.items()
        if any(said[0] != usual.get(sign) for sign, said in zip(word, readings, strict=False))
    )
