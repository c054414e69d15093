"""Applications that lead to titles; benefits announced, objected to, decided, paid, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOON, TODAY
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import Title
from jilian.notices.models import Notice
from jilian.policies import operations, queries
from jilian.policies.models import Benefit

LATER = NOON + timedelta(days=10)  # 12 March 2026


@pytest.fixture
def policy(qin, world):
    """A policy in force: five working days to object."""
    made = operations.draft_policy(
        by=qin, at=NOON, world=world, name="专精特新奖励", document="区经〔2026〕1号",
        decided_on=TODAY, rule_set="srdi_sme_2026", amount_words="一次性奖励十万元",
        objection_days=5,
    )  # fmt: skip
    return operations.put_in_force(by=qin, at=NOON, policy=made)


@pytest.fixture
def whole(fit, qin):
    """Lin's firm with the line for people decided."""
    operations.decide_line(
        by=qin, at=NOON, firm=fit, rule_set="srdi_sme_2026", line="SS-9", is_met=True,
        reason="看过行业报告", valid_until=date(2026, 12, 31),
    )  # fmt: skip
    return fit


@pytest.fixture
def benefit(policy, whole, qin):
    """The benefit announced to Lin's firm on 2 March 2026."""
    return operations.announce_benefits(by=qin, at=NOON, policy=policy, firms=[whole])[0]


def test_the_time_to_object_is_counted_in_working_days(benefit, lin):
    assert benefit.objection_until == date(2026, 3, 9)  # Tuesday 3 to Monday 9 March
    assert Notice.objects.filter(to=lin, kind="benefit_announced").exists()
    assert [step.kind for step in queries.steps_of(benefit)] == ["announced"]


def test_unknown_or_undecided_never_pays(policy, fit, qin):
    with pytest.raises(Refusal, match="every line"):
        operations.announce_benefits(by=qin, at=NOON, policy=policy, firms=[fit])
    assert not Benefit.objects.exists()


def test_it_is_announced_once_and_only_in_force(policy, benefit, whole, qin, wu, world):
    with pytest.raises(Refusal, match="already"):
        operations.announce_benefits(by=qin, at=NOON, policy=policy, firms=[whole])
    with pytest.raises(NotAllowed):
        operations.announce_benefits(by=wu, at=NOON, policy=policy, firms=[whole])
    draft = operations.draft_policy(
        by=qin, at=NOON, world=world, name="另一", document="号", decided_on=TODAY,
        rule_set="srdi_sme_2026", amount_words="五万元", objection_days=5,
    )  # fmt: skip
    with pytest.raises(Refusal, match="not in force"):
        operations.announce_benefits(by=qin, at=NOON, policy=draft, firms=[whole])


def test_an_objection_is_answered_before_anything_is_decided(benefit, lin, qin, wu):
    with pytest.raises(NotAllowed):
        operations.object_to_benefit(by=wu, at=NOON, benefit=benefit, words="不要")
    operations.object_to_benefit(by=lin, at=NOON, benefit=benefit, words="金额有误")
    assert Notice.objects.filter(to=qin, kind="benefit_objected", done_at=None).exists()
    with pytest.raises(Refusal, match="Answer"):
        operations.decide_benefit(by=qin, at=LATER, benefit=benefit, on=LATER.date())
    operations.answer_objection(by=qin, at=LATER, benefit=benefit, words="已核对")
    assert not Notice.objects.filter(to=qin, kind="benefit_objected", done_at=None).exists()
    with pytest.raises(Refusal, match="ended"):
        operations.object_to_benefit(by=lin, at=LATER, benefit=benefit, words="再说")
    done = operations.decide_benefit(by=qin, at=LATER, benefit=benefit, on=LATER.date())
    assert done.state == "decided"


def test_it_is_decided_after_the_period_then_paid_with_every_step_in_the_log(benefit, qin):
    with pytest.raises(Refusal, match="has not ended"):
        operations.decide_benefit(by=qin, at=NOON, benefit=benefit, on=TODAY)
    day = LATER.date()
    operations.decide_benefit(by=qin, at=LATER, benefit=benefit, on=day, document="批复")
    with pytest.raises(Refusal, match="decided"):
        operations.undo_announcement(by=qin, at=LATER, benefit=benefit, reason="错")
    with pytest.raises(Refusal, match="before it was decided"):
        operations.pay_benefit(by=qin, at=LATER, benefit=benefit, on=TODAY, document="凭证")
    paid = operations.pay_benefit(by=qin, at=LATER, benefit=benefit, on=day, document="凭证9")
    assert (paid.state, paid.paid_on) == ("paid", day)
    assert [step.kind for step in queries.steps_of(benefit)] == ["announced", "decided", "paid"]
    with pytest.raises(Refusal):
        operations.withdraw_benefit(by=qin, at=LATER, benefit=benefit, reason="晚了")


