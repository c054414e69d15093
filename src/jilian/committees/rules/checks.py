"""The dated rules asked of a body that is to be set up, and what they forbid.

A number that is known not to be met refuses, and the refusal quotes the rule; what holds in general
(一般) asks for a reason; what is unknown is said and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.committees.rules.rows import Declared, SeatRow
from jilian.committees.rules.states import SeatRole
from jilian.organisations.rules import OrganisationType
from jilian.organisations.rules.thresholds import LEVELS, facts_of_counts, quote
from jilian_engine.rulebook import KINDS, Check, Fact, Finding, Outcome, check_organisation


@dataclass(frozen=True)
class Asked:
    """A body and what is known around it on the day for which the rules are asked.

    ``leaders`` and ``along_chain`` count the cluster's leading firms and its members upstream and
    downstream; None where the register knows none, which is not zero.
    """

    name: str
    type: str
    relation_mode: str
    declared: Declared
    seats: Sequence[SeatRow] = ()
    leaders: int | None = None
    along_chain: int | None = None


def check_body(asked: Asked, day: date) -> Check | None:
    """Ask the rules in force on the day; None where no rule is known for the type."""
    type = OrganisationType(asked.type)
    facts: dict[str, Fact] = dict(facts_of_counts(asked.declared.counts))
    facts["relation_mode"] = asked.relation_mode
    if asked.seats:
        facts["committee_seats"] = sum(row.seats for row in asked.seats)
        facts["has_committee"] = any(row.role == SeatRole.MEMBER for row in asked.seats)
    kind = str(type)
    if type in LEVELS:
        kind, facts["level"] = "cluster_committee", LEVELS[type]
        facts["lead_firm"] = True if asked.leaders else None
        facts["upstream_downstream_firms"] = asked.along_chain or None
    if kind not in KINDS:
        return None
    return check_organisation(kind, facts, day, asked.declared.exception_document or None)


def refuse_broken(check: Check | None, asked: Asked) -> None:
    """Refuse what a rule forbids, with its words, its number and its source."""
    finding = next((one for one in _findings(check) if one.outcome is Outcome.REFUSED), None)
    if finding is None:
        return
    rule = finding.rule
    words = {
        "name": asked.name,
        "type": OrganisationType(asked.type).label,
        "rule": quote(rule),
        "id": rule.id,
        "source": f"《{rule.sources[0].title}》",
    }
    if finding.why == "exception_needs_document":
        raise Refusal(
            "threshold_not_met",
            _(
                "%(name)s cannot be a %(type)s by the counts declared: “%(rule)s” (%(id)s, "
                "%(source)s). Give the document that approves it because of work needs."
            )
            % words,
        )
    raise Refusal(
        "threshold_not_met",
        _("%(name)s cannot be a %(type)s by the counts declared: “%(rule)s” (%(id)s, %(source)s).")
        % words,
    )


def warnings_in(check: Check | None) -> tuple[Finding, ...]:
    """The rules that hold in general and are not kept: each asks for a recorded reason."""
    return tuple(one for one in _findings(check) if one.outcome is Outcome.WARNING)


def ask_reason(check: Check | None, reason: str) -> None:
    """Refuse to go on without a reason where something departs from what holds in general."""
    broken = warnings_in(check)
    if broken and not reason.strip():
        raise Refusal(
            "departure_needs_reason",
            _("This is not as in general: “%(rule)s” (%(id)s). Record the reason and go on.")
            % {"rule": quote(broken[0].rule), "id": broken[0].rule.id},
        )


def exception_used(check: Check | None, declared: Declared) -> bool:
    """Whether the body stands by an exception: below the number, or the number is not known.

    Where the rule is met by the counts the document is not needed and marks nothing.
    """
    if not declared.exception_document or check is None:
        return False
    founding = [one for one in check.reasons if one.rule.exception is not None]
    return any(one.why != "rule_met" for one in founding)


def _findings(check: Check | None) -> tuple[Finding, ...]:
    return check.reasons if check else ()
