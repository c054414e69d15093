"""Pages of monthly returns, by who looks."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from flows.printed.walk import Bounds, Walk
from jilian.places.models import Division
from jilian.returns import operations
from jilian.returns.models import FirmFigures, FirmSheet, MonthlyReturn, ReturnLine

from .conftest import MARCH, PURPOSE, D, moment, values_of

BASE = "/songjiang/returns/"


@pytest.fixture(autouse=True)
def in_april(monkeypatch):
    """Pages are opened on 17 April 2026."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: moment(4, 17))


@pytest.fixture
def begun(people, duties):
    return operations.begin_return(
        by=people["town"], at=moment(4, 10), duty=duties["town"], month=MARCH
    )


def test_a_unit_sees_what_is_due_enters_page_by_page_and_sends(people, duties, as_person):
    client = as_person(people["town"])
    shown = client.get(BASE).content.decode()
    assert "2026-03" in shown and "late" in shown
    answer = client.post(f"{BASE}duties/{duties['town'].pk}/begin/2026-03/")
    row = MonthlyReturn.objects.get()
    assert answer.url == f"{BASE}{row.pk}/enter/1/"
    page = client.get(answer.url).content.decode()
    assert len(re.findall(r'<input type="text"', page)) == 6
    values = {
        f"{item}__{column}": f"{value}" for (item, column), value in values_of("1000").items()
    }
    values["output__month"] = "１,０００"  # in full width
    for step in (1, 2, 3):
        answer = client.post(f"{BASE}{row.pk}/enter/{step}/", {**values, "seen": str(step - 1)})
        assert answer.status_code == 302, answer.content.decode()
    assert answer.url == f"{BASE}{row.pk}/check/"
    assert "nothing is odd" in client.get(answer.url).content.decode()
    client.post(answer.url)
    row.refresh_from_db()
    assert (row.state, row.saves, row.was_in_time) == ("sent", 3, False)
    assert ReturnLine.objects.get(item="output", column="month").value == D(1000)
    assert client.get(f"{BASE}{row.pk}/enter/1/").status_code == 302


def test_errors_are_shown_with_their_page_and_refuse(people, begun, as_person):
    operations.save_values(
        by=people["town"], at=moment(4, 10), monthly_return=begun,
        values=values_of("1000", strategic_output__month="1001"), notes={}, seen=0,
    )  # fmt: skip
    client = as_person(people["town"])
    shown = client.get(f"{BASE}{begun.pk}/check/").content.decode()
    assert "of which it is a part" in shown and f"{BASE}{begun.pk}/enter/1/" in shown
    assert client.post(f"{BASE}{begun.pk}/check/").status_code == 422
    odd = client.post(f"{BASE}{begun.pk}/enter/1/", {"output__month": "十二", "seen": "1"})
    assert odd.status_code == 422


def test_what_was_typed_offline_and_saved_meanwhile_stand_side_by_side(people, begun, as_person):
    client, at = as_person(people["town"]), f"{BASE}{begun.pk}/enter/1/"
    assert client.post(at, {"output__month": "100", "seen": "0"}).status_code == 302
    sent = {"output__month": "120", "output__cumulative": "120", "seen": "0", "once": "x"}
    apart = client.post(at, sent, headers={"X-Unsent": "1"})
    assert apart.status_code == 409
    assert apart.json()["seen"] == "1"
    assert "yours 120.0" in apart.json()["happened"][0]
    assert "saved meanwhile 100.0" in apart.json()["happened"][0]
    page = client.post(at, sent)
    assert page.status_code == 409
    shown = page.content.decode()
    assert 'value="120"' in shown and 'value="100"' in shown and 'name="seen" value="1"' in shown
    again = client.post(at, {**sent, "seen": "1"}, headers={"X-Unsent": "1"})
    assert again.json()["url"].endswith("/enter/2/")
    assert ReturnLine.objects.get(item="output", column="month").value == D(120)
    once_more = client.post(at, {**sent, "seen": "1"}, headers={"X-Unsent": "1"})
    assert once_more.status_code == 200  # sent twice by a bad line: nothing new
    begun.refresh_from_db()
    assert begun.saves == 2


