"""Ranks among named peers: ties are said, and so is how many peers are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import exact

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_MOST_IN_WORDS = 99


@dataclass(frozen=True)
class Rank:
    """A place, the largest value first; `known` of the `asked` peers have a value."""

    place: int | None
    tied_with: tuple[str, ...]
    known: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether no peer is missing, so that the place is certain."""
        return self.known == self.asked

    @property
    def worst(self) -> int | None:
        """The last place it can hold, if every missing peer were ahead."""
        return None if self.place is None else self.place + self.asked - self.known

    def in_chinese(self) -> str:
        """并列第二, 已知15个中第二; 未知 without a value."""
        if self.place is None:
            return "未知"
        tied = "并列" if self.tied_with else ""
        words = f"{tied}第{_chinese(self.place)}"
        return words if self.is_complete else f"已知{self.known}个中{words}"

    def in_english(self) -> str:
        """Tied second, second of 15 known; unknown without a value."""
        if self.place is None:
            return "unknown"
        words = f"{'tied ' if self.tied_with else ''}{_english(self.place)}"
        return f"{words} of {self.asked}" if self.is_complete else f"{words} of {self.known} known"


def rank_of(values: Mapping[str, Decimal | None], who: str) -> Rank:
    """The place of one among all: those with a larger value stand before it.

    A missing value is no zero: its holder stands nowhere. Whoever is not asked has no rank.
    """
    if who not in values:
        raise EngineError("peer_unknown", f"{who!r} is not among the peers")
    known = {name: exact(value) for name, value in values.items() if value is not None}
    if who not in known:
        return Rank(None, (), len(known), len(values))
    own = known[who]
    return Rank(
        place=1 + sum(value > own for value in known.values()),
        tied_with=tuple(name for name, value in known.items() if value == own and name != who),
        known=len(known),
        asked=len(values),
    )


def _chinese(place: int) -> str:
    if place > _MOST_IN_WORDS:
        return str(place)
    tens, ones = divmod(place, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _english(place: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    if place <= len(words):
        return words[place - 1]
    teen = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"
