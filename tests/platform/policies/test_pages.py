"""The pages: what they say, who sees them, and how many questions they ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import NOON, SAID
from jilian.policies import operations
from jilian.policies.models import (
    Application,
    Benefit,
    CheckResult,
    CheckRun,
    Evidence,
    LineDecision,
    Policy,
)


def url(name, *args):
    return reverse(f"policies:{name}", args=("songjiang", *args))


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    """A day of 2026: the figures of 2025 are those of the year before, whenever this runs."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 2, 4, tzinfo=UTC))


@pytest.fixture
def checked(fit, qin, world):
    """A check of all firms on today."""
    run = operations.start_check(by=qin, at=timezone.now(), world=world, later=False)
    return operations.complete_check(run_id=run.pk, by=qin, at=timezone.now())


@pytest.fixture
def policy(qin, world):
    """A policy in force."""
    made = operations.draft_policy(
        by=qin, at=NOON, world=world, name="专精特新奖励", document="区经〔2026〕1号",
        decided_on=date(2026, 3, 1), rule_set="srdi_sme_2026", amount_words="一次性奖励十万元",
        objection_days=5,
    )  # fmt: skip
    return operations.put_in_force(by=qin, at=NOON, policy=made)


def test_the_office_sees_who_came_near_and_takes_it_along(checked, qin, as_person):
    client = as_person(qin)
    page = client.get(url("list"), {"rule_set": "srdi_sme_2026"}).content.decode()
    assert "林氏晶圆" in page
    assert "never a recognition" in page
    short = client.get(url("list"), {"rule_set": "srdi_sme_2026", "standing": "one_short"})
    assert "林氏晶圆" not in short.content.decode()
    file = client.get(url("export", "csv"), {"rule_set": "srdi_sme_2026", **SAID})
    assert "林氏晶圆" in file.content.decode()
    unsaid = client.get(url("export", "csv"), {"rule_set": "srdi_sme_2026"})
    assert "林氏晶圆" not in unsaid.content.decode()


def test_the_office_starts_a_check(fit, qin, as_person):
    client = as_person(qin)
    assert "not been checked yet" in client.get(url("list")).content.decode()
    client.post(url("check_all"))
    run = CheckRun.objects.get()
    assert "Check of all firms" in client.get(url("progress", run.pk)).content.decode()


def test_a_firm_sees_its_own_checks_and_no_other(fit, firm, lin, wu, as_person):
    other = firm("乙厂")
    own = as_person(lin)
    assert own.get(url("list")).url == url("checks", fit.pk)
    page = own.get(url("checks", fit.pk)).content.decode()
    assert "专精特新" in page or "Specialised" in page
    for who in (own, as_person(wu)):
        for name in ("checks", "evidence", "of_firm"):
            assert who.get(url(name, other.pk)).status_code == 404
    assert as_person(wu).get(url("checks", fit.pk)).status_code == 404
    assert own.get(url("decide_line", fit.pk, "srdi_sme_2026", "SS-9")).status_code == 404
    assert own.post(url("check_all")).status_code == 404
    assert own.get(url("apply", fit.pk)).status_code == 404


def test_a_check_says_value_year_source_and_what_is_missing(fit, lin, papers, as_person):
    papers(fit, total_liabilities={2025: "7290"})
    page = as_person(lin).get(url("check", fit.pk, "srdi_sme_2026"), {"on": "2026-05-06"})
    text = page.content.decode()
    for words in ("81%", "short by 1%", "2025", "公开名单", "核查表", "in force on the day",
                  "a matter of judgement", "never a recognition"):  # fmt: skip
        assert words in text, words
    other = as_person(lin).get(url("check", fit.pk, "srdi_sme_2022"), {"on": "2026-05-06"})
    assert "another version applies" in other.content.decode()
    batch = as_person(lin).get(
        url("check", fit.pk, "srdi_sme_2022"), {"on": "2026-05-06", "batch": "2026-1"}
    )
    assert "by a notice" in batch.content.decode()


