"""What a rule file on qualifications holds: fields, formulas, lines, score tables, rule sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.rules import Source

Operator = Literal[">=", ">", "<=", "<", "==", "!=", "in"]
Bound = Literal[">=", ">", "<=", "<"]
Asked = bool | Fraction | str | tuple[str, ...]
Kind = Literal["number", "truth", "word", "day"]


class Outcome(StrEnum):
    """What is said of a line; the gravest first, as a line of which all parts must hold has it."""

    UNMET = "unmet"
    UNKNOWN = "unknown"
    MANUAL_REVIEW = "manual_review"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Formula:
    """How a field is computed from yearly ones or from a day; see `formulas`."""

    how: str
    fields: tuple[str, ...]
    years: int = 1
    short_history: bool = False


@dataclass(frozen=True)
class Field:
    """Something stated of a firm, or computed from what is stated.

    A `yearly` field is stated with its year. `proof` names who must have stated a value before
    it counts. `least` and `most` bound what may be stated.
    """

    name: str
    zh: str
    en: str
    kind: Kind = "number"
    unit: str = ""
    yearly: bool = False
    least: Fraction | None = None
    most: Fraction | None = None
    whole: bool = False
    words: tuple[str, ...] = ()
    proof: str = ""
    formula: Formula | None = None


@dataclass(frozen=True)
class Over:
    """The years asked: each or any of the last `years` full ones before the application."""

    each: bool = True
    years: int = 1


@dataclass(frozen=True)
class Compare:
    """A field compared with a number, word or truth value."""

    id: str
    field: str
    op: Operator
    asked: Asked
    over: Over = Over()
    recheck: Over | None = None
    recheck_applies: bool = True
    note: str = ""


@dataclass(frozen=True)
class Review:
    """A matter of judgement, with what is known of it: software never decides it."""

    id: str
    field: str
    note: str = ""


@dataclass(frozen=True)
class Points:
    """Points of a score table, of one part or in total, compared with a number.

    With `stated_in` only the number that people stated in that field decides.
    """

    id: str
    part: str
    op: Operator
    asked: Fraction
    stated_in: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Parts of which every one or any one must hold."""

    id: str
    every: bool
    parts: tuple[Line, ...]
    zh: str = ""
    en: str = ""
    note: str = ""


@dataclass(frozen=True)
class Band:
    """What is asked where the field stands so to the limit."""

    op: Bound
    limit: Fraction
    ask: Line


@dataclass(frozen=True)
class ByBand:
    """What is asked depends on the band in which a field of last year lies; the first that fits."""

    id: str
    field: str
    bands: tuple[Band, ...]
    zh: str = ""
    en: str = ""
    note: str = ""


Line = Compare | Review | Points | Group | ByBand


@dataclass(frozen=True)
class Case:
    """Points given where the condition holds, and none before it did; None: in all other cases."""

    when: Line | None
    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Item:
    """A row of a score table.

    One of: `ways` of cases, of which the firm takes the best; `count` truths at `each` points;
    points of an `expert`. An `extra` item adds to its part, which never exceeds its own most.
    """

    id: str
    most: Fraction
    ways: tuple[tuple[Case, ...], ...] = ()
    count: tuple[str, ...] = ()
    each: Fraction = Fraction(0)
    expert: str = ""
    extra: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a score table."""

    id: str
    zh: str
    en: str
    most: Fraction
    items: tuple[Item, ...]


@dataclass(frozen=True)
class RuleSet:
    """One dated rule set: all `lines` must hold; `flags` decide nothing.

    In force from `valid_from` (included) to `valid_to` (excluded). `certain_from` is later than
    `valid_from` where the source gives the year alone. `valid_years` is how long a title lasts.
    """

    id: str
    qualification: str
    zh: str
    en: str
    kind: str
    sources: tuple[Source, ...]
    lines: tuple[Line, ...]
    flags: tuple[Line, ...] = ()
    score: tuple[Part, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    certain_from: date | None = None
    confirmation: str = "confirmed"
    tier: int | None = None
    valid_years: int | None = None
    renew_by: tuple[int, int] | None = None
    approver: str = ""
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it is the rule of that day, notices for one batch or procedure aside."""
        begun = self.valid_from is None or day >= self.valid_from
        return begun and (self.valid_to is None or day < self.valid_to)

    def all_lines(self) -> Iterator[Line]:
        """Return every line with its parts, flags last."""
        for line in (*self.lines, *self.flags):
            yield from walk(line)


@dataclass(frozen=True)
class Exempted:
    """A notice by which another rule set applies than the day alone would say."""

    qualification: str
    use: str
    source: Source
    procedure: str = ""
    region: str = ""
    batch: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Rulebook:
    """The whole file; `fingerprint` (sha256) changes with anything that it states."""

    checked_on: date
    fingerprint: str
    fields: Mapping[str, Field]
    rule_sets: tuple[RuleSet, ...]
    exceptions: tuple[Exempted, ...]
    sources: Mapping[str, Source]
    definitions: Mapping[str, Any]

    def rule_set(self, rule_set_id: str) -> RuleSet:
        """Return the rule set with this id; `rule_set_unknown` if there is none."""
        for one in self.rule_sets:
            if one.id == rule_set_id:
                return one
        raise RuleError("rule_set_unknown", f"there is no rule set {rule_set_id!r}")

    def field(self, name: str) -> Field:
        """Return the field of this name; `field_unknown` if there is none: most often a slip."""
        if name not in self.fields:
            raise RuleError("field_unknown", f"no rule set asks for {name!r}")
        return self.fields[name]

    @property
    def qualifications(self) -> tuple[str, ...]:
        """The qualifications that the file knows, each once."""
        return tuple(dict.fromkeys(one.qualification for one in self.rule_sets))


def walk(line: Line) -> Iterator[Line]:
    """Return a line and all that stand in it."""
    yield line
    inner: tuple[Line, ...] = ()
    if isinstance(line, Group):
        inner = line.parts
    elif isinstance(line, ByBand):
        inner = tuple(band.ask for band in line.bands)
    for part in inner:
        yield from walk(part)
