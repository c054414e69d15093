"""Dated, cited rule sets, and what evaluates them: true, false or unknown."""

from __future__ import annotations

from jilian_engine.rulebook.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Fact,
    Facts,
    Line,
    Not,
)
from jilian_engine.rulebook.logic import all_of, any_of, negation
from jilian_engine.rulebook.organisations import (
    KINDS,
    Check,
    Finding,
    Outcome,
    TermLength,
    check_organisation,
    kind_of_level,
    term_years,
)
from jilian_engine.rulebook.reading import load, parse
from jilian_engine.rulebook.rules import Rule, RuleSet, Source, Verdict, evaluate, excepted

__all__ = [
    "KINDS",
    "AllOf",
    "AnyOf",
    "Check",
    "Compare",
    "Condition",
    "Fact",
    "Facts",
    "Finding",
    "Line",
    "Not",
    "Outcome",
    "Rule",
    "RuleSet",
    "Source",
    "TermLength",
    "Verdict",
    "all_of",
    "any_of",
    "check_organisation",
    "evaluate",
    "excepted",
    "kind_of_level",
    "load",
    "negation",
    "parse",
    "term_years",
]
