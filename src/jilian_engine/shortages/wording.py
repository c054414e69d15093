"""A need in a caller's words: what is asked for, apart from amounts, haste and politeness.

Where the word lists come from: words/SOURCES.md.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from jilian_engine.names import simplified
from jilian_engine.shortages.uses import PARTLY, products_hinted

_NO_SIGN = re.compile(r"[\W_]+")
_CAS = re.compile(r"(?<![0-9])([1-9][0-9]{1,6})-([0-9]{2})-([0-9])(?![0-9])")
_NUMBER = r"(?:[0-9]+(?:[.,][0-9]+)*|[一二两三四五六七八九十百千万半几数]+)"
_UNIT = (
    r"(?:kg|公斤|千克|毫克|mg|吨|t|克|g|立方米|方|m3|毫升|ml|升|l|平方米|平米|m2|千米|米|mm|cm|m"
    r"|万只|万片|万个|万件|万颗|个|只|件|台|套|片|卷|桶|瓶|箱|袋|支|根|块|条|张|颗|粒|把|罐|车|托|盒|批"
    r"|包|对|副|双|组|辆|头|斤)"
)
_AMOUNT = re.compile(rf"(?<![a-z0-9]){_NUMBER}\s*(?:万|余|多)?{_UNIT}(?![a-z])")
_TIME = re.compile(rf"{_NUMBER}\s*(?:个)?(?:小时|天|日|周|星期|月|h)(?:之?内|以内|前)?(?![a-z])")
_PURITY = re.compile(r"[0-9.]+\s*%|[0-9]n(?![a-z])")
_PARTS = re.compile(r"[，,。；;、！!？?：:\n/+\s]+")
_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_PURPOSE = re.compile(r"^(.{2,}?)用的?(?=.{2,}$)|^(.{2,}?)的(?=.{2,}$)")
_MODEL = re.compile(r"(?<=[\u4e00-\u9fff]{2})[a-z]*[0-9][a-z0-9]*$")  # 螺丝M6, never PA66
ALL_PARTS = 1.0  # how far all parts together count, beside the one that names the product
SYNONYM, CONTEXT = 0.95, 0.5  # how far a synonym counts; how far a purpose before the product does
MOST_VARIANTS = 16
MOST_HINTS = 8
_SIZE = re.compile(
    r"(?<![a-z0-9.\u4e00-\u9fff])[φ#]?[0-9]+(?:[.*x×\-/~:][0-9]+)*\s*"
    r"(?:[a-zμ㎡°\"#%]{0,3}|[匹寸路芯米度档位目号])(?![a-z0-9])"
)


@dataclass(frozen=True)
class Wording:
    """One way of saying what is asked for, in normal form.

    ``start``: the first sign of the product itself, after a purpose (封装用|清洗液). ``worth`` is
    how far a product found by these words counts; ``why``: words, synonym, cas, use, substitute.
    """

    form: str
    start: int
    worth: float
    why: str


@lru_cache(maxsize=65536)
def folded_product(text: str) -> str:
    """One writing for a product: width, case, traditional characters; signs and spaces dropped."""
    return _NO_SIGN.sub("", simplified(unicodedata.normalize("NFKC", text).casefold()))


def cas_numbers(text: str) -> tuple[str, ...]:
    """Registry numbers (CAS) in a text whose check digit is right."""
    found = _CAS.findall(unicodedata.normalize("NFKC", text))
    return tuple("-".join(one) for one in found if _is_cas("".join(one)))


def _is_cas(digits: str) -> bool:
    total = sum(place * int(one) for place, one in enumerate(reversed(digits[:-1]), start=1))
    return total % 10 == int(digits[-1])


def wordings(text: str, substitutes: tuple[str, ...] = ()) -> tuple[Wording, ...]:
    """Every way in which the product is asked for, the caller's own words first."""
    found: dict[str, Wording] = {}
    for one in _plain(text):
        found.setdefault(one.form, one)
    for number in cas_numbers(text):
        if name := _substances().get(number):
            form = folded_product(name)
            found.setdefault(form, Wording(form, 0, 1.0, "cas"))
    for name, worth in products_hinted(_lower(text))[:MOST_HINTS]:
        form = folded_product(name)
        found.setdefault(form, Wording(form, 0, worth, "synonym" if worth > PARTLY else "use"))
    for one in [one for one in found.values() if one.why in ("words", "cas")]:
        for form, start in _otherwise(one.form, one.start):
            found.setdefault(form, Wording(form, start, one.worth * SYNONYM, "synonym"))
    for other in substitutes:
        for one in _plain(other):
            found.setdefault(one.form, Wording(one.form, one.start, one.worth * 0.9, "substitute"))
    return tuple(found.values())[:MOST_VARIANTS]


