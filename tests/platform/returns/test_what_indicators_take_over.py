"""Released returns as values of indicators, opened down to the returns again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jilian.indicators.analysis.parts import parts_of
from jilian.indicators.models import Value
from jilian.indicators.operations import take_returns
from jilian.indicators.queries import value_behind
from jilian.returns.models import ReturnLine

from .conftest import MARCH, moment, values_of

TAKEN = moment(4, 12)


@pytest.fixture
def taken(reported, released, person, world):
    """March of two towns, released and taken over."""
    reported("town", "town", MARCH, values_of("1000", "2000"), moment(4, 3))
    reported("other", "other", MARCH, values_of("500", "700", firms__as_of="30"), moment(4, 3))
    released(MARCH, moment(4, 11))
    take_returns(by=person("steward", "data_steward", world), at=TAKEN, world=world)


def behind(people, world, indicator: str, unit: str):
    """What a value of March is made of."""
    return parts_of(
        people["leader"], value_behind(people["leader"], world, indicator, unit, "2026-03")
    )


def test_a_share_is_made_of_both_of_its_items(taken, people, world):
    parts = behind(people, world, "growing_firms_share", world.code)
    assert parts.recipe == "ratio"
    assert (parts.numerator.total, parts.denominator.total) == (24, 50)
    assert parts.value.value == 48
    assert parts.agrees
    assert len(parts.numerator.rows) == 2


def test_an_item_of_a_unit_and_of_the_whole_is_the_sum_of_its_returns(taken, people, world):
    whole = behind(people, world, "returned_output", world.code)
    assert (whole.recipe, whole.numerator.total, whole.agrees) == ("sum", 1500, True)
    town = behind(people, world, "returned_output", "310117107")
    assert (town.numerator.total, town.agrees) == (500, True)
    assert town.denominator is None


def test_returns_that_say_something_else_now_no_longer_agree(taken, people, world):
    line = ReturnLine.objects.get(
        monthly_return__unit_key="310117107", item="output", column="month"
    )
    ReturnLine.objects.filter(pk=line.pk).update(value=Decimal(400))
    parts = behind(people, world, "returned_output", world.code)
    assert (parts.agrees, parts.difference) == (False, -100)
    assert Value.objects.filter(indicator="returned_output").count() == 3
