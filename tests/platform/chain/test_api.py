"""The API of what breaks: to whom, with which refusals."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.chain.models import Scenario


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let the answers be of 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def api(path):
    return f"/api/songjiang/chain/{path}"


def test_a_what_if_answers_with_what_is_unknown(snapshot, jing, as_person):
    found = as_person(jing).get(api("what-if?kind=firm&key=made:硅料乙&replacement=false")).json()
    assert found["index"] > 0
    assert found["epsilon"] == 1e-6
    assert found["unknown"]["links"] == {"known": 3, "of": 4}
    assert found["hits"][0]["name"] == "硅料乙"
    assert found["output_yuan"] == "97500000"


@pytest.mark.parametrize(
    "asked, code",
    [
        ("kind=firm&key=made:无", "nobody_fails"),
        ("kind=firm&key=made:晶圆&lost_percent=0", "shock_share"),
        ("kind=town&key=x", "shock_town"),
    ],
)
def test_what_says_nothing_is_refused(snapshot, jing, as_person, asked, code):
    answer = as_person(jing).get(api(f"what-if?{asked}"))
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_the_lists(critical, jing, shu, as_person):
    rows = as_person(jing).get(api("critical")).json()
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {row["name"] for row in as_person(shu).get(api("critical")).json()} == {"晶圆", "封测"}
    single = as_person(jing).get(api("single-sources")).json()
    assert {row["what"] for row in single} >= {"硅片", "抛光液"}


def test_a_scenario_is_saved_and_run_again(snapshot, firms, jing, as_person):
    client = as_person(jing)
    given = {"name": "停", "reason": "演练", "shock": {"kind": "firm", "keys": ["made:晶圆"]}}
    saved = client.post(api("scenarios"), given, content_type="application/json")
    assert saved.status_code == 201
    pk = saved.json()["pk"]
    assert len(client.get(api("scenarios")).json()) == 1
    assert client.post(api(f"scenarios/{pk}/again")).json()["stopped"] == 1
    assert Scenario.objects.get().results.count() == 1


def test_a_secretary_asks_about_the_own_cluster_alone(critical, shu, cluster, as_person):
    client = as_person(shu)
    assert client.get(api("what-if?kind=firm&key=made:硅料乙")).status_code == 404
    given = {"name": "停", "reason": "演练", "shock": {"kind": "firm", "keys": ["made:硅料乙"]}}
    refused = client.post(api("scenarios"), given, content_type="application/json")
    assert refused.json()["code"] == "shock_elsewhere"


@pytest.mark.parametrize("path", ["what-if?kind=firm&key=made:晶圆", "critical", "scenarios"])
def test_a_member_firm_and_an_outsider_find_nothing(critical, jia, wu, as_person, path):
    for somebody in (jia, wu):
        assert as_person(somebody).get(api(path)).status_code == 404
