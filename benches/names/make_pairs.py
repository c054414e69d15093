"""Make the labelled pairs: a record of the register beside a name as another table writes it.

    python benches/names/make_pairs.py        writes benches/names/pairs.csv and beyond.csv

The rule of labelling stands in docs/methods/name-labels.md. The seed is fixed; the half (train or
held out) hangs on the firm alone, and both firms of a pair of two firms lie in one half.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from random import Random

import numpy as np
import variants
from rapidfuzz import fuzz, process
from variants import Listed

SEED = 20260302
HERE = Path(__file__).parent
HARD_SAME, HARD_DIFFERENT = 85, 70  # plain rapidfuzz ratio of registered and written name
LATIN_LEGAL = re.compile(r"(?:co|ltd|limited|inc|corp|corporation|company|plc)[.\s]*$", re.I)
LATIN_END = re.compile(
    r"[,.]* *(?:Co|Ltd|Limited|Inc|Corp|Company|Corporation)[.,]*\s*(?:Ltd|Limited)?[.,]*$", re.I
)
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Pair:
    """One labelled pair; several former or short names are joined by |."""

    half: str
    label: str
    origin: str
    family: str
    hard: str
    firm: str
    other_firm: str
    name: str
    short_names: str
    former_names: str
    division: str
    written: str


def main() -> None:
    """Write the pairs, those beyond the names apart, and print what there is of each."""
    rows, suppliers = _rows("listed.csv"), _rows("suppliers.csv")
    places = variants.places()
    firms = [variants.listed_firm(row, places) for row in rows if row["full_name"] and row["name"]]
    pairs = [
        *short_and_full(firms), *renamed(rows, firms), *english(rows, suppliers),
        *look_alikes(firms), *latin_look_alikes(rows),
        *written_otherwise(firms), *made_look_alikes(firms),
    ]  # fmt: skip
    once = {(one.name, one.short_names, one.former_names, one.written): one for one in pairs}
    kept = sorted(once.values(), key=lambda one: astuple(one))
    _write("pairs.csv", kept)
    beyond = sorted(unknown_renamings(rows, firms), key=lambda one: astuple(one))
    _write("beyond.csv", beyond)
    for key, count in sorted(Counter((p.half, p.label, p.origin) for p in kept).items()):
        print(*key, f"{count:,}")
    print(
        f"{len(kept):,} pairs, hard: {sum(one.hard == '1' for one in kept):,}"
        f"; beyond the names: {len(beyond):,}"
    )


def half_of(firm: str) -> str:
    """Train or held out: by a stable hash of the firm."""
    return "train" if hashlib.sha256(firm.encode()).digest()[0] % 2 else "held_out"


def pair(
    label: str, origin: str, family: str, firm: str, name: str, written: str, *,
    other: str = "", short: str = "", former: str = "", division: str = "",
) -> Pair:  # fmt: skip
    """A pair with its half and whether plain likeness of letters misleads."""
    plain = fuzz.ratio(name, written)
    hard = plain < HARD_SAME if label == "same" else plain > HARD_DIFFERENT
    return Pair(half_of(firm), label, origin, family, str(int(hard)), firm, other, name, short,
                former, division, written)  # fmt: skip


def known_short(firm: Listed) -> str:
    """Half of the records know their short name."""
    return (
        firm.short if _follows(firm) and hashlib.sha256(firm.full.encode()).digest()[1] % 2 else ""
    )


def _follows(firm: Listed) -> bool:
    """Three characters or more that stand in the full name in this order."""
    left = iter(firm.full)
    return len(firm.short) > 2 and all(
        sign in left for sign in re.sub(r"(股份|集团|控股)$", "", firm.short)
    )


def _was_renamed(firm: Listed) -> bool:
    """The short name of today shares no character with the registered name of 2021."""
    return not set(firm.short) & set(firm.full)


def short_and_full(firms: list[Listed]) -> Iterator[Pair]:
    """Short name of today beside the registered name, where it can be read out of it."""
    fit = [one for one in firms if _follows(one)]
    for firm in Random(SEED).sample(fit, 900):
        yield pair(
            "same", "real", "short name", firm.code, firm.full, firm.short, division=firm.division
        )


def renamed(rows: Rows, firms: list[Listed]) -> Iterator[Pair]:
    """Real renamings that the register knows: other tables still write the former name."""
    for firm in firms:
        if _was_renamed(firm):
            yield pair("same", "real", "former name", firm.code, firm.short, firm.full,
                       former=firm.full, division=firm.division)  # fmt: skip
            bare = variants.legal_missing(firm, Random(SEED))
            if bare and len(bare) > 2:
                yield pair("same", "generated", "former name", firm.code, firm.short, bare,
                           former=firm.full, division=firm.division)  # fmt: skip
    chance = Random(SEED + 1)
    for row in chance.sample([row for row in rows if row["former_en"]], 260):
        former = row["former_en"]
        origin, written = chance.choice(
            (("real", former), ("generated", _latin_variant(former, chance)))
        )
        yield pair("same", origin, "former name", row["code"], row["name_en"], written,
                   former=former, division=row["division"])  # fmt: skip


def _latin_variant(name: str, chance: Random) -> str:
    bare = LATIN_END.sub("", name)
    bald = name.upper().replace(",", "").replace(".", "")
    return chance.choice((bare, bare.upper(), bald, bare + " Company Limited"))


def english(rows: Rows, suppliers: Rows) -> Iterator[Pair]:
    """Real spellings of one firm in Latin letters: lists of other years, profiles beside lists."""
    by_key: dict[str, list[str]] = {}
    for row in suppliers:
        by_key.setdefault(row["key"], []).append(row["name"])
    for key, names in by_key.items():
        for name in names[1:3]:
            yield pair("same", "real", "Latin spelling", key, names[0], name)
    for row in rows:
        one, other = row["name_en"], row["written_en"]
        if not LATIN_LEGAL.search(other) or _letters(one) == _letters(other) or ", an " in other:
            continue
        alike = fuzz.ratio(_letters(one), _letters(other)) >= 85
        former = "" if alike and _letters(one)[:4] == _letters(other)[:4] else other
        yield pair("same", "real", "former name" if former else "Latin spelling", row["code"], one,
                   other, former=former, division=row["division"])  # fmt: skip
    for one, other in SAME_FACILITY:
        yield pair("same", "real", "Latin spelling", one, one, other)


def look_alikes(firms: list[Listed]) -> Iterator[Pair]:
    """Two real firms whose names are most alike: full beside full, and short beside full."""
    full = [one.full for one in firms]
    yield from _nearest(firms, firms, full, full, 1000, "look-alike, full names")
    fit = [one for one in firms if _follows(one)]
    yield from _nearest(firms, fit, full, [one.short for one in fit], 500, "look-alike, short name")
    for firm in (one for one in firms if _was_renamed(one)):
        half = [other for other in firms if half_of(other.code) == half_of(firm.code)]
        near = [other for other in half if other.code != firm.code]
        best = max(near, key=lambda other: (fuzz.ratio(firm.full, other.full), other.code))
        yield pair("different", "real", "look-alike, former name", firm.code, firm.short, best.full,
                   other=best.code, former=firm.full, division=firm.division)  # fmt: skip


def _nearest(
    firms: list[Listed],
    others: list[Listed],
    names: list[str],
    written: list[str],
    most: int,
    family: str,
) -> Iterator[Pair]:
    scorer = fuzz.ratio if "full" in family else fuzz.partial_ratio
    scores = process.cdist(written, names, scorer=scorer, dtype=np.uint8, workers=2)
    taken: Counter[str] = Counter()
    order = np.argsort(-scores.astype(np.int16), axis=None, kind="stable")
    for at in order[:400_000]:
        row, column = divmod(int(at), len(names))
        firm, other = firms[column], others[row]
        if firm.code == other.code or half_of(firm.code) != half_of(other.code):
            continue
        if "full" in family and firm.code > other.code:
            continue
        if (
            taken[firm.code] >= 2
            or taken[other.code] >= 2
            or written[row] in (firm.full, firm.short)
        ):
            continue
        taken[firm.code] += 1
        taken[other.code] += 1
        yield pair("different", "real", family, firm.code, firm.full, written[row],
                   other=other.code, short=known_short(firm), division=firm.division)  # fmt: skip
        if taken.total() >= 2 * most:
            return


def latin_look_alikes(rows: Rows) -> Iterator[Pair]:
    """Two real firms whose English names are most alike; works of one group, read by hand."""
    yield from _latin([(row["code"], row["name_en"]) for row in rows], 450)
    for one, other in OTHER_FACILITY:
        yield pair("different", "real", "look-alike, Latin", one, one, other)


def _latin(named: list[tuple[str, str]], most: int) -> Iterator[Pair]:
    letters = [_letters(name) for _key, name in named]
    scores = np.triu(
        process.cdist(letters, letters, scorer=fuzz.ratio, dtype=np.uint8, workers=2), 1
    )
    taken: Counter[str] = Counter()
    for at in np.argsort(-scores.astype(np.int16), axis=None, kind="stable")[:60_000]:
        row, column = divmod(int(at), len(named))
        (one, name), (other, written) = named[row], named[column]
        if one == other or letters[row] == letters[column] or half_of(one) != half_of(other):
            continue
        if taken[one] >= 2 or taken[other] >= 2:
            continue
        taken[one] += 1
        taken[other] += 1
        yield pair("different", "real", "look-alike, Latin", one, name, written, other=other)
        if taken.total() >= 2 * most:
            return


def written_otherwise(firms: list[Listed]) -> Iterator[Pair]:
    """Generated writings of the same firm, family by family, and two at once."""
    sounds = variants.homophones(one.full for one in firms)
    ways: dict[str, Callable[[Listed, Random], str | None]] = {
        "place dropped": variants.place_dropped, "place longer": variants.place_longer,
        "place in brackets": variants.place_in_brackets, "brackets": variants.brackets,
        "legal form short": variants.legal_short, "legal form missing": variants.legal_missing,
        "abbreviation": variants.abbreviation, "full width": variants.full_width,
        "traditional": variants.traditional, "spacing": variants.spacing,
        "slip outside the brand": variants.slip_outside_brand(sounds),
        "slip in the brand": variants.slip_in_brand(sounds),
    }  # fmt: skip
    for family, way in ways.items():
        yield from _made("same", family, way, firms, 110)
    yield from _made("same", "two at once", lambda firm, chance: _twice(firm, chance), firms, 160)


def _twice(firm: Listed, chance: Random) -> str | None:
    first = chance.choice(
        (variants.place_dropped, variants.place_in_brackets, variants.legal_missing)
    )
    written = first(firm, chance)
    if written is None:
        return None
    again = Listed(firm.code, firm.short, written, "", written, "", firm.division)
    second = chance.choice(
        (variants.traditional, variants.full_width, variants.legal_short, variants.brackets)
    )
    return second(again, chance)


def made_look_alikes(firms: list[Listed]) -> Iterator[Pair]:
    """Generated names of other firms that look like a real one's."""
    names = {one.full for one in firms}
    sounds = variants.homophones(names)
    signs = "".join(sorted({sign for one in firms for sign in one.brand}))
    ways: dict[str, Callable[[Listed, Random], str | tuple[str, str] | None]] = {
        "branch": variants.branch, "numbered": variants.numbered,
        "other trade": variants.other_trade, "other city": variants.other_city,
        "near trade": variants.near_trade, "group": variants.of_the_group,
        "one character": variants.one_character(sounds, signs),
    }  # fmt: skip
    for family, way in ways.items():
        for one in _made("different", family, way, firms, 110):
            if one.written not in names:
                yield one


