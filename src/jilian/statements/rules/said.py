"""A figure as a text says it, and what is found about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jilian_engine.figures import Interval

LEVEL, GROWTH, COMPOUND, SHARE, POINTS = "level", "growth", "compound_growth", "share", "points"
CHANGE, MULTIPLE, DOUBLING, RANK, RUN = "change", "multiple", "doubling", "rank", "run"
DURATION = "duration"
# What is counted one by one: a printed number of them is exact where it has no myriad.
COUNTED = frozenset({
    "firm", "household", "person", "person_time", "item", "count", "piece", "machine", "set",
    "vehicle", "session", "occurrence", "issue", "batch", "kind", "category", "line", "place",
    "building", "institution", "team", "bed", "copy", "train", "room",
})  # fmt: skip
EXACT = "exact"
_DIGITS = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
_TO_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


class Verdict(TextChoices):
    """What becomes of a figure that is checked."""

    CONSISTENT = "consistent", _("consistent")
    CONTRADICTORY = "contradictory", _("contradictory")
    AMBIGUOUS = "ambiguous", _("ambiguous")
    UNCHECKABLE = "uncheckable", _("uncheckable")


@dataclass(frozen=True)
class Said:
    """A figure of a text: where it stands, what it says in base units, and what it measures."""

    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None
    bound: str
    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    period: str
    measure: str = ""  # a key of `measures`, empty where the words name none
    sentence: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether one number is said, without a bound."""
        return self.bound == EXACT and self.value is not None

    @property
    def possible(self) -> Interval:
        """The values that are meant, with the rounding of what is printed."""
        if self.value is not None and self.is_exact:
            half = half_unit(self)
            return Interval(self.value - half, self.value + half, high_included=half == 0)
        return Interval(self.low, self.high, self.low_included, self.high_included)

    def at(self, **other: object) -> Said:
        """The same with some values replaced."""
        return replace(self, **other)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reading:
    """One way to understand a figure, and whether it is possible."""

    words: str
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Finding:
    """What a rule finds about figures of a text, told in one sentence."""

    code: str
    verdict: Verdict
    figures: tuple[int, ...]  # places in the list of the text's figures; the first it is about
    why: str
    readings: tuple[Reading, ...] = ()


def half_unit(said: Said) -> Decimal:
    """Half of the last printed place in base units; 0 for what is counted, or has no digits."""
    printed = places(said)
    if printed is None or said.value is None:
        return Decimal(0)
    number, decimals = printed
    factor = abs(said.value) / number if number else Decimal(1)
    if said.unit in COUNTED and factor == 1 and decimals == 0:
        return Decimal(0)
    return factor * Decimal(1).scaleb(-decimals) / 2


def places(said: Said) -> tuple[Decimal, int] | None:
    """The number as printed in digits and its decimal places; None without digits."""
    found = _DIGITS.search(said.text.translate(_TO_ASCII))
    if found is None:
        return None
    number = found[0].replace(",", "").replace("，", "")
    return Decimal(number), len(number.partition(".")[2])