def test_the_reviewers_list_names_who_is_missing_and_late(people, reported, duties, as_person):
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    client = as_person(people["commission"])
    assert client.get(f"{BASE}review/").url == f"{BASE}of/industry/2026-03/"
    shown = client.get(f"{BASE}of/industry/2026-03/").content.decode()
    assert "九亭镇" in shown and "33.3%" in shown and "Nothing sent yet by" in shown
    detail = client.get(f"{BASE}{row.pk}/").content.decode()
    assert "Accept it" in detail and "Send it back" in detail and "Correct it" not in detail
    assert client.post(f"{BASE}{row.pk}/act/sent_back/", {"reason": ""}).status_code == 200
    client.post(f"{BASE}{row.pk}/act/accepted/")
    client.post(f"{BASE}of/industry/2026-03/lock/")
    row.refresh_from_db()
    assert row.state == "locked"
    said = {"purpose": "年报", "recipient": "统计局"}
    taken = client.get(f"{BASE}of/industry/2026-03/values.csv", said)
    assert (
        taken.status_code == 200 and "工业总产值" in taken.content.decode()
    ) or b"output" in taken.content


def test_each_count_of_a_month_opens_the_units_that_it_counts(people, reported, duties, as_person):
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    client = as_person(people["commission"])

    def seen() -> dict[str, int]:
        walk = Walk("commission", client, Bounds())
        printed = [one for one in walk.page(f"{BASE}of/industry/2026-03/").printed() if one.url]
        assert {walk.answer(one).holds for one in printed} == {True}
        return {one.label: int(one.value) for one in printed}

    assert list(seen().values()) == [1, 1, 2, 0]  # two of three units have not sent
    client.post(f"{BASE}{row.pk}/act/accepted/")
    assert list(seen().values()) == [1, 1, 2, 1]


def test_a_leader_confirms_the_cover_in_both_languages(
    people, reported, released, as_person, duties
):
    for unit, value in (("town", "972"), ("other", "28")):
        reported(unit, unit, date(2025, 3, 1), values_of(value), moment(3, 2))
    released(date(2025, 3, 1), moment(3, 3))
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    operations.accept_return(by=people["commission"], at=moment(4, 11), monthly_return=row)
    operations.lock_month(
        by=people["commission"], at=moment(4, 11), world=row.world, form="industry", month=MARCH
    )
    client = as_person(people["leader"])
    assert "2026-03/release/" in client.get(f"{BASE}releases/").content.decode()
    at = f"{BASE}of/industry/2026-03/release/"
    shown = client.get(at).content.decode()
    assert "reported units stood for 97.2 % of last year&#x27;s value" in shown
    assert 'name="cover" value="97.2"' in shown
    assert client.post(at, {"cover": "99.9"}).status_code == 422
    assert client.post(at, {"cover": "97.2"}).status_code == 302
    assert "97.2 %" in client.get(f"{BASE}releases/").content.decode()
    assert client.get(f"{BASE}of/industry/2026-03/").status_code == 404  # the reviewers' page


def test_a_correction_shows_both_values(people, reported, released, as_person, duties):
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    released(MARCH, moment(4, 11))
    client = as_person(people["town"])
    answer = client.post(f"{BASE}{row.pk}/correct/", {"reason": "重复报送"})
    second = MonthlyReturn.objects.get(revision=2)
    assert answer.url == f"{BASE}{second.pk}/enter/1/"
    client.post(answer.url, {"output__month": "960", "output__cumulative": "960",
                             "strategic_output__month": "500",
                             "strategic_output__cumulative": "500", "seen": "0"})  # fmt: skip
    shown = client.get(f"{BASE}{second.pk}/").content.decode()
    assert "As published and as revised" in shown and "1,000.0" in shown and "960.0" in shown
    assert client.post(f"{BASE}{second.pk}/withdraw/").status_code == 302
    assert not MonthlyReturn.objects.filter(revision=2).exists()


def test_a_template_filled_in_comes_back_as_a_draft(people, begun, as_person):
    client = as_person(people["town"])
    book = load_workbook(io.BytesIO(client.get(f"{BASE}{begun.pk}/template.xlsx").content))
    assert book["对照（只读）"].protection.sheet
    sheet = book["填报"]
    assert sheet["A4"].value == "工业总产值"
    for place, (month, total) in enumerate(((1000, 1000), (500, 500), (1000, 1000), (250, 250))):
        sheet.cell(4 + place, 3, month)
        sheet.cell(4 + place, 4, total)
    for place, value in ((8, 20), (9, 12), (10, "三千")):
        sheet.cell(place, 5, value)
    at = f"{BASE}{begun.pk}/upload/"

    def send():
        content = io.BytesIO()
        book.save(content)
        return client.post(at, {"file": SimpleUploadedFile("月报.xlsx", content.getvalue())})

    odd = send()
    assert odd.status_code == 422 and "三千" in odd.content.decode()
    assert not ReturnLine.objects.exists()
    sheet.cell(10, 5, "3，000")
    assert send().url == f"{BASE}{begun.pk}/check/"
    assert "nothing is odd" in client.get(f"{BASE}{begun.pk}/check/").content.decode()