def _made(
    label: str, family: str, way: Callable[[Listed, Random], str | tuple[str, str] | None],
    firms: list[Listed], most: int,
) -> Iterator[Pair]:  # fmt: skip
    chance = Random(f"{SEED} {family}")
    count = 0
    for firm in chance.sample(firms, len(firms)):
        made = way(firm, chance)
        if made is None or made == firm.full:
            continue
        name, written = made if isinstance(made, tuple) else (firm.full, made)
        short = known_short(firm) if name == firm.full else ""
        yield pair(
            label,
            "generated",
            family,
            firm.code,
            name,
            written,
            short=short,
            division=firm.division,
        )
        count += 1
        if count == most:
            return


def unknown_renamings(rows: Rows, firms: list[Listed]) -> Iterator[Pair]:
    """Real renamings that the register does not know: no name says so; printed apart."""
    for firm in firms:
        if _was_renamed(firm):
            yield pair(
                "same",
                "real",
                "renaming unknown",
                firm.code,
                firm.full,
                firm.short,
                division=firm.division,
            )
    for row in Random(SEED + 2).sample([row for row in rows if row["former_en"]], 200):
        yield pair(
            "same",
            "real",
            "renaming unknown",
            row["code"],
            row["name_en"],
            row["former_en"],
            division=row["division"],
        )


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _rows(name: str) -> Rows:
    with (HERE / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _write(name: str, pairs: list[Pair]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow([field.name for field in fields(Pair)])
        writer.writerows(astuple(one) for one in pairs)


# Read by hand in the lists of facilities: one place, one firm, two spellings.
SAME_FACILITY = (
    ("BAI NA SHOES INDUSTRY CO., LTD", "BAI NA SHOES INDUSTRY CO.,LTD"),
    ("FUJIAN JINJIANG HUAMEI KNITTING AND CLOTHING CO LTD",
     "Fujian Jinjiang Huamei Knitting & Clothing Co Ltd"),
    ("TAIZHOU BAOLITE SHOES CO.,LTD", "Taizhou Baolite Shoes Co. Ltd"),
    ("Nantong Solamoda Garments Co.", "Nantong Solamoda Garments Co. Ltd"),
    ("Guangzhou Panyu Dong Chong Chong Ming Glove Factory", "Dong Chong Chong Ming Glove Factory"),
    ("GFSI Southwest S DE Rl DE CV", "GFSI Southwest S. de R.L. de C.V."),
    ("Industrias Merlet S. A. de C.V.", "Industrias Merlet S.A. de C.V."),
    ("Centro Textil S.A.", "Centro Textile"),
)  # fmt: skip
OTHER_FACILITY = (
    ("Jeans Knit Private Ltd Unit 3", "Jeans Knit Private Ltd Unit 4"),
    ("Smart Shirts Limited KAT 1", "Smart Shirts Limited KAT 3"),
    ("AKH Fashions Ltd Ltd", "AKH Shirts Ltd. Ltd"),
    ("Hanes Choloma Cutting", "Hanes Choloma Sewing 2"),
    ("Saitex 2 Cutting & Sewing", "Saitex 4 Laundry"),
    ("Eclat Textile Co. Ltd.", "Eclat Textile Co. Ltd. (Vietnam)"),
)

if __name__ == "__main__":
    main()
