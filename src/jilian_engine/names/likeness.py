"""How alike two firm names are, with the parts that explain it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jilian_engine.names.forms import parts


@dataclass(frozen=True)
class NameLikeness:
    """How alike two names are, with the parts that explain it, each within [0, 1].

    A part is None where one of the names does not state it; then it does not count.
    """

    score: float
    brand: float
    trade: float | None
    area: float | None
    branch: float


def likeness(one: str, other: str) -> float:
    """How alike two names are, in [0, 1]; 1 for names with the same parts."""
    return compare_names(one, other).score


def compare_names(one: str, other: str) -> NameLikeness:
    """Likeness with its parts: brand · (1 − 0.15·trade gap − 0.15·area gap − 0.1·branch gap).

    The brand's is the mean of Jaro-Winkler and bigram Dice; the legal form does not count. The
    weights are our choice (docs/methods/names.md).
    """
    left, right = parts(one), parts(other)
    brand = _word_likeness(left.brand, right.brand)
    trade = _stated(left.trade, right.trade)
    area = _stated(left.area_prefix, right.area_prefix)
    branch = dice(left.branch, right.branch)
    gap = 0.15 * (1 - _or_one(trade)) + 0.15 * (1 - _or_one(area)) + 0.1 * (1 - branch)
    return NameLikeness(brand * (1 - gap), brand, trade, area, branch)


def dice(one: str, other: str) -> float:
    """Dice coefficient of the bigrams, edges included; 1 for equal strings, empty ones too."""
    if one == other:
        return 1.0
    left, right = _bigrams(one), _bigrams(other)
    return 2 * (left & right).total() / (left.total() + right.total())


def jaro_winkler(one: str, other: str) -> float:
    """Jaro likeness raised by a common beginning of up to four characters (Winkler 1990)."""
    short, long = sorted((one, other), key=lambda text: (len(text), text))
    jaro = _jaro(short, long)
    common = 0
    for left, right in zip(short[:4], long[:4], strict=False):
        if left != right:
            break
        common += 1
    return jaro + 0.1 * common * (1 - jaro)


def _word_likeness(one: str, other: str) -> float:
    return (jaro_winkler(one, other) + dice(one, other)) / 2


def _stated(one: str, other: str) -> float | None:
    return dice(one, other) if one and other else None


def _or_one(value: float | None) -> float:
    return 1.0 if value is None else value


def _bigrams(text: str) -> Counter[str]:
    edged = f"\x02{text}\x03"
    return Counter(edged[at : at + 2] for at in range(len(edged) - 1))


def _jaro(short: str, long: str) -> float:
    if short == long:
        return 1.0
    if not short:
        return 0.0
    reach = max(len(long) // 2 - 1, 0)
    taken = [False] * len(long)
    matched: list[str] = []
    for at, sign in enumerate(short):
        for there in range(max(0, at - reach), min(len(long), at + reach + 1)):
            if not taken[there] and long[there] == sign:
                taken[there] = True
                matched.append(sign)
                break
    if not matched:
        return 0.0
    found = [sign for sign, is_taken in zip(long, taken, strict=True) if is_taken]
    moved = sum(left != right for left, right in zip(matched, found, strict=True)) / 2
    count = len(matched)
    return (count / len(short) + count / len(long) + (count - moved) / count) / 3
