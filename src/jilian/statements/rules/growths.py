"""Growths and multiples of one text: which base they imply, and which readings can be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import amount_words, as_printed, is_counted, number_of, short
from jilian.statements.rules.periods import last_year
from jilian.statements.rules.said import GROWTH, LEVEL, Finding, Said, Verdict
from jilian_engine.figures import Derived, level_before, whole_bases

NEAR = 24  # characters between a level and the growth that belongs to it
_OTHER_BASE = ("环比", "上月", "上季", "年均", "年初")


@dataclass(frozen=True)
class Text:
    """A text with its figures, and what records hold of years: {(measure, year): value}."""

    words: str
    figures: tuple[Said, ...]
    written: tuple[int, int] | None = None
    held: Mapping[tuple[str, int], Derived] | None = None

    @property
    def year(self) -> int | None:
        """The year the text speaks of: the last that its figures name, else that before writing."""
        named = [year for one in self.figures if (year := self.year_of(one)) is not None]
        if named:
            return max(named)
        return None if self.written is None else self.written[0] - 1

    def year_of(self, said: Said) -> int | None:
        """The year of a figure whose period is whole years, or months up to December."""
        if len(said.period) == 4 or "-" not in said.period or said.period.endswith("..12"):
            return last_year(said.period)
        return None

    def between(self, one: Said, other: Said) -> str:
        """The words between two figures, whichever comes first."""
        first, last = sorted((one, other), key=lambda said: said.start)
        return self.words[first.end : last.start]


def level_of_growth(text: Text, place: int) -> int | None:
    """The level in the same sentence and of the same measure that a growth belongs to."""
    growth = text.figures[place]
    best: tuple[int, int] | None = None
    for other, level in enumerate(text.figures):
        fits = level.kind == LEVEL and level.is_exact and level.sentence == growth.sentence
        gap = len(text.between(level, growth))
        if not fits or gap > NEAR or level.measure != growth.measure:
            continue
        if any(word in text.between(level, growth) for word in _OTHER_BASE):
            continue
        rank = (0 if level.start < growth.start else 1, gap)
        if best is None or rank < (0 if text.figures[best[1]].start < growth.start else 1, best[0]):
            best = (gap, other)
    return None if best is None else best[1]


def implied_bases(text: Text) -> Iterator[Finding]:
    """A level with its growth gives the base on which it grew."""
    for place, growth in enumerate(text.figures):
        if growth.kind != GROWTH or not growth.is_exact or (growth.value or 0) <= -100:
            continue
        found = level_of_growth(text, place)
        if found is None:
            yield Finding("growth_without_base", Verdict.UNCHECKABLE, (place,), _(
                "A growth without its base: neither the level before nor the level now is said."
            ))  # fmt: skip
        else:
            yield _implied(text, place, found)


def base_of(text: Text, place: int, level_place: int) -> tuple[Derived | None, tuple[int, ...]]:
    """The base as a range, and for counts the whole numbers that round to the growth."""
    growth, level = text.figures[place], text.figures[level_place]
    assert level.value is not None
    if is_counted(level):
        whole = whole_bases(int(level.value), as_printed(growth))
        exact = Derived(Decimal(whole[0]), Decimal(whole[0]), Decimal(whole[-1])) if whole else None
        return exact, whole
    return level_before(number_of(level), number_of(growth)), ()


def _implied(text: Text, place: int, level_place: int) -> Finding:
    growth, level = text.figures[place], text.figures[level_place]
    base, whole = base_of(text, place, level_place)
    said = {"level": level.text, "growth": short(growth.value or Decimal(0))}
    about = (place, level_place)
    if base is None:
        return Finding("no_base", Verdict.CONTRADICTORY, about, _(
            "No whole number grows by %(growth)s per cent to %(level)s."
        ) % said)  # fmt: skip
    if len(whole) == 1:
        return Finding("implied_base", Verdict.CONSISTENT, about, _(
            "%(level)s after a growth of %(growth)s per cent implies a base of %(base)s, the only"
            " whole number that rounds so."
        ) % {**said, "base": whole[0]})  # fmt: skip
    ends = (amount_words(base.low, level.unit), amount_words(base.high, level.unit))
    return Finding("implied_base", Verdict.CONSISTENT, about, _(
        "%(level)s after a growth of %(growth)s per cent implies a base between %(low)s and"
        " %(high)s."
    ) % {**said, "low": ends[0], "high": ends[1]})  # fmt: skip
