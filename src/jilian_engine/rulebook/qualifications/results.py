"""What an evaluation answers, line by line, and the same as plain values for storing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from jilian_engine.figures import Interval
from jilian_engine.rulebook.qualifications.choosing import RuleSetChoice
from jilian_engine.rulebook.qualifications.evidence import Evidence, Value
from jilian_engine.rulebook.qualifications.model import Asked, Outcome


@dataclass(frozen=True)
class LineResult:
    """One line: what it asks (`field op needed`), the value met with, by how much it misses.

    `value` is None where it is unknown, and an Interval of points for score lines. `missing_by`
    stands where a number is not met. `why` is a code for what is unknown or left to people.
    `year` is the year of the value; lines over several years and groups have `parts`.
    """

    id: str
    outcome: Outcome
    zh: str
    en: str
    field: str = ""
    op: str = ""
    needed: Asked | None = None
    unit: str = ""
    value: Value | Interval | None = None
    missing_by: Fraction | None = None
    year: int | None = None
    why: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[LineResult, ...] = ()

    def walk(self) -> Iterator[LineResult]:
        """Return the line and all of its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class ItemScore:
    """Points of an item, least and most; `unknown` where a value missing keeps them apart."""

    id: str
    least: Fraction
    most: Fraction
    top: Fraction
    unknown: bool = False


@dataclass(frozen=True)
class PartScore:
    """Points of a part of the table, never above its own most."""

    id: str
    zh: str
    en: str
    least: Fraction
    most: Fraction
    top: Fraction
    items: tuple[ItemScore, ...]

    @property
    def unknown(self) -> bool:
        """Whether a value missing keeps least and most apart."""
        return any(item.unknown for item in self.items)


@dataclass(frozen=True)
class Score:
    """The score table filled in as far as software can."""

    parts: tuple[PartScore, ...]

    @property
    def least(self) -> Fraction:
        """Points that are certain."""
        return sum((part.least for part in self.parts), Fraction(0))

    @property
    def most(self) -> Fraction:
        """Points that remain possible."""
        return sum((part.most for part in self.parts), Fraction(0))


@dataclass(frozen=True)
class RuleSetResult:
    """A pre-check of one firm, never a recognition; `flags` do not enter the outcome."""

    choice: RuleSetChoice
    outcome: Outcome
    lines: tuple[LineResult, ...]
    flags: tuple[LineResult, ...] = ()
    score: Score | None = None

    def line(self, line_id: str) -> LineResult:
        """The line or part with this id."""
        for top in (*self.lines, *self.flags):
            for one in top.walk():
                if one.id == line_id:
                    return one
        raise KeyError(line_id)

    @property
    def open_lines(self) -> tuple[LineResult, ...]:
        """The lines that keep the outcome from being met."""
        return tuple(
            one for one in self.lines if one.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)
        )


def to_plain(result: RuleSetResult) -> dict[str, Any]:
    """The result as plain values for JSON; numbers are texts with six decimals at most."""
    choice = result.choice
    return {
        "rule_set": choice.rule_set.id,
        "applied_on": choice.applied_on.isoformat(),
        "procedure": choice.procedure,
        "region": choice.region,
        "batch": choice.batch,
        "reason": choice.reason,
        "outcome": str(result.outcome),
        "lines": [_line(one) for one in result.lines],
        "flags": [_line(one) for one in result.flags],
        "score": None if result.score is None else _score(result.score),
    }


def shown(value: Value | Interval | Asked | None) -> Any:
    """A value as JSON holds it: texts for numbers and days, [least, most] for points."""
    match value:
        case None | bool() | str():
            return value
        case Fraction():
            return _text(value)
        case Interval():
            ends = (value.low, value.high)
            return [None if end is None else _text(Fraction(end)) for end in ends]
        case date():
            return value.isoformat()
        case tuple():
            return list(value)


def _text(number: Fraction) -> str:
    scaled = Decimal(number.numerator * 10**12 // number.denominator).scaleb(-12)
    rounded = scaled.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    return f"{rounded + 0:f}"


def _line(one: LineResult) -> dict[str, Any]:
    return {
        "id": one.id,
        "outcome": str(one.outcome),
        "zh": one.zh,
        "en": one.en,
        "field": one.field,
        "op": one.op,
        "needed": shown(one.needed),
        "unit": one.unit,
        "value": shown(one.value),
        "missing_by": shown(one.missing_by),
        "year": one.year,
        "why": one.why,
        "note": one.note,
        "evidence": [_evidence(each) for each in one.evidence],
        "parts": [_line(each) for each in one.parts],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    value = one.value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        value = Fraction(value)
    return {
        "field": one.field,
        "year": one.year,
        "value": shown(value),
        "unit": one.unit,
        "source": one.source,
        "on": None if one.on is None else one.on.isoformat(),
        "proof": one.proof,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "least": _text(score.least),
        "most": _text(score.most),
        "parts": [
            {
                "id": part.id,
                "zh": part.zh,
                "en": part.en,
                "least": _text(part.least),
                "most": _text(part.most),
                "top": _text(part.top),
                "items": [
                    {"id": item.id, "least": _text(item.least), "most": _text(item.most),
                     "top": _text(item.top), "unknown": item.unknown}
                    for item in part.items
                ],
            }
            for part in score.parts
        ],
    }  # fmt: skip
