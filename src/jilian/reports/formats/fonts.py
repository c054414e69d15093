"""One font with just the characters that a report prints, from the vendored Chinese slices.

System fonts are never asked, so that the bytes are the same on every machine.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

import jilian.ui

FOLDER = Path(jilian.ui.__file__).parent / "static" / "ui" / "vendor" / "noto-sans-sc"
FAMILY = "Jilian Han"
LATIN = ("noto-sans-sc-latin-400-normal.woff2", "noto-sans-sc-latin-ext-400-normal.woff2")
_FACE = re.compile(r"url\(files/([^)]+)\)[^}]*unicode-range:([^}]+)\}")
_DROPPED = (
    "GPOS", "GSUB", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "prep", "fpgm", "cvt ",
)  # fmt: skip
NAMES = {1: FAMILY, 2: "Regular", 4: f"{FAMILY} Regular", 6: "JilianHan-Regular"}
MADE = 3_600_000_000  # any moment that stays the same
ALWAYS = " 0123456789.-"


@cache
def _slices() -> tuple[tuple[str, tuple[range, ...]], ...]:
    """Each slice of Chinese characters with the code points that it holds."""
    sheet = (FOLDER / "jilian-han.css").read_text()
    return tuple(
        (name, tuple(_ranges(words))) for name, words in _FACE.findall(sheet) if name not in LATIN
    )


def _ranges(words: str) -> Iterator[range]:
    for part in words.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        yield range(int(first, 16), int(last or first, 16) + 1)


@cache
def _held(name: str) -> frozenset[int]:
    with TTFont(FOLDER / "files" / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _holders(codes: Iterable[int]) -> dict[str, set[int]]:
    """Which slice gives which characters; a character without one is in none."""
    left, found = set(codes), dict[str, set[int]]()
    for name in LATIN:
        taken = left & _held(name)
        if taken:
            found[name] = taken
            left -= taken
    for name, ranges in _slices():
        wanted = {code for code in left if any(code in one for one in ranges)}
        taken = wanted & _held(name) if wanted else wanted
        if taken:
            found[name] = taken
            left -= taken
    return found


def uncovered(text: str) -> list[str]:
    """The characters that no slice has, each once, in the order of their codes."""
    codes = {ord(one) for one in text if not one.isspace()}
    have = set[int]().union(*_holders(codes).values())
    return [chr(code) for code in sorted(codes - have)]


def font_for(text: str) -> bytes:
    """A TrueType font with the characters of the text; characters without a glyph are left out."""
    codes = {ord(one) for one in text + ALWAYS if not one.isspace() or one == " "}
    parts = [_cut(name, kept) for name, kept in sorted(_holders(codes).items())]
    font = Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0])
    for number, words in NAMES.items():  # without 4 and 6 Typst passes the font over
        font["name"].setName(words, number, 3, 1, 0x409)
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = MADE
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _cut(name: str, codes: set[int]) -> io.BytesIO:
    options = Options()
    options.layout_features, options.name_IDs = [], [1, 2]
    options.hinting, options.notdef_outline = False, True
    options.drop_tables = [*options.drop_tables, *_DROPPED]
    font = TTFont(FOLDER / "files" / name, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted(codes))
    cutter.subset(font)
    font.flavor = None
    written = io.BytesIO()
    font.save(written)
    written.seek(0)
    return written
