"""Whether a written name means a known firm: likelihood, decision and the reasons for it.

The rules are few and said in words; their likelihoods are fitted by hand to the train half of the
labelled pairs (docs/methods/names.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from jilian_engine.names.characters import sounds_alike
from jilian_engine.names.reading import Reading, read_name
from jilian_engine.names.words import digits, place_cuts, place_holds, trades

SAME, PERHAPS = 0.8, 0.35
SHORT = 6  # characters of the longest short name
_TAILS = ("股份", "集团", "控股", "公司")


class Reason(StrEnum):
    """Why two names are taken for one firm's, or for two firms'."""

    EQUAL = "equal"
    SIGNS = "signs"  # brackets, spaces, width, traditional characters
    LEGAL_FORM = "legal_form"
    PLACE_LEFT_OUT = "place_left_out"
    PLACE_MOVED = "place_moved"
    SHORT_NAME = "short_name"
    SLIP = "slip"
    SPELLING = "spelling"
    FORMER = "former"
    KNOWN_SHORT = "known_short"
    OTHER_PLACE = "other_place"
    OTHER_TRADE = "other_trade"
    OTHER_BRAND = "other_brand"
    OTHER_NUMBER = "other_number"
    BRANCH = "branch"
    GROUP = "group"
    OTHER_CODE = "other_code"


@dataclass(frozen=True)
class NameMatch:
    """How likely a written name means a firm, in [0, 1]; ``known`` is its name that fits best."""

    likelihood: float
    reasons: tuple[Reason, ...]
    known: str = ""

    @property
    def decision(self) -> str:
        """``same``, ``perhaps`` or ``different``."""
        return decide(self.likelihood)


def decide(likelihood: float) -> str:
    """``same`` from 0.8, ``perhaps`` from 0.35, else ``different``."""
    return "same" if likelihood >= SAME else "perhaps" if likelihood >= PERHAPS else "different"


def match_name(
    written: str,
    registered: str,
    former: Iterable[str] = (),
    short: Iterable[str] = (),
    division: str = "",
) -> NameMatch:
    """Compare a written name with all that a firm is or was called; the best of them answers.

    A whole name is not measured by a short name that the firm is known by: its registered name says
    more. ``division`` (GB/T 2260) is where the firm is; a name of another place is not its name.
    """
    best = match_names(written, registered)
    bare = read_name(written).is_bare or read_name(registered).is_bare
    for names, reason in ((former, Reason.FORMER), (short if bare else (), Reason.KNOWN_SHORT)):
        for name in names:
            found = match_names(written, name)
            if found.likelihood > best.likelihood:
                best = NameMatch(found.likelihood, (*found.reasons, reason), name)
    return _in_division(best, written, division)


def _in_division(match: NameMatch, written: str, division: str) -> NameMatch:
    """A place that the firm's own name does not say must hold its division."""
    area = read_name(written).area
    if not division or not area or Reason.PLACE_LEFT_OUT not in match.reasons:
        return match
    if read_name(match.known).area or place_holds(area, division):
        return match
    return NameMatch(min(match.likelihood, 0.3), (*match.reasons, Reason.OTHER_PLACE), match.known)


def match_names(one: str, other: str) -> NameMatch:
    """Compare two names alone; the order does not matter."""
    left, right = read_name(one), read_name(other)
    likelihood, reasons = _compare(left, right)
    return NameMatch(likelihood, reasons, other)


def _compare(left: Reading, right: Reading) -> tuple[float, tuple[Reason, ...]]:
    if left.whole == right.whole:
        return (1.0, (Reason.EQUAL,))
    if left.latin or right.latin:
        return _compare_latin(left, right) if left.latin and right.latin else (0.0, ())
    if left.branch != right.branch:
        return (0.05, (Reason.BRANCH,))
    if left.numbers != right.numbers and left.numbers and right.numbers:
        return (0.05, (Reason.OTHER_NUMBER,))
    return _compare_cores(left, right)


def _compare_cores(left: Reading, right: Reading) -> tuple[float, tuple[Reason, ...]]:
    place, place_reasons = _places(left, right)
    if left.core == right.core:
        if place < 0:
            return (0.2, place_reasons)
        legal = (Reason.LEGAL_FORM,) if left.legal != right.legal else ()
        reasons = (*place_reasons, *legal)
        return (0.99 - 0.05 * len(reasons), reasons or (Reason.SIGNS,))
    if _differ_by_place(left.inner, right.inner):
        return (0.9, (Reason.PLACE_LEFT_OUT,))
    short = _short_name(left, right)
    if short is not None:
        return short
    if place < 0:
        return (0.05, (*place_reasons, Reason.OTHER_BRAND))
    return _slipped(left, right, place_reasons)


# --- places ------------------------------------------------------------------------------------
def _places(left: Reading, right: Reading) -> tuple[int, tuple[Reason, ...]]:
    """-1 for places that exclude each other, 0 where one is silent, 1 where they agree."""
    one, other = _bare_place(left.area), _bare_place(right.area)
    if sorted(one) == sorted(other):
        moved = left.whole.startswith(left.area) != right.whole.startswith(right.area)
        return 1, (Reason.PLACE_MOVED,) if one and moved else ()
    if not one or not other:
        return 0, (Reason.PLACE_LEFT_OUT,)
    if one in other or other in one:
        return 1, ()
    return -1, (Reason.OTHER_PLACE,)


def _bare_place(area: str) -> str:
    return area.replace("省", "").replace("市", "").replace("自治区", "")


