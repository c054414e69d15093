"""Growth in all its kinds: every one names its base, and none is made from what is missing.

A growth without a base that is named is refused (`base_unnamed`); a base that is unknown, zero or
below gives None. Formulas: docs/methods/figures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jilian_engine.errors import EngineError
from jilian_engine.figures.derived import Derived, counted, derived, rounding_interval, total
from jilian_engine.figures.intervals import Exact, exact

HUNDRED = Decimal(100)
Number = Derived | Exact


@dataclass(frozen=True)
class GrowthOn:
    """Growth in per cent on a named base, and on which boundary each of the two values stands."""

    percent: Derived | None
    base_is: str
    scope: str = ""
    base_scope: str = ""

    def __post_init__(self) -> None:
        check_named(self.base_is)

    @property
    def is_same_scope(self) -> bool:
        """Whether both values stand on one boundary that is named."""
        return bool(self.scope) and self.scope == self.base_scope


@dataclass(frozen=True)
class SameScope:
    """Growth as published on one boundary, beside what the two published levels give.

    The two differ wherever the list of firms changed; neither ever replaces the other.
    """

    published: Decimal | None
    nominal: Derived | None

    @property
    def difference(self) -> Derived | None:
        """Nominal less published, in percentage points."""
        if self.published is None or self.nominal is None:
            return None
        return self.nominal - self.published

    @property
    def agree(self) -> bool | None:
        """Whether the levels can give the published growth; None while one is unknown."""
        if self.published is None or self.nominal is None:
            return None
        span = rounding_interval(self.published)
        assert span.low is not None and span.high is not None
        return self.nominal.allows(Derived(self.published, span.low, span.high))


@dataclass(frozen=True)
class Multiple:
    """How many times a named base something is."""

    times: Derived
    base_is: str

    def __post_init__(self) -> None:
        check_named(self.base_is)

    @property
    def more_than_base(self) -> Derived:
        """By how many times it grew (增长N倍): one less than how many times it is."""
        return self.times - 1

    @property
    def doublings(self) -> int:
        """How often it has doubled in full for certain: 4 to below 8 times is twice."""
        found = 0
        while self.times.interval.compare(">=", 2 ** (found + 1)):
            found += 1
        return found

    def reaches(self, times: Exact) -> bool | None:
        """Whether it is so many times the base; None where the rounding leaves it open."""
        return self.times.interval.compare(">=", times)


def check_named(base_is: str) -> None:
    """Refuse a base without a name: nobody can check a growth on nothing."""
    if not base_is.strip():
        raise EngineError("base_unnamed", "a growth or multiple names its base")


def year_on_year(
    now: Number | None, base: Number | None, *, base_is: str, base_scope: str, scope: str = ""
) -> GrowthOn:
    """同比: on the same period of the year before; without `scope` both stand on the base's."""
    return GrowthOn(_percent(now, base), base_is, scope or base_scope, base_scope)


def month_on_month(now: Number | None, base: Number | None, *, base_is: str) -> GrowthOn:
    """环比: on the period before."""
    return GrowthOn(_percent(now, base), base_is)


def cumulative_growth(
    now: Sequence[Number | None], base: Sequence[Number | None], *, base_is: str
) -> GrowthOn:
    """累计同比: the months so far on the same months of the year before; none may be missing."""
    if len(now) != len(base):
        raise EngineError("months_differ", f"{len(now)} months on {len(base)} months")
    if not now or any(one is None for one in (*now, *base)):
        return GrowthOn(None, base_is)
    known, before = ([one for one in ones if one is not None] for ones in (now, base))
    return GrowthOn(_percent(total(known), total(before)), base_is)


def percentage_points(now_pct: Number | None, before_pct: Number | None) -> Derived | None:
    """个百分点: one percentage less the other."""
    if now_pct is None or before_pct is None:
        return None
    return derived(now_pct) - derived(before_pct)


