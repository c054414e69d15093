"""Pages of setting up bodies: what they say, to whom, with how many queries; files and API."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from unittest import mock

import openpyxl
import pytest
from click.testing import CliRunner
from django.urls import reverse
from docx import Document

from conftest import SAID
from jilian.audit.models import Trace
from jilian.committees import operations
from jilian.committees.cli import committees
from jilian.committees.models import Procedure
from jilian.notices.models import Notice

from .conftest import LATER, NAME, paper


@pytest.fixture(autouse=True)
def on_the_first_of_july():
    """Let the pages be read on 1 July 2024."""
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def address(name, *args):
    return reverse(f"committees:{name}", args=("songjiang", *args))


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_secretary_drafts_and_applies_and_the_office_sets_the_body_up(
    mei, secretary, as_person, cluster, bodies, chain
):
    su, office = as_person(secretary), as_person(mei)
    said = {"name": NAME, "type": "primary_committee", "relation_mode": "affiliated",
            "superior": "S", "superior_line": "", "applying_body": "正泰电气党委"}  # fmt: skip
    answer = su.post(address("new", cluster.pk), said)
    procedure = Procedure.objects.get()
    assert answer.url == address("declared", procedure.pk)
    at = procedure.pk
    counted = {"formal": 38, "probationary": 2, "band": "", "counted_on": "2024-04-30",
               "effect_on": "2024-06-15", "exception_document": ""}  # fmt: skip
    su.post(address("declared", at), counted)
    su.post(address("seats", at), {"role": "secretary", "firm": "正泰电气", "seats": 1})
    su.post(address("seats", at), {"role": "member", "firm": "铜材厂", "seats": 4})

    def take(browser, step, view="step", confirmed=True, **values):
        kept = {"day": "2024-05-06", "number": "5号", **values}
        first = text(browser.post(address(view, at, step), kept))
        if confirmed:
            assert "do these dates move?" in first
            answer = browser.post(address(view, at, step), {**kept, "confirmed": "1"})
            assert answer.status_code == 302, answer.content.decode()
        return first

    page = take(su, "applied", confirmed=False)
    assert "With 100 members or more a primary committee is set up" in page
    assert "Give the document that approves it because of work needs." in page
    su.post(address("declared", at), {**counted, "exception_document": "沪组〔2024〕8号"})
    assert "by exception" in take(su, "applied")
    assert su.get(address("decide", at, "approved")).status_code == 404
    take(office, "approved", "decide", day="2024-05-20", number="12号")
    take(su, "elected", day="2024-06-03")
    page = take(office, "filed", "decide", day="2024-06-10", effect_on="2024-06-15")
    assert "until then nothing changes" in page
    page = text(office.get(address("decide", at, "took_effect")))
    for words in ("begins as an organisation of its own", "committee, by exception",
                  "正泰电气党委", "the leading firm's own body: nothing changes",
                  "2 June 2029", "松江区两新工委"):  # fmt: skip
        assert words in page.replace("&#x27;", "'"), words
    office.post(address("decide", at, "took_effect"), {"confirmed": "1"})
    procedure.refresh_from_db()
    assert (procedure.state, procedure.is_exception) == ("active", True)


def test_the_page_says_days_rules_seats_and_that_there_are_two_bodies(draft, walk, mei, as_person):
    procedure = walk(draft(formal=38, probationary=2, exception="沪组〔2024〕8号"))
    page = text(as_person(mei).get(address("detail", procedure.pk))).replace("&#x27;", "'")
    for words in (
        "20 May 2024", "3 June 2024", "15 June 2024", "松两新〔2024〕12号", "by exception",
        "The cluster's body and the leading firm's own body are two bodies.", "正泰电气党委",
        "ORG-07", "40; the rule asks ≥ 100", "deputy secretary", "铜材厂", "ORG-09-COMMITTEE",
        "Take the last step back", "notice paper",
    ):  # fmt: skip
        assert words in page, words


def test_lists_narrow_sort_and_leave_the_house_with_a_purpose(draft, walk, mei, as_person):
    procedure = walk(draft())
    browser = as_person(mei)
    page = text(browser.get(address("list")))
    assert NAME in page
    assert "2 June 2029" in page
    assert NAME not in text(browser.get(address("list") + "?group=running"))
    assert NAME in text(browser.get(address("list") + "?state=active&q=智慧&sort=-due"))
    page = text(browser.get(address("terms")))
    assert NAME in page
    assert NAME not in text(browser.get(address("terms") + "?within=90"))
    file = browser.get(address("export_terms", "xlsx"), SAID)
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.values)
    assert rows[1][2] == NAME
    assert rows[1][6].date() == date(2029, 6, 2)
    file = browser.get(address("export", "csv"), {**SAID, "group": "running"})
    assert len(file.content.decode("utf-8-sig").strip().splitlines()) == 1
    kept = Trace.objects.filter(action="procedures.exported")
    assert list(kept.values_list("purpose", flat=True)) == [SAID["purpose"]] * 2
    assert procedure.is_standing


def test_a_paper_is_taken_out_with_purpose_and_recipient(draft, walk, secretary, as_person, wu):
    procedure = walk(draft(), until="approved")
    browser = as_person(secretary)
    assert "purpose" in text(browser.get(address("paper", procedure.pk, "application")))
    file = browser.get(address("paper", procedure.pk, "application"), SAID)
    assert "关于成立" in "".join(one.text for one in Document(io.BytesIO(file.content)).paragraphs)
    trace = Trace.objects.get(action="procedure_paper.exported")
    assert (trace.purpose, trace.recipient) == (SAID["purpose"], SAID["recipient"])
    assert browser.get(address("paper", procedure.pk, "notice"), SAID).status_code == 404
    assert as_person(wu).get(address("paper", procedure.pk, "reply"), SAID).status_code == 404


def test_who_sees_what(draft, walk, person, world, as_person, secretary, chain, mei, wu, lin):
    procedure = draft(formal=3, probationary=0)
    keeper = as_person(person("chen", "member_firm", world, key=str(chain[1].pk)))
    steward = as_person(person("ding", "data_steward", world))
    detail = address("detail", procedure.pk)
    assert keeper.get(detail).status_code == 404  # a draft is nobody else's
    assert as_person(wu).get(detail).status_code == 404
    assert as_person(lin).get(detail).status_code == 404
    page = text(steward.get(detail))
    assert "withheld" in page
    assert "; the rule asks" not in page
    assert "formal" in text(as_person(secretary).get(detail))
    Procedure.objects.filter(pk=procedure.pk).update(state="applied")
    assert "withheld" in text(keeper.get(detail))
    assert keeper.get(address("step", procedure.pk, "withdrawn")).status_code == 404


def test_the_part_of_a_cluster_says_what_stands_and_what_is_under_way(
    draft, walk, mei, secretary, as_person, cluster
):
    browser = as_person(secretary)
    part = text(browser.get(address("of_cluster", cluster.pk)))
    assert "Set up a body" in part
    walk(draft(exception="8号", formal=38))
    part = text(browser.get(address("of_cluster", cluster.pk)))
    assert NAME in part
    assert "by exception" in part
    assert "term until 2 June 2029" in part


def test_a_step_is_taken_back_after_a_confirmation(draft, walk, mei, as_person):
    procedure = walk(draft())
    browser = as_person(mei)
    page = text(browser.get(address("undo", procedure.pk)))
    assert "is removed from the register, as if it had not begun" in page
    browser.post(address("undo", procedure.pk), {"reason": "日期有误"})
    procedure.refresh_from_db()
    assert procedure.state == "filed"


def test_pages_take_as_many_queries_with_more_rows(draft, walk, mei, as_person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, procedure = as_person(mei), walk(draft())
    pages = [address("list"), address("terms"), address("detail", procedure.pk)]

    def counted():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as kept:
                text(browser.get(page))
            found.append(len(kept))
        return found

    counted()
    first = counted()
    operations.withdraw(
        by=mei, at=LATER, procedure=draft(), paper=paper(LATER.date(), reason="暂缓")
    )
    Procedure.objects.filter(pk=procedure.pk).update(state="active")
    walk(draft(), until="approved")
    assert counted() == first


def test_what_waits_stands_on_the_first_page(draft, walk, mei, as_person):
    walk(draft(), until="applied")
    assert Notice.objects.filter(to=mei, kind="body_applied").count() == 1
    page = text(as_person(mei).get(reverse("notices:list")))
    assert "waits for a reply" in page


def test_the_interface_for_programs_lists_procedures_and_terms(draft, walk, mei, wu, as_person):
    procedure = walk(draft())
    browser = as_person(mei)
    found = browser.get("/api/songjiang/procedures/").json()
    assert [one["name"] for one in found] == [NAME]
    assert found[0]["term_until"] == "2029-06-02"
    assert browser.get("/api/songjiang/procedures/terms?within=90").json() == []
    one = browser.get(f"/api/songjiang/procedures/{procedure.pk}").json()
    assert [step["step"] for step in one["steps"]][-1] == "took_effect"
    assert as_person(wu).get("/api/songjiang/procedures/").status_code == 404


def test_the_command_prints_terms_that_end_soon(draft, walk):
    walk(draft())
    run = CliRunner().invoke(committees, ["terms", "--within", "90", "--as-of", "2029-03-04"])
    assert NAME in run.output
    assert "2029-06-02" in run.output
    run = CliRunner().invoke(
        committees, ["terms", "--within", "90", "--as-of", "2029-03-03", "--json"]
    )
    assert json.loads(run.output) == {"as_of": "2029-03-03", "terms": [], "world": "songjiang"}


def test_a_late_reply_and_a_term_that_is_over_say_so(draft, walk, mei, as_person):
    procedure = walk(draft(), until="applied")
    page = text(as_person(mei).get(address("detail", procedure.pk)))
    assert "in general by 6 June 2024" in page
    assert "late" in page
    walk_on = datetime(2029, 6, 12, 4, 0, tzinfo=UTC)
    operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="重走")
    procedure.refresh_from_db()
    walk(procedure)
    with mock.patch("django.utils.timezone.now", lambda: walk_on):
        assert "term over since 10 days" in text(as_person(mei).get(address("terms")))