def test_a_service_officer_sees_the_firms_of_its_town(fit, person, world, source, as_person):
    from jilian.firms.models import Site
    from jilian.places.models import Division

    officer = person("shu", "service_officer", world, key="310117105")
    assert as_person(officer).get(url("checks", fit.pk)).status_code == 404
    Site.objects.create(
        firm=fit, division=Division.objects.get(code="310117105"), is_main=True,
        known_by=date(2020, 1, 1), valid_from=date(2020, 1, 1), source=source,
    )  # fmt: skip
    assert as_person(officer).get(url("checks", fit.pk)).status_code == 200
    assert as_person(officer).post(
        url("evidence", fit.pk), {"field": "own_brand", "value": "yes"}
    ).status_code == 404  # fmt: skip


def test_lin_states_a_value_and_takes_it_back(fit, lin, as_person):
    client = as_person(lin)
    page = client.get(url("evidence", fit.pk), {"rule_set": "srdi_sme_2026"}).content.decode()
    assert "not stated" in page
    typed = {"field": "own_brand", "value": "yes", "queried_on": "2026-02-01"}
    client.post(url("evidence", fit.pk), typed)
    row = Evidence.objects.get(field="own_brand")
    assert (row.origin, row.value) == ("firm", 1)
    wrong = client.post(url("evidence", fit.pk), {**typed, "value": "maybe"})
    assert "does not fit" in wrong.content.decode()
    client.post(url("withdraw_evidence", row.pk))
    row.refresh_from_db()
    assert row.replaced_at


def test_the_office_decides_a_line_and_records_an_application(fit, qin, as_person):
    client = as_person(qin)
    client.post(
        url("decide_line", fit.pk, "srdi_sme_2026", "SS-9"),
        {"is_met": "yes", "reason": "看过行业报告", "valid_until": "2030-12-31"},
    )
    assert LineDecision.objects.get().is_met
    assert client.get(url("decide_line", fit.pk, "srdi_sme_2026", "SS-5")).status_code == 404
    typed = {"qualification": "srdi_sme", "procedure": "new", "applied_on": "2026-05-06"}
    client.post(url("apply", fit.pk), typed)
    made = Application.objects.get()
    assert made.rule_set == "srdi_sme_2026"
    assert "5,000" in client.get(url("application", made.pk)).content.decode()
    assert "林氏晶圆" in client.get(url("applications")).content.decode()
    grant = {"on": "2026-06-01", "document": "沪经信〔2026〕88号", "level": "2"}
    client.post(url("decide_application", made.pk, "grant"), grant)
    made.refresh_from_db()
    assert made.title.kind == "专精特新中小企业"
    assert client.get(url("decide_application", made.pk, "grant")).status_code == 404


