"""For how much of last year the released units stood; how complete and how timely a month is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _, override

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Cover:
    """Part over whole of last year's value; both None where last year is not known of every unit.

    ``unknown`` names the units of which last year's value is missing.
    """

    part: Decimal | None
    whole: Decimal | None
    unknown: tuple[str, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """With one decimal, rounded down: a cover is never said to be larger than it is."""
        return cover_percent(self.part, self.whole)


def cover_percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A cover in percent with one decimal, rounded down; None where it is not known."""
    if part is None or not whole:
        return None
    return (part * HUNDRED / whole).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def cover_of(last_year: Mapping[str, Decimal | None], reported: Collection[str]) -> Cover:
    """The cover of the reported units among all that are expected.

    One unit whose last year is missing makes the whole unknown: nothing is taken for zero.
    """
    unknown = tuple(unit for unit, value in last_year.items() if value is None)
    known = [value for value in last_year.values() if value is not None]
    whole = sum(known, Decimal(0))
    if unknown or whole <= 0 or any(value < 0 for value in known):
        return Cover(None, None, unknown)
    part = sum(
        (value for unit, value in last_year.items() if unit in reported and value), Decimal(0)
    )
    return Cover(part, whole)


def cover_sentence(percent: Decimal | None, reported: int, expected: int) -> str:
    """What a release says of its cover, in the present language."""
    if percent is None:
        return _(
            "%(reported)s of %(expected)s units reported; for how much of last year's value they "
            "stood is not known"
        ) % {"reported": reported, "expected": expected}
    return _("reported units stood for %(percent)s %% of last year's value") % {"percent": percent}


def cover_sentences(percent: Decimal | None, reported: int, expected: int) -> dict[str, str]:
    """The same in both languages."""
    found = {}
    for language in ("zh-hans", "en"):
        with override(language):
            found[language.replace("-", "_")] = cover_sentence(percent, reported, expected)
    return found


@dataclass(frozen=True)
class Coming:
    """How many of the expected units have sent, how many of them in time, how many are late."""

    expected: int
    sent: int
    in_time: int
    late: int
    settled: int

    @property
    def completeness(self) -> Decimal | None:
        """Sent of expected, in percent, rounded down."""
        return cover_percent(Decimal(self.sent), Decimal(self.expected))

    @property
    def timeliness(self) -> Decimal | None:
        """In time of expected, in percent, rounded down."""
        return cover_percent(Decimal(self.in_time), Decimal(self.expected))
