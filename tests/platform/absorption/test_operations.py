"""Proposing, answering, deciding, ending and undoing an absorption."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import NOON
from jilian.absorption import operations
from jilian.absorption.models import Absorption
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.notices.models import Notice
from jilian.organisations.models import Superior
from jilian.organisations.operations import change_superior, end_organisation

from .conftest import IN_JULY, MARCH, SINCE, every_row, org, superiors_of

JUNE_30, JULY_1 = date(2026, 6, 30), date(2026, 7, 1)


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def answer(absorption, by, side, said="agreed", **more):
    return operations.answer_absorption(
        by=by, at=NOON, absorption=absorption, side=side, answer=said, **more
    )


def test_in_the_first_mode_the_superior_changes_on_the_day_of_effect_and_not_before(decided):
    decided("superior")
    assert superiors_of("B1", JUNE_30) == {("territory", "TOWN")}
    assert superiors_of("B1", JULY_1) == {("territory", "CB"), ("cluster", "CB")}


def test_in_functional_mode_the_first_line_does_not_move(decided):
    decided("functional")
    assert superiors_of("B1", JUNE_30) == {("territory", "TOWN")}
    assert superiors_of("B1", JULY_1) == {("territory", "TOWN"), ("cluster", "CB")}


@pytest.mark.parametrize("mode", ["superior", "functional"])
def test_undo_puts_every_row_back_to_the_letter(agreed, mei, mode):
    made, before = agreed(mode), every_row()
    kept = operations.decide_absorption(
        by=mei, at=IN_JULY, absorption=made, number="9号", decided_on=JULY_1, effect_on=JULY_1
    )
    assert every_row() != before
    undone = operations.undo_absorption(by=mei, at=IN_JULY, absorption=kept, reason="写错了")
    assert every_row() == before
    assert undone.state == "undone"
    actions = set(Trace.objects.values_list("action", flat=True))
    assert {"absorption.decided", "absorption.undone"} <= actions
    refused("nothing_to_undo", operations.undo_absorption, by=mei, at=IN_JULY, absorption=kept,
            reason="再来")  # fmt: skip


def test_an_undo_is_refused_in_words_when_something_later_rests_on_it(decided, mei):
    kept = decided("superior")
    change_superior(
        by=mei, at=IN_JULY, organisation=org("B1"), line="territory", superior=org("TOWN"),
        from_day=date(2026, 8, 1),
    )  # fmt: skip
    before = every_row()
    words = refused("rests_on_later", operations.undo_absorption, by=mei, at=IN_JULY,
                    absorption=kept, reason="写错了")  # fmt: skip
    assert "rests on it" in words
    assert every_row() == before


def test_an_undo_is_refused_when_the_former_superior_has_ended(decided, mei):
    kept = decided("superior")
    end_organisation(by=mei, at=IN_JULY, organisation=org("TOWN"), last_day=date(2026, 7, 31))
    refused("superior_ended_since", operations.undo_absorption, by=mei, at=IN_JULY,
            absorption=kept, reason="写错了")  # fmt: skip


def test_an_undo_is_refused_where_it_would_close_a_circle(decided, mei):
    kept = decided("superior")
    change_superior(
        by=mei, at=IN_JULY, organisation=org("TOWN"), line="territory", superior=org("B1"),
        from_day=date(2026, 8, 1),
    )  # fmt: skip
    refused("superior_circle", operations.undo_absorption, by=mei, at=IN_JULY,
            absorption=kept, reason="写错了")  # fmt: skip


def test_each_side_answers_for_itself(proposed, people, mei, wu):
    made = proposed()
    with pytest.raises(NotAllowed):
        answer(made, people["keeper"], "superior")
    with pytest.raises(NotAllowed):
        answer(made, people["town"], "firm")
    with pytest.raises(NotAllowed):
        answer(made, people["secretary"], "office")
    with pytest.raises(NotAllowed):
        answer(made, wu, "firm")
    refused("paper_missing", answer, absorption=made, by=mei, side="firm")
    assert answer(made, mei, "firm", number="厂函3号").state == "proposed"
    answer(made, people["keeper"], "body")
    answer(made, people["town"], "superior", "conditional", words="保留活动室")
    assert answer(made, mei, "office").state == "agreed"
    refused(
        "conditions_open", operations.decide_absorption, by=mei, at=IN_JULY, absorption=made,
        number="9号", decided_on=JULY_1, effect_on=JULY_1,
    )  # fmt: skip
    kept = operations.decide_absorption(
        by=mei, at=IN_JULY, absorption=made, number="9号", decided_on=JULY_1, effect_on=JULY_1,
        conditions="活动室保留",
    )  # fmt: skip
    assert kept.state == "decided"


def test_one_refusal_ends_it_and_says_why(proposed, people, mei):
    made = proposed()
    refused("words_missing", answer, absorption=made, by=people["town"], side="superior",
            said="refused")  # fmt: skip
    ended = answer(made, people["town"], "superior", "refused", words="镇里另有安排")
    assert (ended.state, ended.end_reason) == ("refused", "镇里另有安排")
    refused("absorption_closed", answer, absorption=made, by=people["keeper"], side="firm")
    assert not Notice.objects.filter(kind="absorption_asked", done_at__isnull=True).exists()
    assert Notice.objects.filter(kind="absorption_closed", to=people["keeper"]).count() == 1
    assert superiors_of("B1", JULY_1) == {("territory", "TOWN")}


def test_nothing_is_decided_before_all_have_answered(proposed, people, mei):
    made = proposed()
    words = refused(
        "consent_missing", operations.decide_absorption, by=mei, at=IN_JULY, absorption=made,
        number="9号", decided_on=JULY_1, effect_on=JULY_1,
    )  # fmt: skip
    assert "the present superior" in words


@pytest.mark.parametrize(
    ("decided_on", "effect_on", "code"),
    [
        (JULY_1, JUNE_30, "effect_before_decision"),
        (IN_JULY.date() + timedelta(1), IN_JULY.date() + timedelta(1), "decided_later"),
    ],
)
def test_a_decision_never_reaches_back(agreed, mei, decided_on, effect_on, code):
    refused(
        code, operations.decide_absorption, by=mei, at=IN_JULY, absorption=agreed(),
        number="9号", decided_on=decided_on, effect_on=effect_on,
    )  # fmt: skip


def test_those_whose_word_is_awaited_are_told_and_settled(proposed, people, mei):
    made = proposed()
    told = Notice.objects.filter(kind="absorption_asked", done_at__isnull=True)
    assert set(told.values_list("to__username", flat=True)) == {"lin", "town", "mei"}
    answer(made, people["keeper"], "firm")
    answer(made, people["keeper"], "body")
    assert not told.filter(to=people["keeper"]).exists()


def test_a_link_or_a_reason_justifies_it(proposed, link, firms, world, source):
    from jilian.network.models import SupplyLink

    elsewhere = SupplyLink.objects.create(
        world=world, supplier=firms["晶圆厂"], buyer=firms["封测厂"], evidence="declared",
        source=source, valid_from=SINCE, known_by=SINCE,
    )  # fmt: skip
    refused("link_joins_others", proposed, link=elsewhere)
    refused("not_justified", proposed, link=None)
    assert proposed(link=None, reason="长期供货，合同未登记").link_evidence == ""


def test_the_link_of_a_merged_record_counts_for_the_firm(proposed, mei, firms, world, source, firm):
    from jilian.firms.operations import merge_firms
    from jilian.network.models import SupplyLink

    double = firm("晶圆厂有限公司")
    link = SupplyLink.objects.create(
        world=world, supplier=double, buyer=firms["龙头厂"], evidence="declared", source=source,
        valid_from=SINCE, known_by=SINCE,
    )  # fmt: skip
    merge_firms(by=mei, at=NOON, kept=firms["晶圆厂"], merged=double, reason="同一家")
    made = proposed(link=SupplyLink.objects.get(pk=link.pk))
    assert made.firm == firms["晶圆厂"]


def test_a_second_cluster_is_joined_only_functionally_and_with_a_warning(
    decided, mei, cluster, world, source, save, branch, link, people
):
    from jilian.absorption.queries import plan_absorption
    from jilian.clusters.models import Cluster, ClusterBody
    from jilian.organisations.rules import OrganisationRow

    decided("functional")
    save(
        OrganisationRow(key="CB2", name="第二集群党委", type="primary_committee", valid_from=SINCE)
    )
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    other = Cluster.objects.create(world=world, key="C2", name="第二集群", sort_key="er", **days)
    ClusterBody.objects.create(cluster=other, organisation=org("CB2"), **days)
    words = refused(
        "in_another_cluster", operations.propose_absorption, by=mei, at=IN_JULY, cluster=other,
        organisation=org("B1"), mode="superior", reason="供货",
    )  # fmt: skip
    assert "新桥芯片集群" in words
    planned = plan_absorption(other, org("B1"), "functional", date(2026, 8, 1))
    assert planned.other_clusters == ("新桥芯片集群",)


def test_a_body_cannot_absorb_what_it_stands_under(proposed, save, mei, world, source):
    from jilian.organisations.rules import OrganisationRow

    save(OrganisationRow(key="CB", name="新桥芯片产业集群党委", superior_key="B1",
                         valid_from=date(2025, 1, 1)))  # fmt: skip
    refused("superior_circle", proposed)


def test_a_type_that_the_rules_forbid_is_refused_quoting_the_rule(proposed, mei, branch):
    from jilian.organisations.operations import record_counts

    record_counts(by=mei, at=NOON, organisation=branch, counted_on=date(2026, 1, 1), formal=2)
    words = refused("threshold_not_met", proposed)
    assert "ORG-01" in words


def test_leaving_goes_back_under_the_former_superior_and_keeps_the_past(decided, mei):
    kept = decided("superior")
    refused("ends_before_effect", operations.end_absorption, by=mei, at=IN_JULY, absorption=kept,
            outcome="moved", on=JULY_1, reason="迁出")  # fmt: skip
    ended = operations.end_absorption(
        by=mei, at=IN_JULY, absorption=kept, outcome="moved", on=date(2026, 8, 1), reason="迁出"
    )
    assert ended.state == "moved"
    assert superiors_of("B1", date(2026, 7, 31)) == {("territory", "CB"), ("cluster", "CB")}
    assert superiors_of("B1", date(2026, 8, 1)) == {("territory", "TOWN")}


def test_a_dissolved_organisation_leaves_nothing_to_end(decided, mei):
    kept = decided("functional")
    end_organisation(by=mei, at=IN_JULY, organisation=org("B1"), last_day=date(2026, 7, 31))
    ended = operations.end_absorption(
        by=mei, at=IN_JULY, absorption=kept, outcome="dissolved", on=date(2026, 8, 1), reason="注销"
    )
    assert ended.state == "dissolved"
    assert Superior.objects.filter(organisation__key="B1", valid_to__isnull=True).count() == 0


def test_a_proposal_may_be_withdrawn_and_made_anew(proposed, people, cluster):
    made = proposed()
    refused("absorption_open", proposed)
    operations.withdraw_absorption(
        by=people["secretary"], at=NOON, absorption=made, reason="再商量"
    )
    assert proposed().state == "proposed"
    assert Absorption.objects.count() == 2


def test_the_absorbed_keeps_its_identity_name_type_and_history(decided):
    from jilian.organisations.models import OrganisationName, TypeSpell

    held = (org("B1").pk, *OrganisationName.objects.values_list(), *TypeSpell.objects.values_list())
    decided("superior")
    assert held == (
        org("B1").pk, *OrganisationName.objects.values_list(), *TypeSpell.objects.values_list(),
    )  # fmt: skip
    assert org("B1").known_by < MARCH
