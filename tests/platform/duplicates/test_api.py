"""Pairs for programs, and the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.duplicates.models import DuplicatePair

from .conftest import ONE, TWO

API = "/api/songjiang/duplicates/"


@pytest.fixture
def office(mei, as_person):
    """Mei's client."""
    client = as_person(mei)

    def post(path, content=None):
        return client.post(f"{API}{path}", json.dumps(content or {}), "application/json")

    client.send = post
    return client


def test_pairs_are_listed_judged_and_taken_back(office, twins, search):
    search()
    (pair,) = office.get(API).json()
    assert (pair["left_name"], pair["right_name"], pair["state"]) == (ONE, TWO, "waiting")
    assert pair["reasons"] == ["place_left_out"]
    path = f"{pair['pk']}/"
    assert office.get(f"{API}{pair['pk']}").json()["state"] == "waiting"
    said = office.send(f"{path}judge", {"verdict": "same", "kept": pair["right"]})
    assert said.json()["state"] == "same"
    assert office.get(API).json() == []
    assert len(office.get(f"{API}?state=same").json()) == 1
    again = office.send(f"{path}judge", {"verdict": "same"})
    assert (again.status_code, again.json()["code"]) == (409, "pair_judged_already")
    assert office.send(f"{path}undo").json()["state"] == "waiting"


def test_several_are_judged_at_once(office, three, search):
    search()
    pks = [pair["pk"] for pair in office.get(API).json()]
    answer = office.send("judge", {"pairs": pks, "verdict": "different"}).json()
    assert sorted(answer["done"]) == sorted(pks)
    assert answer["left"] == []
    answer = office.send("judge", {"pairs": pks, "verdict": "same"}).json()
    assert {one["code"] for one in answer["left"]} == {"pair_judged_already"}


def test_a_search_is_asked_for(office, twins):
    assert office.get(f"{API}search").json() is None
    assert office.send("search").status_code == 202
    assert office.get(f"{API}search").json()["asked_at"]


def test_new_names_are_told_which_firm_they_may_be(office, twins):
    names = [{"name": "林氏晶圆科技有限责任公司"}, {"name": "全新机床厂有限公司"}]
    first, second = office.send("twins", names).json()
    assert first[0]["firm"] == twins[0].pk
    assert first[0]["reasons"] == ["legal_form"]
    assert second == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("get", "1"), ("get", "search"), ("post", "search"), ("post", "judge"),
     ("post", "twins"), ("post", "1/judge"), ("post", "1/undo")],
)  # fmt: skip
def test_an_outsider_finds_nothing(method, path, wu, as_person, twins, search):
    search()
    content = {"judge": {"pairs": [1], "verdict": "same"}, "twins": [{"name": ONE}],
               "1/judge": {"verdict": "same"}}.get(path, {})  # fmt: skip
    client = as_person(wu)
    if method == "get":
        assert client.get(f"{API}{path}").status_code == 404
    else:
        answer = client.post(f"{API}{path}", json.dumps(content), "application/json")
        assert answer.status_code == 404


@pytest.fixture
def command(db, world):
    from jilian.accounts.models import Person
    from jilian.duplicates.cli import duplicates

    Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False, "joined_at": NOON}
    )

    def run(*words):
        return CliRunner().invoke(duplicates, words, catch_exceptions=False)

    return run


def test_the_command_line_searches_lists_judges_and_takes_back(command, twins):
    assert "1" in command("find").output
    listed = json.loads(command("list", "--json").output)
    assert [one["left_name"] for one in listed] == [ONE]
    assert TWO in command("list").output
    pk = str(listed[0]["pk"])
    command("judge", pk, "different", "--reason", "两张执照")
    assert DuplicatePair.objects.get().state == "different"
    command("undo", pk)
    assert DuplicatePair.objects.get().state == "waiting"
    assert TWO not in command("list", "--state", "same").output
    with pytest.raises(Refusal):
        command("judge", "999", "same")
