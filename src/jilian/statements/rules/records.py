"""What records hold beside a figure of a text: same measure, same period, bounds against bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import overlap
from jilian.statements.rules.measures import record_measures
from jilian.statements.rules.periods import last_year
from jilian.statements.rules.said import LEVEL, RUN, Finding, Said, Verdict
from jilian.statements.rules.words import period_words
from jilian_engine.figures import Derived, Interval

# Units of published figures in the base units of texts, and by how much they are multiplied.
UNITS = {
    "100m_yuan": ("yuan", Decimal(10**8)),
    "trillion_yuan": ("yuan", Decimal(10**12)),
    "10k_person": ("person", Decimal(10**4)),
    "share": ("percent", Decimal(100)),
    "project": ("item", Decimal(1)),
    "carrier": ("firm", Decimal(1)),
    "event": ("session", Decimal(1)),
}


@dataclass(frozen=True)
class Record:
    """A figure that records hold: base unit, period as texts have it, and where it stands."""

    key: str
    measure: str
    value: Decimal
    interval: Interval
    unit: str
    period: str
    words: str
    where: str
    url: str = ""

    @property
    def period_words(self) -> str:
        """The period in the reader's language."""
        return period_words(self.period)


def in_base_units(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A published value in the base unit of texts."""
    base, times = UNITS.get(unit, (unit, Decimal(1)))
    return value * times, base


def records_of(said: Said, held: Iterable[Record]) -> list[Record]:
    """The records of the figure's measure and unit; those of its period first."""
    names = record_measures(said)
    found = [one for one in held if one.measure in names and one.unit == said.unit]
    return sorted(found, key=lambda one: (not _same_period(said, one), one.period, one.key))


def compare(place: int, said: Said, records: Sequence[Record]) -> Finding | None:
    """The verdict of the records on a figure; None where they hold nothing like it."""
    if not records or (said.value is None and said.low is None and said.high is None):
        return None
    of_period = [one for one in records if _same_period(said, one)]
    agreeing = [one for one in of_period if agrees(said, one)]
    told = {"text": said.text, "period": period_words(said.period)}
    if agreeing and len(agreeing) == len(of_period):
        return Finding("held", Verdict.CONSISTENT, (place,), _(
            "The records hold %(held)s for %(when)s."
        ) % _held(agreeing[0]))  # fmt: skip
    if agreeing:
        return Finding("held_differently", Verdict.AMBIGUOUS, (place,), _(
            "The records hold this value and another one for the same period: %(all)s."
        ) % {"all": _all(of_period)})  # fmt: skip
    if of_period:
        return Finding("held_otherwise", Verdict.CONTRADICTORY, (place,), _(
            "The records hold %(held)s for %(when)s, not %(text)s."
        ) % {**_held(of_period[0]), **told})  # fmt: skip
    return _of_another_period(place, said, records)


def _of_another_period(place: int, said: Said, records: Sequence[Record]) -> Finding | None:
    same = [one for one in records if agrees(said, one)]
    if same:
        return Finding("held_for_another_period", Verdict.AMBIGUOUS, (place,), _(
            "The records hold this value for %(when)s; the text says: %(period)s."
        ) % {**_held(same[-1]), "period": period_words(said.period)})  # fmt: skip
    return Finding("held_for_other_periods", Verdict.UNCHECKABLE, (place,), _(
        "The records hold this measure for other periods only: %(all)s."
    ) % {"all": _all(records[-3:])})  # fmt: skip


def _held(record: Record) -> dict[str, str]:
    return {"held": record.words, "when": period_words(record.period)}


def _all(records: Sequence[Record]) -> str:
    return "; ".join(f"{one.words} ({period_words(one.period)})" for one in records)


def agrees(said: Said, record: Record) -> bool:
    """Whether one value can be both what the text says and what the record holds."""
    return overlap(said.possible, record.interval)


def _same_period(said: Said, record: Record) -> bool:
    if said.period == record.period:
        return bool(said.period)
    if said.kind == RUN and len(said.period) == 4:
        return record.period in (said.period, f"{said.period}-12") or _ends(record, said)
    whole = {said.period, said.period.removesuffix("-01..12"), said.period.removesuffix("-12")}
    return bool(said.period) and said.kind == LEVEL and record.period in whole


def _ends(record: Record, said: Said) -> bool:
    return ".." in record.period and last_year(record.period) == int(said.period)


def known_levels(held: Iterable[Record]) -> dict[tuple[str, int], Derived]:
    """Levels of whole years by measure: those that one record states exactly, or all alike."""
    found: dict[tuple[str, int], Derived] = {}
    for one in held:
        exact = one.interval.low is not None and one.interval.high is not None
        if len(one.period) == 4 and exact and one.interval.low and one.interval.high:
            span = Derived(one.value, one.interval.low, one.interval.high)
            found.setdefault((one.measure, int(one.period)), span)
    return found
