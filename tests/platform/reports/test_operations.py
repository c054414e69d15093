"""Compiled, signed by two, printed, corrected: what was printed never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.notices.models import Notice
from jilian.reports import operations
from jilian.reports.models import Report, ReportFigure, WordTemplate
from jilian.reports.rules.content import fingerprint

from .conftest import AT, DECEMBER
from .test_formats import office_file

KINDS = ("pdf", "docx", "xlsx")


def printed(office, report, **more):
    return {
        kind: bytes(
            operations.print_report(
                by=office.mei, at=AT, report=report, kind=kind, **more
            ).content
        )
        for kind in KINDS
    }  # fmt: skip


def test_a_report_freezes_its_figures_with_all_that_they_rest_on(office, compiled):
    assert compiled.fingerprint == fingerprint(compiled.content)
    revenue, growth, research, people = ReportFigure.objects.filter(report=compiled)
    assert (revenue.words, revenue.value_revision, revenue.bound) == ("250.1亿元", 1, "exact")
    assert growth.words == "增长13.2%"
    assert (research.words, research.bound) == ("超过5.38%", "more_than")
    assert (people.words, people.value) == ("未知", None)
    frozen = compiled.values["figures"][0]
    assert frozen["source"] and frozen["vintage"] and frozen["boundary"]
    assert frozen["parts"].startswith("/songjiang/indicators/local_fiscal/parts/")
    assert Trace.objects.filter(action="frozen_report.compiled").count() == 1
    assert set(Notice.objects.values_list("to__username", flat=True)) == {"mei", "lin"}


def test_the_same_values_give_the_report_back_and_other_values_a_further_revision(office, compiled):
    again = operations.compile_report(
        by=office.mei, at=AT + timedelta(days=9), world=office.world, month=DECEMBER,
        template=office.template,
    )  # fmt: skip
    assert (again.report.pk, again.is_new) == (compiled.pk, False)
    office.values("local_fiscal", "251.0")
    revised = operations.compile_report(
        by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template
    )
    assert (revised.report.revision, revised.is_new) == (2, True)
    with pytest.raises(Refusal) as refused:
        operations.sign_report(by=office.lin, at=AT, report=compiled)
    assert refused.value.code == "report_revised"


def test_a_template_that_asks_for_what_is_not_there_is_refused_with_its_places(office):
    body = "甲【没有的指标】\n乙【地方财政收入·松江区·2021年·余】【常住人口·火星】"
    template = operations.save_template(
        by=office.mei, at=AT, world=office.world, key="odd", name="怪", body=body
    )
    with pytest.raises(operations.ReportRefused) as refused:
        operations.compile_report(
            by=office.mei, at=AT, world=office.world, month=DECEMBER, template=template
        )
    found = [(one.code, one.token) for one in refused.value.problems]
    assert found == [("indicator_unknown", "没有的指标"), ("unit_unknown", "常住人口·火星")]
    with pytest.raises(Refusal) as false:
        operations.compile_report(
            by=office.mei, at=AT, world=office.world, month=DECEMBER,
            template=operations.save_template(
                by=office.mei, at=AT, world=office.world, key="false", name="假",
                body="【地方财政收入·松江区·2021年·超过260】",
            ),
        )  # fmt: skip
    assert false.value.code == "wording_false"
    assert not Report.objects.exists()


def test_one_person_signs_once_and_nobody_else_but_who_may(office, compiled):
    operations.sign_report(by=office.mei, at=AT, report=compiled)
    with pytest.raises(Refusal) as refused:
        operations.sign_report(by=office.mei, at=AT, report=compiled)
    assert refused.value.code == "report_signed_by_you"
    with pytest.raises(NotAllowed):
        operations.sign_report(by=office.town, at=AT, report=compiled)
    with pytest.raises(Refusal) as early:
        operations.print_report(by=office.mei, at=AT, report=compiled, kind="pdf")
    assert early.value.code == "report_not_signed"
    operations.sign_report(by=office.lin, at=AT, report=compiled)
    assert not Notice.objects.filter(done_at=None).exists()


def test_a_note_is_added_and_the_print_without_it_stays_the_same(office, signed):
    before = printed(office, signed)
    operations.add_note(by=office.mei, at=AT, report=signed, words="应为251亿元。", figure_number=1)
    assert printed(office, signed) == before
    noted = printed(office, signed, with_notes=True)
    assert all(noted[kind] != before[kind] for kind in KINDS)
    operations.add_note(by=office.mei, at=AT, report=signed, words="另：口径不变。")
    assert printed(office, signed) == before
    assert signed.printed_files.count() == 6
    with pytest.raises(Refusal):
        operations.add_note(by=office.mei, at=AT, report=signed, words="？", figure_number=99)


@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(numbers=st.lists(st.decimals(0, 9999, places=2), min_size=1, max_size=4))
def test_release_correct_reprint_never_changes_printed_bytes(office, signed, numbers):
    before = printed(office, signed)
    with transaction.atomic():
        for number in numbers:
            office.values("local_fiscal", str(number))
            compiled = operations.compile_report(
                by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template
            )
            assert compiled.report.pk != signed.pk or compiled.report.revision == 1
        assert printed(office, signed) == before
        for kind, content in before.items():
            assert operations.rendered(Report.objects.get(pk=signed.pk), kind, 0) == content
        transaction.set_rollback(True)


def test_a_unit_renamed_and_an_indicator_defined_anew_change_no_print(office, signed, monkeypatch):
    from dataclasses import replace

    from jilian.indicators.rules.definitions import DEFINITIONS
    from jilian.places.models import Division

    before = printed(office, signed)
    Division.objects.filter(code="310117").update(name="新名")
    changed = replace(DEFINITIONS["local_fiscal"], name_zh="别名", unit_zh="万元", version=2)
    monkeypatch.setitem(DEFINITIONS, "local_fiscal", changed)
    again = Report.objects.get(pk=signed.pk)
    assert {kind: operations.rendered(again, kind, 0) for kind in KINDS} == before


def test_the_database_itself_changes_nothing_that_is_frozen(office, signed):
    printed(office, signed)
    tables = ("report", "reportfigure", "signature", "printedfile", "template")
    for table in tables:
        for act in (f"DELETE FROM reports_{table}", f"UPDATE reports_{table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)


def test_the_offices_own_word_file_is_printed_and_odd_placeholders_are_listed(office):
    with pytest.raises(operations.PlaceholdersUnknown) as refused:
        operations.upload_word(
            by=office.mei, at=AT, template=office.template, file_name="月报.docx",
            content=office_file(), today=DECEMBER,
        )  # fmt: skip
    places = {one.token: one.place for one in refused.value.problems}
    assert places["没有这个"] == "header 1, paragraph 1"
    assert not WordTemplate.objects.exists()


def test_who_may_not_compile_compiles_nothing(office):
    for act in (
        lambda: operations.compile_report(
            by=office.lin, at=AT, world=office.world, month=DECEMBER, template=office.template
        ),
        lambda: operations.save_template(
            by=office.lin, at=AT, world=office.world, key="x", name="x", body="x"
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
