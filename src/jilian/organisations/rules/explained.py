"""What the rules said of a type, in words: for pages, and for a person who must decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from jilian.organisations.rules.thresholds import fact_name, quote
from jilian.ui.values import day_text, unknown_text
from jilian_engine.figures.bands import Band
from jilian_engine.rulebook import Check, Fact, Finding, Line, Outcome, Rule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The sign beside a finding, and its word.
STATES: dict[Outcome, tuple[str, StrOrPromise]] = {
    Outcome.REFUSED: ("broken", gettext_lazy("not met")),
    Outcome.UNKNOWN: ("waiting", gettext_lazy("unknown")),
    Outcome.EXCEPTION: ("open", gettext_lazy("by exception")),
    Outcome.WARNING: ("open", gettext_lazy("not as in general")),
    Outcome.OK: ("closed", gettext_lazy("met")),
}


@dataclass(frozen=True)
class Explained:
    """One rule, what came of it, and what it rests on."""

    state: str
    state_words: StrOrPromise
    text: str
    rule_id: str
    sources: str
    days: str
    is_secondary: bool
    comparisons: tuple[str, ...]


def explain(check: Check | None) -> tuple[Explained, ...]:
    """The findings of a check, the deciding one first; what could not be asked is left out."""
    findings = check.reasons if check else ()
    return tuple(_explained(one) for one in findings if one.why != "not_checked")


def _explained(finding: Finding) -> Explained:
    rule = finding.rule
    state, words = STATES[finding.outcome]
    is_asked = finding.why != "rule_not_known_on_day"
    return Explained(
        state=state,
        state_words=words if is_asked else _("rule not known to be in force on this day"),
        text=quote(rule),
        rule_id=rule.id,
        sources=pgettext("in a list", ", ").join(
            _source(rule, at) for at in range(len(rule.sources))
        ),
        days=_days(rule),
        is_secondary=rule.confirmation != "confirmed",
        comparisons=tuple(_compared(line) for line in finding.verdict.lines) if is_asked else (),
    )


def _source(rule: Rule, at: int) -> str:
    source = rule.sources[at]
    issued = f" {source.issued}" if source.issued else ""
    return f"《{source.title}》{issued}"


def _days(rule: Rule) -> str:
    """From when to when the rule is in force, as far as that is known."""
    until = ""
    if rule.valid_to is not None:
        until = _(" until %s") % day_text(rule.valid_to - timedelta(days=1))
    if rule.valid_from is not None:
        return _("in force since %s") % day_text(rule.valid_from) + until
    if rule.known_by is not None:
        return _("start unknown; known since %s") % day_text(rule.known_by) + until
    return _("start unknown") + until


def _compared(line: Line) -> str:
    return _("%(fact)s: %(used)s; the rule asks %(asks)s") % {
        "fact": fact_name(line.fact),
        "used": _used(line.used),
        "asks": _used(line.asked) if isinstance(line.asked, bool) else line.asks,
    }


def _used(used: Fact) -> str:
    match used:
        case None:
            return unknown_text()
        case bool():
            return _("yes") if used else _("no")
        case Band(high=None):
            return f"≥ {used.low}"
    return str(used)
