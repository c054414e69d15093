"""Where the time of cases went, and a record beside its like: plain values, never a person.

A median of few is an accident: below ``LEAST_ALIKE`` like matters none is computed, and the page
says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.utils.translation import gettext as _, pgettext

from jilian.base.spreads import Spread, spread_of
from jilian_engine.clocks import LEAST_LIKE_CASES

LEAST_ALIKE = LEAST_LIKE_CASES
MINUTE = 60
Kind = tuple[str, str]  # what makes matters alike: the key of the template, and the variant


@dataclass(frozen=True)
class Ended:
    """A matter that ended, as far as figures need it."""

    template: str
    variant: str
    elapsed: int | None
    working: int | None

    @property
    def kind(self) -> Kind:
        """Which matters it is like."""
        return self.template, self.variant


@dataclass(frozen=True)
class Alike:
    """How long like matters took; too few are counted and not computed."""

    template: str
    variant: str
    elapsed: Spread
    working: Spread

    @property
    def count(self) -> int:
        """How many of them have a time."""
        return self.elapsed.count

    @property
    def is_enough(self) -> bool:
        """Whether there are enough for a median and a ninetieth percentile."""
        return self.count >= LEAST_ALIKE

    @property
    def median(self) -> int | None:
        """The middle elapsed time in seconds; between two, their mean, the half second cut off."""
        return _seconds(self.elapsed.median) if self.is_enough else None

    @property
    def ninetieth(self) -> int | None:
        """The elapsed seconds that nine of ten did not exceed."""
        return _seconds(self.elapsed.ninetieth) if self.is_enough else None

    @property
    def working_median(self) -> int | None:
        """The middle working time in seconds."""
        return _seconds(self.working.median) if self.is_enough else None

    @property
    def working_ninetieth(self) -> int | None:
        """The working seconds that nine of ten did not exceed."""
        return _seconds(self.working.ninetieth) if self.is_enough else None

    def standing(self, elapsed: int | None) -> str:
        """Where a record stands: ``quick``, ``usual``, ``slow``; empty where it is not known."""
        if elapsed is None or self.median is None or self.ninetieth is None:
            return ""
        if elapsed <= self.median:
            return "quick"
        return "usual" if elapsed <= self.ninetieth else "slow"


def alike_of(rows: Iterable[Ended]) -> dict[Kind, Alike]:
    """Return how long matters of each kind took, in the order in which they first occur."""
    kept: dict[Kind, list[Ended]] = {}
    for row in rows:
        kept.setdefault(row.kind, []).append(row)
    return {
        kind: Alike(
            *kind,
            spread_of((_length(one.elapsed) for one in ones), len(ones)),
            spread_of((_length(one.working) for one in ones), len(ones)),
        )
        for kind, ones in kept.items()
    }


def standing_words(standing: str) -> str:
    """Where a record stands among its like, in words."""
    words = {
        "quick": _("among the quicker half"),
        "usual": _("longer than the median"),
        "slow": _("longer than nine of ten"),
    }
    return words.get(standing, "")


@dataclass(frozen=True)
class Spent:
    """The time that one holder had at one step of one template, over several matters."""

    template: str
    step: str
    holder: str
    seconds: int
    working: int
    matters: int


@dataclass(frozen=True)
class SpentShare:
    """The same with its share of all elapsed time."""

    spent: Spent
    share: Fraction

    @property
    def each(self) -> int:
        """Elapsed seconds a matter, cut to whole minutes."""
        return self.spent.seconds // self.spent.matters // MINUTE * MINUTE


def shares_of(rows: Sequence[Spent]) -> list[SpentShare]:
    """Return each with its share of the whole, the largest first; the shares sum to one."""
    whole = sum(row.seconds for row in rows)
    ordered = sorted(rows, key=lambda row: (-row.seconds, row.template, row.step, row.holder))
    return [SpentShare(row, Fraction(row.seconds, whole)) for row in ordered if whole]


def by_holder(rows: Iterable[Spent], matters: Mapping[str, int]) -> list[Spent]:
    """Merge the times of each holder; ``matters`` says in how many each had a part."""
    kept: dict[str, tuple[int, int]] = {}
    for row in rows:
        seconds, working = kept.get(row.holder, (0, 0))
        kept[row.holder] = (seconds + row.seconds, working + row.working)
    return [
        Spent("", "", holder, seconds, working, matters.get(holder, 0))
        for holder, (seconds, working) in kept.items()
    ]


def step_words(step: str, names: Mapping[str, str]) -> str:
    """A step in words; time of several steps at once, or of none, has no step of its own."""
    return names.get(step, step) if step else pgettext("step of a matter", "no single step")


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(seconds=1)
