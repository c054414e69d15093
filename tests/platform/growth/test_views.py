"""The pages: growth, reports, shares; the command; the API."""

from __future__ import annotations

import json
from datetime import date

import pytest
from absorption.conftest import IN_JULY
from click.testing import CliRunner
from django.urls import reverse

from conftest import SAID
from jilian.growth.cli import growth as command
from jilian.growth.models import MonthlyReport
from jilian.growth.operations import compile_report, enter_developed
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import Division


def page(name, *args):
    return reverse(f"growth:{name}", args=("songjiang", *args))


@pytest.fixture
def in_july(monkeypatch):
    """Every page is asked on 5 July 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_JULY)


def test_the_page_says_how_much_was_absorbed_and_opens_to_the_list(
    decided, cluster, mei, as_person, in_july, django_assert_max_num_queries
):
    decided("functional")
    browser = as_person(mei)
    asked = {"first": "2026-06-30", "last": "2026-07-01", "boundary": f"cluster:{cluster.pk}"}
    browser.get(page("growth"), asked)
    with django_assert_max_num_queries(26):
        shown = browser.get(page("growth"), asked).content.decode()
    assert "+100 %, of which absorbed 1" in shown and "晶圆厂党支部" in shown
    shown = browser.get(page("growth"), {**asked, "boundary": "world"}).content.decode()
    assert "no growth" in shown
    shown = browser.get(page("growth"), {**asked, "first": "2026-08-01"}).content.decode()
    assert "must be the earlier one" in shown
    file = browser.get(page("export_growth", "csv"), {**asked, **SAID}).content.decode()
    assert "absorbed,B1,晶圆厂党支部" in file
    answer = browser.get("/api/songjiang/growth", asked).json()
    assert answer["parts"] == {"absorbed": ["B1"]} and answer["boundary_change"] == 1


def test_a_report_is_compiled_shown_compared_and_taken_out(branch, save, mei, as_person, in_july):
    browser = as_person(mei)
    assert "No month has been reported yet." in browser.get(page("reports")).content.decode()
    sent = browser.post(page("compile"), {"month": "2026-06"}, follow=True).content.decode()
    assert "Revision 1 is kept." in sent and "新桥镇" in sent
    again = browser.post(page("compile"), {"month": "2026-06"}, follow=True).content.decode()
    assert "The same as revision 1" in again
    early = browser.post(page("compile"), {"month": "2026-07"}, follow=True).content.decode()
    assert "The month is not over" in early
    save(OrganisationRow(key="LATE", name="迟到的支部", type="branch", valid_from=date(2026, 6, 9)))
    browser.post(page("compile"), {"month": "2026-06"})
    revised = MonthlyReport.objects.get(revision=2)
    shown = browser.get(page("compare", revised.pk)).content.decode()
    assert "standing at the end of the month" in shown
    file = browser.get(page("report_file", revised.pk), SAID)
    assert file.content[:2] == b"PK"
    listed = browser.get("/api/songjiang/growth/reports").json()
    assert [one["revision"] for one in listed] == [2, 1]


def test_wu_sees_no_report_and_a_reader_compiles_none(
    branch, world, mei, wu, person, as_person, in_july
):
    made = compile_report(by=mei, at=IN_JULY, world=world, month=date(2026, 6, 1)).report
    assert as_person(wu).get(page("report", made.pk)).status_code == 404
    reader = person("sci", "science_commission", world)
    assert as_person(reader).get(page("report", made.pk)).status_code == 200
    assert as_person(reader).post(page("compile"), {"month": "2026-05"}).status_code == 404


def test_the_command_prints_the_same_bytes_twice(branch, world, in_july, tmp_path):
    def run(name):
        out = tmp_path / name
        given = ["report", "2026-06", "--world", "songjiang", "--json", "--out", str(out)]
        done = CliRunner().invoke(command, given, catch_exceptions=False)
        return done.stdout, done.stderr, out.read_bytes()

    first, second = run("a.xlsx"), run("b.xlsx")
    assert first[0] == second[0] and first[2] == second[2]
    assert json.loads(first[0])["organisations"]["standing"] == 3
    assert "Revision 1 is kept." in first[1] and "The same as revision 1" in second[1]


def test_the_page_of_shares_checks_a_claim_and_names_the_unit_below(
    world, mei, person, as_person, in_july
):
    for code, part in (("310117105", 31), ("310117107", 29)):
        enter_developed(
            by=mei, at=IN_JULY, world=world, unit=Division.objects.get(code=code), year=2025,
            in_clusters=part, second=100, total_kind="contains", counted_on=date(2026, 1, 10),
        )  # fmt: skip
    browser = as_person(mei)
    asked = {"year": "2025", "claim": "各街镇30%以上"}
    shown = browser.get(page("developed"), asked).content.decode()
    assert 'role="alert"' in shown and "九亭镇 29 % (29/100)" in shown
    assert (
        "every street and town at least 29%"
        in browser.get(page("developed"), {**asked, "claim": "各街镇29%以上"}).content.decode()
    )
    town = as_person(person("town", "town_office", world, key="310117107"))
    assert town.get(page("enter", "310117105", 2025)).status_code == 404
    sent = {"in_clusters": 30, "second": 100, "total_kind": "contains",
            "counted_on": "2026-01-10", "reason": "漏计1人", "called": ""}  # fmt: skip
    assert town.post(page("enter", "310117107", 2025), sent).status_code == 302
    assert "漏计1人" in town.get(page("developed"), {"year": "2025"}).content.decode()
    assert "May it be said?" not in town.get(page("developed")).content.decode()
    file = browser.get(page("export_developed", "csv"), {"year": "2025", **SAID})
    assert "九亭镇,2025,30,100,30" in file.content.decode()
