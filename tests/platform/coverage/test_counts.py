"""Counts of 0 to 2: sealed, seen by few, and gone with the close from everywhere."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from conftest import NOON
from jilian.base.errors import NotAllowed, Refusal
from jilian.coverage import operations
from jilian.coverage.models import CoveragePlan, PlanGroup, PlanLine, Target, TargetCount
from jilian.coverage.queries.planning import plan_inputs

from .conftest import later


def held_texts() -> dict[str, str]:
    """Everything that the tables of this area and the traces hold, as the database stores it."""
    found = {}
    models = [*apps.get_app_config("coverage").get_models(), apps.get_model("audit.Trace")]
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found[model._meta.label] = repr(cursor.fetchall())
    return found


def test_a_count_is_sealed_in_the_database_and_in_no_trace(mei, campaign, firms):
    target = Target.objects.get(firm=firms[0])
    before = held_texts()
    operations.enter_count(by=mei, at=NOON, target=target, stated="m7")
    held = held_texts()
    assert "'m7'" not in held["coverage.TargetCount"].replace(before["coverage.TargetCount"], "")
    assert "aes256gcm" in held["coverage.TargetCount"]
    assert '"m7"' not in held["audit.Trace"]
    assert "count_entered" in held["audit.Trace"]


def test_only_the_office_and_the_firm_itself_enter_a_count(
    mei, ting, person, world, campaign, firms
):
    target = Target.objects.get(firm=firms[4])
    keeper = person("keeper", "member_firm", world, key=str(firms[4].pk))
    other = person("other", "member_firm", world, key=str(firms[0].pk))
    for who in (mei, keeper):
        operations.enter_count(by=who, at=NOON, target=target, stated="1")
        assert TargetCount.objects.visible_to(who, world).count() == 1
    for who in (ting, other):
        with pytest.raises(NotAllowed):
            operations.enter_count(by=who, at=NOON, target=target, stated="0")
        assert not TargetCount.objects.visible_to(who, world).exists()


def test_the_planner_reads_exact_counts_bands_and_what_is_not_known(mei, campaign, firms):
    for firm, stated in zip(firms, ("0", "2", "m1", "m50"), strict=False):
        operations.enter_count(by=mei, at=NOON, target=Target.objects.get(firm=firm), stated=stated)
    found = {
        Target.objects.get(pk=one.target).name: one for one in plan_inputs(campaign, NOON.date())
    }
    counts = {name: (one.members_low, one.members_high) for name, one in found.items()}
    assert counts == {
        "硅料厂": (0, 0), "晶圆厂": (2, 2), "封测厂": (1, 2), "光刻厂": (50, None),
        "清洗厂": (None, None), "靶材厂": (None, None),
    }  # fmt: skip


def test_a_body_takes_the_count_of_its_firm_away(mei, campaign, firms, cover, finish):
    target = Target.objects.get(firm=firms[0])
    operations.enter_count(by=mei, at=NOON, target=target, stated="2")
    cover(firms[0])
    finish(campaign, firms[0])
    assert not TargetCount.objects.exists()
    with pytest.raises(Refusal) as refused:
        target.refresh_from_db()
        operations.enter_count(by=mei, at=NOON, target=target, stated="2")
    assert refused.value.code == "has_a_body"


def test_nothing_of_the_counts_is_left_after_the_close(mei, campaign, firms, planned):
    """Two campaigns alike but for their counts leave the same behind, to the last column."""
    left = []
    for stated in ("0", "2"):
        with transaction.atomic():
            for firm in firms:
                target = Target.objects.get(firm=firm)
                operations.enter_count(by=mei, at=NOON, target=target, stated=stated)
            plan = operations.ask_plan(by=mei, at=NOON, campaign=campaign)
            operations.accept_plan(by=mei, at=NOON, plan=plan)
            assert TargetCount.objects.count() == PlanLine.objects.count() == 6
            assert Target.objects.exclude(planned_route="").count() == 6
            operations.close_campaign(by=mei, at=later(5), campaign=campaign)
            for model in (TargetCount, PlanLine, PlanGroup):
                assert not model.objects.exists()
            assert not Target.objects.exclude(planned_route="").exists()
            assert set(CoveragePlan.objects.values_list("note", flat=True)) == {"deleted"}
            assert CoveragePlan.objects.get().summary == {}
            left.append(_without_keys(held_texts()))
            transaction.set_rollback(True)
    assert left[0] == left[1]


def _without_keys(found: dict[str, str]) -> dict[str, str]:
    """Without the plan's own number, which counts on, and the digests that are made over it."""
    kept = {name: text for name, text in found.items() if name != "coverage.CoveragePlan"}
    kept["audit.Trace"] = re.sub(
        r"""\"plan\":[0-9]+|[0-9a-f]{64}|b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*\"""",
        "",
        kept["audit.Trace"],
    )
    return kept


def test_no_count_can_be_put_into_a_closed_campaign_not_even_past_the_operations(
    mei, campaign, firms
):
    operations.close_campaign(by=mei, at=later(5), campaign=campaign)
    target = Target.objects.get(firm=firms[0])
    with pytest.raises(Refusal):
        operations.enter_count(by=mei, at=later(5), target=target, stated="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetCount.objects.create(target=target, stated="1", entered_at=NOON, entered_by="mei")
