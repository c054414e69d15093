"""The navigation: what a person may do, and nothing else."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import resolve

from conftest import TODAY
from jilian.accounts.permissions import reach
from jilian.home.frame import MOST_SHOWN, navigation


@pytest.fixture
def frame_of(world):
    """The frame of a page as a person sees it."""

    def ask(who, path="/songjiang/", on=TODAY):
        request = RequestFactory().get(path)
        request.session = {}
        request.resolver_match = resolve(path)
        request.as_of, request.today = on, TODAY
        if who is not None:
            request.person = who
            if path.startswith("/songjiang/"):
                request.world, request.reach = world, reach(who, world.code)
        return navigation(request)

    return ask


def labels(items):
    return [str(item.label) for item in items]


def test_at_most_seven_are_shown_and_the_rest_stands_under_more(mei, frame_of):
    items = frame_of(mei)["navigation"]
    assert labels(items) == [
        "First page", "Desk", "Clusters", "Firms", "Organisations", "Indicators",
        "Reports", "More",
    ]  # fmt: skip
    assert len(items) == MOST_SHOWN + 1
    assert labels(items[-1].children) == [
        "Coverage campaigns", "Setting up of bodies",
        "Supply links", "Titles", "Uploads", "Duplicates", "Claims", "Corrections",
        "Formation runs", "Leading firms", "What breaks", "Absorptions",
        "Growth of organisations", "What is missing", "Firms that are brought in",
        "Size classes of clusters", "What is shown outside", "Published figures",
        "Statement check", "Sources", "Snapshots",
    ]  # fmt: skip


def test_the_current_page_is_marked(mei, frame_of):
    items = frame_of(mei, "/songjiang/facts/")["navigation"]
    assert [str(item.label) for item in items if item.current] == ["More"]
    assert [str(one.label) for one in items[-1].children if one.current] == ["Published figures"]


def test_every_link_carries_the_day(mei, frame_of):
    from datetime import date

    items = frame_of(mei, on=date(2022, 3, 8))["navigation"]
    links = [item.url for item in (*items[:-1], *items[-1].children)]
    assert all(link.endswith("?on=2022-03-08") for link in links)


def test_a_department_sees_only_what_it_may_open(person, world, frame_of):
    officer = person("zhao", "department_officer", world, key="planning")
    assert labels(frame_of(officer)["navigation"]) == [
        "First page", "Cases", "Our branches", "Clusters", "Firms", "Titles", "Published figures",
        "More",
    ]  # fmt: skip


def test_an_administrator_has_no_world_but_a_desk(person, frame_of):
    frame = frame_of(person("shen", "audit_administrator"), "/traces/")
    assert labels(frame["navigation"]) == [
        "People", "Traces", "Chain of traces", "What left the house",
    ]  # fmt: skip
    assert frame["search_url"] == ""
    menu = [str(item["label"]) for item in frame["person_menu"]]
    assert menu == [
        "My page", "My claims", "Permissions", "People", "Traces", "Chain of traces",
        "What left the house", "Sign out",
    ]  # fmt: skip


def test_a_page_outside_the_worlds_leads_back_to_one(mei, frame_of):
    items = frame_of(mei, "/permissions/")["navigation"]
    assert items[0].url == "/songjiang/"


def test_whoever_is_not_signed_in_sees_no_navigation(frame_of):
    frame = frame_of(None, "/healthz")
    assert (frame["navigation"], frame["person_menu"]) == ((), ())


def test_the_frame_asks_the_database_nothing(mei, frame_of, django_assert_num_queries):
    mei.current_appointments  # noqa: B018
    with django_assert_num_queries(0):
        frame_of(mei)