@pytest.fixture
def firms(world, source):
    """Two firms with their main site in 新桥."""
    from jilian.firms.models import Firm, Site
    from uploaded_tables import credit_code

    since = date(2020, 1, 1)
    for number in (1, 2):
        firm = Firm.objects.create(
            world=world, scheme="uscc", identifier=credit_code(number), name=f"甲{number}",
            sort_key=f"{number}",
        )  # fmt: skip
        Site.objects.create(
            firm=firm, division=Division.objects.get(code="310117105"), is_main=True,
            source=source, valid_from=since, known_by=since,
        )  # fmt: skip


def test_a_table_of_firms_is_checked_and_kept_with_its_purpose(people, begun, as_person, firms):
    client = as_person(people["town"])
    book = load_workbook(io.BytesIO(client.get(f"{BASE}{begun.pk}/firms.xlsx").content))
    sheet = book["填报"]
    for row, size in ((5, 100), (6, 50)):
        for place in range(3, 11):
            sheet.cell(row, place, size)
        sheet.cell(row, 11, 30)
    at = f"{BASE}{begun.pk}/firms/"

    def saved() -> bytes:
        content = io.BytesIO()
        book.save(content)  # writes the second of saving into the file
        return content.getvalue()

    def send(content: bytes):
        file = SimpleUploadedFile("企业.xlsx", content)
        return client.post(at, {"file": file, "purpose": PURPOSE})

    sheet.cell(5, 5, 101)
    assert send(saved()).status_code == 422
    assert not FirmSheet.objects.exists()
    sheet.cell(5, 5, 100)
    good = saved()
    assert send(good).status_code == 200
    assert (FirmSheet.objects.count(), FirmFigures.objects.count()) == (1, 2)
    assert send(good).status_code == 200
    assert FirmSheet.objects.get().purpose == PURPOSE
    assert as_person(people["leader"]).get(at).status_code == 404
    assert "甲1" not in as_person(people["leader"]).get(f"{BASE}{begun.pk}/").content.decode()


def test_others_find_nothing(people, begun, wu, as_person, person, world):
    for who in (wu, people["other"], person("ou", "organisation_office", world)):
        assert as_person(who).get(f"{BASE}{begun.pk}/").status_code == 404
        assert as_person(who).get(f"{BASE}{begun.pk}/enter/1/").status_code == 404
    town = as_person(people["town"])
    assert "Another unit" not in town.get(f"{BASE}duties/").content.decode()
    assert town.post(f"{BASE}of/industry/2026-03/lock/").status_code == 404
    assert town.post(f"{BASE}duties/", {"form": "fiscal", "unit": "town:310117105",
                                        "month": "2026-03"}).status_code == 404  # fmt: skip
    assert as_person(people["commission"]).get(f"{BASE}{begun.pk}/enter/1/").status_code == 404


def test_pages_ask_a_fixed_number_of_questions(people, reported, duties, as_person, world):
    by, at = people["commission"], moment(4, 10)
    client = as_person(by)

    def asked() -> list[int]:
        found = []
        for page in ("of/industry/2026-03/", f"{row.pk}/", "duties/"):
            client.get(BASE + page)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(BASE + page).status_code == 200
            found.append(len(queries))
        return found

    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    few = asked()
    parent = Division.objects.get(code="310117")
    for number in range(12):
        unit = Division.objects.create(
            code=f"3101172{number:02d}", name=f"镇{number}", level=4, parent=parent
        )
        duty = operations.begin_duty(
            by=by, at=at, world=world, form="industry", unit=unit, month=date(2025, 1, 1)
        )
        operations.begin_return(by=person_of(unit), at=at, duty=duty, month=MARCH)
    assert asked() == few


def person_of(_unit):
    """A system person may enter for any unit."""
    from jilian.accounts.queries import system_person

    return system_person("command-line")
