"""Working days of a year from a file, halls and their hours, days on which they stay closed."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from jilian.base.reading.problems import TableRefusal
from jilian.cases.formats.years import read_year
from jilian.cases.models import CalendarYear, Hall, LocalClosure
from jilian.cases.queries.offices import calendar_now

from .conftest import moment

# A made notice of 2027; which days it names does not matter here.
OFF = (
    "2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11",
    "2027-04-05", "2027-05-03", "2027-05-04", "2027-06-09", "2027-09-15", "2027-10-01",
    "2027-10-04", "2027-10-05", "2027-10-06",
)  # fmt: skip
WORK = ("2027-01-30", "2027-10-09")
NOTICE = "日期,类型\n" + "".join(f"{day},休\n" for day in OFF) + "".join(f"{d},班\n" for d in WORK)
TITLE = "国办发明电〔2026〕9号（虚构）"


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def keeper(person):
    """Whoever keeps the system, in no world."""
    return person("keeper", "system_administrator")


def file_of(content, name="2027.csv"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_a_notice_is_read_in_the_forms_in_which_it_comes():
    plain = read_year("2027.csv", NOTICE.encode()).notice
    assert (plain.year, len(plain.off), len(plain.work)) == (2027, 15, 2)
    book = Workbook()
    for row in (["2027年节假日安排"], ["类型", "说明", "日期"]):
        book.active.append(row)
    for kind, days in (("休", OFF), ("班", WORK)):
        for day in days:
            book.active.append([kind, "", datetime.fromisoformat(day)])
    content = io.BytesIO()
    book.save(content)
    assert read_year("2027.xlsx", content.getvalue()).notice == plain
    wide = NOTICE.replace("2027-", "２０２７年").replace("-", "月")
    assert read_year("2027.csv", wide.encode("gb18030")).notice == plain
    bare = "".join(NOTICE.splitlines(keepends=True)[1:])
    assert read_year("2027.csv", bare.encode()).notice == plain


def test_what_is_wrong_with_a_notice_names_row_and_column():
    wrong = NOTICE.replace("2027-04-05,休", "2027-04-31,休") + "2028-01-03,休\n2027-03-02,班\n,班\n"
    found = read_year("2027.csv", wrong.encode())
    assert found.notice is None
    assert [(one.row, one.column, one.code) for one, _words in found.problems] == [
        (8, "日期", "day_unreadable"), (19, "日期", "day_of_other_year"),
        (20, "类型", "work_on_weekday"), (21, "日期", "day_unreadable"),
    ]  # fmt: skip
    assert "2027-04-31" in found.problems[0][1]
    few = read_year("2027.csv", ("日期,类型\n" + "2027-01-01,休\n2027-10-01,休\n").encode())
    assert [(one.row, one.code) for one, _words in few.problems] == [(0, "notice_incomplete")]


def test_the_first_row_is_a_row_even_where_its_day_cannot_be_read():
    found = read_year("2027.csv", "日期,类型\n2027-13-01,休\n".encode())
    assert [(one.row, one.code) for one, _words in found.problems] == [(2, "day_unreadable")]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(TableRefusal):
        read_year("2027.csv", content)


@pytest.mark.django_db
def test_only_who_keeps_the_system_meets_the_working_days(people, keeper, as_person):
    for path in ("/working-days/", "/working-days/load/", "/working-days/2026/", "/halls/"):
        assert as_person(keeper).get(path).status_code == 200, path
        for other in (people.officer, people.registry, people.commission, people.wu):
            assert as_person(other).get(path).status_code == 404, path


@pytest.mark.django_db
def test_a_year_is_looked_at_first_and_then_known(keeper, as_person):
    client = as_person(keeper)
    assert "The next such year is 2027" in text(client.get("/working-days/"))
    assert client.get("/working-days/2027/").status_code == 404
    page = client.post("/working-days/load/", {"document": TITLE, "file": file_of(NOTICE)})
    assert "Load the working days of 2027?" in text(page)
    assert not CalendarYear.objects.exists()
    rows = re.search(r'name="rows" value="([^"]*)"', page.text).group(1)
    sent = {"rows": rows.replace("&quot;", '"'), "document": TITLE}
    assert client.post("/working-days/load/", sent).status_code == 302
    known = calendar_now()
    assert not known.is_working(date(2027, 1, 1))
    assert known.is_working(date(2027, 10, 9))
    shown = text(client.get("/working-days/"))
    assert TITLE in shown
    assert "The next such year is 2028" in shown
    assert "chinesecalendar" in shown


@pytest.mark.django_db
def test_a_wrong_file_is_refused_with_row_and_column_and_nothing_is_kept(keeper, as_person):
    wrong = NOTICE + "2027-03-02,班\n"
    answer = as_person(keeper).post(
        "/working-days/load/", {"document": TITLE, "file": file_of(wrong)}
    )
    page = text(answer)
    assert "19 类型 班" in page
    assert "is no weekend" in page
    assert 'name="rows"' not in answer.text
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", ["nothing", "[1]", '[["2027-01-01"]]'])
def test_rows_that_were_never_looked_at_are_not_loaded(keeper, as_person, rows):
    sent = {"rows": rows, "document": TITLE}
    assert as_person(keeper).post("/working-days/load/", sent).status_code == 404
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_halls_and_closed_days_are_kept_and_taken_back(keeper, place, as_person, four_hours):
    client, code = as_person(keeper), place.world.code
    matter = four_hours()
    assert "09:00-12:00, 13:00-17:00" in text(client.get("/halls/"))
    form = {"name": "政务大厅", "hours": "09:00-12:00，12:30-17:00"}
    assert client.post(f"/halls/{place.hall.pk}/", form).status_code == 302
    assert Hall.objects.get().hours == [["09:00", "12:00"], ["12:30", "17:00"]]
    odd = client.post(f"/halls/{place.hall.pk}/", form | {"hours": "nine to five"})
    assert "Write office hours as" in text(odd, 422)
    turned = client.post(f"/halls/{place.hall.pk}/", form | {"hours": "13:00-17:00, 9:00-12:00"})
    assert "follow each other" in text(turned, 422)
    sent = {"day": "2026-03-02", "reason": "台风", "hall": place.hall.pk}
    assert client.post(f"/halls/of/{code}/close/", sent).status_code == 302
    assert "已" not in text(client.get("/halls/"))
    again = client.post(f"/halls/of/{code}/close/", sent)
    assert "has been entered already" in text(again, 422)
    closure = LocalClosure.objects.get()
    assert "Take it back" in text(client.get(f"/halls/closures/{closure.pk}/take-back/"))
    assert client.post(f"/halls/closures/{closure.pk}/take-back/").status_code == 302
    assert not LocalClosure.objects.exists()
    assert matter.accepted_at == moment(2, 9)


@pytest.mark.django_db
def test_a_new_hall_stands_in_its_world(keeper, place, as_person):
    path = f"/halls/of/{place.world.code}/new/"
    sent = {"name": "北部分厅", "hours": "8:30-11:30, 13:30-17:00", "department": place.tax.pk}
    assert as_person(keeper).post(path, sent).status_code == 302
    made = Hall.objects.get(name="北部分厅")
    assert (made.world, made.hours[0]) == (place.world, ["08:30", "11:30"])


@pytest.mark.django_db
def test_the_pages_ask_a_fixed_number_of_questions(
    keeper, place, as_person, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from jilian.cases import operations

    client, counts = as_person(keeper), []
    for size in (1, 4):
        while Hall.objects.count() < size:
            operations.save_hall(
                by=place.system, at=moment(1), world=place.world, hours=[["09:00", "17:00"]],
                name=f"大厅{Hall.objects.count()}",
            )  # fmt: skip
            operations.close_hall(
                by=place.system, at=moment(1), world=place.world, reason="台风",
                day=date(2026, 3, 1 + Hall.objects.count()),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/halls/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_case_that_runs_into_an_unknown_year_says_so(certificate, people, record, as_person):
    matter = certificate()
    record(matter, "accepted", moment(31, 9, month=12))
    matter.refresh_from_db()
    assert matter.statutory_due_at is None
    page = text(as_person(people.officer).get(f"/songjiang/cases/{matter.case.key}/"))
    assert "working days are not known" in page
