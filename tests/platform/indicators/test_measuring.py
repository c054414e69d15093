"""Measuring: what is written, what is a revision, what later changes leave alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from jilian.base.errors import NotAllowed, Refusal
from jilian.indicators import operations, queries
from jilian.indicators.analysis.parts import parts_of
from jilian.indicators.models import Value

from .conftest import APRIL, MAY


def said(world, indicator, unit="", month="2026-03"):
    rows = Value.objects.filter(
        world=world, indicator=indicator, unit_key=unit or world.code, period_first=f"{month}-01"
    )
    return [(row.revision, row.value, row.bound) for row in rows.order_by("revision")]


def one(world, indicator, unit="", month="2026-03"):
    return said(world, indicator, unit, month)[-1][1]


def test_firms_above_scale_are_industrial_with_twenty_million_of_revenue(measured, world):
    assert one(world, "above_scale_firms") == 2
    assert one(world, "above_scale_firms", "310117105") == 2
    assert one(world, "above_scale_firms", "310117107") == 0


def test_output_is_summed_in_its_unit_and_opens_with_the_mean(measured, world):
    assert one(world, "above_scale_output") == Decimal("0.5")  # 亿元
    row = Value.objects.get(
        indicator="output_per_firm", unit_kind="world", period_first="2026-03-01"
    )
    assert (row.numerator, row.denominator, row.value) == (5_000, 2, Decimal("0.25"))
    assert row.contributors == 2
    assert row.largest_share == Decimal("0.8")


def test_an_unknown_part_makes_the_sum_a_lower_bound_with_its_cover(measured, world):
    assert said(world, "above_scale_employees") == [(1, Decimal(100), "at_least")]
    row = Value.objects.filter(indicator="above_scale_employees", unit_kind="world").first()
    assert row.cover_pct == 50
    assert said(world, "above_scale_tax") == []  # nobody states it: missing is not zero


def test_a_title_counts_while_it_is_valid_at_the_end_of_the_month(measured, world, steward):
    assert [one(world, "high_tech_firms", month=month) for month in ("2026-02", "2026-03")] == [
        2,
        2,
    ]
    operations.measure_month(by=steward, at=MAY, world=world, month="2026-04")
    assert one(world, "high_tech_firms", month="2026-04") == 1
    assert one(world, "high_tech_ended", month="2026-03") == 1
    assert said(world, "high_tech_firms", month="2026-01") == []  # before the first one is known


def test_the_same_values_again_write_nothing(measured, world, steward):
    before = Value.objects.count()
    again = operations.measure_months(
        by=steward, at=MAY, world=world, first="2026-01", last="2026-03"
    )
    assert (again.written, again.revised, again.same) == (0, 0, measured.written)
    assert Value.objects.count() == before


def test_a_changed_value_is_a_revision_with_its_reason_or_nothing(measured, world, steward, firms):
    from jilian.firms.models import YearlyFact

    YearlyFact.objects.filter(firm=firms["乙"], measure="output").update(value=2_000)
    before = Value.objects.count()
    with pytest.raises(Refusal) as refused:
        operations.measure_month(by=steward, at=MAY, world=world, month="2026-03")
    assert refused.value.code == "measured_values_changed"
    assert Value.objects.count() == before
    done = operations.measure_month(
        by=steward, at=MAY, world=world, month="2026-03", revise_reason="乙更正年报"
    )
    assert done.revised > 0
    assert said(world, "above_scale_output") == [
        (1, Decimal("0.5"), "exact"), (2, Decimal("0.6"), "exact"),
    ]  # fmt: skip
    assert said(world, "above_scale_output", month="2026-02") == [(1, Decimal("0.5"), "exact")]


def test_as_published_stays_beside_as_revised_and_a_moment_is_asked_for(
    measured, world, steward, firms, leader
):
    from jilian.firms.models import YearlyFact

    YearlyFact.objects.filter(firm=firms["乙"], measure="output").update(value=2_000)
    operations.measure_month(
        by=steward, at=MAY, world=world, month="2026-03", revise_reason="乙更正年报"
    )
    found = queries.series(leader, world, "above_scale_output", "")
    assert found.as_published[-1].value == Decimal("0.5")
    assert (found.as_revised[-1].value, found.as_revised[-1].reason) == (
        Decimal("0.6"), "乙更正年报",
    )  # fmt: skip
    asked = ("above_scale_output", world.code, "2026-03")
    assert queries.figure_at(leader, world, *asked).value == Decimal("0.6")
    assert queries.figure_at(leader, world, *asked, known_at=APRIL).value == Decimal("0.5")
    (change,) = [one for one in queries.changes(leader, world) if one.unit.kind == "world"
                 and one.definition.key == "above_scale_output"]  # fmt: skip
    assert (change.before.value, change.after.value) == (Decimal("0.5"), Decimal("0.6"))


def test_the_list_of_a_past_day_says_what_had_ended_by_then(measured, world, leader):
    def periods(day):
        rows = queries.catalogue_rows(leader, world, day)
        return {row.figure.period for row in rows if row.figure is not None}

    assert "2026-03" in periods(date(2026, 3, 31))
    assert "2026-03" not in periods(date(2026, 3, 30))
    assert queries.months_measured(world, date(2026, 3, 30)) == ["2026-02", "2026-01"]


def test_a_later_merge_changes_no_stored_value_and_its_list_still_adds_up(
    measured, world, steward, firms, leader, mei
):
    from jilian.firms.operations import merge_firms

    before = list(Value.objects.order_by("pk").values_list("pk", "value"))
    merge_firms(by=mei, at=MAY, kept=firms["甲"], merged=firms["乙"], reason="同一家企业")
    assert list(Value.objects.order_by("pk").values_list("pk", "value")) == before
    value = queries.value_behind(leader, world, "high_tech_firms", world.code, "2026-03")
    parts = parts_of(leader, value)
    assert parts.agrees
    assert parts.numerator.total == 2
    done = operations.measure_month(
        by=steward, at=MAY, world=world, month="2026-03", revise_reason="两条记录合并"
    )
    assert done.revised > 0
    assert one(world, "high_tech_firms") == 1


def test_parts_that_were_changed_since_say_by_how_much(measured, world, firms, leader):
    from jilian.firms.models import Title

    Title.objects.filter(firm=firms["乙"]).delete()
    value = queries.value_behind(leader, world, "high_tech_firms", world.code, "2026-03")
    parts = parts_of(leader, value)
    assert (parts.agrees, parts.difference) == (False, -1)


def test_the_database_changes_and_deletes_no_value(measured):
    for statement in ("UPDATE indicators_value SET value = 1", "DELETE FROM indicators_value"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    row = Value.objects.first()
    with pytest.raises(TypeError):
        row.save()


@pytest.mark.parametrize(
    ("month", "code"), [("2026-04", "month_not_over"), ("März", "month_unreadable")]
)
def test_a_month_that_is_not_over_or_no_month_is_refused(world, steward, month, code):
    with pytest.raises(Refusal) as refused:
        operations.measure_month(by=steward, at=APRIL, world=world, month=month)
    assert refused.value.code == code


def test_an_unknown_indicator_is_refused(world, steward):
    with pytest.raises(Refusal) as refused:
        operations.measure_month(by=steward, at=APRIL, world=world, month="2026-03", keys=["gdp"])
    assert refused.value.code == "indicator_unknown"


def test_who_keeps_no_indicators_measures_nothing(world, leader, wu):
    for person in (leader, wu):
        with pytest.raises(NotAllowed):
            operations.measure_month(by=person, at=APRIL, world=world, month="2026-03")


def test_a_run_leaves_one_trace(measured, world):
    from jilian.audit.models import Trace

    trace = Trace.objects.get(action="indicators.measured")
    assert (
        trace.world == world.code or str(world.code) in str(trace.after) or trace.after["written"]
    )
