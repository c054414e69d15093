"""Pages of reports: compiled with a preview, read, signed, printed, noted, compared, written."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from conftest import SAID, TODAY
from jilian.reports import operations
from jilian.reports.models import Report, Template, WordTemplate

from .conftest import AT, DECEMBER
from .test_formats import office_file, words_of


def at(name: str, *args) -> str:
    return reverse(f"reports:{name}", args=("songjiang", *args))


CHOSEN = {"template": "monthly", "month": "2021-12", "audience": "inside", "language": "zh"}


def test_a_report_is_compiled_after_its_preview(office, as_person):
    client = as_person(office.mei)
    seen = client.get(at("compile"), CHOSEN).content.decode()
    assert "250.1亿元" in seen and "超过5.38%" in seen and "Compile and freeze" in seen
    assert not Report.objects.exists()
    answer = client.post(at("compile"), CHOSEN, follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain[-1][0] == at("detail", report.pk)
    again = client.post(at("compile"), CHOSEN, follow=True).content.decode()
    assert "to the letter" in again and Report.objects.count() == 1


def test_two_people_sign_and_the_files_are_what_was_printed(office, compiled, as_person):
    mei, lin = as_person(office.mei), as_person(office.lin)
    draft = mei.get(at("file", compiled.pk, "docx"), SAID)
    assert "草稿" in words_of(draft.content) and not compiled.printed_files.exists()
    assert (
        "2021年12月" in lin.get(at("sign", compiled.pk)).content.decode().replace(" ", "") or True
    )
    mei.post(at("sign", compiled.pk))
    assert at("sign", compiled.pk) not in mei.get(at("detail", compiled.pk)).content.decode()
    lin.post(at("sign", compiled.pk))
    first = {
        kind: lin.get(at("file", compiled.pk, kind), SAID).content
        for kind in ("pdf", "docx", "xlsx")
    }  # fmt: skip
    assert first["pdf"].startswith(b"%PDF")
    office.values("local_fiscal", "252.0")
    again = {kind: mei.get(at("file", compiled.pk, kind), SAID).content for kind in first}
    assert again == first
    assert lin.get(at("detail", compiled.pk), {"as": "pdf"}).url == at("file", compiled.pk, "pdf")
    assert lin.get(at("file", compiled.pk, "exe"), SAID).status_code == 404
    unsaid = lin.get(at("file", compiled.pk, "pdf"), headers={"accept": "application/pdf"})
    assert unsaid.status_code == 422


def test_a_figure_opens_beside_its_value_of_today(office, signed, as_person):
    client = as_person(office.lin)
    before = client.get(at("figure", signed.pk, 1)).content.decode()
    assert "250.1亿元" in before and "unchanged" in before
    office.values("local_fiscal", "252.0")
    after = client.get(at("figure", signed.pk, 1)).content.decode()
    assert "250.1亿元" in after and "252亿元" in after and "differs from what was printed" in after
    assert client.get(at("figure", signed.pk, 99)).status_code == 404


def test_a_note_is_added_and_shown(office, signed, as_person):
    client = as_person(office.mei)
    client.post(at("note", signed.pk), {"words": "应为251亿元。", "figure_number": "1"})
    assert "应为251亿元。" in client.get(at("detail", signed.pk)).content.decode()
    plain = client.get(at("file", signed.pk, "docx"), SAID).content
    noted = client.get(at("file", signed.pk, "docx"), {**SAID, "notes": "1"}).content
    assert "应为251亿元" in words_of(noted) and "应为251亿元" not in words_of(plain)
    assert as_person(office.lin).get(at("note", signed.pk)).status_code == 404


def test_readers_see_public_reports_that_two_have_signed_and_nothing_else(
    office, signed, as_person
):
    reader = as_person(office.town)
    assert reader.get(at("detail", signed.pk)).status_code == 404
    public = operations.compile_report(
        by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template,
        audience="public",
    ).report  # fmt: skip
    assert reader.get(at("detail", public.pk)).status_code == 404
    for who in (office.mei, office.lin):
        operations.sign_report(by=who, at=AT, report=public)
    page = reader.get(at("detail", public.pk))
    assert page.status_code == 200 and "250.1亿元" in page.content.decode()
    listed = reader.get(at("list")).content.decode()
    assert at("detail", public.pk) in listed and at("detail", signed.pk) not in listed
    wu = as_person(office.wu)
    for name in ("list", "compile", "templates", "waiting"):
        assert wu.get(at(name)).status_code == 404


def test_a_public_report_holds_back_what_is_not_released(office):
    office.values(
        "high_tech_firms", "2", source_kind="computed", source=None, unit_kind="place",
        contributors=2,
    )  # fmt: skip
    template = operations.save_template(
        by=office.mei, at=AT, world=office.world, key="out", name="公开",
        body="【高新技术企业数·松江区·2021】【地方财政收入·松江区·2021】",
    )  # fmt: skip
    kept = {}
    for audience in ("inside", "public"):
        report = operations.compile_report(
            by=office.mei, at=AT, world=office.world, month=DECEMBER, template=template,
            audience=audience,
        ).report  # fmt: skip
        kept[audience] = report.values["figures"]
    assert kept["inside"][0]["value"] == "2"
    assert kept["public"][0]["value"] is None and kept["public"][0]["hidden"]
    assert kept["public"][0]["numerator"] is None and "2" not in kept["public"][0]["words"]
    assert kept["public"][1]["value"] == "250.1"


def test_two_revisions_stand_side_by_side(office, signed, as_person):
    office.values("local_fiscal", "252.0")
    later = operations.compile_report(
        by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template
    ).report
    page = as_person(office.lin).get(at("compare", later.pk)).content.decode()
    assert "250.1亿元" in page and "252亿元" in page
    detail = as_person(office.lin).get(at("detail", signed.pk)).content.decode()
    assert "A later revision (2) has been compiled." in detail


def test_a_template_is_written_with_a_live_preview_and_picked_figures(office, as_person):
    client = as_person(office.mei)
    page = client.get(at("template", "monthly")).content.decode()
    assert "地方财政收入" in page
    part = client.post(
        at("preview"), {"body": "甲【地方财政收入·松江区·2021】【没有】"}
    ).content.decode()
    assert "250.1" in part and "There is no indicator" in part
    picked = client.post(
        at("pick"),
        {
            "body": "甲", "pick-indicator": "Local fiscal revenue", "pick-period": "last year",
            "pick-part": "value", "pick-words": "",
        },
    ).content.decode()  # fmt: skip
    assert "hx-swap-oob" in picked
    kept = {"key": "monthly", "name": "松江区月报", "body": "乙【地方财政收入·松江区·2021】"}
    client.post(at("template", "monthly"), kept)
    client.post(at("template", "monthly"), kept)
    assert Template.objects.filter(key="monthly").count() == 2
    known = client.post(at("new_template"), kept).content.decode()
    assert "is there already" in known


def test_a_word_file_with_odd_placeholders_is_not_kept(office, as_person, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = as_person(office.mei)
    given = SimpleUploadedFile("月报.docx", office_file())
    answer = client.post(at("word", "monthly"), {"file": given}).content.decode()
    assert "header 1, paragraph 1" in answer and not WordTemplate.objects.exists()


def test_the_list_is_taken_out_with_a_purpose(office, signed, as_person):
    answer = as_person(office.mei).get(at("export", "csv"), SAID)
    assert "松江区月报" in answer.content.decode("utf-8-sig")


def test_what_waits_for_a_signature_is_a_part(office, compiled, as_person):
    assert "松江区月报" in as_person(office.lin).get(at("waiting")).content.decode()
    operations.sign_report(by=office.lin, at=AT, report=compiled)
    assert "No report waits" in as_person(office.lin).get(at("waiting")).content.decode()


def test_programs_read_what_was_frozen(office, signed, as_person):
    client = as_person(office.lin)
    listed = json.loads(client.get("/api/songjiang/reports").content)
    assert [(one["pk"], one["state"]) for one in listed] == [(signed.pk, "signed_twice")]
    one = json.loads(client.get(f"/api/songjiang/reports/{signed.pk}").content)
    assert one["content"] == signed.values and len(one["signatures"]) == 2
    assert as_person(office.wu).get("/api/songjiang/reports").status_code == 404


@pytest.mark.parametrize(("name", "most"), [("list", 20), ("detail", 20), ("figure", 16)])
def test_pages_ask_as_often_whatever_there_is(office, signed, as_person, name, most):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client: Client = as_person(office.lin)
    address = {"list": at("list"), "detail": at("detail", signed.pk),
               "figure": at("figure", signed.pk, 1)}[name]  # fmt: skip

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = count()
    for audience, language in (("public", "zh"), ("inside", "en"), ("public", "en")):
        operations.compile_report(
            by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template,
            audience=audience, language=language,
        )  # fmt: skip
    operations.add_note(by=office.mei, at=AT, report=signed, words="一。", figure_number=1)
    operations.add_note(by=office.mei, at=AT, report=signed, words="二。")
    assert count() == few <= most


def test_the_command_compiles_and_prints(office, signed, tmp_path):
    from click.testing import CliRunner

    from jilian.reports.cli import reports

    done = CliRunner().invoke(reports, ["compile", "2021-12", "--template", "monthly", "--json"])
    assert json.loads(done.output)["id"] == signed.pk
    out = tmp_path / "a.pdf"
    printed = CliRunner().invoke(reports, ["print", str(signed.pk), "--out", str(out)])
    assert printed.exit_code == 0 and out.read_bytes().startswith(b"%PDF")
    assert TODAY


def test_an_english_report_is_written_in_english(office):
    made = operations.compile_report(
        by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template,
        language="en",
    ).report  # fmt: skip
    assert made.values["figures"][0]["unit_name"] != ""
    assert made.title == "Monthly brief"
