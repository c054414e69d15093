"""Headings that nobody knows: proposed, told by a person, kept for the sender."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import NOON
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import FirmName
from jilian.intake import operations
from jilian.intake.cli import import_table
from jilian.intake.models import HeadingMeaning, Upload
from uploaded_tables import CRYSTAL, SENSOR, WAFER, csv_of

ODD = csv_of(f"""
    企业,信用码,去年产出(万元),备注
    林氏晶圆有限公司,{CRYSTAL},12,x
    松江晶体材料有限公司,{WAFER},13,y
    云间传感器有限公司,{SENSOR},14,z
""")
NEXT = csv_of(f"企业,信用码,备注\n林氏晶圆有限公司,{CRYSTAL},x")
MEANT = {"企业": "name", "信用码": "credit_code"}


@pytest.fixture
def receive(mei, world, industries):
    def send(content=ODD, **more) -> Upload:
        said = {"by": mei, "at": NOON, "world": world, "kind": "firms", "file_name": "a.csv"}
        return operations.receive_upload(**{**said, **more}, content=content)

    return send


def tell(upload, mei, columns=None, *, remember=True) -> Upload:
    return operations.map_columns(
        upload_id=upload.pk, columns=columns or MEANT, remember=remember, by=mei, at=NOON
    )


def test_a_table_with_unknown_headings_waits_and_proposes(receive):
    upload = receive()
    assert (upload.state, upload.rows_total) == ("unclear", None)
    assert upload.reading["proposals"]["企业"] == "name"
    assert upload.reading["proposals"]["信用码"] == "credit_code"  # by what stands beneath it
    assert "备注" not in upload.reading["proposals"]


def test_a_table_without_any_likeness_is_refused_and_not_kept(receive):
    with pytest.raises(Refusal) as refusal:
        receive(csv_of("甲,乙\n1,2"))
    assert refusal.value.code == "header_missing"
    assert not Upload.objects.exists()


def test_what_a_person_tells_is_read_and_kept_for_the_sender(
    receive, mei, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload = tell(receive(), mei)
    upload.refresh_from_db()
    assert (upload.state, upload.rows_total, upload.counts["new"]) == ("checked", 3, 3)
    kept = HeadingMeaning.objects.values_list("sender", "heading", "field")
    assert sorted(kept) == [("mei", "企业", "name"), ("mei", "信用码", "credit_code")]
    trace = Trace.objects.get(action="upload.columns_told")
    assert trace.after["columns"]["企业"] == "name"
    assert Trace.objects.filter(action="headings.kept").exists()


def test_the_next_table_of_the_same_sender_is_read_at_once(receive, mei):
    tell(receive(), mei)
    upload = receive(NEXT)
    assert (upload.state, upload.rows_total) == ("received", 1)
    assert upload.meanings["企业"]["origin"] == "memory"
    operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    operations.apply_upload(upload_id=upload.pk, only_good=False, by=mei, at=NOON)
    assert FirmName.objects.get().text == "林氏晶圆有限公司"


def test_another_sender_or_kind_is_asked_anew(receive, mei):
    tell(receive(sender="新桥镇"), mei)
    assert receive(NEXT).state == "unclear"
    assert receive(NEXT + b"\n", sender="新桥镇").state == "received"
    assert HeadingMeaning.objects.filter(sender="新桥镇").count() == 2


def test_what_is_not_to_be_remembered_is_not_kept(receive, mei):
    tell(receive(), mei, remember=False)
    assert not HeadingMeaning.objects.exists()


def test_meanings_with_which_the_table_cannot_be_read_change_nothing(receive, mei):
    upload = receive()
    for columns, code in (
        ({"企业": "name"}, "columns_missing"),
        ({"企业": "name", "信用码": "name"}, "columns_missing"),
        ({**MEANT, "备注": "name"}, "column_twice"),
        ({**MEANT, "备注": "nothing"}, "column_unknown"),
    ):
        with pytest.raises(Refusal) as refusal:
            tell(upload, mei, columns)
        assert refusal.value.code == code
    upload.refresh_from_db()
    assert upload.state == "unclear" and not HeadingMeaning.objects.exists()


def test_a_column_told_to_be_left_out_is_left_out_next_time(receive, mei):
    tell(receive(), mei, {**MEANT, "备注": ""})
    upload = receive(NEXT)
    assert "备注" not in upload.reading["unknown"]
    assert upload.meanings["备注"] == {"field": "", "origin": "memory", "heading": "备注"}


def test_a_year_in_a_heading_does_not_make_it_another(receive, mei):
    text = f"企业,信用码,2024年产出(万元)\n林氏晶圆有限公司,{CRYSTAL},12"
    tell(receive(text.encode()), mei, {**MEANT, "2024年产出(万元)": "output"})
    upload = receive(text.replace("2024", "2025").encode())
    assert upload.reading["told"]["2025年产出(万元)"] == "output"


def test_an_unclear_table_is_neither_checked_nor_applied_but_may_be_set_aside(receive, mei):
    upload = receive()
    for act in (operations.ask_to_check, operations.check_upload):
        with pytest.raises(Refusal) as refusal:
            act(upload_id=upload.pk, by=mei, at=NOON)
        assert refusal.value.code == "upload_unclear"
    assert operations.refuse_upload(upload_id=upload.pk, by=mei, at=NOON).state == "refused"


def test_an_outsider_tells_and_forgets_nothing(receive, mei, wu):
    upload = tell(receive(), mei)
    with pytest.raises(NotAllowed):
        tell(upload, wu)
    with pytest.raises(NotAllowed):
        operations.forget_meaning(meaning=HeadingMeaning.objects.first(), by=wu, at=NOON)
    assert HeadingMeaning.objects.count() == 2


# --- pages, API, command line -----------------------------------------------------------------


def page(name: str, *args: object) -> str:
    return reverse(f"intake:{name}", args=("songjiang", *args))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_asks_with_proposals_and_takes_the_answer(
    as_person, mei, industries, django_capture_on_commit_callbacks
):
    browser = as_person(mei)
    file = SimpleUploadedFile("a.csv", ODD)
    sent = browser.post(page("receive"), {"kind": "firms", "file": file, "sender": "新桥镇"})
    upload = Upload.objects.get()
    assert sent.url == page("columns", upload.pk)
    asked = text(browser.get(sent.url))
    assert "Proposed; look before you agree." in asked and "去年产出" in asked
    shown = text(browser.get(page("detail", upload.pk)))
    assert "Say what the columns mean" in shown
    refused = browser.post(sent.url, {"remember": "on"})
    assert refused.status_code == 422 and "lacks a column" in text(refused)
    form = browser.get(sent.url).context["form"]
    answers = {name: MEANT.get(heading, "-") for name, heading in form.headings.items()}
    with django_capture_on_commit_callbacks(execute=True):
        told = browser.post(sent.url, {**answers, "remember": "on"})
    assert told.url == page("detail", upload.pk)
    shown = text(browser.get(told.url))
    assert "Headings read as told" in shown and "said by a person" in shown
    assert "sent by 新桥镇" in shown


def test_kept_headings_are_listed_and_forgotten(receive, as_person, mei, wu):
    browser = as_person(mei)
    assert "No heading has been told yet." in text(browser.get(page("headings")))
    tell(receive(), mei)
    shown = text(browser.get(page("headings")))
    assert "企业" in shown and "Mei" in shown
    kept = HeadingMeaning.objects.get(heading="企业")
    assert as_person(wu).post(page("forget_heading", kept.pk)).status_code == 404
    browser.post(page("forget_heading", kept.pk))
    assert not HeadingMeaning.objects.filter(heading="企业").exists()
    assert Trace.objects.filter(action="headings.forgotten").count() == 1


def test_the_upload_says_which_meaning_came_from_memory(receive, as_person, mei):
    tell(receive(), mei)
    upload = receive(NEXT)
    assert "kept from earlier" in text(as_person(mei).get(page("detail", upload.pk)))


def test_the_api_takes_meanings_with_the_file_or_later(as_person, mei, industries):
    browser, address = as_person(mei), "/api/songjiang/uploads/"

    def send(content, **more):
        file = SimpleUploadedFile("a.csv", content)
        return browser.post(address, {"kind": "firms", "file": file, **more}).json()

    asked = send(ODD, sender="九亭镇")
    assert (asked["state"], asked["reading"]["proposals"]["企业"]) == ("unclear", "name")
    told = browser.post(
        f"{address}{asked['pk']}/columns", {"columns": MEANT}, content_type="application/json"
    )
    assert (told.status_code, told.json()["state"], told.json()["rows"]) == (202, "received", 3)
    at_once = send(NEXT, column=["企业=企业名称", "信用码=credit_code"])
    assert (at_once["state"], at_once["meanings"]["企业"]["field"]) == ("received", "name")
    assert send(NEXT + b"\n", column=["企业"])["code"] == "column_told_odd"


def test_the_command_asks_and_takes_meanings(tmp_path, world, industries):
    file = tmp_path / "a.csv"
    file.write_bytes(ODD)
    asked = CliRunner().invoke(import_table, ["firms", str(file)])
    assert asked.exception.code == "upload_unclear"
    assert "--column 企业=name" in asked.stdout
    told = ["--column", "企业=name", "--column", "信用码=credit_code"]
    done = CliRunner().invoke(import_table, ["firms", str(file), *told, "--apply", "all", "--json"])
    assert json.loads(done.stdout)["outcome"]["new"] == 3
