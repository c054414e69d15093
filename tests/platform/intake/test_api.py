"""The API of uploads: send, ask, read the problems, apply; and the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.intake import operations
from jilian.intake.cli import import_table
from jilian.intake.models import Upload
from uploaded_tables import CRYSTAL, FIRMS, csv_of

ADDRESS = "/api/songjiang/uploads/"
BAD = FIRMS + f"\n坏行有限公司,{CRYSTAL[:-1]},新桥镇,3973,2025,1\n".encode()


def send(browser, content=FIRMS, kind="firms"):
    file = SimpleUploadedFile("table.csv", content)
    return browser.post(ADDRESS, {"kind": kind, "file": file})


def test_a_table_goes_through_the_api(
    as_person, mei, industries, django_capture_on_commit_callbacks
):
    browser = as_person(mei)
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(browser, BAD)
    assert (sent.status_code, sent.json()["rows"]) == (201, 4)
    one = f"{ADDRESS}{sent.json()['pk']}"
    state = browser.get(one).json()
    assert (state["state"], state["counts"]["new"], state["bad_rows"]) == ("checked", 3, 1)
    problem = browser.get(f"{one}/problems").json()[0]
    assert (problem["row"], problem["code"]) == (5, "credit_code_length")
    assert problem["sentence"].startswith("A unified social credit code")

    def apply(only_good):
        with django_capture_on_commit_callbacks(execute=True):
            body = {"only_good": only_good}
            return browser.post(f"{one}/apply", body, content_type="application/json")

    refused = apply(only_good=False)
    assert (refused.status_code, refused.json()["code"]) == (409, "upload_has_problems")
    assert apply(only_good=True).status_code == 202
    assert browser.get(one).json()["state"] == "applied"
    assert apply(only_good=True).json()["code"] == "upload_applied"
    assert [row["pk"] for row in browser.get(ADDRESS).json()] == [state["pk"]]


def test_refusals_are_problems_with_their_code(as_person, mei):
    browser = as_person(mei)
    content = csv_of(f"企业名称,信用代码,身份证号\n甲,{CRYSTAL},x")
    assert send(browser, content).json()["code"] == "person_column"
    assert send(browser, FIRMS, "people").json()["code"] == "table_kind_unknown"
    assert not Upload.objects.exists()


def test_a_file_over_the_limit_is_refused_by_the_api(as_person, mei, settings):
    settings.UPLOAD_LIMIT_MB = 1
    assert send(as_person(mei), FIRMS + b" " * 2**20).json()["code"] == "file_too_large"


def test_an_outsider_finds_no_api(as_person, wu, mei, world, industries):
    upload = operations.receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="a.csv", content=FIRMS
    )
    browser = as_person(wu)
    one = f"{ADDRESS}{upload.pk}"
    answers = [browser.get(ADDRESS), send(browser), browser.get(one)]
    answers += [browser.get(f"{one}/problems")]
    answers += [browser.post(f"{one}/apply", {}, content_type="application/json")]
    assert {answer.status_code for answer in answers} == {404}


# --- the command line -------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path, world, industries):
    def run(content: bytes, *arguments: str):
        file = tmp_path / "table.csv"
        file.write_bytes(content)
        return CliRunner().invoke(import_table, ["firms", str(file), *arguments])

    return run


def test_the_command_checks_and_changes_nothing_without_apply(command):
    done = command(BAD)
    assert done.exit_code == 0
    assert "4 rows: 3 new, 0 changed, 0 same, 0 conflicting, 1 with problems" in done.stdout
    assert f"  {CRYSTAL[:-1]}" in done.stdout and "checking 4 rows" in done.stderr
    assert not Firm.objects.exists()


def test_the_command_applies_what_it_checked_before(command):
    command(FIRMS)
    done = command(FIRMS, "--apply", "all", "--json")
    found = json.loads(done.stdout)
    assert (found["state"], found["outcome"]["new"], found["problems"]) == ("applied", 3, [])
    assert (Upload.objects.count(), Firm.objects.count()) == (1, 3)
    again = command(FIRMS, "--apply", "all")
    assert (again.exit_code, Firm.objects.count(), Upload.objects.count()) == (0, 3, 1)
    assert "3" in again.stdout  # compared once more: the register has all three


def test_the_command_refuses_problems_with_a_table_of_them(command):
    refused = command(BAD, "--apply", "all")
    assert isinstance(refused.exception, Refusal)
    assert refused.exception.code == "upload_has_problems"
    assert "what is wrong" in refused.stdout and not Firm.objects.exists()
    assert command(BAD, "--apply", "good").exit_code == 0
    assert Firm.objects.count() == 3


def test_the_command_ends_with_code_two_and_one_sentence(tmp_path, world, monkeypatch, capsys):
    from jilian import cli

    file = tmp_path / "empty.csv"
    file.write_bytes(b"")
    monkeypatch.setattr("sys.argv", ["jilian", "import", "firms", str(file)])
    monkeypatch.setattr(cli, "set_up", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
