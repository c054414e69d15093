"""Published figures and measured values as records that texts are compared with."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import amount_words
from jilian.statements.rules.periods import of_record
from jilian.statements.rules.records import Record, in_base_units
from jilian.statements.rules.words import SIGNS
from jilian_engine.figures import Bound, Interval, interval_of

BOUNDS = {
    "=": Bound.EXACT, ">": Bound.MORE_THAN, ">=": Bound.AT_LEAST, "<": Bound.BELOW,
    "~": Bound.ABOUT,
}  # fmt: skip
NEAR = Decimal("0.1")  # what "about" may be off, as in docs/methods/figures.md
# A rank, a run and a count are what they are; what is measured was rounded to its last place.
_EXACT_UNITS = frozenset({"firm", "item", "month", "rank", "times", "session", "person_time"})


class Source(Protocol):
    """Where a fact was published."""

    @property
    def title(self) -> str:
        """Its title."""
        ...


class Definition(Protocol):
    """What a measured value is."""

    @property
    def unit(self) -> str:
        """The key of its unit."""
        ...

    @property
    def measured(self) -> str:
        """Stock, flow or year to date."""
        ...


class ShownFigure(Protocol):
    """A measured value, as it may be shown."""

    @property
    def definition(self) -> Definition:
        """What it is."""
        ...

    @property
    def indicator(self) -> str:
        """Its key."""
        ...

    @property
    def value(self) -> Decimal | None:
        """The number; None where it is unknown or hidden."""
        ...

    @property
    def bound(self) -> str:
        """Its bound."""
        ...

    @property
    def period(self) -> str:
        """Its period as text."""
        ...

    @property
    def parts_url(self) -> str:
        """Where it opens."""
        ...

    @property
    def words(self) -> str:
        """Number, bound and unit."""
        ...


class Fact(Protocol):
    """A published figure, as the register keeps it."""

    key: str
    measure: str
    value: Decimal | None
    comparator: str
    unit: str
    period: str

    @property
    def source(self) -> Source:
        """Where it was published."""
        ...


def record_of(fact: Fact, url: str) -> Record | None:
    """A published figure as a record; None where it states no value."""
    if fact.value is None:
        return None
    number = fact.value.normalize()
    value, unit = in_base_units(number, fact.unit)
    bound = BOUNDS[fact.comparator]
    half = Decimal(0) if unit in _EXACT_UNITS else _half(number, value)
    sign = SIGNS[bound.value] if bound is not Bound.EXACT else ""
    return Record(
        key=fact.key,
        measure=fact.measure,
        value=value,
        interval=_interval(value, bound, half),
        unit=unit,
        period=of_record(fact.period),
        words=f"{sign}{amount_words(value, unit)}",
        where=fact.source.title,
        url=url,
    )


def record_of_indicator(shown: ShownFigure) -> Record | None:
    """A measured value as a record; None where it is unknown or hidden."""
    if shown.value is None:
        return None
    value, unit = in_base_units(shown.value, shown.definition.unit)
    december = shown.definition.measured == "stock" and shown.period.endswith("-12")
    return Record(
        key=f"{shown.indicator}@{shown.period}",
        measure=shown.indicator,
        value=value,
        interval=_interval(value, Bound(shown.bound), Decimal(0)),
        unit=unit,
        period=shown.period[:4] if december else shown.period,
        words=shown.words,
        where=_("measured indicator"),
        url=shown.parts_url,
    )


def _interval(value: Decimal, bound: Bound, half: Decimal) -> Interval:
    if bound is Bound.EXACT:
        return Interval(value - half, value + half)
    if bound is Bound.ABOUT:
        return Interval(value * (1 - NEAR), value * (1 + NEAR))
    return interval_of(value, bound)


def _half(printed: Decimal, value: Decimal) -> Decimal:
    """Half a unit of the last place of the printed number; whole numbers to one."""
    exponent = min(int(printed.as_tuple().exponent), 0)
    factor = abs(value / printed) if printed else Decimal(1)
    return factor * Decimal(1).scaleb(exponent) / 2
