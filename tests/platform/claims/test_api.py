"""The API and the command line: the same rules through another door."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.claims import operations
from jilian.claims.cli import claims as command
from jilian.claims.models import Claim, Correction

from .conftest import held

ADDRESS = "/api/songjiang/claims"


def send(browser, path, **body):
    return browser.post(f"{ADDRESS}{path}", json.dumps(body), content_type="application/json")


def test_a_claim_goes_through_the_api(lin, mei, firm, world, as_person):
    firm("林氏封测")
    keeper, office = as_person(lin), as_person(mei)
    made = send(
        keeper, "/own", scheme="made", identifier="林氏封测", paper="other", paper_number="7"
    )
    assert (made.status_code, made.json()["state"], made.json()["firm"]) == (201, "filed", None)
    pk = made.json()["pk"]
    assert [one["pk"] for one in office.get(f"{ADDRESS}/?state=filed").json()] == [pk]
    refused = send(office, f"/{pk}/refuse")
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_missing")
    assert send(office, f"/{pk}/accept").json()["state"] == "accepted"
    assert keeper.get(f"{ADDRESS}/own").json()[0]["firm"] == Claim.objects.get().firm_id
    assert send(office, f"/{pk}/end", words="已离职").json()["state"] == "ended"


def test_a_correction_goes_through_the_api(lin, mei, lins, as_person):
    keeper, office = as_person(lin), as_person(mei)
    made = send(
        keeper, "/corrections/own", firm=lins.pk, field="makes", manner="wrong",
        record=held(lins, "makes"), value={"name": "硅晶圆"}, words="产品目录",
    )  # fmt: skip
    assert made.status_code == 201
    pk = made.json()["pk"]
    seen = office.get(f"{ADDRESS}/corrections").json()
    assert [(one["pk"], one["before"], one["against"]) for one in seen] == [
        (pk, {"name": "晶圆"}, "")
    ]
    assert send(office, f"/corrections/{pk}/accept").json()["state"] == "accepted"
    assert sorted(lins.products.values_list("name", flat=True)) == ["外延片", "硅晶圆"]
    assert send(office, f"/corrections/{pk}/undo", words="误判").json()["state"] == "undone"
    assert keeper.get(f"{ADDRESS}/corrections/own?state=undone").json()[0]["pk"] == pk
    odd = send(office, f"/corrections/{pk}/praise")
    assert (odd.status_code, odd.json()["code"]) == (409, "verdict_unknown")


@pytest.mark.parametrize(
    ("value", "status"),
    [({"name": ["x"]}, 201), ({"name": {"a": 1}}, 201), ({}, 409), ({"name": ""}, 409)],
)
def test_odd_values_are_refused_or_taken_as_words_never_a_defect(
    value, status, lin, lins, as_person
):
    made = send(
        as_person(lin), "/corrections/own", firm=lins.pk, field="buys", manner="add", value=value,
        words="合同",
    )  # fmt: skip
    assert made.status_code == status


def test_a_firm_sees_and_moves_nothing_of_another_through_the_api(
    propose, lins, hua, wu, as_person
):
    correction = propose()
    browser = as_person(hua)
    assert browser.get(f"{ADDRESS}/corrections/own").json() == []
    for path in ("/corrections", "/", "/?state=filed&page=2"):
        assert browser.get(f"{ADDRESS}{path}").status_code == 404
    for path in (f"/corrections/{correction.pk}/accept", "/corrections/999999/accept"):
        assert send(browser, path).json() == {"code": "not_found", "detail": "Not found"}
    stolen = send(
        browser, "/corrections/own", firm=lins.pk, field="buys", manner="add",
        value={"name": "硅料"}, words="合同",
    )  # fmt: skip
    nowhere = send(
        browser, "/corrections/own", firm=999_999, field="buys", manner="add",
        value={"name": "硅料"}, words="合同",
    )  # fmt: skip
    assert (stolen.status_code, stolen.json()) == (nowhere.status_code, nowhere.json())
    assert as_person(wu).get(f"{ADDRESS}/own").status_code == 404
    assert Correction.objects.count() == 1


def run(*words):
    return CliRunner().invoke(command, words, catch_exceptions=False)


@pytest.fixture
def command_line(db):
    from jilian.accounts.models import Person

    return Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False, "name": ""}
    )[0]


def test_the_command_line_lists_and_decides(propose, wu, lins, world, command_line):
    correction = propose()
    claim = operations.file_claim(
        by=wu, at=NOON, world=world, scheme="made", identifier="林氏晶圆", paper="other",
        paper_number="1",
    )  # fmt: skip
    assert "林氏晶圆" in run("list").output
    assert json.loads(run("list", "--json").output)[0]["pk"] == claim.pk
    assert "新桥镇 新飞路1号 → 九亭镇 涞寅路9号" in run("corrections").output
    assert json.loads(run("corrections", "--json").output)[0]["against"] == ""
    assert "accepted" in run("correct", str(correction.pk), "accept").output
    assert "undone" in run("correct", str(correction.pk), "undo", "--words", "误判").output
    assert "accepted" in run("decide", str(claim.pk), "accept").output
    with pytest.raises(Refusal):
        run("decide", "999", "accept")
    assert run("corrections").output.strip() == "No correction fits."
