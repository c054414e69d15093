"""Checks of organisations against the rules in force on a day (rulebook/organisations.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.conditions import Fact, Facts
from jilian_engine.rulebook.reading import load
from jilian_engine.rulebook.rules import Rule, RuleSet, Verdict, evaluate, excepted

KINDS = (
    "branch",
    "joint_branch",
    "project_branch",
    "temporary_branch",
    "area_branch",
    "general_branch",
    "primary_committee",
    "cluster_committee",
)
_ADVISORY = ("size", "committee", "seats")
_KIND_OF_LEVEL = {"committee": "primary_committee", "general_branch": "general_branch"}
_WITHOUT_OWN_MEMBERS = ("functional", "alliance")


class Outcome(StrEnum):
    """What a check comes to; of several findings the first in this order stands."""

    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXCEPTION = "exception"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    """One rule's outcome with its verdict; `why` is a code for programs."""

    outcome: Outcome
    why: str
    verdict: Verdict

    @property
    def rule(self) -> Rule:
        """The rule that was asked."""
        return self.verdict.rule


@dataclass(frozen=True)
class Check:
    """The outcome, the rule that decided it, and every finding (`reasons`), the deciding first."""

    outcome: Outcome
    reasons: tuple[Finding, ...]
    exception_document: str | None
    fingerprint: str

    @property
    def rule_id(self) -> str:
        """The deciding rule."""
        return self.reasons[0].rule.id

    @property
    def quote_zh(self) -> str:
        """Its text in Chinese."""
        return self.reasons[0].rule.text_zh

    @property
    def quote_en(self) -> str:
        """Its text in English."""
        return self.reasons[0].rule.text_en


@dataclass(frozen=True)
class TermLength:
    """How long a term of office lasts, in years; `certain` is False where the rule's start is."""

    least: int
    most: int
    rule: Rule
    certain: bool


def check_organisation(
    kind: str, facts: Facts, day: date, exception_document: str | None = None
) -> Check:
    """Whether an organisation of this kind may be set up or stand with these facts on this day.

    `facts` may hold `formal_members` and `members` (formal and probationary), each a count, a
    band or None, and the others named in the rule file; what is missing is unknown.
    `exception_document` names the approval for work need, where a rule allows an exception.
    Raises RuleError: `kind_unknown`, `fact_unknown`, `facts_disagree`.
    """
    rules = load("organisations")
    _check_asked(kind, facts, rules)
    document = (exception_document or "").strip() or None
    findings = [_founding(rules, kind, facts, day, document)]
    if kind == "cluster_committee":
        findings += _level(rules, facts, day, document)
    for advised in _kinds_advised(kind, facts):
        findings += _advice(rules, advised, facts, day)
    findings.sort(key=lambda finding: list(Outcome).index(finding.outcome))
    outcome = findings[0].outcome
    used = document if outcome is Outcome.EXCEPTION else None
    return Check(outcome, tuple(findings), used, rules.fingerprint)


def term_years(kind: str, term_start: date, village: bool = False) -> TermLength | None:
    """The length of a term that starts on this day, by the version in force then.

    `village` is for organisations of villages and communities. None where no rule is known; two
    different values where the old rule left a range.
    """
    if kind not in KINDS:
        raise RuleError("kind_unknown", f"there is no organisation of kind {kind!r}")
    matter = "village_term" if village else "term"
    for rule in load("organisations").about(matter, kind):
        in_force = rule.in_force(term_start)
        if in_force is not False and rule.years is not None:
            return TermLength(*rule.years, rule, certain=in_force is True)
    return None


def kind_of_level(level: Fact) -> str:
    """The kind whose number and term rules a cluster organisation of this level follows."""
    if not isinstance(level, str) or level not in _KIND_OF_LEVEL:
        raise RuleError("level_unknown", f"a cluster organisation has no level {level!r}")
    return _KIND_OF_LEVEL[level]


def _check_asked(kind: str, facts: Facts, rules: RuleSet) -> None:
    if kind not in KINDS:
        raise RuleError("kind_unknown", f"there is no organisation of kind {kind!r}")
    rules.check_facts(facts)
    formal, members = facts.get("formal_members"), facts.get("members")
    if isinstance(formal, int) and isinstance(members, int) and formal > members:
        raise RuleError("facts_disagree", f"{formal} formal members of {members} members")


def _founding(rules: RuleSet, kind: str, facts: Facts, day: date, document: str | None) -> Finding:
    (rule,) = rules.about("founding", kind)
    verdict = evaluate(rule, facts)
    if rule.in_force(day) is not True:
        return Finding(Outcome.UNKNOWN, "rule_not_known_on_day", verdict)
    if verdict.value is True:
        return Finding(Outcome.OK, "rule_met", verdict)
    if verdict.value is None:
        return Finding(Outcome.UNKNOWN, "facts_missing", verdict)
    if excepted(rule, facts) is True and document is not None:
        return Finding(Outcome.EXCEPTION, "exception_approved", verdict)
    why = "exception_needs_document" if excepted(rule, facts) is True else "rule_broken"
    return Finding(Outcome.REFUSED, why, verdict)


def _level(rules: RuleSet, facts: Facts, day: date, document: str | None) -> list[Finding]:
    """The number rule of a cluster organisation's level, which is stated, never inferred.

    A functional body or alliance has no members of its own, and no number is published for it.
    """
    if facts.get("relation_mode") in _WITHOUT_OWN_MEMBERS:
        return []
    level = facts.get("level")
    if level is None:
        (rule,) = rules.about("founding", "cluster_committee")
        return [Finding(Outcome.UNKNOWN, "level_not_stated", evaluate(rule, facts))]
    return [_founding(rules, kind_of_level(level), facts, day, document)]


def _kinds_advised(kind: str, facts: Facts) -> list[str]:
    if kind != "cluster_committee":
        return [kind]
    level = facts.get("level")
    return [] if level is None else [kind_of_level(level)]


def _advice(rules: RuleSet, kind: str, facts: Facts, day: date) -> list[Finding]:
    """The rules with 一般, and those on the committee: broken ones warn; unknown ones do not."""
    found = []
    for rule in (rule for matter in _ADVISORY for rule in rules.about(matter, kind)):
        if rule.in_force(day) is False:
            continue
        verdict = evaluate(rule, facts)
        if verdict.value is False:
            found.append(Finding(Outcome.WARNING, "rule_broken", verdict))
        elif verdict.value is True:
            found.append(Finding(Outcome.OK, "rule_met", verdict))
        else:
            found.append(Finding(Outcome.OK, "not_checked", verdict))
    return found
