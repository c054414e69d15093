"""Selections from draft to decision, the same again a year later, and the chain head's calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON, TODAY
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.clusters.models import Membership
from jilian.firms.models import Site, YearlyFact
from jilian.leaders import operations
from jilian.leaders.analysis import order_of, rank_again
from jilian.leaders.models import ChainHeadTerm, HandOver, HandOverItem, Selection, TermMonth
from jilian.leaders.queries.results import ranking_of
from jilian.notices.models import Notice

NEXT_YEAR = datetime(2027, 3, 2, 4, tzinfo=NOON.tzinfo)


def refused(code: str):
    return pytest.raises(Refusal, check=lambda one: one.code == code)


def decide(office, selection, names, chips, **more):
    return operations.decide_selection(
        by=office, at=NOON, selection=selection, firms=[chips[name].pk for name in names],
        **{"from_day": TODAY, **more},
    )  # fmt: skip


def test_last_years_selection_ranked_again_gives_the_same_bytes(office, computed, chips):
    selection = decide(office, computed, ["晶圆厂"], chips)
    order = order_of(selection.result)
    YearlyFact.objects.filter(firm=chips["封测厂"]).update(value=999999)
    Site.objects.all().delete()
    chips["硅料厂"].name = "新硅料厂"
    chips["硅料厂"].save()
    again = rank_again(Selection.objects.get(pk=selection.pk))
    assert (again.same, again.same_order, again.changed_versions) == (True, True, [])
    assert order_of(again.result) == order


def test_another_version_is_said_and_the_difference_shown(computed):
    computed.versions = {**computed.versions, "numpy": "1.0"}
    computed.result["rows"][0]["score"] = "0.000000000001"
    computed.save()
    again = rank_again(Selection.objects.get(pk=computed.pk))
    assert (again.same, again.same_order) == (False, True)
    assert [one[:2] for one in again.changed_versions] == [("numpy", "1.0")]


def test_altered_inputs_are_not_ranked_again(computed):
    computed.table["firms"][0]["cells"][0]["value"] = "7"
    computed.save()
    with refused("table_altered"):
        rank_again(computed)


def test_a_hidden_input_makes_a_firm_not_comparable(office, cluster, body, chips):
    hidden = YearlyFact.objects.filter(firm=chips["晶圆厂"], measure="patents")
    hidden.delete()
    started = operations.start_selection(by=office, at=NOON, cluster=cluster, as_of=TODAY)
    found = operations.compute_selection(by=office, at=NOON, selection=started)
    ranking = ranking_of(found)
    last = ranking.rows[-1]
    assert (last.name, last.rank, last.missing) == ("晶圆厂", None, ("patents",))
    cell = last.cell("patents")
    assert (cell.value, cell.why) == (None, "no source states it for this year")
    assert len(ranking.comparable) == 3


def test_moving_a_weight_by_ten_points_names_the_new_winner(office, cluster, body):
    started = operations.start_selection(
        by=office, at=NOON, cluster=cluster, as_of=TODAY, method="weighted_sum",
        measures=("employees", "patents"),
    )  # fmt: skip
    # scale: 晶圆 0.6, 封测 1, 硅料 0.2, 光刻 0; patents: 晶圆 1, 封测 1/7, 硅料 0, 光刻 5/7
    operations.set_weights(
        by=office, at=NOON, selection=started, weighting="by_hand",
        points={"scale": Decimal(70), "innovation": Decimal(30)}, reason="会议纪要",
    )  # fmt: skip
    ranking = ranking_of(operations.compute_selection(by=office, at=NOON, selection=started))
    assert [row.name for row in ranking.comparable] == ["封测厂", "晶圆厂", "光刻厂", "硅料厂"]
    scale = next(one for one in ranking.dials if one.key == "scale")
    assert (scale.less, scale.more) == ("晶圆厂", "封测厂")


def test_no_organisation_is_zero_only_where_coverage_is_recorded(office, cluster, chips):
    def cell(name):
        started = operations.start_selection(
            by=office, at=NOON, cluster=cluster, as_of=TODAY, measures=("own_body",)
        )
        found = ranking_of(operations.compute_selection(by=office, at=NOON, selection=started))
        return next(row for row in found.rows if row.name == name).cells[0]

    assert (cell("封测厂").value, cell("封测厂").cell) == (None, {"unknown": "no_coverage"})
    from jilian.organisations.models import Cover, Organisation

    source = chips["晶圆厂"].names.get().source
    days = {"valid_from": date(2020, 1, 1), "known_by": date(2020, 1, 1), "source": source}
    body = Organisation.objects.create(
        world=cluster.world, key="O", name="支部", sort_key="z", **days
    )
    Cover.objects.create(organisation=body, firm=chips["晶圆厂"], mode="own", **days)
    assert cell("封测厂").cell == {"value": "0", "note": "coverage_recorded"}
    assert cell("晶圆厂").value == 1


def test_a_decision_writes_the_role_and_touches_no_earlier_day(office, computed, chips, cluster):
    decide(office, computed, ["晶圆厂"], chips, document="松组〔2026〕5号")
    before, now = cluster.memberships.filter(firm=chips["晶圆厂"]).order_by("known_by")
    assert (before.role, before.valid_to) == ("member", TODAY)
    assert (now.role, now.valid_from, now.valid_to) == ("leader", TODAY, None)
    assert now.source.reference == "松组〔2026〕5号"
    assert Trace.objects.filter(action="selection.decided").count() == 1
    yesterday = TODAY - timedelta(days=1)
    assert not Membership.objects.on(yesterday).filter(role="leader").exists()


def test_another_firm_than_the_first_needs_a_reason(office, computed, chips):
    first = ranking_of(computed).comparable[0].name
    other = next(name for name in chips if name != first)
    with refused("choice_reason_missing"):
        decide(office, computed, [other], chips)
    with refused("choice_reason_missing"):
        decide(office, computed, [first, other], chips)
    with refused("nobody_chosen"):
        decide(office, computed, [], chips)
    with refused("day_before_selection"):
        decide(office, computed, [first], chips, from_day=TODAY - timedelta(days=1))
    decided = decide(office, computed, [first, other], chips, reason="双链主，会议纪要〔2026〕2号")
    assert next(one.firm.name for one in decided.choices.all()) == first
    with refused("selection_closed"):
        decide(office, decided, [first], chips)


def test_a_new_leader_ends_the_earlier_ones_spell_and_undo_restores_every_day(
    office, computed, chips, cluster, body
):
    def rows():
        return sorted(
            (one.firm.name, one.role, one.known_by, one.valid_to)
            for one in cluster.memberships.select_related("firm")
        )

    at_first = rows()
    decide(office, computed, ["晶圆厂"], chips)
    after_one = rows()
    later = operations.start_selection(by=office, at=NEXT_YEAR, cluster=cluster, as_of=TODAY)
    later = operations.compute_selection(by=office, at=NEXT_YEAR, selection=later)
    day = date(2027, 4, 1)
    second = operations.decide_selection(
        by=office, at=NEXT_YEAR, selection=later, firms=[chips["封测厂"].pk], from_day=day,
        reason="轮换",
    )  # fmt: skip
    leading = Membership.objects.filter(role="leader")
    assert [one.firm.name for one in leading.on(day)] == ["封测厂"]
    assert [one.firm.name for one in leading.on(day - timedelta(days=1))] == ["晶圆厂"]
    with refused("later_decision"):
        operations.undo_decision(by=office, at=NEXT_YEAR, selection=computed, reason="错")
    operations.undo_decision(by=office, at=NEXT_YEAR, selection=second, reason="错")
    assert rows() == after_one
    operations.undo_decision(by=office, at=NEXT_YEAR, selection=computed, reason="错")
    assert rows() == at_first
    assert Selection.objects.get(pk=computed.pk).state == "computed"


def test_undo_is_refused_once_a_membership_has_changed(office, computed, chips, cluster):
    decided = decide(office, computed, ["晶圆厂"], chips)
    cluster.memberships.filter(role="leader").update(valid_to=date(2028, 1, 1))
    with refused("rests_on_it"):
        operations.undo_decision(by=office, at=NOON, selection=decided, reason="错")


def test_a_membership_that_begins_on_the_day_is_named_in_place(office, computed, chips, cluster):
    cluster.memberships.filter(firm=chips["晶圆厂"]).update(valid_from=TODAY, known_by=TODAY)
    decided = decide(office, computed, ["晶圆厂"], chips)
    assert cluster.memberships.get(firm=chips["晶圆厂"]).role == "leader"
    operations.undo_decision(by=office, at=NOON, selection=decided, reason="错")
    assert cluster.memberships.get(firm=chips["晶圆厂"]).role == "member"


def test_weights_by_hand_need_a_hundred_points_and_a_reason(office, computed):
    ask = {"by": office, "at": NOON, "selection": computed, "weighting": "by_hand"}
    points = dict.fromkeys(("scale", "innovation", "economic_quality"), Decimal(30))
    with refused("weights_sum"):
        operations.set_weights(**ask, points=points, reason="会议")
    points["organisation_base"] = Decimal(10)
    with refused("weights_reason_missing"):
        operations.set_weights(**ask, points=points)
    found = operations.set_weights(**ask, points=points, reason="会议")
    assert (found.state, found.result, found.weights_by) == ("draft", None, "mei")


def test_who_may_not_choose_starts_and_decides_nothing(secretary, wu, cluster, computed, chips):
    for who in (secretary, wu):
        with pytest.raises(NotAllowed):
            operations.start_selection(by=who, at=NOON, cluster=cluster, as_of=TODAY)
        with pytest.raises(NotAllowed):
            decide(who, computed, ["晶圆厂"], chips)


@pytest.fixture
def calendar(secretary, cluster, chips):
    """Three terms of six months: 晶圆 from January, 封测 from July, 硅料 after."""
    return operations.propose_terms(
        by=secretary, at=NOON, cluster=cluster, begins=date(2026, 1, 1), months=6,
        firms=[chips[name].pk for name in ("晶圆厂", "封测厂", "硅料厂")], reason="章程第六条",
    )  # fmt: skip


def holders(cluster):
    return [one.firm.name for one in cluster.chain_heads.order_by("known_by")]


def test_terms_follow_each_other_and_the_database_refuses_an_overlap(
    secretary, calendar, cluster, chips
):
    assert [(one.begins, one.ends) for one in calendar] == [
        (date(2026, 1, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2027, 7, 1)),
    ]  # fmt: skip
    ask = {"by": secretary, "at": NOON, "cluster": cluster, "reason": "章程"}
    with refused("month_taken"):
        operations.propose_terms(
            **ask, firms=[chips["光刻厂"].pk], begins=date(2026, 12, 1), months=3
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        TermMonth.objects.create(term=calendar[2], cluster=cluster, month=date(2026, 8, 1))
    with refused("not_a_months_first"):
        operations.propose_terms(
            **ask, firms=[chips["光刻厂"].pk], begins=date(2028, 1, 2), months=3
        )


def test_swap_and_skip_keep_the_days_and_need_a_reason(secretary, calendar, cluster):
    first, second, third = calendar
    with refused("reason_missing"):
        operations.swap_terms(by=secretary, at=NOON, first=second, second=third, reason=" ")
    with refused("term_begun"):
        operations.swap_terms(by=secretary, at=NOON, first=first, second=third, reason="搬迁")
    operations.swap_terms(by=secretary, at=NOON, first=second, second=third, reason="搬迁")
    assert holders(cluster) == ["晶圆厂", "硅料厂", "封测厂"]
    operations.skip_term(by=secretary, at=NOON, term=second, reason="停产")
    assert holders(cluster) == ["晶圆厂", "封测厂", "硅料厂"]
    operations.drop_term(by=secretary, at=NOON, term=second, reason="撤销")
    assert holders(cluster) == ["晶圆厂", "硅料厂"]
    assert [(str(one)) for one in HandOver.objects.all()] == ["晶圆厂 → 硅料厂"]


def test_items_change_hands_with_the_word_of_both_sides(
    secretary, person, world, calendar, cluster, chips, wu
):
    item = operations.note_item(
        by=secretary, at=NOON, cluster=cluster, text="共用检测台协议", owner="晶圆厂办公室",
        due_on=date(2026, 9, 1),
    )  # fmt: skip
    done = operations.note_item(
        by=secretary, at=NOON, cluster=cluster, text="招聘会", owner="封测厂"
    )
    operations.finish_item(by=secretary, at=NOON, item=done)
    over = HandOver.objects.get(incoming=calendar[1])
    june = datetime(2026, 6, 20, 4, tzinfo=NOON.tzinfo)
    feng = person("feng", "member_firm", world, key=str(chips["封测厂"].pk))
    with refused("hand_over_early"):
        operations.give_word(by=secretary, at=NOON, hand_over=over, side="outgoing")
    with pytest.raises(NotAllowed):
        operations.give_word(by=feng, at=june, hand_over=over, side="outgoing")
    with pytest.raises(NotAllowed):
        operations.give_word(by=wu, at=june, hand_over=over, side="incoming")
    operations.give_word(by=secretary, at=june, hand_over=over, side="outgoing")
    item.refresh_from_db()
    assert item.holder == chips["晶圆厂"]
    with refused("word_of_two"):
        operations.give_word(by=secretary, at=june, hand_over=over, side="incoming")
    operations.give_word(by=feng, at=june, hand_over=over, side="incoming")
    assert HandOverItem.objects.get(pk=item.pk).holder == chips["封测厂"]
    assert HandOverItem.objects.get(pk=done.pk).holder == chips["晶圆厂"]


def test_hand_overs_are_remembered_fourteen_days_before(
    secretary, person, world, calendar, cluster, chips, office
):
    feng = person("feng", "member_firm", world, key=str(chips["封测厂"].pk))
    early = datetime(2026, 6, 16, 4, tzinfo=NOON.tzinfo)
    assert operations.remind_of_hand_overs(by=office, at=early) == 0
    due = early + timedelta(days=1)
    assert operations.remind_of_hand_overs(by=office, at=due) == 1
    operations.remind_of_hand_overs(by=office, at=due)
    told = Notice.objects.filter(kind="hand_over_due")
    assert {one.to.username for one in told} == {"su", "feng", "mei"}
    assert feng.notices.count() == 1


def test_a_term_keeps_its_months_and_the_calendar_its_order(calendar):
    assert TermMonth.objects.count() == 18
    assert ChainHeadTerm.objects.on(date(2026, 8, 5)).get() == calendar[1]
