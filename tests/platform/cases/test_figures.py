"""Where the time of cases went: the page, what is behind a bar, files; never a person."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jilian.cases import operations
from jilian.cases.models import Case
from jilian.cases.queries import figures as queries

from .conftest import moment

pytestmark = pytest.mark.django_db
HERE = "/songjiang/cases/figures/"
OFFICER = "somebody_who_carries_it"
TAKEN = "purpose=reporting&recipient=office"


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def ended(people, certificate, opened, record):
    """A land certificate that tax had from 09:00 until noon, of which one hour lay elsewhere."""

    def make(title="一件", day=2, by_nine=9, **more):
        matter = certificate(case=opened(at=moment(day, 8), title=title, **more), at=moment(day, 8))
        record(matter, "accepted", moment(day, 9))
        record(matter, "branch_started", moment(day, 9), "C02")
        record(matter, "branch_ended", moment(day, 10), "C02")
        record(matter, "branch_started", moment(day, 10), "C03")
        record(matter, "branch_ended", moment(day, by_nine + 3), "C03")
        record(matter, "decided", moment(day, by_nine + 3), ground="granted")
        matter.refresh_from_db()
        return matter

    return make


def test_every_second_has_its_holder_and_the_parts_sum(ended, place):
    matter = ended()
    found = queries.where_time_went(queries.ended_matters(place.world))
    assert found.seconds == matter.elapsed_seconds == 3 * 3600
    shown = {(one.spent.step, one.spent.holder): one.spent.seconds for one in found.steps}
    assert shown == {("C02", "finance"): 3600, ("C03", "tax"): 2 * 3600}
    assert {one.spent.holder: one.spent.matters for one in found.holders} == {
        "finance": 1, "tax": 1,
    }  # fmt: skip
    assert (found.promised.whole, found.matters) == (int(bool(matter.promised_key)), 1)


def test_filters_keep_what_lay_with_an_office_in_a_town_and_a_period(ended, place):
    ended()
    ended("二件", day=3)
    every = queries.ended_matters(place.world)
    kept = {
        "tax": {"department": "tax"}, "survey": {"department": "survey"},
        "monday": {"until": date(2026, 3, 2)}, "tuesday on": {"since": date(2026, 3, 3)},
        "town": {"town": "310117105"}, "other": {"town": "310117107"},
        "template": {"template": "P-C"}, "none": {"template": "P-A"},
    }  # fmt: skip
    counts = {name: queries.narrowed(every, **asked).count() for name, asked in kept.items()}
    assert counts == {
        "tax": 2, "survey": 0, "monday": 1, "tuesday on": 1, "town": 2, "other": 0,
        "template": 2, "none": 0,
    }  # fmt: skip


def test_the_page_opens_down_to_the_matters_and_says_that_they_are_too_few(
    people, ended, as_person
):
    matter = ended()
    Case.objects.update(officer=OFFICER)
    client = as_person(people.commission)
    page = client.get(HERE)
    shown = text(page)
    assert "Tax office" in shown
    assert "66.7%" in shown
    assert "too few to compare" in shown
    assert OFFICER not in shown
    (bar,) = [
        one.replace("&amp;", "&")
        for one in re.findall(r'href="([^"]*records/[^"]*step=C03[^"]*)"', page.text)
    ]
    behind = text(client.get(bar))
    assert OFFICER not in behind
    assert matter.case.title in behind
    assert "2 h 00 min" in behind
    assert "only 1 like it" in behind


def test_ten_like_matters_stand_beside_their_median(people, ended, as_person):
    from jilian.cases.models import Matter

    matter = ended()
    rows = list(Matter.objects.filter(pk=matter.pk)) * 9
    for hours, row in enumerate(rows, start=4):
        Matter.objects.create(
            case=matter.case, template_version=row.template_version, name=row.name,
            state="decided", accepted_at=row.accepted_at, ended_at=row.ended_at,
            elapsed_seconds=hours * 3600, working_seconds=hours * 3600,
        )  # fmt: skip
    client = as_person(people.leader)
    shown = text(client.get(f"{HERE}records/?sort=-elapsed_seconds"))
    assert "longer than nine of ten" in shown
    assert "among the quicker half" in shown
    assert "7 h 30 min" in shown
    assert "7 h 30 min" in text(client.get(HERE))


def test_closed_but_not_solved_is_a_headline_with_its_list(people, ended, as_person):
    matter = ended()
    case = matter.case
    operations.close_case(by=people.officer, at=moment(2, 14), case=case)
    client = as_person(people.commission)
    assert "0.0%" in text(client.get(HERE))
    operations.say_not_solved(by=people.nisi, at=moment(2, 15), case=case, words="证上面积不对")
    shown = text(client.get(HERE))
    assert "100.0%" in shown
    listed = text(client.get(f"{HERE}unsolved/"))
    assert case.title in listed
    assert "1 row" in listed


def test_a_wrong_dispatch_is_timed_to_the_office_that_had_it(
    people, certificate, record, place, as_person
):
    matter = certificate()
    record(matter, "accepted", moment(2, 9))
    record(matter, "branch_started", moment(2, 9), "C02")
    record(matter, "redirected", moment(2, 11), "C02", department=place.tax, words="错派")
    record(matter, "branch_ended", moment(2, 12), "C02")
    record(matter, "decided", moment(2, 12), ground="granted")
    client = as_person(people.commission)
    page = text(client.get(HERE))
    assert "Finance Tax office 1 2 h 00 min 2 h 00 min" in page
    file = client.get(f"{HERE[:-1]}.csv?what=wrong&{TAKEN}")
    assert file.content.decode("utf-8-sig").splitlines()[1] == "Finance,Tax office,1,7200,7200"


def test_files_hold_offices_and_whole_seconds_and_leave_a_trace(people, ended, as_person):
    from jilian.audit.models import Trace

    ended()
    Case.objects.update(officer=OFFICER)
    client = as_person(people.commission)
    lines = client.get(f"{HERE[:-1]}.csv?{TAKEN}").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",Tax office,7200,7200,1,66.67%")
    records = client.get(f"{HERE}records.csv?{TAKEN}").content.decode("utf-8-sig")
    assert "10800" in records
    assert OFFICER not in records + "".join(lines)
    kept = Trace.objects.filter(action="cases.exported").order_by("pk")
    assert [one.after["what"] for one in kept] == ["time_spent", "records"]


def test_who_may_not_see_figures_finds_no_such_page(people, ended, as_person):
    ended()
    for who in (people.officer, people.tax, people.nisi, people.wu):
        for path in (HERE, f"{HERE}records/", f"{HERE}unsolved/", f"{HERE[:-1]}.csv?{TAKEN}",
                     f"{HERE}records.csv?{TAKEN}"):  # fmt: skip
            assert as_person(who).get(path).status_code == 404, (who, path)


def test_nothing_ended_yet_is_said(people, as_person):
    assert "No matter has ended here." in text(as_person(people.commission).get(HERE))


def test_the_pages_ask_a_fixed_number_of_questions(people, ended, as_person):
    client, counts = as_person(people.commission), []
    for days in ((2,), (3, 4, 5)):
        for day in days:
            ended(f"件{day}", day=day, by_nine=9 if day % 2 else 10)
        asked = []
        for path in (HERE, f"{HERE}?department=tax&since=2026-03-01", f"{HERE}records/?holder=tax",
                     f"{HERE}records/", f"{HERE}unsolved/"):  # fmt: skip
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            asked.append(len(captured))
        counts.append(asked)
    assert counts[0] == counts[1]
