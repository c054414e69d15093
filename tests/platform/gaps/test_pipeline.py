"""Bringing firms in: stages by day, corrections beside what they mend, drop-outs that stay."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from conftest import NOON
from jilian.base.errors import NotAllowed, Refusal
from jilian.gaps.rules.pipeline import Step, check_step, counts_on, stage_on
from jilian.gaps.rules.words import ORDER, Stage

JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 1)
YEAR_END = date(2025, 12, 31)


def test_numbers_as_of_a_day_keep_who_dropped_out_and_count_them_apart():
    steps = {
        1: [Step(Stage.SIGNED, date(2025, 6, 1)), Step(Stage.REGISTERED, date(2025, 9, 1))],
        2: [Step(Stage.SIGNED, YEAR_END), Step(Stage.DROPPED, JAN)],
        3: [Step(Stage.SIGNED, JAN)],
        4: [Step(Stage.REGISTERED, YEAR_END), Step(Stage.PRODUCING, FEB)],
    }
    signed, registered, producing = counts_on(steps, YEAR_END)
    assert (signed.reached, signed.dropped) == ((1, 2), ())
    assert (registered.reached, producing.reached) == ((1, 4), ())
    signed = counts_on(steps, FEB)[0]
    assert (signed.count, signed.dropped, signed.left) == (3, (2,), 2)


@pytest.mark.parametrize(
    ("held", "stage", "on", "code"),
    [
        ((Stage.SIGNED, JAN), Stage.CONTACT, FEB, "stage_goes_back"),
        ((Stage.SIGNED, JAN), Stage.SIGNED, FEB, "stage_goes_back"),
        ((Stage.SIGNED, FEB), Stage.REGISTERED, JAN, "days_out_of_order"),
        ((Stage.DROPPED, JAN), Stage.SIGNED, FEB, "dropped_out"),
        ((Stage.SIGNED, JAN), Stage.DROPPED, FEB, "reason_missing"),
        ((Stage.SIGNED, JAN), Stage.REGISTERED, date(2026, 9, 1), "stage_ahead"),
    ],
)
def test_what_may_not_follow(held, stage, on, code):
    with pytest.raises(Refusal) as refused:
        check_step([Step(*held)], stage, on, "", MAR)
    assert refused.value.code == code


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(list(Stage)), st.dates(JAN, MAR)), max_size=12))
def test_whatever_is_accepted_never_goes_back(tried):
    steps: list[Step] = []
    for stage, on in tried:
        try:
            check_step(steps, stage, on, "原因", MAR)
        except Refusal:
            continue
        steps.append(Step(stage, on))
    reached = [stage_on(steps, on) for on in sorted({one.on for one in steps})]
    places = [ORDER.index(one) for one in reached if one is not Stage.DROPPED]
    assert places == sorted(places)
    assert Stage.DROPPED not in reached[:-1]


@pytest.fixture
def recruit(people, cluster, missing):
    from jilian.gaps.operations import add_recruit

    return add_recruit(
        by=people["secretary"], at=NOON, cluster=cluster, name="杭州光刻胶厂",
        direction="upstream", of_product="光刻胶", missing_link=missing, on=JAN,
    )  # fmt: skip


def test_a_correction_stands_beside_what_it_mends(recruit, people):
    from jilian.gaps import operations

    signed = operations.record_stage(
        by=people["secretary"], at=NOON, recruit=recruit, stage="signed", on=FEB, document="协议1号"
    )
    with pytest.raises(Refusal, match="Say why"):
        operations.correct_stage(by=people["eco"], at=NOON, row=signed, reason=" ", on=JAN)
    mended = operations.correct_stage(
        by=people["eco"], at=NOON, row=signed, reason="日期写错", on=JAN
    )
    rows = {row.pk: row for row in recruit.stages.all()}
    assert (rows[signed.pk].on, rows[signed.pk].is_replaced) == (FEB, True)
    assert (mended.on, mended.document, mended.corrects_id) == (JAN, "协议1号", signed.pk)
    assert recruit.stage_on(JAN) == Stage.SIGNED
    operations.correct_stage(by=people["eco"], at=NOON, row=mended, reason="并未签约", is_void=True)
    again = type(recruit).objects.get(pk=recruit.pk)
    assert again.stage_on(MAR) == Stage.CANDIDATE and again.stages.count() == 4
    operations.record_stage(by=people["eco"], at=NOON, recruit=again, stage="signed", on=MAR)


def test_a_candidate_needs_its_chain_link_and_its_keeper(recruit, people, cluster):
    from jilian.gaps.operations import add_recruit, record_stage

    def add(who="eco", **more):
        values = {"name": "新厂", "direction": "upstream", "of_product": "光刻胶", **more}
        return add_recruit(by=people[who], at=NOON, cluster=cluster, **values)

    for more, code in (
        ({"of_product": ""}, "chain_link_missing"),
        ({"name": "杭州光刻胶厂"}, "recruit_twice"),
        ({"name": " "}, "name_missing"),
        ({"name": "联系人13800138000"}, "personal_number"),
    ):
        with pytest.raises(Refusal) as refused:
            add(**more)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        add("leader")
    with pytest.raises(NotAllowed):
        record_stage(by=people["leader"], at=NOON, recruit=recruit, stage="signed", on=FEB)
