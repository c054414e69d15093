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
from jilian_engine.rulebook.process_checks import (
    Change,
    check_template,
    check_templates,
    compare_templates,
)
from jilian_engine.rulebook.process_files import from_plain, load_processes, to_plain
from jilian_engine.rulebook.processes import (
    Actor,
    Measure,
    ProcessLimit,
    ProcessStep,
    ProcessTemplate,
    StepEdge,
    TemplateError,
    join_steps,
    span_of,
    version_on,
)
from jilian_engine.rulebook.reading import load, parse
from jilian_engine.rulebook.rules import Rule, RuleSet, Source, Verdict, evaluate, excepted

__all__ = [
    "KINDS",
    "Actor",
    "AllOf",
    "AnyOf",
    "Change",
    "Check",
    "Compare",
    "Condition",
    "Fact",
    "Facts",
    "Finding",
    "Line",
    "Measure",
    "Not",
    "Outcome",
    "ProcessLimit",
    "ProcessStep",
    "ProcessTemplate",
    "Rule",
    "RuleSet",
    "Source",
    "StepEdge",
    "TemplateError",
    "TermLength",
    "Verdict",
    "all_of",
    "any_of",
    "check_organisation",
    "check_template",
    "check_templates",
    "compare_templates",
    "evaluate",
    "excepted",
    "from_plain",
    "join_steps",
    "kind_of_level",
    "load",
    "load_processes",
    "negation",
    "parse",
    "span_of",
    "term_years",
    "to_plain",
    "version_on",
]