def test_what_is_no_longer_met_is_not_decided(benefit, whole, papers, qin):
    papers(whole, serious_event_3y=True)
    with pytest.raises(Refusal, match="no longer"):
        operations.decide_benefit(by=qin, at=LATER, benefit=benefit, on=LATER.date())
    gone = operations.withdraw_benefit(by=qin, at=LATER, benefit=benefit, reason="发生事故")
    assert gone.state == "withdrawn"


def test_an_announcement_is_undone_before_the_decision_and_made_again(benefit, policy, whole, qin):
    with pytest.raises(Refusal, match="why"):
        operations.undo_announcement(by=qin, at=NOON, benefit=benefit, reason=" ")
    operations.undo_announcement(by=qin, at=NOON, benefit=benefit, reason="名单有误")
    again = operations.announce_benefits(by=qin, at=NOON, policy=policy, firms=[whole])
    assert len(again) == 1
    with pytest.raises(Refusal, match="still"):
        operations.end_policy(by=qin, at=NOON, policy=policy, on=TODAY, reason="到期")
    operations.undo_announcement(by=qin, at=NOON, benefit=again[0], reason="名单有误")
    assert operations.end_policy(by=qin, at=NOON, policy=policy, on=TODAY, reason="到期")


def test_a_granted_application_becomes_a_dated_title_with_its_document(fit, qin):
    made = operations.record_application(
        by=qin, at=NOON, firm=fit, qualification="srdi_sme", procedure="new", applied_on=TODAY,
        batch="2026-1",
    )  # fmt: skip
    assert made.rule_set == "srdi_sme_2022"  # the firm's register lies in Shanghai
    with pytest.raises(Refusal, match="still open"):
        operations.record_application(
            by=qin, at=NOON, firm=fit, qualification="srdi_sme", procedure="new",
            applied_on=TODAY,
        )  # fmt: skip
    with pytest.raises(Refusal, match="document"):
        operations.grant_application(
            by=qin, at=LATER, application=made, on=LATER.date(), document=" "
        )
    operations.grant_application(
        by=qin, at=LATER, application=made, on=LATER.date(), document="沪经信〔2026〕88号"
    )
    title = Title.objects.get(firm=fit)
    assert (title.kind, title.valid_from, title.valid_to) == (
        "专精特新中小企业", date(2026, 3, 12), date(2029, 3, 12),
    )  # fmt: skip
    assert title.source.title == "沪经信〔2026〕88号"
    made.refresh_from_db()
    assert made.title == title
    with pytest.raises(Refusal, match="decided already"):
        operations.refuse_application(
            by=qin, at=LATER, application=made, on=LATER.date(), reason="迟"
        )
    # The title is evidence from then on: tier 2 is held.
    held = {one.field: one.value for one in queries.stated_of(fit, LATER.date())}
    assert held["holds_tier2"] is True


def test_who_applied_or_holds_the_title_leaves_the_list(fit, qin, world):
    run = operations.start_check(by=qin, at=NOON, world=world, later=False)
    operations.complete_check(run_id=run.pk, by=qin, at=NOON)
    from jilian.policies.rules.sets import find_set

    chosen = find_set("srdi_sme_2026")

    def listed():
        rows = queries.results_seen(qin, world, queries.latest_done(world))
        rows = rows.filter(rule_set=chosen.id)
        return [row.firm for row in queries.without_applicants(rows, world, chosen, TODAY)]

    assert listed() == [fit]
    made = operations.record_application(
        by=qin, at=NOON, firm=fit, qualification="srdi_sme", procedure="new", applied_on=TODAY
    )
    assert listed() == []
    operations.withdraw_application(by=qin, at=NOON, application=made, on=TODAY)
    assert listed() == [fit]
    days = {"valid_from": TODAY, "known_by": TODAY, "source_id": made.firm.names.get().source_id}
    Title.objects.create(world=world, firm=fit, kind="专精特新企业", level=2, **days)
    assert listed() == []


def test_a_policy_gives_time_to_object_and_names_a_rule_set(qin, world):
    draft = {"by": qin, "at": NOON, "world": world, "name": "甲", "document": "号",
             "decided_on": TODAY, "rule_set": "srdi_sme_2026", "amount_words": "五万元",
             "objection_days": 5}  # fmt: skip
    for wrong in ({"objection_days": 0}, {"rule_set": "none"}, {"amount_words": " "}):
        with pytest.raises(Refusal):
            operations.draft_policy(**{**draft, **wrong})
    operations.draft_policy(**draft)
    with pytest.raises(Refusal, match="already"):
        operations.draft_policy(**draft)


def test_the_firms_word_alone_is_never_announced(policy, whole, lin, qin, papers):
    from jilian.policies.models import Evidence

    Evidence.objects.filter(field="segment_years").update(replaced_at=NOON)
    papers(whole, by=lin, segment_years=Decimal(9))
    with pytest.raises(Refusal, match="every line"):
        operations.announce_benefits(by=qin, at=NOON, policy=policy, firms=[whole])
