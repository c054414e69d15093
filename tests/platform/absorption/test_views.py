"""The pages: the list, one absorption, answering, deciding, undoing; and the API."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from conftest import NOON, SAID, TODAY
from jilian.absorption.models import Absorption
from jilian.absorption.operations import withdraw_absorption

from .conftest import superiors_of


def page(name, *args):
    return reverse(f"absorption:{name}", args=("songjiang", *args))


@pytest.fixture
def today(monkeypatch):
    """Every page is asked on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def test_the_list_says_who_is_awaited_and_filters(proposed, people, mei, as_person, today):
    made = proposed()
    browser = as_person(mei)
    shown = browser.get(page("list")).content.decode()
    assert "晶圆厂党支部" in shown and "the present superior" in shown
    assert "晶圆厂党支部" in browser.get(page("list"), {"awaited": "firm"}).content.decode()
    refused = browser.get(page("list"), {"state": "refused"}).content.decode()
    assert "No absorption fits." in refused
    undecided = browser.get(page("list"), {"state": "open"}).content.decode()
    assert "晶圆厂党支部" in undecided and "No absorption fits." not in undecided
    in_effect = browser.get(page("list"), {"state": "in_effect"}).content.decode()
    assert "No absorption fits." in in_effect
    file = browser.get(page("export", "csv"), SAID).content.decode()
    assert "晶圆厂党支部" in file and "waiting" in file
    assert browser.get(page("detail", made.pk)).status_code == 200


def test_who_is_no_side_sees_nothing_of_it(proposed, person, world, wu, as_person, today):
    made = proposed()
    other = person("other", "town_office", world, key="310117107")
    for who in (wu, other):
        assert as_person(who).get(page("detail", made.pk)).status_code == 404
    assert "晶圆厂党支部" not in as_person(other).get(page("list")).content.decode()


def test_the_keeper_answers_on_her_page(proposed, people, as_person, today):
    made, browser = proposed(), as_person(people["keeper"])
    assert browser.get(page("answer", made.pk, "superior")).status_code == 404
    shown = browser.get(page("detail", made.pk)).content.decode()
    assert page("answer", made.pk, "firm") in shown
    assert page("answer", made.pk, "office") not in shown
    sent = {
        "answer": "conditional",
        "words": "保留活动室",
        "number": "",
        "answered_on": "2026-03-02",
    }
    assert browser.post(page("answer", made.pk, "firm"), sent).status_code == 302
    assert "agreed on condition" in browser.get(page("detail", made.pk)).content.decode()
    assert browser.get(page("decide", made.pk)).status_code == 404


def test_deciding_shows_which_dates_move_before_it_happens(agreed, mei, as_person, today):
    made, browser = agreed(), as_person(mei)
    sent = {"number": "9号", "decided_on": TODAY.isoformat(), "effect_on": "2026-04-01"}
    asked = browser.post(page("decide", made.pk), sent).content.decode()
    assert "新桥镇党委" in asked and "1 April 2026" in asked and "as many as before" in asked
    assert Absorption.objects.get().state == "agreed"
    done = browser.post(page("decide", made.pk), {**sent, "conditions": "", "confirmed": "1"})
    assert done.status_code == 302
    assert superiors_of("B1", date(2026, 4, 1)) == {("territory", "CB"), ("cluster", "CB")}
    sent = {"reason": "写错了"}
    assert "every link" in browser.post(page("undo", made.pk), sent).content.decode()
    browser.post(page("undo", made.pk), {**sent, "confirmed": "1"})
    assert superiors_of("B1", date(2026, 4, 1)) == {("territory", "TOWN")}


def test_the_secretary_proposes_with_the_link_that_justifies_it(
    people, cluster, branch, link, as_person, today
):
    browser = as_person(people["secretary"])
    shown = browser.get(page("propose", cluster.pk), {"q": "晶圆"}).content.decode()
    assert "晶圆厂党支部" in shown
    address = page("propose", cluster.pk) + "?organisation=B1"
    shown = browser.get(address).content.decode()
    assert "supplies 龙头厂 (leading firm): 晶圆" in shown
    sent = {"mode": "functional", "link": link.pk, "reason": "", "proposed_on": "2026-03-02"}
    assert browser.post(address, sent).status_code == 302
    assert Absorption.objects.get().link == link
    sent["proposed_on"] = "2027-03-02"
    assert "in the future" in browser.post(address, sent).content.decode()


def test_the_part_of_a_cluster_and_the_api_say_the_same(proposed, people, cluster, as_person,
                                                        today):  # fmt: skip
    proposed()
    browser = as_person(people["secretary"])
    part = browser.get(page("of_cluster", cluster.pk)).content.decode()
    assert "晶圆厂党支部" in part and "consents awaited" in part and "<html" not in part
    listed = browser.get("/api/songjiang/absorptions").json()
    assert [one["organisation"] for one in listed] == ["B1"]
    assert {one["answer"] for one in listed[0]["consents"]} == {"waiting"}


def test_the_list_asks_as_many_questions_for_one_as_for_several(
    proposed, people, mei, as_person, today, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, first = as_person(mei), proposed()
    browser.get(page("list"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(page("list"))
    for _again in range(3):
        withdraw_absorption(by=mei, at=NOON, absorption=first, reason="再商量")
        first = proposed()
    with django_assert_num_queries(len(asked)):
        browser.get(page("list"))
