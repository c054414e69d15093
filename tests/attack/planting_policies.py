"""What firm B stated for the rules, applied for and is to get: planted, and altered."""

from __future__ import annotations

from datetime import date
from typing import Any

from attack.planting import WORDS, _again, _model
from conftest import NOON

SINCE = date(2020, 1, 1)
RULES = "srdi_sme_2026"


def plant_policies(*, world: Any, source: Any, b: Any, **_rest: Any) -> None:
    _model("policies.Evidence").objects.create(
        world=world, firm=b, field="segment_years", value=7, unit="year", origin="office",
        document=f"{WORDS}核查表", queried_on=SINCE, entered_at=NOON, entered_by="mei",
        source=source,
    )  # fmt: skip
    _model("policies.LineDecision").objects.create(
        world=world, firm=b, rule_set=RULES, line="SS-9", is_met=False, reason=f"{WORDS}断语",
        valid_until=date(2035, 12, 31), decided_at=NOON, decided_by="mei",
    )  # fmt: skip
    _model("policies.Application").objects.create(
        world=world, firm=b, qualification="srdi_sme", procedure="new", rule_set=RULES,
        batch=f"{WORDS}期次", applied_on=SINCE, state="refused", decided_on=SINCE,
        reason=f"{WORDS}申报由", entered_at=NOON, entered_by="mei",
    )  # fmt: skip
    run = _model("policies.CheckRun").objects.create(
        world=world, as_of=SINCE, state="done", firms=2, done=12, whole=12, started_at=NOON,
        started_by="mei", finished_at=NOON,
    )  # fmt: skip
    _model("policies.CheckResult").objects.create(
        run=run, world=world, firm=b, rule_set=RULES, standing="people", met=13, unmet=0,
        unknown=0, manual=1, lines={"SS-9": "manual_review"},
    )  # fmt: skip
    policy = _model("policies.Policy").objects.create(
        world=world, name="另一项奖励", document="区经〔2026〕9号", decided_on=SINCE,
        rule_set=RULES, amount_words="十万元", objection_days=5, state="in_force",
        entered_at=NOON, entered_by="mei",
    )  # fmt: skip
    benefit = _model("policies.Benefit").objects.create(
        world=world, policy=policy, firm=b, announced_on=SINCE, objection_until=SINCE
    )
    benefit.steps.create(kind="announced", at=NOON, by="mei")
    benefit.steps.create(kind="objected", words=f"{WORDS}异议", at=NOON, by="mei")


def alter_policies(**_rest: Any) -> None:
    evidence = _model("policies.Evidence").objects.filter(document=f"{WORDS}核查表")
    for one in evidence:
        evidence.update(document="别表", value=3)
        _again(_model("policies.Evidence").objects.get(pk=one.pk), field="digital_level")
    _model("policies.LineDecision").objects.filter(reason=f"{WORDS}断语").update(reason="别因")
    _model("policies.Application").objects.filter(reason=f"{WORDS}申报由").update(
        reason="别由", batch=""
    )
    _model("policies.CheckResult").objects.update(standing="one_short", unmet=1)
    _model("policies.BenefitStep").objects.filter(words=f"{WORDS}异议").update(words="别议")