def test_a_benefit_goes_through_its_pages(checked, fit, policy, qin, lin, wu, as_person):
    client, own = as_person(qin), as_person(lin)
    assert "1 firm is near" in client.get(url("policy", policy.pk)).content.decode()
    operations.decide_line(
        by=qin, at=timezone.now(), firm=fit, rule_set="srdi_sme_2026", line="SS-9", is_met=True,
        reason="看过", valid_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    assert 'type="checkbox"' in client.get(url("policy", policy.pk)).content.decode()
    asked = client.post(url("announce", policy.pk), {"firm": [fit.pk]}).content.decode()
    assert "一次性奖励十万元" in asked
    assert not Benefit.objects.exists()
    client.post(url("announce", policy.pk), {"firm": [fit.pk], "confirmed": "1"})
    made = Benefit.objects.get()
    page = own.get(url("benefit", made.pk)).content.decode()
    assert "Object" in page
    assert "qin" not in page, "the log names people to the office alone"
    assert as_person(wu).get(url("benefit", made.pk)).status_code == 404
    turned = own.get(url("act", made.pk, "decide"))  # may be seen, not decided
    assert (turned.status_code, turned.url) == (302, url("benefit", made.pk))
    own.post(url("act", made.pk, "object"), {"words": "金额有误"})
    made.refresh_from_db()
    assert made.has_open_objection
    client.post(url("act", made.pk, "answer"), {"words": "已核对"})
    client.post(url("act", made.pk, "undo"), {"words": "名单有误"})
    made.refresh_from_db()
    assert made.state == "withdrawn"
    file = client.get(url("export_benefits", policy.pk, "csv"), SAID)
    assert "专精特新奖励" in file.content.decode()


def test_the_office_enters_a_policy(qin, lin, as_person):
    client = as_person(qin)
    client.post(
        url("new_policy"),
        {"name": "研发补助", "document": "区经〔2026〕3号", "decided_on": "2026-03-01",
         "rule_set": "high_tech_2016", "amount_words": "二十万元", "objection_days": "5"},
    )  # fmt: skip
    made = Policy.objects.get()
    assert as_person(lin).get(url("policy", made.pk)).status_code == 404, "a draft is not told"
    client.post(url("put_in_force", made.pk))
    assert as_person(lin).get(url("policy", made.pk)).status_code == 200
    client.post(url("end_policy", made.pk), {"on": str(timezone.localdate()), "reason": "到期"})
    made.refresh_from_db()
    assert made.state == "ended"


def test_a_table_with_a_problem_saves_nothing(fit, qin, as_person):
    client = as_person(qin)
    before = Evidence.objects.count()
    head = "企业标识,指标,年度,数值,依据文件,查询日期\n"
    bad = SimpleUploadedFile("t.csv", (head + "林氏晶圆,拥有自主品牌,,也许,证,2026-02-01").encode())
    assert "Nothing was saved" in client.post(url("upload"), {"file": bad}).content.decode()
    good = SimpleUploadedFile("t.csv", (head + "林氏晶圆,拥有自主品牌,,是,证,2026-02-01").encode())
    client.post(url("upload"), {"file": good})
    assert Evidence.objects.count() == before + 1
    assert "own brand" in client.get(url("template")).content.decode()


def test_the_rules_are_open_to_whoever_sees_checks(checked, lin, qin, as_person):
    assert "MIIT" not in as_person(lin).get(url("rule_sets")).content.decode()
    page = as_person(qin).get(url("rule_set", "high_tech_2016")).content.decode()
    assert "国科发火〔2016〕32号" in page
    assert "&gt; 70" in page
    assert as_person(qin).get(url("rule_set", "none")).status_code == 404


@pytest.mark.parametrize(
    "name, args", [("list", ()), ("checks", ("firm",)), ("check", ("firm", "high_tech_2016")),
                   ("evidence", ("firm",)), ("of_firm", ("firm",)), ("applications", ()),
                   ("policy", ("policy",))],
)  # fmt: skip
def test_the_number_of_questions_does_not_grow(
    name, args, checked, fit, policy, qin, firm, facts, world, as_person,
    django_assert_num_queries,
):  # fmt: skip
    client = as_person(qin)
    operations.record_application(
        by=qin, at=NOON, firm=fit, qualification="high_tech", procedure="new",
        applied_on=NOON.date(),
    )  # fmt: skip
    asked = url(name, *[{"firm": fit.pk, "policy": policy.pk}.get(one, one) for one in args])
    asked += "?rule_set=srdi_sme_2026" if name == "list" else ""
    client.get(asked)
    with CaptureQueriesContext(connection) as few:
        assert client.get(asked).status_code == 200
    for number in range(3):
        more = facts(
            firm(f"厂{number}"), revenue={2025: "5000", 2024: "4800"}, assets={2025: "9000"},
            research_cost={2025: "400", 2024: "300"},
        )  # fmt: skip
        operations.record_application(
            by=qin, at=NOON, firm=more, qualification="high_tech", procedure="new",
            applied_on=NOON.date(),
        )  # fmt: skip
        CheckResult.objects.create(
            run=checked, world=world, firm=more, rule_set="srdi_sme_2026", standing="people",
            met=1, unmet=0, unknown=0, manual=1, lines={},
        )  # fmt: skip
    with django_assert_num_queries(len(few)):
        assert client.get(asked).status_code == 200
