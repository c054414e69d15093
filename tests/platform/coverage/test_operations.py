"""A campaign from its draft to its re-check, and everything that is refused on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from conftest import NOON, TODAY
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.coverage import operations
from jilian.coverage.models import Campaign, Check, Move, Target
from jilian.coverage.queries.figures import figures_of
from jilian.coverage.queries.report import list_is_as_frozen, report_of
from jilian.coverage.rules import Conditions
from jilian.coverage.rules.listing import read_lines

from .conftest import JIUTING, NAMES, XINQIAO, later


def target_of(campaign, firm) -> Target:
    return Target.objects.get(campaign=campaign, firm=firm)


def test_the_list_is_drawn_by_conditions_and_frozen_with_a_fingerprint(campaign, firms):
    rows = Target.objects.filter(campaign=campaign)
    assert campaign.listed == rows.count() == len(firms)
    assert set(rows.values_list("name", flat=True)) == set(NAMES)
    assert list_is_as_frozen(campaign)
    assert set(rows.values_list("state", "route")) == {("open", "")}


def test_only_firms_that_a_yearly_fact_shows_at_work_are_drawn(mei, world, draft, firms):
    firms[0].facts.all().delete()
    asked = Conditions(towns=(XINQIAO,), operating_year=2024)
    operations.change_campaign(
        by=mei, at=NOON, campaign=draft, title="实体运营", drawn_on=TODAY,
        closes_on=draft.closes_on, conditions=asked,
    )  # fmt: skip
    operations.freeze_campaign(by=mei, at=NOON, campaign=draft)
    assert Target.objects.filter(campaign=draft).count() == 2


def test_a_firm_in_two_fields_is_in_both_and_once_in_the_total(mei, world, firms):
    draft = operations.create_campaign(
        by=mei, at=NOON, world=world, title="重点企业", drawn_on=TODAY,
        closes_on=TODAY + timedelta(days=90), conditions=Conditions(basis="list"),
    )  # fmt: skip
    text = (
        "硅料厂,人工智能,名单一\n硅料厂,integrated_circuits,名单二\n"
        "晶圆厂\t生物医药\n别家厂,生物医药"
    )
    taken = operations.list_firms(by=mei, at=NOON, campaign=draft, lines=read_lines(text))
    assert (taken.taken, taken.unknown) == (3, ("别家厂",))
    operations.freeze_campaign(by=mei, at=NOON, campaign=draft)
    found = figures_of(mei, Campaign.objects.get(pk=draft.pk))
    assert found.whole.whole == 2
    assert {one.key: one.tally.whole for one in found.by_field} == {
        "artificial_intelligence": 1, "integrated_circuits": 1, "biomedicine": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "act",
    [
        lambda one: Target.objects.filter(pk=one.pk).delete(),
        lambda one: Target.objects.filter(pk=one.pk).update(town=""),
        lambda one: Target.objects.filter(pk=one.pk).update(firm=None),
        lambda one: Target.objects.create(
            campaign=one.campaign, number=99, firm=one.firm, key="made x", name="x", state_on=TODAY
        ),
        lambda one: Campaign.objects.filter(pk=one.campaign_id).update(state="draft", listed=None,
                                                                      fingerprint=""),
        lambda one: Campaign.objects.filter(pk=one.campaign_id).update(listed=1),
        lambda one: one.campaign.targets.all()._raw_delete("default"),
    ],
)  # fmt: skip
def test_the_database_refuses_to_touch_a_frozen_list(act, campaign, firms):
    one = target_of(campaign, firms[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        act(one)
    assert list_is_as_frozen(Campaign.objects.get(pk=campaign.pk))


def test_a_frozen_list_is_not_drawn_again_nor_added_to(mei, campaign):
    again = {"by": mei, "at": NOON, "campaign": campaign}
    for act in (
        lambda: operations.freeze_campaign(**again),
        lambda: operations.list_firms(**again, lines=read_lines("硅料厂")),
        lambda: operations.discard_campaign(**again),
    ):
        with pytest.raises(Refusal):
            act()


def test_own_and_joint_rest_on_the_register(mei, campaign, firms, cover):
    one = target_of(campaign, firms[0])
    say = {"by": mei, "at": NOON, "campaign": campaign, "targets": [one.pk], "on": TODAY}
    with pytest.raises(Refusal) as refused:
        operations.say_done(**say, state="joint", route="area").or_refuse()
    assert refused.value.code == "register_shows_no_joint_body"
    cover(firms[0])
    with pytest.raises(Refusal) as refused:
        operations.say_done(**say, state="own", route="point").or_refuse()
    assert refused.value.code == "register_shows_no_own_body"
    assert operations.say_done(**say, state="joint", route="area").done == 1


def test_who_says_done_does_not_sign_it(mei, hong, campaign, firms, cover):
    cover(firms[0])
    pks = [target_of(campaign, firms[0]).pk]
    operations.say_done(
        by=mei, at=NOON, campaign=campaign, targets=pks, state="joint", route="line", on=TODAY
    )
    with pytest.raises(Refusal) as refused:
        operations.sign_off(by=mei, at=NOON, campaign=campaign, targets=pks).or_refuse()
    assert refused.value.code == "same_person"
    assert target_of(campaign, firms[0]).state == "open"
    operations.sign_off(by=hong, at=NOON, campaign=campaign, targets=pks)
    done = target_of(campaign, firms[0])
    assert (done.state, done.route, done.said_by, done.signed_by) == (
        "joint", "line", "mei", "hong",
    )  # fmt: skip
    assert done.cover is not None
    assert done.cover.firm_id == firms[0].pk


def test_a_cover_that_ended_before_the_signature_is_not_signed(mei, hong, campaign, firms, cover):
    from jilian.organisations.models import Cover

    cover(firms[0])
    pks = [target_of(campaign, firms[0]).pk]
    operations.say_done(
        by=mei, at=NOON, campaign=campaign, targets=pks, state="joint", route="line", on=TODAY
    )
    Cover.objects.update(valid_to=TODAY)
    with pytest.raises(Refusal):
        operations.sign_off(by=hong, at=NOON, campaign=campaign, targets=pks).or_refuse()


def test_an_advisor_leads_to_work_coverage_and_to_nothing_else(mei, campaign, firms):
    say = {"by": mei, "at": NOON, "campaign": campaign,
           "targets": [target_of(campaign, firms[0]).pk], "on": TODAY,
           "words": "指导员"}  # fmt: skip
    for state, route in (("work", "area"), ("joint", "advisor"), ("work", "")):
        with pytest.raises(Refusal):
            operations.say_done(**say, state=state, route=route)
    assert operations.say_done(**say, state="work", route="advisor").done == 1


def test_a_town_moves_only_its_own_targets(ting, campaign, firms):
    own, other = target_of(campaign, firms[4]), target_of(campaign, firms[0])
    say = {"by": ting, "at": NOON, "campaign": campaign, "obstacle": "owner"}
    operations.say_not_yet(**say, targets=[own.pk])
    with pytest.raises(NotAllowed):
        operations.say_not_yet(**say, targets=[other.pk])
    with pytest.raises(NotAllowed):
        operations.say_not_yet(**say, targets=[own.pk, other.pk])


def test_removing_needs_a_document_and_a_second_person_and_moves_no_rate(
    mei, hong, campaign, firms, cover, finish
):
    cover(*firms[:3])
    finish(campaign, *firms[:3])
    before = figures_of(mei, campaign).whole.organisation
    one = target_of(campaign, firms[5])
    propose = {"by": mei, "at": NOON, "target": one, "kind": "shell", "on": TODAY}
    with pytest.raises(Refusal) as refused:
        operations.propose_removal(**propose, document=" ")
    assert refused.value.code == "document_missing"
    removal = operations.propose_removal(**propose, document="松市监〔2026〕3号")
    with pytest.raises(Refusal) as refused:
        operations.decide_removal(by=mei, at=NOON, removal=removal, sign=True)
    assert refused.value.code == "same_person"
    operations.decide_removal(by=hong, at=NOON, removal=removal, sign=True)
    found = report_of(mei, campaign, TODAY)
    assert found.figures.whole.organisation == before
    assert (before.percent, found.figures.after.organisation.percent) == ("50.00", "60.00")
    assert [one.document for one in found.removals] == ["松市监〔2026〕3号"]
    assert found.adds_up


def test_all_is_said_only_of_the_whole_frozen_list(mei, hong, campaign, firms, cover, finish):
    """Deleting the uncovered firm after the freeze does not raise the rate to 100 %."""
    cover(*firms[:5])
    finish(campaign, *firms[:5])
    removal = operations.propose_removal(
        by=mei, at=NOON, target=target_of(campaign, firms[5]), kind="closed", on=TODAY, document="1"
    )
    operations.decide_removal(by=hong, at=NOON, removal=removal, sign=True)
    found = figures_of(mei, campaign)
    assert found.whole.organisation.percent == "83.33"
    assert not found.whole.organisation.is_all
    assert found.after.organisation.percent == "100.00"


def test_a_spot_check_is_drawn_by_a_seed_and_reopens_what_fails(
    mei, hong, ting, campaign, firms, cover, finish
):
    cover(*firms)
    finish(campaign, *firms)
    draw = operations.draw_spot_check(by=mei, at=NOON, campaign=campaign, seed=7)
    assert (draw.done, draw.drawn) == (6, 1)
    check = draw.checks.get()
    with pytest.raises(Refusal):  # who said it does not check it
        operations.record_check(by=mei, at=NOON, check=check, stands=True)
    with pytest.raises(Refusal):  # what fails has a finding
        operations.record_check(by=hong, at=NOON, check=check, stands=False)
    operations.record_check(by=hong, at=NOON, check=check, stands=False, finding="从未开会")
    check.target.refresh_from_db()
    assert (check.target.state, check.target.route, check.target.cover) == ("open", "", None)
    assert figures_of(mei, campaign).whole.organisation.part == 5


def test_closing_waits_for_signatures_and_checks_and_the_recheck_asks_the_register(
    mei, hong, campaign, firms, cover, finish
):
    from jilian.organisations.operations import end_organisation

    body = cover(*firms[:2])
    cover(firms[2], key="O2", mode="own")
    finish(campaign, *firms[:2])
    finish(campaign, firms[2], state="own", route="point")
    finish(campaign, firms[3], state="work", route="advisor", words="指导员")
    close = {"by": mei, "campaign": campaign}
    with pytest.raises(Refusal) as refused:
        operations.close_campaign(**close, at=later(30))
    assert refused.value.code == "check_not_drawn"
    check = operations.draw_spot_check(by=mei, at=NOON, campaign=campaign, seed=1).checks.get()
    with pytest.raises(Refusal) as refused:
        operations.close_campaign(**close, at=later(30))
    assert refused.value.code == "checks_wait"
    operations.record_check(by=hong, at=NOON, check=check, stands=True)
    closed = operations.close_campaign(**close, at=later(30))
    assert (closed.closed_on, closed.recheck_on) == (
        TODAY + timedelta(days=30), (TODAY + timedelta(days=30)).replace(month=7),
    )  # fmt: skip
    assert operations.recheck_due(by=mei, at=later(100)) == 0
    end_organisation(by=mei, at=later(60), organisation=body, last_day=TODAY + timedelta(days=50))
    before = figures_of(mei, closed)
    assert operations.recheck_due(by=mei, at=later(130)) == 1
    found = Check.objects.filter(kind="recheck").values_list("target__name", "result", "finding")
    assert {name: (result, why) for name, result, why in found} == {
        "硅料厂": ("failed", "organisation_ended"), "晶圆厂": ("failed", "organisation_ended"),
        "封测厂": ("stands", ""), "光刻厂": ("waiting", ""),
    }  # fmt: skip
    assert figures_of(mei, closed).whole == before.whole  # what was signed stands as signed
    with pytest.raises(Refusal):
        operations.say_not_yet(by=mei, at=later(131), campaign=campaign, obstacle="owner",
                               targets=[target_of(campaign, firms[4]).pk])  # fmt: skip


def test_every_step_leaves_a_trace_and_every_movement_a_dated_row(
    mei, campaign, firms, cover, finish
):
    cover(firms[0])
    finish(campaign, firms[0], at=later(9))
    assert list(Move.objects.values_list("before", "after", "route", "said_by", "signed_by")) == [
        ("open", "joint", "area", "mei", "hong")
    ]
    done = set(Trace.objects.values_list("action", flat=True))
    assert {"campaign.drawn_up", "campaign.frozen", "campaign.started", "target.said_done",
            "target.signed_off"} <= done  # fmt: skip
    assert JIUTING  # the other town did not move
