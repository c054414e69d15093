"""What a check of a firm says: each line with its value, year, source, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jilian.policies.rules.values import Stated
from jilian.policies.rules.words import OUTCOME_MARKS, Outcome, Standing


@dataclass(frozen=True)
class Decided:
    """What a person decided on a line that software never decides."""

    is_met: bool
    reason: str
    document: str
    on: date
    until: date
    by: str


@dataclass(frozen=True)
class Line:
    """One line of a rule set for one firm; texts are ready to be shown.

    ``value`` and ``missing_by`` are empty where nothing is known or nothing is missing. ``parts``
    are the lines of which it is made.
    """

    id: str
    words: str
    outcome: str
    needed: str = ""
    value: str = ""
    missing_by: str = ""
    year: int | None = None
    note: str = ""
    why: str = ""  # why it is open, in words
    evidence: tuple[Stated, ...] = ()
    parts: tuple[Line, ...] = ()
    decided: Decided | None = None
    is_judged: bool = False  # a matter of judgement, so that people may decide it

    @property
    def standing(self) -> str:
        """The outcome, or what a person decided where only people may."""
        if self.decided is not None and self.outcome == Outcome.MANUAL:
            return Outcome.MET if self.decided.is_met else Outcome.UNMET
        return self.outcome

    @property
    def mark(self) -> str:
        """The mark of what it comes to on a page."""
        return OUTCOME_MARKS[self.standing]

    @property
    def label(self) -> str:
        """What it comes to, in words."""
        return str(Outcome(self.standing).label)

    @property
    def is_for_people(self) -> bool:
        """Whether software leaves it to people."""
        return self.outcome == Outcome.MANUAL

    @property
    def rests_on_own_word(self) -> bool:
        """Whether a value counts that only the firm states."""
        return any(one.is_own_word for one in self.evidence) or any(
            part.rests_on_own_word for part in self.parts
        )

    @property
    def plain(self) -> dict[str, object]:
        """As plain values, for what is kept and what programs read."""
        return {
            "id": self.id, "words": self.words, "outcome": self.standing, "needed": self.needed,
            "value": self.value, "missing_by": self.missing_by, "year": self.year,
            "note": self.note, "why": self.why,
            "evidence": [
                {"field": one.field, "year": one.year, "value": str(one.value), "unit": one.unit,
                 "source": one.source, "document": one.document, "origin": one.origin,
                 "on": one.day.isoformat()}
                for one in self.evidence
            ],
            "decided": None if self.decided is None else {
                "is_met": self.decided.is_met, "reason": self.decided.reason,
                "document": self.decided.document, "on": self.decided.on.isoformat(),
            },
            "parts": [part.plain for part in self.parts],
        }  # fmt: skip


@dataclass(frozen=True)
class Points:
    """Points of a part of a score table: what is certain, what remains possible, of how many."""

    words: str
    least: str
    most: str
    top: str
    is_unknown: bool


@dataclass(frozen=True)
class Check:
    """A rule set for one firm on a day."""

    rule_set: str
    words: str
    day: date
    lines: tuple[Line, ...]
    why_version: str = ""
    procedure: str = ""
    flags: tuple[Line, ...] = ()
    score: tuple[Points, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many lines came to what."""
        return count_outcomes(line.standing for line in self.lines)

    @property
    def standing(self) -> Standing:
        """How near the firm is."""
        return standing_of(self.counts)

    @property
    def unmet(self) -> list[Line]:
        """The lines that are not met."""
        return [line for line in self.lines if line.standing == Outcome.UNMET]

    @property
    def plain(self) -> dict[str, object]:
        """As plain values."""
        return {
            "rule_set": self.rule_set, "on": self.day.isoformat(), "procedure": self.procedure,
            "why_version": self.why_version, "standing": self.standing.value,
            "counts": dict(self.counts), "lines": [line.plain for line in self.lines],
        }  # fmt: skip


def count_outcomes(outcomes: Iterable[str]) -> dict[str, int]:
    """Count lines by outcome; every outcome is named."""
    counts = Counter(outcomes)
    return {outcome.value: counts[outcome.value] for outcome in Outcome}


def standing_of(counts: Mapping[str, int]) -> Standing:
    """How near a firm is, from how many lines came to what.

    One line short only where everything else is known: with values missing it is not known how
    many lines are short. A line for people is never taken for met.
    """
    unmet, unknown = counts[Outcome.UNMET], counts[Outcome.UNKNOWN]
    if unmet > 1:
        return Standing.SHORT
    if unknown:
        return Standing.UNKNOWN
    if unmet:
        return Standing.ONE_SHORT
    return Standing.PEOPLE if counts[Outcome.MANUAL] else Standing.QUALIFIES


def may_pay(lines: Iterable[Line]) -> bool:
    """Whether a benefit may be announced: every line is met, or does not apply.

    A line for people must have been decided by one. What is unknown never pays, nor does what only
    the firm itself says.
    """
    kept = list(lines)
    return bool(kept) and all(
        line.standing in (Outcome.MET, Outcome.NOT_APPLICABLE) and not line.rests_on_own_word
        for line in kept
    )


@dataclass(frozen=True)
class KeptLine:
    """A line as it was kept on an earlier day."""

    id: str
    words: str
    outcome: str
    needed: str
    value: str
    year: int | None
    reason: str
    parts: tuple[KeptLine, ...] = ()
    missing_by: str = ""
    why: str = ""

    @property
    def mark(self) -> str:
        """The mark of what it came to on a page."""
        return OUTCOME_MARKS[self.outcome]

    @property
    def label(self) -> str:
        """What it came to, in words."""
        return str(Outcome(self.outcome).label)


def kept_lines(plain: Mapping[str, Any]) -> list[KeptLine]:
    """The lines of a check that was kept as plain values."""
    return [_kept(one) for one in plain.get("lines", ())]


def _kept(one: Mapping[str, Any]) -> KeptLine:
    return KeptLine(
        one["id"], one["words"], one["outcome"], one["needed"], one["value"], one["year"],
        (one["decided"] or {}).get("reason", ""), tuple(_kept(part) for part in one["parts"]),
        one["missing_by"], one["why"],
    )  # fmt: skip
