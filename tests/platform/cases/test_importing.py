"""States that a department sends as a file: looked at, then entered as a whole or not at all."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jilian.cases import operations
from jilian.cases.models import CaseEvent
from jilian.cases.queries.importing import Named, meant_by

from .conftest import moment

pytestmark = pytest.mark.django_db
HERE = "/songjiang/cases/states/"
HEAD = "编号,环节,状态,时间,说明"


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def sent(client, *lines, name="states.csv", encoding="utf-8"):
    content = "\n".join((HEAD, *lines)).encode(encoding)
    return client.post(HERE, {"file": SimpleUploadedFile(name, content)})


def rows_of(answer):
    return html.unescape(re.search(r'name="rows" value="([^"]*)"', answer.text).group(1))


@pytest.fixture
def accepted(certificate, record):
    matter = certificate()
    record(matter, "accepted", moment(2, 9))
    return matter


def test_states_are_looked_at_and_then_entered(people, accepted, as_person):
    client, number = as_person(people.finance), accepted.key.hex[:8]
    before = CaseEvent.objects.count()
    answer = sent(
        client, f"{number},,开始,2026-03-02 09:10,", f"{number},,办结,2026-03-02 10:30,已缴清",
        encoding="gb18030",
    )  # fmt: skip
    page = text(answer)
    assert "2 entries are appended" in page
    assert "never taken back" in page
    assert "GB18030" in page
    assert CaseEvent.objects.count() == before
    done = client.post(HERE, {"rows": rows_of(answer)})
    assert done.status_code == 302
    kept = CaseEvent.objects.filter(step__step="C02").order_by("pk")
    assert [(one.event, one.at, one.entered_via, one.by) for one in kept] == [
        ("branch_started", moment(2, 9, 10), "file", "in_finance"),
        ("branch_ended", moment(2, 10, 30), "file", "in_finance"),
    ]
    again = sent(client, f"{number},,办结,2026-03-02 10:30,已缴清")
    assert "1 is there already" in text(again)
    client.post(HERE, {"rows": rows_of(again)})
    assert CaseEvent.objects.count() == before + 2


def test_one_wrong_line_and_nothing_is_entered(people, accepted, as_person):
    client, number = as_person(people.finance), accepted.key.hex[:8]
    before = CaseEvent.objects.count()
    answer = sent(
        client, f"{number},,开始,2026-03-02 09:10,", "ffffffff,,办结,2026-03-02 10:30,",
        f"{number},不动产登记,办结,2026-03-02 10:30,",
    )  # fmt: skip
    page = text(answer)
    assert "3 编号 ffffffff No matter or case of yours has this number" in page
    assert "4 环节 不动产登记 The matter has no such branch of yours" in page
    assert 'name="rows"' not in answer.text
    assert CaseEvent.objects.count() == before


def test_a_state_that_cannot_follow_names_its_row_and_column(people, accepted, as_person):
    client, number = as_person(people.finance), accepted.key.hex[:8]
    page = text(sent(
        client, f"{number},,办结,2026-03-02 10:30,", f"{number},,开始,2026-03-02 11:30,"
    ))  # fmt: skip
    assert "2 状态 branch ended This state cannot follow here: This branch is not running." in page


def test_a_file_never_reaches_a_branch_of_others(people, accepted, as_person, record):
    record(accepted, "branch_started", moment(2, 9), "C02")
    client, number = as_person(people.tax), accepted.key.hex[:8]
    other = accepted.steps.get(step="C02")
    page = text(sent(client, f"{number},{other.name},办结,2026-03-02 10:30,"))
    assert "no such branch of yours" in page
    rows = [{"row": 2, "matter": str(accepted.key), "event": "branch_ended", "step": "C02",
             "at": "2026-03-02T10:30:00+08:00", "ground": "", "words": "",
             "notice": ""}]  # fmt: skip
    refused = client.post(HERE, {"rows": json.dumps(rows)})
    assert "Nothing was entered" in text(refused, 409)
    assert not CaseEvent.objects.filter(event="branch_ended").exists()


def test_what_happened_meanwhile_refuses_the_whole_file(people, accepted, as_person, record):
    client, number = as_person(people.finance), accepted.key.hex[:8]
    answer = sent(client, f"{number},,开始,2026-03-02 09:10,", f"{number},,办结,2026-03-02 10:30,")
    record(accepted, "branch_started", moment(2, 9), "C02")
    before = CaseEvent.objects.count()
    page = text(client.post(HERE, {"rows": rows_of(answer)}), 409)
    assert "Something changed meanwhile. Nothing was entered." in page
    assert "Row 2" in page
    assert CaseEvent.objects.count() == before


@pytest.mark.parametrize(
    "rows", ["", "[", "{}", "[1]", '[{"row": 1}]', '[{"row": "x", "at": "2026-03-02T10:30"}]']
)
def test_rows_that_no_preview_gave_are_no_page(people, accepted, as_person, rows):
    answer = as_person(people.finance).post(HERE, {"rows": rows})
    assert answer.status_code in (302, 404)
    assert not CaseEvent.objects.filter(entered_via="file").exists()


def test_a_number_may_be_that_of_the_case_where_it_is_clear(people, place, accepted, certificate):
    case = accepted.case.key.hex
    line = [Named(2, case[:8], "", "accepted")]
    meant, unclear = meant_by(people.registry, place.world, line)
    assert (meant[2].matter, meant[2].step, unclear) == (accepted.key, "", [])
    certificate(case=accepted.case)
    meant, unclear = meant_by(people.registry, place.world, line)
    assert [one.code for one in unclear] == ["number_ambiguous"]
    meant, unclear = meant_by(people.xinyang, place.world, line)
    assert [one.code for one in unclear] == ["number_unknown"]


def test_a_branch_is_found_by_key_or_name_or_alone(people, place, accepted):
    number = accepted.key.hex
    own = accepted.steps.get(step="C03")
    lines = [
        Named(row, number, step, "branch_ended")
        for row, step in enumerate(("C03", own.name, own.name_en.upper(), "", "C04"), start=2)
    ]
    meant, unclear = meant_by(people.tax, place.world, lines)
    assert {one.step for one in meant.values()} == {"C03"}
    assert [(one.row, one.code) for one in unclear] == [(6, "step_unknown")]


def test_the_template_is_understood_as_a_table_without_lines(people, as_person):
    client = as_person(people.finance)
    for kind in ("csv", "xlsx"):
        file = client.get(f"{HERE}template.{kind}")
        assert file.status_code == 200
        answer = client.post(HERE, {"file": SimpleUploadedFile(f"a.{kind}", file.content)})
        assert "no row beneath it" in text(answer, 422)
    assert client.get(f"{HERE}template.pdf").status_code == 404


def test_who_decides_on_no_branch_finds_no_such_page(people, as_person):
    for who in (people.officer, people.nisi, people.commission, people.leader, people.wu):
        assert as_person(who).get(HERE).status_code == 404


def test_looking_and_entering_whole_are_all_or_nothing_in_the_operation(people, accepted, place):
    good = operations.StateRow(2, str(accepted.key), "branch_started", moment(2, 9), "C02")
    bad = operations.StateRow(3, str(accepted.key), "branch_ended", moment(2, 8), "C02")
    looked = operations.check_states(
        by=people.finance, at=moment(2, 12), world=place.world, rows=[good, bad]
    )
    assert [one.row for one in looked.problems] == [3]
    with pytest.raises(operations.StatesRefused):
        operations.import_states(
            by=people.finance, at=moment(2, 12), world=place.world, rows=[good, bad], whole=True
        )
    assert not CaseEvent.objects.filter(entered_via="file").exists()
