"""Places and trades as they stand in firm names; where they come from: wordlists/SOURCES.md."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

_LONGEST_PLACE = 15
_DIGITS = re.compile(r"[0-9〇零一二三四五六七八九十百]")
_KIND_OF_PLACE = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$|地区$|盟$")


def place_cuts(text: str) -> list[int]:
    """Where the leading places end, the outermost first: 上海松江… → [0, 2, 4]."""
    first, within, parent = _places()
    cuts, above = [0], frozenset[str]()
    if text[:2] not in _first_two():
        return cuts
    while True:
        start = cuts[-1]
        for end in range(min(len(text), start + _LONGEST_PLACE), start + 1, -1):
            word = text[start:end]
            codes = within.get(word, frozenset()) if above else first.get(word, frozenset())
            inside = frozenset(code for code in codes if not above or _lies_in(code, above, parent))
            if inside:
                cuts.append(end)
                above = inside
                break
        else:
            return cuts


def digits(text: str) -> str:
    """The figures in a name, in order: a firm's number is no slip of another's."""
    return "".join(_DIGITS.findall(text))


def place_holds(area: str, division: str) -> bool:
    """Whether a text of places can mean the division, a wider or a narrower one (GB/T 2260)."""
    cut = place_cuts(area)
    word = area[cut[-2] : cut[-1]] if len(cut) > 1 else ""
    first, within, parent = _places()
    codes = first.get(word, frozenset()) | within.get(word, frozenset())
    if not codes or "CN" in codes:
        return True
    wanted = frozenset((division,))
    return any(
        code == division or _lies_in(code, wanted, parent) or _lies_in(division, codes, parent)
        for code in codes
    )


def _lies_in(code: str, above: frozenset[str], parent: dict[str, str]) -> bool:
    while code := parent.get(code, ""):
        if code in above:
            return True
    return False


@lru_cache(maxsize=1)
def trades() -> frozenset[str]:
    """Words for a trade or way of business, in normal form."""
    text = files("jilian_engine").joinpath("names/wordlists/trades.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=1)
def _first_two() -> frozenset[str]:
    """How the words that may begin a name begin: most names need no further look."""
    return frozenset(word[:2] for word in _places()[0])


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, str]]:
    """Words that may begin a name, words that may follow a wider place, and each code's parent.

    A district or county may go by its short name only inside its city or province.
    """
    text = files("jilian_engine").joinpath("names/wordlists/places.csv").read_text(encoding="utf-8")
    first: dict[str, set[str]] = defaultdict(set, {"中国": {"CN"}})
    within: dict[str, set[str]] = defaultdict(set)
    parent: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        code, name = row["code"], row["name"]
        parent[code] = row["parent_code"] or "CN"
        short = _KIND_OF_PLACE.sub("", name)
        inner = short.removesuffix("新区").removesuffix("区").removesuffix("县")
        first[name].add(code)
        within[name].add(code)
        if len(short) > 1:
            first[short].add(code)
            within[short].add(code)
        if len(inner) > 1:
            within[inner].add(code)
    return (
        {word: frozenset(codes) for word, codes in first.items()},
        {word: frozenset(codes) for word, codes in within.items()},
        parent,
    )
