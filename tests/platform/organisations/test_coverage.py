from __future__ import annotations

from datetime import date

import pytest

from conftest import NOON
from jilian.accounts.rules import Role
from jilian.base.errors import Refusal
from jilian.firms.models import Site
from jilian.organisations import operations, queries
from jilian.organisations.models import Cover
from jilian.organisations.queries.coverage import STATES
from jilian.places.models import Division

DAY = date(2026, 1, 1)


@pytest.fixture
def town_of(firm, source):
    """Put so many firms into a town since 2020."""

    def settle(code: str, count: int, **more):
        place = Division.objects.get(code=code)
        made = [firm(f"{place.name}{at:02}") for at in range(count)]
        more.setdefault("known_by", date(2020, 1, 1))
        for one in made:
            Site.objects.create(firm=one, division=place, source=source, **more)
        return made

    return settle


@pytest.fixture
def cover(mei, body):
    """Cover firms by one organisation in a mode."""
    made = {}

    def covered(firms, mode, key="lin", **more):
        more.setdefault("from_day", date(2023, 1, 1))
        made[key] = made.get(key) or body(key, "branch")
        for one in firms:
            operations.cover_firm(
                by=mei, at=NOON, organisation=made[key], firm=one, mode=mode, **more
            )

    return covered


def numbers(row):
    return tuple(part.plain() for part in row.parts)


def test_a_firm_covered_in_three_ways_counts_once_by_the_strongest(town_of, cover, mei, world):
    firms = town_of("310117105", 20)
    cover(firms[:10], "area_or_trade", key="area")
    cover(firms[:6], "joint", key="joint")
    cover(firms[:5], "own", key="own")
    found = queries.coverage_of(mei, world, DAY)
    assert numbers(found.whole) == (5, 1, 4, 0, 10)
    assert sum(numbers(found.whole)) == found.whole.firms == 20
    assert found.whole.covered.value == 10


def test_the_answer_is_as_of_the_day(town_of, cover, mei, world):
    cover(town_of("310117105", 6), "own", from_day=date(2025, 7, 1))
    assert numbers(queries.coverage_of(mei, world, date(2025, 6, 30)).whole) == (0, 0, 0, 0, 6)
    assert numbers(queries.coverage_of(mei, world, date(2025, 7, 1)).whole) == (6, 0, 0, 0, 0)


def test_an_unknown_start_of_coverage_is_its_own_state(town_of, body, source, mei, world):
    firms = town_of("310117105", 6)
    Cover.objects.create(
        organisation=body("lin", "branch"), firm=firms[0], mode="own", source=source,
        known_by=date(2026, 2, 1),
    )  # fmt: skip
    assert numbers(queries.coverage_of(mei, world, DAY).whole) == (0, 0, 0, 1, 5)


def test_a_firm_whose_site_may_not_have_been_there_stands_apart(town_of, mei, world):
    town_of("310117105", 6)
    town_of("310117107", 2, known_by=date(2026, 2, 1))
    found = queries.coverage_of(mei, world, DAY)
    assert (found.whole.firms, found.site_unknown) == (6, 2)


def test_a_firm_with_two_sites_counts_in_both_towns_and_once_in_the_district(
    town_of, cover, source, mei, world, songjiang
):
    (one, *_rest) = town_of("310117105", 6)
    town_of("310117107", 6)
    Site.objects.create(
        firm=one, division=Division.objects.get(code="310117107"), source=source,
        known_by=date(2021, 1, 1),
    )  # fmt: skip
    cover([one], "own")
    found = queries.coverage_of(mei, world, DAY, songjiang)
    assert [(row.place.name, row.firms) for row in found.rows] == [("新桥镇", 6), ("九亭镇", 7)]
    assert (found.whole.firms, found.whole.named_parts["own"].value) == (12, 1)


def test_the_denominator_is_named_and_may_be_supplied(town_of, cover, mei, world):
    cover(town_of("310117105", 8), "own")
    assert queries.coverage_of(mei, world, DAY).plain()["denominator_is"] == (
        "firms with a site in the place"
    )
    given = queries.coverage_of(mei, world, DAY, operating=10)
    assert (given.denominator, given.whole.covered.value) == (10, 8)
    with pytest.raises(Refusal) as refused:
        queries.coverage_of(mei, world, DAY, operating=7)
    assert refused.value.code == "operating_too_few"


def test_small_counts_are_withheld_outside_and_do_not_come_back_by_subtraction(
    town_of, cover, person, world, songjiang
):
    firms = town_of("310117105", 40)
    cover(firms[:3], "own", key="own")
    cover(firms[3:20], "joint", key="joint")
    town_of("310117107", 30)
    outside = person("su", Role.SERVICE_OFFICER, world, key="310117105")
    found = queries.coverage_of(outside, world, DAY, songjiang)
    rows = [numbers(row) for row in (*found.rows, found.whole)]
    own = STATES.index("own")
    assert all(row[own] == "withheld" for row in rows)
    for row in (*found.rows, found.whole):
        shown = [part.value for _label, part in row.labelled if not part.withheld]
        assert len(row.labelled) - len(shown) != 1
        assert all(value >= 5 for value in shown)
    assert found.is_withheld


def test_a_town_office_sees_its_own_town_in_full(town_of, cover, person, world, songjiang):
    cover(town_of("310117105", 9)[:3], "own")
    town_of("310117107", 9)
    office = person("tao", Role.TOWN_OFFICE, world, key="310117105")
    here, there = queries.coverage_of(office, world, DAY, songjiang).rows
    assert numbers(here) == (3, 0, 0, 0, 6)
    assert "withheld" in numbers(there)


def test_nothing_recorded_is_said_and_is_not_nothing_covered(town_of, mei, world):
    town_of("310117105", 6)
    assert not queries.coverage_of(mei, world, DAY).is_recorded


def test_coverage_takes_the_same_queries_at_two_sizes(
    town_of, cover, mei, world, songjiang, django_assert_num_queries
):
    cover(town_of("310117105", 3), "own")
    with django_assert_num_queries(8):
        queries.coverage_of(mei, world, DAY, songjiang)
    cover(town_of("310117107", 30), "joint", key="joint")
    with django_assert_num_queries(8):
        queries.coverage_of(mei, world, DAY, songjiang)


def test_a_way_of_covering_that_nobody_uses_hides_nothing(town_of, cover, person, world):
    cover(town_of("310117105", 20)[:8], "own")
    outside = person("su", Role.SERVICE_OFFICER, world, key="310117105")
    found = queries.coverage_of(outside, world, DAY)
    assert [part.value for _label, part in found.whole.labelled] == [8, 12]
    assert not found.is_withheld
