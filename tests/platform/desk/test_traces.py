"""Traces are read by whoever audits, quickly; the history of a record by whoever may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOON, SAID, TODAY
from jilian.audit import operations as audit
from jilian.audit.models import Look, Trace
from jilian.base.errors import Refusal
from jilian.base.stored import distinct_values
from jilian.desk.queries import traces
from jilian.firms.operations import note_look


def text_of(answer) -> str:
    return answer.content.decode()


def test_traces_are_narrowed_and_opened(person, as_person, trace):
    trace("firms.saved", after={"new": 3})
    opened = trace("role.given", by="sun", world="", about_name="Lin", about_kind="accounts.person",
                   about_key="1", before={"role": None}, after={"role": "member_firm"})  # fmt: skip
    client = as_person(person("shen", "audit_administrator"))
    page = text_of(client.get("/traces/", {"by": "sun", "day_after": "2026-03-01"}))
    assert "role given" in page
    assert f"/traces/{opened.pk}/" in page
    assert "firms saved" not in page.split('id="rows"')[1].split("</table>")[0]
    shown = text_of(client.get(f"/traces/{opened.pk}/"))
    assert "<ins>member_firm</ins>" in shown


def test_a_day_of_traces_is_a_day_of_this_time_zone(person, as_person, trace):
    from datetime import UTC, datetime

    trace("firms.saved", at=datetime(2026, 3, 1, 17, tzinfo=UTC))  # 1 in the morning of 2 March
    client = as_person(person("shen", "audit_administrator"))
    asked = {"day_after": "2026-03-02", "day_before": "2026-03-02"}
    assert "firms saved" in text_of(client.get("/traces/", asked)).split("page-body")[1]


def test_traces_take_as_many_queries_for_many_as_for_few(
    person, as_person, trace, django_assert_num_queries
):
    client = as_person(person("shen", "audit_administrator"))
    trace()
    with django_assert_num_queries(9) as few:
        client.get("/traces/")
    for number in range(9):
        trace(by=f"person{number}")
    with django_assert_num_queries(len(few)):
        client.get("/traces/")


def test_traces_are_only_for_whoever_audits(mei, person, trace):
    trace()
    assert not traces.traces_for(mei).exists()
    assert traces.traces_for(person("shen", "audit_administrator")).count() == 1


def test_different_values_are_found_by_jumping(trace):
    for name in ("b", "a", "b", "c"):
        trace(by=name)
    assert distinct_values("audit_trace", "by") == ["a", "b", "c"]
    assert distinct_values("audit_trace", "by", most=2) == ["a", "b"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "purpose_missing"),
        ({"purpose": "年报"}, "recipient_missing"),
        ({"purpose": " ", "recipient": "统计局"}, "purpose_missing"),
        ({"purpose": "年" * 201, "recipient": "统计局"}, "purpose_too_long"),
    ],
)
def test_nothing_leaves_the_house_without_purpose_and_recipient(mei, world, said, code):
    with pytest.raises(Refusal) as refused:
        audit.record("firms.exported", by=mei, at=NOON, world=world, **said)
    assert refused.value.code == code
    assert not Trace.objects.exists()


def test_a_page_asks_before_the_file_and_remembers_the_words(mei, as_person, firm):
    firm("甲厂")
    client = as_person(mei)
    asked = client.get("/songjiang/firms.csv", {"q": "甲"})
    assert "What is this file for, and who gets it?" in text_of(asked)
    assert not Trace.objects.filter(action="firms.exported").exists()
    assert client.get("/songjiang/firms.csv", {"purpose": "x", "recipient": ""}).status_code == 422
    answer = client.get("/songjiang/firms.csv", {"q": "甲", **SAID})
    assert answer["Content-Type"].startswith("text/csv")
    found = Trace.objects.get(action="firms.exported")
    assert (found.purpose, found.recipient) == ("年报", "统计局")
    assert set(found.after["asked"]) == {"q", "on"}
    assert 'value="统计局"' in text_of(client.get("/songjiang/firms.csv"))


def test_a_program_without_purpose_is_told_with_a_code(mei, as_person):
    answer = as_person(mei).get("/songjiang/firms.csv", headers={"accept": "text/csv"})
    assert (answer.status_code, answer.json()["code"]) == (422, "purpose_missing")


def test_what_left_the_house_is_listed_and_leaves_itself_with_a_trace(
    mei, person, as_person, firm, wu
):
    firm("甲厂")
    steward, auditor = as_person(mei), as_person(person("shen", "audit_administrator"))
    steward.get("/songjiang/firms.csv", SAID)
    for client, path in ((steward, "/songjiang/desk/taken-out"), (auditor, "/audit/taken-out")):
        page = text_of(client.get(f"{path}/"))
        assert "年报" in page
        assert "统计局" in page
        lines = client.get(f"{path}.csv", SAID).content.decode("utf-8-sig").splitlines()
        assert "firms taken out as a file" in lines[-1]
    assert Trace.objects.filter(action="taken_out.exported").count() == 2
    assert (
        "年报"
        not in text_of(steward.get("/songjiang/desk/taken-out/?purpose=其他"))
        .split('id="rows"')[1]
        .split("</table>")[0]
    )
    assert as_person(wu).get("/songjiang/desk/taken-out/").status_code == 404


def test_a_firm_sees_who_looked_by_office_and_role_and_nobody_by_name(
    lin, mei, world, as_person, person
):
    from jilian.firms.models import Firm

    firm = Firm.objects.get(name="林氏晶圆")
    mei.office = "区数据中心"
    mei.save()
    for _time in range(2):
        as_person(mei).get(f"/songjiang/firms/{firm.pk}/")
    as_person(lin).get(f"/songjiang/firms/{firm.pk}/")
    look = Look.objects.get()
    assert (look.person, look.day, look.about_key) == ("mei", TODAY, str(firm.pk))
    page = text_of(as_person(lin).get(f"/songjiang/firms/{firm.pk}/looks/"))
    assert "区数据中心 · District organisation office · Data steward" in page
    body = page.split("page-body")[1]
    assert "Mei" not in body
    shown = text_of(as_person(person("shen", "audit_administrator")).get("/audit/looks/"))
    assert "Mei" in shown
    assert as_person(mei).get(f"/songjiang/firms/{firm.pk}/looks/").status_code == 404


def test_a_firm_does_not_see_who_looked_at_another(lin, firm, as_person):
    other = firm("别家")
    client = as_person(lin)
    assert client.get(f"/songjiang/firms/{other.pk}/looks/").status_code == 404
    assert client.get(f"/songjiang/firms/{other.pk}/history/").status_code == 404
    assert client.get(f"/songjiang/history/firm/{other.pk}/").status_code == 404


def test_a_look_costs_one_question_and_at_most_one_write_a_day(
    mei, firm, django_assert_num_queries
):
    seen = firm("甲厂")
    assert mei.current_appointments
    with django_assert_num_queries(2):
        note_look(by=mei, at=NOON, firm=seen)
    with django_assert_num_queries(1):
        note_look(by=mei, at=NOON + timedelta(hours=1), firm=seen)
    note_look(by=mei, at=NOON + timedelta(days=1), firm=seen)
    assert Look.objects.count() == 2


def test_the_history_of_a_firm_names_people_to_the_steward_and_offices_to_the_firm(
    lin, mei, as_person, trace, person
):
    from jilian.firms.models import Firm

    firm = Firm.objects.get(name="林氏晶圆")
    mei.office = "区数据中心"
    mei.save()
    about = {"about_kind": "firms.firm", "about_key": str(firm.pk), "about_name": firm.name}
    trace("firm.changed", before={"name": "旧名"}, after={"name": "新名"}, **about)
    page = text_of(as_person(mei).get(f"/songjiang/history/firm/{firm.pk}/"))
    assert "旧名 → 新名" in page
    assert "· Mei" in page
    own = text_of(as_person(lin).get(f"/songjiang/history/firm/{firm.pk}/")).split("page-body")[1]
    assert "旧名 → 新名" in own
    assert "区数据中心" in own
    assert "Mei" not in own
    part = text_of(as_person(lin).get(f"/songjiang/firms/{firm.pk}/history/"))
    assert "Who looked at our data" in part
    auditor = as_person(person("shen", "audit_administrator"))
    assert "旧名 → 新名" in text_of(auditor.get(f"/audit/records/firms.firm/{firm.pk}/"))


def test_a_history_takes_as_many_queries_for_many_as_for_few(
    mei, as_person, trace, firm, django_assert_num_queries
):
    seen, client = firm("甲厂"), as_person(mei)
    about = {"about_kind": "firms.firm", "about_key": str(seen.pk)}
    trace("firm.changed", after={"n": 1}, **about)
    with django_assert_num_queries(10) as few:
        client.get(f"/songjiang/history/firm/{seen.pk}/")
    for number in range(8):
        trace("firm.changed", by=f"p{number}", after={"n": number}, **about)
    with django_assert_num_queries(len(few)):
        client.get(f"/songjiang/history/firm/{seen.pk}/")
