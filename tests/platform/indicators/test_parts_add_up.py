"""Every value that was measured opens into records that give it: all entries, one small world."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import small_world
from jilian.firms.rules import Measure
from jilian.indicators import operations
from jilian.indicators.analysis.parts import parts_of
from jilian.indicators.models import Value
from jilian.indicators.rules.definitions import DEFINITIONS

from .conftest import APRIL

# Nobody closed a call in full, judged a case or traded in it so that no price is told.
NOT_IN_THE_SMALL_WORLD = frozenset({
    "calls_inside_share", "cases_solved_share", "hours_to_full_amount", "hours_to_useful_answer",
    "matter_working_days", "matters_in_time_share", "order_value", "orders_both_sides_share",
    "orders_counted", "purchases_put_round", "benefits_paid", "links_inside_share",
})  # fmt: skip


@pytest.fixture
def small(world, source, mei, industries):
    """One of everything, with a year of facts and the three titles."""
    from jilian.firms.models import Firm, Title, YearlyFact
    from jilian.organisations.models import MemberCount

    made = small_world.build(world, source, mei, industries)
    for place, firm in enumerate(Firm.objects.standing().filter(world=world), start=2):
        for measure in Measure:
            YearlyFact.objects.get_or_create(
                firm=firm, year=2025, measure=measure, source=source,
                defaults={"value": Decimal(place * 1_500)},
            )  # fmt: skip
        for kind in ("高新技术企业", "专精特新企业", "专精特新“小巨人”企业"):
            Title.objects.create(
                world=world, firm=firm, kind=kind, level=1, valid_from=date(2024, 3, place),
                known_by=date(2024, 3, place), valid_to=date(2027, 3, place), source=source,
            )  # fmt: skip
    Title.objects.create(
        world=world, carrier=made.carrier, kind="创新载体", level=2, valid_from=date(2024, 3, 1),
        known_by=date(2024, 3, 1), source=source,
    )  # fmt: skip
    MemberCount.objects.create(
        organisation=made.organisation, counted_on=date(2026, 1, 5), formal=20, probationary=3,
        source=source,
    )  # fmt: skip
    return made


def chosen(world):
    """Of each indicator the largest value of the world, and of every fourth town or cluster."""
    rows = (
        Value.objects.filter(world=world, measured_at=APRIL)
        .select_related("world")
        .order_by("value")
    )
    found = {(one.indicator, one.unit_kind, one.unit_key): one for one in rows}
    beside = [key for key in sorted(found) if key[1] != "world"]
    return {key: one for key, one in found.items() if key[1] == "world" or key in beside[::4]}


def test_every_measured_value_is_what_its_records_add_up_to(small, steward, leader):
    operations.measure_months(
        by=steward,
        at=APRIL,
        world=small.world,
        first="2024-03",
        last="2026-03",
        revise_reason="测算",
    )
    values = chosen(small.world)
    computed = {key for key, one in DEFINITIONS.items() if one.source_kind == "computed"}
    missing = computed - {key for key, _kind, _unit in values}
    for value in values.values():
        parts = parts_of(leader, value)
        assert parts.agrees, value
        amounts = [row.amount for row in parts.numerator.rows if row.amount is not None]
        if parts.recipe == "sum" and not parts.numerator.unseen:
            assert sum(amounts, Decimal(0)) == value.value, value
        if parts.denominator is not None:
            assert parts.numerator.total == value.numerator, value
            assert parts.denominator.total == value.denominator, value
    assert missing <= NOT_IN_THE_SMALL_WORLD
