"""Rules with their texts, sources and days in force; a rule set and the verdict on facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jilian_engine.errors import RuleError
from jilian_engine.figures import Band
from jilian_engine.rulebook.conditions import Condition, Facts, Line
from jilian_engine.rulebook.logic import any_of, negation


@dataclass(frozen=True)
class Source:
    """A document that a rule rests on, and how far it has been confirmed."""

    id: str
    title: str
    issuer: str
    number: str | None
    issued: str | None
    in_force_from: str | None
    in_force_to: str | None
    status: str
    confirmation: str
    note: str | None = None


@dataclass(frozen=True)
class Rule:
    """One dated rule: it asks `require` wherever `when` holds.

    In force from `valid_from` (included) to `valid_to` (excluded, None while it lasts). Where
    the first day is not known, `known_by` is the first day on which a source shows the rule.
    `quoted` says that `text_zh` is the source's own wording. `years` is the length of a term of
    office, least and most.
    """

    id: str
    kinds: tuple[str, ...]
    about: str
    text_zh: str
    text_en: str
    sources: tuple[Source, ...]
    quoted: bool = False
    confirmation: str = "confirmed"
    valid_from: date | None = None
    valid_to: date | None = None
    known_by: date | None = None
    when: Condition | None = None
    require: Condition | None = None
    exception: Condition | None = None
    years: tuple[int, int] | None = None

    def in_force(self, day: date) -> bool | None:
        """True, False, or None where the rule may not have begun yet on that day."""
        if self.valid_to is not None and day >= self.valid_to:
            return False
        if self.valid_from is not None:
            return day >= self.valid_from
        return True if self.known_by is not None and day >= self.known_by else None


@dataclass(frozen=True)
class RuleSet:
    """Rules of one matter; `fingerprint` (sha256) changes with anything the file states."""

    name: str
    title_zh: str
    title_en: str
    checked_on: date
    fingerprint: str
    rules: tuple[Rule, ...]
    sources: Mapping[str, Source]
    fact_names: Mapping[str, tuple[str, str]]
    bands: tuple[Band, ...]
    definitions: Mapping[str, Any]

    def on(self, day: date) -> RuleSet:
        """The same set with the rules that are certainly in force on that day."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.in_force(day)))

    def perhaps_on(self, day: date) -> RuleSet:
        """The same set with the rules whose start is unknown and may lie after that day."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.in_force(day) is None))

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; `rule_unknown` if the set has none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise RuleError("rule_unknown", f"{self.name} has no rule {rule_id}")

    def about(self, matter: str, kind: str) -> tuple[Rule, ...]:
        """The rules on one matter (founding, size, term …) for one kind of organisation."""
        return tuple(rule for rule in self.rules if rule.about == matter and kind in rule.kinds)

    def check_facts(self, facts: Facts) -> None:
        """Refuse a fact that no rule of the set knows (`fact_unknown`): most often a slip."""
        strange = sorted(set(facts) - set(self.fact_names))
        if strange:
            raise RuleError("fact_unknown", f"{self.name} knows no fact {', '.join(strange)}")


@dataclass(frozen=True)
class Verdict:
    """What a rule says of the facts: kept (True), broken (False), unknown (None), line by line."""

    rule: Rule
    value: bool | None
    lines: tuple[Line, ...]


def evaluate(rule: Rule, facts: Facts) -> Verdict:
    """The rule's verdict: `require` holds, or `when` does not."""
    if rule.require is None:
        raise RuleError("rule_asks_nothing", f"{rule.id} has no condition")
    required = rule.require.value(facts)
    lines = rule.require.lines(facts)
    if rule.when is None:
        return Verdict(rule, required, lines)
    value = any_of((negation(rule.when.value(facts)), required))
    return Verdict(rule, value, rule.when.lines(facts) + lines)


def excepted(rule: Rule, facts: Facts) -> bool | None:
    """Whether the rule lets these facts pass with work need and approval."""
    return False if rule.exception is None else rule.exception.value(facts)
