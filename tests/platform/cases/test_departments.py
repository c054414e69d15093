"""What a department sees: its own branches with clock and papers, and nothing else of a case."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jilian.cases import operations
from jilian.cases.models import MatterStep

from .conftest import moment

pytestmark = pytest.mark.django_db
HERE = "/songjiang/cases/branches/"


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def running(certificate, record):
    """The land certificate, accepted, with the branches of finance and tax begun."""

    def make(**more):
        matter = certificate(**more)
        record(matter, "accepted", moment(2, 9))
        record(matter, "branch_started", moment(2, 9), "C02")
        return matter

    return make


def test_a_department_meets_its_own_branches_alone(people, running, as_person):
    matter = running()
    page = text(as_person(people.finance).get(HERE))
    own = matter.steps.get(step="C02")
    assert own.name_en in page
    assert "尼西半导体" in page
    assert matter.steps.get(step="C03").name_en not in page
    assert people.officer.username not in page.split()
    assert "1 row" in page


def test_a_branch_of_another_department_does_not_exist(people, running, as_person):
    matter = running()
    client = as_person(people.finance)
    own, other = matter.steps.get(step="C02"), matter.steps.get(step="C03")
    assert client.get(f"{HERE}{own.key}/").status_code == 200
    assert client.get(f"{HERE}{other.key}/").status_code == 404
    for who in (people.officer, people.nisi, people.commission, people.leader, people.wu):
        assert as_person(who).get(HERE).status_code == 404
        assert as_person(who).get(f"{HERE}{own.key}/").status_code == 404
    case = f"/songjiang/cases/{matter.case.key}/"
    for rest in ("matters/new/", "hand-over/", "close/", f"steps/{other.key}/promise/",
                 f"enter/branch_started/{other.key}/"):  # fmt: skip
        assert client.get(case + rest).status_code == 404, rest


def test_a_branch_shows_its_clock_its_papers_and_what_can_be_entered(
    people, running, place, as_person
):
    matter = running()
    own = matter.steps.get(step="C02")
    operations.promise_paper(
        by=people.officer, at=moment(2, 9, 5), case=matter.case, matter=matter, step=own,
        kind="完税凭证", due_on=date(2026, 3, 6),
    )  # fmt: skip
    page = text(as_person(people.finance).get(f"{HERE}{own.key}/"))
    assert "完税凭证" in page
    assert "promised by 6 March 2026" in page
    assert "End the branch" in page
    assert own.matter.key.hex[:8] in page
    assert "branch started" in page


def test_a_state_is_ticked_from_the_list(people, running, as_person):
    matter = running()
    client = as_person(people.finance)
    own = matter.steps.get(step="C02")
    path = f"/songjiang/cases/{matter.case.key}/enter/branch_ended/{own.key}/"
    assert path in client.get(HERE).text
    form = client.get(path).text
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', form).group(1)
            for name in ("once", "seen")}  # fmt: skip
    answer = client.post(path, {**sent, "at": "2026-03-02T10:30", "words": ""})
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.state == "ended"
    assert own.name_en not in text(client.get(HERE))
    assert own.name_en in text(client.get(f"{HERE}?state=ended"))


def test_overdue_is_never_said_while_the_clock_stands(people, running, record, as_person):
    matter = running()
    MatterStep.objects.filter(matter=matter, step="C02").update(due_at=moment(2, 12))
    client = as_person(people.finance)
    assert "overdue" in text(client.get(f"{HERE}?due=over"))
    assert "1 row" in text(client.get(f"{HERE}?due=over"))
    record(matter, "paused", moment(2, 10), ground="hearing", notice="2026-1")
    MatterStep.objects.filter(matter=matter, step="C02").update(due_at=moment(2, 12))
    assert "No branch fits." in text(client.get(f"{HERE}?due=over"))
    own = matter.steps.get(step="C02")
    page = text(client.get(f"{HERE}{own.key}/"))
    assert "stands still" in page
    assert "✕ overdue" not in page


def test_a_department_that_answers_for_a_matter_is_told_what_it_waits_for(
    people, certificate, record, as_person
):
    matter = certificate()
    record(matter, "received", moment(2, 9))
    page = text(as_person(people.registry).get(HERE))
    assert "Matters that we answer for" in page
    assert "Accept formally" in page
    assert "Matters that we answer for" not in text(as_person(people.tax).get(HERE))


def test_an_empty_list_says_what_will_come(people, as_person):
    assert "No branch is yours yet." in text(as_person(people.survey).get(HERE))


def test_the_list_and_a_branch_ask_a_fixed_number_of_questions(people, running, opened, as_person):
    client, counts = as_person(people.finance), []
    for size in (1, 4):
        for number in range(size):
            running(case=opened(title=f"又一件{number}"))
        step = MatterStep.objects.filter(step="C02").first()
        asked = []
        for path in (HERE, f"{HERE}{step.key}/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            asked.append(len(captured))
        counts.append(asked)
    assert counts[0] == counts[1]


def test_the_list_stands_as_of_today(people, running, as_person):
    running()
    assert "Back to today" not in text(as_person(people.finance).get(HERE))
