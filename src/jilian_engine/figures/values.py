"""Figures, shares, growths and counts by level: each with all its parts, exact to the digit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import Bound, Exact, Interval, exact, interval_of

_SIDE = {
    Bound.EXACT: 0,
    Bound.AT_LEAST: 1,
    Bound.MORE_THAN: 1,
    Bound.AT_MOST: -1,
    Bound.BELOW: -1,
}
_MIRROR = {
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.AT_MOST: Bound.AT_LEAST,
    Bound.MORE_THAN: Bound.BELOW,
    Bound.BELOW: Bound.MORE_THAN,
}
_STRICT = (Bound.MORE_THAN, Bound.BELOW)


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Rounded as official releases do, half away from zero (statistics.md section 2)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Period:
    """A span of days, `first` included, `end` excluded."""

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.first >= self.end:
            raise EngineError("period_empty", f"{self.first} to {self.end} holds no day")


@dataclass(frozen=True)
class Figure:
    """A number with its unit, the day or period it is about, and how exactly it is known.

    `value` is None exactly when `bound` is unknown: missing is never zero.
    """

    value: Decimal | None
    unit: str
    when: date | Period | None = None
    bound: Bound = Bound.EXACT

    def __post_init__(self) -> None:
        if self.value is None:
            object.__setattr__(self, "bound", Bound.UNKNOWN)
        elif self.bound is Bound.UNKNOWN:
            raise EngineError("figure_unknown", "an unknown figure has no value")
        else:
            object.__setattr__(self, "value", exact(self.value))

    @property
    def interval(self) -> Interval:
        """The values that are possible."""
        return interval_of(self.value, self.bound)

    def __neg__(self) -> Figure:
        return self.times(-1)

    def __add__(self, other: Figure) -> Figure:
        """The sum, as exact as its parts allow; unit and day or period must be the same."""
        if self.unit != other.unit:
            raise EngineError("units_differ", f"{self.unit} and {other.unit} have no sum")
        if self.when != other.when:
            raise EngineError("periods_differ", f"{self.when} and {other.when} have no sum")
        bound = _bound_of_sum(self.bound, other.bound)
        if bound is Bound.UNKNOWN or self.value is None or other.value is None:
            return Figure(None, self.unit, self.when)
        return Figure(self.value + other.value, self.unit, self.when, bound)

    def __sub__(self, other: Figure) -> Figure:
        return self + (-other)

    def times(self, factor: Exact) -> Figure:
        """The figure multiplied by an exact number; a negative one turns the bound round."""
        if self.value is None:
            return self
        number = exact(factor)
        if number == 0:
            return Figure(Decimal(0), self.unit, self.when)
        bound = _MIRROR.get(self.bound, self.bound) if number < 0 else self.bound
        return Figure(self.value * number, self.unit, self.when, bound)


def _bound_of_sum(one: Bound, other: Bound) -> Bound:
    if Bound.UNKNOWN in (one, other):
        return Bound.UNKNOWN
    if Bound.ABOUT in (one, other):
        both = {one, other} <= {Bound.ABOUT, Bound.EXACT}
        return Bound.ABOUT if both else Bound.UNKNOWN
    side = _SIDE[one] + _SIDE[other]
    if _SIDE[one] * _SIDE[other] < 0:
        return Bound.UNKNOWN
    if side == 0:
        return Bound.EXACT
    strict = one in _STRICT or other in _STRICT
    if side > 0:
        return Bound.MORE_THAN if strict else Bound.AT_LEAST
    return Bound.BELOW if strict else Bound.AT_MOST


@dataclass(frozen=True)
class Share:
    """A part of a whole; never without saying what the whole is."""

    part: Exact | None
    whole: Exact | None
    whole_is: str

    def __post_init__(self) -> None:
        if not self.whole_is.strip():
            raise EngineError("share_without_whole", "a share says what its whole is")
        numbers = [exact(number) for number in (self.part, self.whole) if number is not None]
        if any(number < 0 for number in numbers):
            raise EngineError("share_negative", "neither part nor whole is below zero")
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            raise EngineError("part_exceeds_whole", f"{self.part} is more than {self.whole}")

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent, unrounded; None if a part is unknown or the whole is 0."""
        if self.part is None or self.whole is None or self.whole == 0:
            return None
        return exact(self.part) * 100 / exact(self.whole)


