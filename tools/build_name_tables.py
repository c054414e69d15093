"""Make the engine's tables of characters: traditional to simplified, and sounds.

    python tools/build_name_tables.py

Needs opencc and pypinyin, which the engine itself does not. Writes simplified.txt and sounds.txt
into src/jilian_engine/names/wordlists; sources and licences stand in SOURCES.md there.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from opencc import OpenCC
from pypinyin import Style, pinyin

WORDLISTS = Path(__file__).parents[1] / "src/jilian_engine/names/wordlists"
SIGNS = [chr(code) for code in (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]


def main() -> None:
    """Write both tables."""
    converters = [OpenCC(kind) for kind in ("t2s", "tw2s", "hk2s")]
    simple: dict[str, str] = {}
    for sign in SIGNS:
        found = next((one for one in (c.convert(sign) for c in converters) if one != sign), sign)
        if found != sign and len(found) == 1:
            simple[sign] = found
    simple = {sign: simple.get(found, found) for sign, found in simple.items()}
    text = "".join(f"{sign}{found}" for sign, found in sorted(simple.items()) if sign != found)
    (WORDLISTS / "simplified.txt").write_text(text + "\n", encoding="utf-8")
    by_sound: dict[str, list[str]] = defaultdict(list)
    for sign in SIGNS:
        for sound in sounds_of(sign):
            by_sound[sound].append(sign)
    lines = (f"{sound} {''.join(signs)}\n" for sound, signs in sorted(by_sound.items()))
    (WORDLISTS / "sounds.txt").write_text("".join(lines), encoding="utf-8")
    print(f"{len(text) // 2:,} traditional characters, {len(by_sound):,} sounds")


def sounds_of(sign: str) -> list[str]:
    """Its readings without tones, in ASCII; none for a character that pypinyin does not know."""
    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    readings = found[0] if found else []
    plain = (unicodedata.normalize("NFKD", one.replace("ü", "v")) for one in readings)
    return sorted({one for one in plain if one.isascii() and one.isalpha()})


if __name__ == "__main__":
    main()
