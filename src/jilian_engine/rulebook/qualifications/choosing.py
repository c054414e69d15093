"""Which rule set applies: by qualification, procedure, day, region and batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications.model import Exempted, Rulebook, RuleSet
from jilian_engine.rulebook.qualifications.reading import load_rulebook
from jilian_engine.rulebook.rules import Source

PROCEDURES = ("new", "recheck")
Reason = Literal["in_force", "by_notice", "chosen", "practice"]


@dataclass(frozen=True)
class RuleSetChoice:
    """A rule set for one application; what `evaluate_firm` and `evaluate_all` take.

    `reason`: `in_force` on the day, `by_notice` (another set is in force, `source` says why this
    one applies), `practice` (a common reading without days), `chosen` by hand. `certain` is False
    where the source leaves open whether the set had begun.
    """

    rule_set: RuleSet
    applied_on: date
    procedure: str
    reason: Reason
    source: Source
    certain: bool = True
    region: str = ""
    batch: str = ""

    @property
    def year0(self) -> int:
        """The last full accounting year before the application."""
        return self.applied_on.year - 1


def choose_rule_set(
    qualification: str,
    procedure: str,
    applied_on: date,
    region: str = "",
    batch: str = "",
    book: Rulebook | None = None,
) -> RuleSetChoice:
    """The rule set for this application.

    `region` is a code of GB/T 2260 (a district counts as its province too). Raises RuleError:
    `qualification_unknown`, `procedure_unknown`, `no_rule_set_on_day`.
    """
    rules = book or load_rulebook()
    if qualification not in rules.qualifications:
        raise RuleError("qualification_unknown", f"there is no qualification {qualification!r}")
    _check_procedure(procedure)
    for one in rules.exceptions:
        if _fits(one, qualification, procedure, applied_on, region, batch):
            found = rules.rule_set(one.use)
            return RuleSetChoice(
                found, applied_on, procedure, "by_notice", one.source, True, region, batch
            )
    for found in rules.rule_sets:
        if found.qualification == qualification and found.in_force(applied_on):
            certain = found.certain_from is None or applied_on >= found.certain_from
            reason: Reason = "in_force" if found.valid_from else "practice"
            return RuleSetChoice(
                found, applied_on, procedure, reason, found.sources[0], certain, region, batch
            )
    raise RuleError("no_rule_set_on_day", f"no rule set for {qualification} on {applied_on}")


def use_rule_set(
    rule_set: RuleSet, applied_on: date, procedure: str = "new", region: str = "", batch: str = ""
) -> RuleSetChoice:
    """A rule set that a person chose, whatever the day says."""
    _check_procedure(procedure)
    source = rule_set.sources[0]
    return RuleSetChoice(rule_set, applied_on, procedure, "chosen", source, True, region, batch)


def _check_procedure(procedure: str) -> None:
    if procedure not in PROCEDURES:
        raise RuleError("procedure_unknown", f"there is no procedure {procedure!r}")


def _fits(
    one: Exempted, qualification: str, procedure: str, day: date, region: str, batch: str
) -> bool:
    province = one.region[:2] if one.region.endswith("0000") else one.region
    return (
        one.qualification == qualification
        and one.procedure in ("", procedure)
        and one.batch in ("", batch)
        and one.year in (None, day.year)
        and (not one.region or region.startswith(province))
    )