@dataclass(frozen=True)
class Growth:
    """A change between two named days, and how much of it came from a changed boundary.

    `boundary_change` is the part of the difference that was taken in (absorbed) or given away,
    in the unit of the values; None means that nobody has said.
    """

    before: Exact | None
    after: Exact | None
    before_on: date
    after_on: date
    boundary_change: Exact | None = None

    def __post_init__(self) -> None:
        if self.before_on >= self.after_on:
            raise EngineError("growth_backwards", "a growth runs from an earlier to a later day")
        for number in (self.before, self.after, self.boundary_change):
            if number is not None:
                exact(number)

    @property
    def difference(self) -> Decimal | None:
        """After less before; None if one is unknown."""
        if self.before is None or self.after is None:
            return None
        return exact(self.after) - exact(self.before)

    @property
    def own_difference(self) -> Decimal | None:
        """The difference on the old boundary; None while the boundary's part is unknown."""
        if self.difference is None or self.boundary_change is None:
            return None
        return self.difference - exact(self.boundary_change)

    @property
    def percent(self) -> Decimal | None:
        """The growth in per cent of the value before; None without a base above 0."""
        return self._of_base(self.difference)

    @property
    def own_percent(self) -> Decimal | None:
        """The same without what the boundary brought."""
        return self._of_base(self.own_difference)

    def _of_base(self, difference: Decimal | None) -> Decimal | None:
        if difference is None or self.before is None or self.before <= 0:
            return None
        return difference * 100 / exact(self.before)


@dataclass(frozen=True)
class CountByLevel:
    """Holders of titles: each once in the total at its highest level, and in each level's list."""

    total: int
    at_highest: Mapping[str, int]
    by_level: Mapping[str, int]
    with_several: int

    @property
    def levels_add_to(self) -> int:
        """The sum of the levels' own lists: the total plus what is counted more than once."""
        return sum(self.by_level.values())

    def in_chinese(self) -> str:
        """The total, with a label where the levels add up to more."""
        if self.levels_add_to == self.total:
            return f"合计{self.total}"
        return (
            f"合计{self.total}；各级相加为{self.levels_add_to}，"
            f"其中{self.with_several}个持有两级以上"
        )

    def in_english(self) -> str:
        """The same in English."""
        if self.levels_add_to == self.total:
            return f"{self.total} in total"
        hold = "holds" if self.with_several == 1 else "hold"
        return (
            f"{self.total} in total; the levels add to {self.levels_add_to}, "
            f"because {self.with_several} {hold} two or more"
        )


def count_by_level(
    held: Iterable[tuple[Hashable, str]], highest_first: Sequence[str]
) -> CountByLevel:
    """Count (holder, level) pairs; a pair given twice counts once.

    `highest_first` lists all levels, the highest at the front; another raises `level_unknown`.
    """
    rank = {level: position for position, level in enumerate(highest_first)}
    levels_of: dict[Hashable, set[str]] = defaultdict(set)
    for holder, level in held:
        if level not in rank:
            raise EngineError("level_unknown", f"{level!r} is none of {', '.join(highest_first)}")
        levels_of[holder].add(level)
    highest = Counter(min(levels, key=rank.__getitem__) for levels in levels_of.values())
    each = Counter(level for levels in levels_of.values() for level in levels)
    return CountByLevel(
        total=len(levels_of),
        at_highest=MappingProxyType({level: highest[level] for level in highest_first}),
        by_level=MappingProxyType({level: each[level] for level in highest_first}),
        with_several=sum(len(levels) > 1 for levels in levels_of.values()),
    )