def share_of(part: Number | None, whole: Number | None, *, whole_is: str) -> Derived | None:
    """占比 in per cent of a whole that is named; None if one is unknown or the whole is not > 0."""
    if not whole_is.strip():
        raise EngineError("share_without_whole", "a share says what its whole is")
    if part is None or whole is None or derived(whole).low <= 0:
        return None
    return derived(part) * HUNDRED / derived(whole)


def compound_growth(first: Number, last: Number, years: int) -> Derived:
    """年均增长 in per cent: (last / first) ** (1 / years) − 1.

    `first` is the value of the year before the period: for 2016 to 2020 that of 2015, 5 years.
    """
    if years < 1:
        raise EngineError("years_odd", "a yearly growth needs at least one year")
    base = derived(first)
    if base.low <= 0 or derived(last).low < 0:
        raise EngineError("base_may_be_zero", "a yearly growth runs between values above zero")
    return ((derived(last) / base).root(years) - 1) * HUNDRED


def growth_factor(growth_pct: Number, years: int = 1) -> Derived:
    """How many times a yearly growth gives after so many years: 12.4 %, 5 years → 1.794…"""
    return (derived(growth_pct) / HUNDRED + 1) ** years


def level_after(first: Number, growth_pct: Number, years: int = 1) -> Derived:
    """The level that a first level and a yearly growth give together."""
    return derived(first) * growth_factor(growth_pct, years)


def level_before(now: Number, growth_pct: Number) -> Derived:
    """The base that a level and its growth give together."""
    return derived(now) / growth_factor(growth_pct)


def whole_bases(now: int, growth_pct: Decimal) -> tuple[int, ...]:
    """The counts from which `now` is this growth as printed: 2,306 at 31.4 % → 1,755 alone."""
    span = rounding_interval(growth_pct)
    assert span.low is not None and span.high is not None
    if span.low <= -HUNDRED:
        raise EngineError("base_may_be_zero", "a fall by all leaves no base to look for")
    first = int(HUNDRED * now / (HUNDRED + span.high))
    last = int(HUNDRED * now / (HUNDRED + span.low)) + 1
    return tuple(
        base
        for base in range(max(first, 1), last + 1)
        if span.compare("==", (Decimal(now) / base - 1) * HUNDRED) is not False
    )


def contribution(part_change: Number | None, whole_change: Number | None) -> Derived | None:
    """贡献率 in per cent: the part's change of the whole's; None where the whole may not move."""
    if part_change is None or whole_change is None:
        return None
    whole = derived(whole_change)
    if whole.low <= 0 <= whole.high:
        return None
    return derived(part_change) * HUNDRED / whole


def pull(part_change: Number | None, whole_base: Number | None) -> Derived | None:
    """拉动 in percentage points of the whole's growth: the part's change on the whole's base."""
    if part_change is None or whole_base is None or derived(whole_base).low <= 0:
        return None
    return derived(part_change) * HUNDRED / derived(whole_base)


def multiple_of(now: Number, base: Number, *, base_is: str) -> Multiple:
    """是…的N倍: how many times a named base."""
    return Multiple(derived(now) / derived(base), base_is)


def doublings(now: Number, base: Number, *, base_is: str) -> int:
    """翻N番: how often a named base has doubled in full."""
    return multiple_of(now, base, base_is=base_is).doublings


def index_of(now: Number | None, base: Number | None, *, base_is: str) -> Derived | None:
    """指数: the named base is 100; None without a base above zero."""
    check_named(base_is)
    if now is None or base is None or derived(base).low <= 0:
        return None
    return derived(now) * HUNDRED / derived(base)


def arithmetic_mean(rates: Sequence[Exact]) -> Decimal:
    """The mean of yearly rates: what 年均增长 is not (see `word_yearly_growth`)."""
    if not rates:
        raise EngineError("years_odd", "a mean needs at least one rate")
    return sum(map(exact, rates), start=Decimal(0)) / len(rates)


def _percent(now: Number | None, base: Number | None) -> Derived | None:
    if now is None or base is None or derived(base).low <= 0:
        return None
    return (derived(now) / derived(base) - counted(1)) * HUNDRED
