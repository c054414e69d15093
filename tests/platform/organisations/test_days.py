"""The days on which the tree changed, as marks on its line."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from conftest import TODAY
from jilian.organisations import queries
from jilian.organisations.models import Organisation, Superior

MARCH = date(2021, 3, 1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def found(world, source):
    """Found an organisation on a day; without a day it is first known on it."""

    def make(key: str, day: date, *, known_only: bool = False, until: date | None = None):
        return Organisation.objects.create(
            world=world, key=key, name=f"{key}党支部", sort_key=key, source=source,
            valid_from=None if known_only else day, known_by=day, valid_to=until,
        )  # fmt: skip

    return make


def test_foundings_ends_and_absorptions_are_marks(found, mei, world, source):
    body = found("a", date(2020, 1, 1))
    branches = [found(key, MARCH) for key in "bc"]
    found("d", date(2022, 5, 1), known_only=True, until=date(2023, 6, 1))
    for one, day in zip(branches, (MARCH, date(2024, 7, 1)), strict=True):
        Superior.objects.create(
            organisation=one, superior=body, line="cluster", valid_from=day, known_by=day,
            source=source,
        )  # fmt: skip
    days = queries.days_of_change(mei, world)
    assert [(one.day, one.words) for one in days] == [
        (date(2020, 1, 1), ("1 founded",)),
        (MARCH, ("2 founded",)),
        (date(2022, 5, 1), ("1 first known",)),
        (date(2023, 6, 1), ("1 ended",)),
        (date(2024, 7, 1), ("1 into a cluster line",)),
    ]


def test_many_days_stand_together_by_month_at_the_last_of_them(found, mei, world):
    for number in range(30):
        found(f"k{number}", date(2020 + number // 15, 3, 1 + number % 15))
    days = queries.days_of_change(mei, world)
    assert [(one.day, one.words, one.when) for one in days] == [
        (date(2020, 3, 15), ("15 founded",), "March 2020"),
        (date(2021, 3, 15), ("15 founded",), "March 2021"),
    ]


def test_the_tree_has_a_handle_that_works_without_script(found, mei, as_person):
    from django.urls import reverse

    found("a", MARCH)
    found("b", date(2022, 1, 1))
    path = reverse("organisations:tree", args=("songjiang",))
    page = as_person(mei).get(path, {"on": "2021-06-01", "type": "branch"}).content.decode()
    assert 'type="range"' in page
    assert '<input type="date" id="line-' in page
    assert f"{path}?type=branch&amp;on=2021-03-01#" in page
    assert f"{path}?type=branch&amp;on=2022-01-01#" in page
    assert date(2022, 1, 1) < TODAY


def test_an_outsider_sees_no_day(found, wu, world):
    found("a", MARCH)
    assert queries.days_of_change(wu, world) == []
