"""The numbers that the rules in force on a day set for joint branches; none stands in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian_engine.errors import RuleError
from jilian_engine.rulebook import AllOf, Compare, Condition, Rule, RuleSet, load


@dataclass(frozen=True)
class Limits:
    """What a plan keeps to, and the rules it was read from.

    A firm with `own_least` formal members or more founds its own body; each unit of a joint
    branch has fewer than `unit_below`, together `least` or more; in general at most `most_units`
    units and `most_members` members (None: no such rule on that day). `rules` names the rule
    behind each, by the names of these fields.
    """

    own_least: int
    unit_below: int
    least: int
    most_units: int | None
    most_members: int | None
    approval: str
    filed_with: str
    rules: dict[str, Rule]


def limits_on(day: date, rules: RuleSet | None = None) -> Limits:
    """The limits by the rules certainly in force; `rule_not_known_on_day` where one is missing."""
    held = (rules or load("organisations")).on(day)
    own, own_rule = _number(held, "founding", "branch", "formal_members", ">=")
    unit, unit_rule = _number(held, "founding", "joint_branch", "largest_unit_formal_members", "<")
    least, least_rule = _number(held, "founding", "joint_branch", "formal_members", ">=")
    found = {"own_least": own_rule, "unit_below": unit_rule, "least": least_rule}
    if None in (own, unit, least):
        raise RuleError("rule_not_known_on_day", f"no rule on joint branches is known on {day}")
    units, units_rule = _number(held, "size", "joint_branch", "units", "<=")
    members, members_rule = _number(held, "size", "joint_branch", "members", "<=")
    found |= {"most_units": units_rule, "most_members": members_rule}
    approval = held.definitions["approval"]
    assert own is not None and unit is not None and least is not None
    return Limits(
        own, unit, least, units, members, approval["approver"], approval["filed_with"],
        {name: rule for name, rule in found.items() if rule is not None},
    )  # fmt: skip


def _number(
    rules: RuleSet, matter: str, kind: str, fact: str, sign: str
) -> tuple[int | None, Rule | None]:
    for rule in rules.about(matter, kind):
        for one in _comparisons(rule.require):
            if one.fact == fact and one.op == sign and isinstance(one.asked, int):
                return one.asked, rule
    return None, None


def _comparisons(condition: Condition | None) -> tuple[Compare, ...]:
    if isinstance(condition, Compare):
        return (condition,)
    if isinstance(condition, AllOf):
        return tuple(one for part in condition.parts for one in _comparisons(part))
    return ()
