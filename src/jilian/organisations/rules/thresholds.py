"""The rules of set-up asked for one organisation: what its counts say of its type on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from jilian.organisations.rules.words import OrganisationType
from jilian_engine.figures.bands import Band
from jilian_engine.rulebook import (
    KINDS,
    Check,
    Fact,
    Finding,
    Outcome,
    Rule,
    check_organisation,
    load,
)

RULES = "organisations"
LEVELS = {
    OrganisationType.PRIMARY_COMMITTEE: "committee",
    OrganisationType.GENERAL_BRANCH: "general_branch",
}


@dataclass(frozen=True)
class Counts:
    """Counts of an organisation on a day; None and "" where not known."""

    counted_on: date | None = None
    formal: int | None = None
    probationary: int | None = None
    newly_developed: int | None = None
    band: str = ""

    @property
    def members(self) -> int | None:
        """Formal and probationary members together, where both are known."""
        if self.formal is None or self.probationary is None:
            return None
        return self.formal + self.probationary


UNCOUNTED = Counts()


def check_type(
    type: str,
    day: date,
    counts: Counts,
    *,
    is_cluster_body: bool = False,
    units: int | None = None,
    exception_document: str = "",
) -> Check | None:
    """Ask the rules in force on the day; None where no rule is known for this type.

    The level of a cluster's body is what its founding reply says; the rule of that level is asked,
    and what is published of cluster bodies beside it.
    """
    kind, facts = str(type), facts_of_counts(counts)
    if is_cluster_body and type in LEVELS:
        kind, facts["level"] = "cluster_committee", LEVELS[OrganisationType(type)]
    if kind not in KINDS:
        return None
    if units:
        facts["units"] = units
    return check_organisation(kind, facts, day, exception_document or None)


def facts_of_counts(counts: Counts) -> dict[str, Fact]:
    """Counts as the rules ask for them; members exact, or at least as many as are known."""
    return {"formal_members": _formal(counts), "members": _members(counts)}


def refusal_in(check: Check | None) -> Finding | None:
    """The finding that forbids the type; what is unknown never forbids."""
    findings = check.reasons if check else ()
    return next((one for one in findings if one.outcome is Outcome.REFUSED), None)


def is_excepted(check: Check | None) -> bool:
    """Whether an approval for work need carries the type."""
    return check is not None and any(one.outcome is Outcome.EXCEPTION for one in check.reasons)


def allows_exception(type: str, day: date) -> bool:
    """Whether a rule known on the day lets this type stand below its number for work need."""
    rules = load(RULES).about("founding", str(type))
    return any(rule.exception is not None and rule.in_force(day) is not False for rule in rules)


def quote(rule: Rule) -> str:
    """The text of the rule in the reader's language."""
    return rule.text_zh if (get_language() or "").startswith("zh") else rule.text_en


def fact_name(fact: str) -> str:
    """The name of a fact in the reader's language."""
    zh, en = load(RULES).fact_names[fact]
    return zh if (get_language() or "").startswith("zh") else en


def _formal(counts: Counts) -> int | Band | None:
    if counts.formal is not None:
        return counts.formal
    return next((band for band in load(RULES).bands if band.id == counts.band), None)


def _members(counts: Counts) -> int | Band | None:
    """Formal and probationary members: exact, or at least as many as are known."""
    formal, others = _formal(counts), counts.probationary
    if isinstance(formal, int):
        return Band("at_least", formal, None) if others is None else formal + others
    if isinstance(formal, Band):
        high = None if formal.high is None or others is None else formal.high + others
        return Band("from_band", formal.low + (others or 0), high)
    return None if others is None else Band("at_least", others, None)
