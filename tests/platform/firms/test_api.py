"""The API and the command line of firms."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.firms.cli import firms
from jilian.firms.models import Firm
from jilian.firms.rules import TitleRow

API = "/api/songjiang/firms"


@pytest.fixture
def register(save, award, row):
    """Two firms and a title."""
    second = row(
        identifier="W2", name="第二晶圆有限公司", short_name=None, division_code="310117107",
        address=None, row=2,
    )  # fmt: skip
    save(row(), second)
    award(TitleRow("高新技术企业", 1, firm=("made", "W1"), valid_from=date(2024, 1, 1)))


@pytest.fixture
def command_line(db):
    """The named system person."""
    return Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False}
    )[0]


def test_firms_are_searched_and_listed(register, mei, as_person):
    client = as_person(mei)
    found = client.get(API, {"q": "林氏晶圆"}).json()
    assert found["firms"][0]["matched"] == "林氏晶圆"
    assert found["firms"][0]["place"] == "310117105"
    listed = client.get(API, {"place": "310117107"}).json()
    assert [one["identifier"] for one in listed["firms"]] == ["W2"]
    assert client.get(API, {"limit": 1}).json()["has_more"]
    assert client.get(API, {"industry": "nothing"}).status_code == 404


def test_one_firm_with_its_sources(register, mei, lin, as_person):
    pk = Firm.objects.get(identifier="W1").pk
    firm = as_person(mei).get(f"{API}/{pk}").json()
    assert firm["name"] == "林氏晶圆有限公司"
    assert firm["facts"][0]["value"] == 120
    assert firm["sites"][0]["source"] == "公开名单"
    assert as_person(lin).get(f"{API}/{pk}").json()["facts"] is None


def test_titles_and_places(register, mei, as_person):
    client = as_person(mei)
    assert client.get(f"{API}/titles").json()[0]["total"] == 1
    assert client.get(f"{API}/places").json()[0]["count"] == 2


def test_wu_finds_nothing(register, wu, as_person):
    pk = Firm.objects.get(identifier="W1").pk
    for path in ("", f"/{pk}", "/titles", "/places"):
        assert as_person(wu).get(f"{API}{path}").status_code == 404


def test_the_command_line_searches_and_shows(register, command_line):
    run = CliRunner()
    found = run.invoke(firms, ["search", "晶圆", "--json", "--as-of", "2026-03-20"])
    assert {one["identifier"] for one in json.loads(found.output)} == {"W1", "W2"}
    assert "林氏晶圆有限公司" in run.invoke(firms, ["search", "林氏"]).output
    shown = run.invoke(firms, ["show", "W1", "--as-of", "2026-03-20"])
    assert "新桥镇" in shown.output and "硅片" in shown.output
    as_json = run.invoke(firms, ["show", "W1", "--json"])
    assert json.loads(as_json.output)["identifier"] == "W1"


def test_the_command_line_refuses_an_unknown_firm(register, command_line):
    answer = CliRunner().invoke(firms, ["show", "nothing"])
    assert isinstance(answer.exception, Refusal)