def _differ_by_place(one: str, other: str) -> bool:
    """Whether the longer one only has places before it: 南京栖霞建设 and 栖霞建设."""
    short, long = sorted((one, other), key=len)
    before = long[: len(long) - len(short)]
    return long.endswith(short) and len(short) > 2 and place_cuts(before)[-1] == len(before)


# --- short names -------------------------------------------------------------------------------
def _short_name(left: Reading, right: Reading) -> tuple[float, tuple[Reason, ...]] | None:
    """A short name beside a full one: its characters stand in the full name in their order."""
    if left.is_bare == right.is_bare and len(left.whole) == len(right.whole):
        return None
    short, full = (left, right) if _is_shorter(left, right) else (right, left)
    text = _tailless(short.whole)
    if not short.is_bare or not 2 < len(text) + (text != short.whole) <= SHORT + 2:
        return None
    inner = full.whole.removesuffix(full.legal) if full.legal else full.whole
    found = follow(text, inner, len(full.area), full.brand)
    return (found, (Reason.SHORT_NAME,)) if found else None


def _is_shorter(left: Reading, right: Reading) -> bool:
    return (not left.is_bare, len(left.whole)) < (not right.is_bare, len(right.whole))


def _tailless(text: str) -> str:
    text = text.removesuffix("公司")
    for tail in _TAILS:
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text.removesuffix(tail)
    return text


def follow(short: str, full: str, place: int, brand: str) -> float:
    """Likelihood that a short name was taken out of a full one; 0 if its order does not fit.

    It should begin where the name or its brand begins, and go on in pieces of two characters.
    """
    best = 0.0
    for start in {0, place, *(at for at, sign in enumerate(full[:8]) if sign == short[0])}:
        pieces = _pieces(short, full, start)
        if pieces is None:
            continue
        begins = start in (0, place) or full[start:].startswith(brand[:2])
        if len(short) == 2 and (pieces > 1 or not begins):
            best = max(best, 0.5)
            continue
        likelihood = 0.95 - 0.06 * max(0, pieces - 2) - (0.0 if begins else 0.08)
        best = max(best, likelihood)
    return best


def _pieces(short: str, full: str, start: int) -> int | None:
    """Into how many runs the characters fall, taking the next fitting one; None: not in order."""
    if full[start : start + 1] != short[0]:
        return None
    at, pieces = start, 1
    for sign in short[1:]:
        if full[at + 1 : at + 2] == sign:
            at += 1
            continue
        found = full.find(sign, at + 1)
        if found < 0:
            return None
        at, pieces = found, pieces + 1
    return pieces


# --- slips -------------------------------------------------------------------------------------
def _slipped(
    left: Reading, right: Reading, place_reasons: tuple[Reason, ...]
) -> tuple[float, tuple[Reason, ...]]:
    """One slip between two whole names: by sound anywhere, otherwise behind the brand."""
    if left.is_group != right.is_group:
        return (0.1, (Reason.GROUP,))
    if digits(left.core) != digits(right.core):
        return (0.1, (Reason.OTHER_NUMBER,))
    one, other = left.whole, right.whole
    if place_reasons and Reason.PLACE_LEFT_OUT in place_reasons:
        one, other = one.removeprefix(left.area), other.removeprefix(right.area)
    if OSA.distance(one, other, score_cutoff=2) > 1:
        return (0.1, (Reason.OTHER_BRAND,))
    area = left.area if one.startswith(left.area) else right.area
    return _judge(one, other, len(area) if one.startswith(area) else 0)


def _judge(one: str, other: str, brand_from: int) -> tuple[float, tuple[Reason, ...]]:
    """One character another, missing, doubled or swapped: where, and how it sounds."""
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    lost, gained = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(lost) == len(gained) == 1:
        if _other_trade(one, other, head):
            return (0.1, (Reason.OTHER_TRADE,))
        alike = sounds_alike(lost, gained)
        return (0.86 if alike else 0.15, (Reason.SLIP if alike else Reason.OTHER_BRAND,))
    if head < brand_from + 2:
        return (0.3, (Reason.OTHER_BRAND,))
    return (0.88, (Reason.SLIP,))


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _other_trade(one: str, other: str, at: int) -> bool:
    """Whether the difference turns a word for a trade into another one."""
    mine = {word for word in _windows(one, at) if word in trades()}
    theirs = {word for word in _windows(other, at) if word in trades()}
    return bool(mine and theirs and mine != theirs)


def _windows(text: str, at: int) -> list[str]:
    return [text[start : start + 2] for start in range(max(0, at - 1), at + 1)]


# --- Latin names -------------------------------------------------------------------------------
def _compare_latin(left: Reading, right: Reading) -> tuple[float, tuple[Reason, ...]]:
    if left.branch != right.branch:
        return (0.05, (Reason.BRANCH,))
    if left.core == right.core:
        return (0.97, (Reason.LEGAL_FORM,))
    if left.numbers != right.numbers:
        return (0.05, (Reason.OTHER_NUMBER,))
    if left.inner == right.inner and len(left.inner) > 2:
        return (0.85, (Reason.SPELLING,))
    if set(left.words) == set(right.words):
        return (0.93, (Reason.SPELLING,))
    if _one_ending(left.words, right.words):
        return (0.85, (Reason.SPELLING,))
    if set(left.words) < set(right.words) or set(right.words) < set(left.words):
        return (0.5, (Reason.SHORT_NAME,))
    return (0.1, (Reason.OTHER_BRAND,))


def _one_ending(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one word behind the first has another ending: advance, advanced."""
    apart = [(one, other) for one, other in zip(left, right, strict=False) if one != other]
    if len(left) != len(right) or len(apart) != 1 or left[0] != right[0]:
        return False
    one, other = apart[0]
    return _common(one, other) >= max(5, min(len(one), len(other)))