def _lower(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text).casefold())


def _plain(text: str) -> list[Wording]:
    """The parts of a text that may name a product, without amounts and words of asking."""
    plain = _CAS.sub(" ", _lower(text)).replace("cas", " ")
    inside = _BRACKET.findall(plain)
    outside = _BRACKET.sub(" ", plain)
    outer = [form for part in _PARTS.split(outside) if (form := _named(part))]
    inner = [form for part in inside for one in _PARTS.split(part) if (form := _named(one))]
    outer = [form for form in outer if _names_something(form)] or outer[:1]
    found = [Wording(form, _start(form), 1.0 if not place else 0.8, "words")
             for place, form in enumerate(outer)]  # fmt: skip
    found += [Wording(form, _start(form), 0.9, "words") for form in inner if _names_something(form)]
    if len(outer) > 1:
        found.append(Wording("".join(outer), 0, ALL_PARTS, "words"))
    if not found and (form := folded_product(text)):
        found.append(Wording(form, 0, 1.0, "words"))
    return found


def _named(part: str) -> str:
    """A part without amounts, times, purities and words of asking, in normal form."""
    for pattern in (_AMOUNT, _TIME, _PURITY, _SIZE):
        part = pattern.sub(" ", part)
    form = folded_product(_asking().sub(" ", part))
    return _MODEL.sub("", form)


def _names_something(form: str) -> bool:
    """A purpose (封装用), a grade (电子级) or a single sign names no product."""
    return len(form) > 1 and form[-1] not in "用级"


def _start(form: str) -> int:
    found = _PURPOSE.match(form)
    return found.end() if found else 0


def _otherwise(form: str, start: int) -> list[tuple[str, int]]:
    """The form with one word replaced by another of its group, the longest words first."""
    groups = _groups()
    spans = [
        (at, end)
        for at in range(len(form))
        for end in range(at + 1, min(len(form), at + 12) + 1)
        if form[at:end] in groups and not _cuts_word(form, at, end)
    ]
    spans.sort(key=lambda span: (span[0] - span[1], -span[1]))
    found: list[tuple[str, int]] = []
    taken: list[tuple[int, int]] = []
    for at, end in spans:
        if any(at >= one and end <= other for one, other in taken):
            continue
        taken.append((at, end))
        for word in groups[form[at:end]]:
            rest = form[end:]
            if rest and word.endswith(rest):  # PCB板: 印制电路板, not 印制电路板板
                rest = ""
            moved = start + len(word) - (end - at) if end <= start else min(start, at)
            found.append((form[:at] + word + rest, max(0, moved)))
    return found


def _cuts_word(form: str, at: int, end: int) -> bool:
    """Whether a Latin abbreviation would be cut out of a longer run of letters."""
    word = form[at:end]
    if not word.isascii():
        return False
    before, after = form[at - 1 : at], form[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _read("synonyms.txt").splitlines():
        words = tuple(folded_product(word) for word in line.split("|"))
        for word in words:
            found[word] = tuple(other for other in words if other != word)
    return found


@cache
def _substances() -> dict[str, str]:
    return {row["cas"]: row["name"] for row in csv.DictReader(_read("cas.csv").splitlines())}


@cache
def _asking() -> re.Pattern[str]:
    words = sorted(_read("requests.txt").split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _read(name: str) -> str:
    return (files("jilian_engine") / "shortages" / "words" / name).read_text("utf-8")
