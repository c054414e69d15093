"""Tables are received, checked, applied: all of it or nothing, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import NOON
from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import Firm, FirmName
from jilian.intake import operations
from jilian.intake.models import Upload, UploadProblem
from jilian.network.models import SupplyLink
from jilian.notices.models import Notice
from jilian.organisations.models import Organisation
from jilian.sources.models import Source
from uploaded_tables import CRYSTAL, FIRMS, LINKS, ORGANISATIONS, credit_code, csv_of

BAD = FIRMS + f"\n坏行有限公司,{CRYSTAL[:-1]},新桥镇,3973,2025,约 5\n".encode()


@pytest.fixture
def receive(mei, world, industries):
    def send(content=FIRMS, kind="firms", name="table.csv", by=mei, **more) -> Upload:
        return operations.receive_upload(
            by=by, at=NOON, world=world, kind=kind, file_name=name, content=content, **more
        )

    return send


@pytest.fixture
def check(receive, mei):
    def send_and_check(*args, **more) -> Upload:
        upload = receive(*args, **more)
        return operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)

    return send_and_check


def apply(upload, by, only_good=False, at=NOON) -> Upload:
    return operations.apply_upload(upload_id=upload.pk, only_good=only_good, by=by, at=at)


def refusal_of(act, *args, **more) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*args, **more)
    return refused.value


# --- receiving --------------------------------------------------------------------------------


def test_a_table_is_kept_as_it_was_received(receive):
    upload = receive(name=r"C:\Users\mei\名单\firms.csv")
    assert (upload.file_name, upload.state, upload.rows_total) == ("firms.csv", "received", 3)
    assert bytes(Upload.objects.get().content) == FIRMS
    assert Trace.objects.get(action="upload.received").after["rows"] == 3


def test_the_same_table_twice_is_refused_naming_the_first(receive, check, mei):
    first = check()
    again = refusal_of(receive, name="again.csv")
    assert again.code == "table_uploaded_before"
    assert "table.csv" in str(again) and str(first.pk) in str(again)
    assert Upload.objects.count() == 1


def test_a_table_that_was_set_aside_may_come_again_and_its_content_is_gone(receive, mei):
    first = receive()
    operations.refuse_upload(upload_id=first.pk, by=mei, at=NOON)
    first.refresh_from_db()
    assert (first.state, bytes(first.content)) == ("refused", b"")
    assert receive().pk != first.pk


def test_a_table_about_persons_is_not_stored_anywhere(receive, mei):
    content = csv_of(f"企业名称,信用代码,党员姓名\n甲,{CRYSTAL},某人")
    assert refusal_of(receive, content).code == "person_column"
    assert not Upload.objects.exists() and not Trace.objects.filter(action__startswith="upload")


def test_an_outsider_and_a_reader_may_not_upload(receive, wu, person, world):
    for outsider in (wu, person("leader", "district_leader", world)):
        with pytest.raises(NotAllowed):
            receive(by=outsider)
    assert not Upload.objects.exists()


def test_a_received_table_is_checked_later(receive, django_capture_on_commit_callbacks, mei):
    with django_capture_on_commit_callbacks(execute=True):
        upload = receive()
    upload.refresh_from_db()
    assert (upload.state, upload.counts["new"]) == ("checked", 3)


# --- checking ---------------------------------------------------------------------------------


def test_a_check_counts_every_row_and_changes_no_record(check):
    upload = check(BAD)
    counts = {key: upload.counts[key] for key in ("new", "changed", "same", "conflicting")}
    assert counts == {"new": 3, "changed": 0, "same": 0, "conflicting": 0}
    assert (upload.bad_rows, upload.rows_done) == (1, 4)
    assert not Firm.objects.exists() and not Source.objects.exists()


def test_problems_name_row_column_and_value_as_in_the_file(check):
    found = check(BAD).problems.values_list("row", "column", "value", "code")
    assert list(found) == [
        (5, "统一社会信用代码", CRYSTAL[:-1], "credit_code_length"),
        (5, "营业收入(万元)", "约 5", "number_odd"),
    ]


def test_whoever_uploaded_is_told_once_and_the_matter_is_settled_by_applying(check, mei):
    upload = check()
    operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.done_at) == (mei, "upload_checked", None)
    apply(upload, mei)
    notice.refresh_from_db()
    assert notice.done_at == NOON


def test_a_check_may_run_twice_and_keeps_no_problem_twice(check, mei):
    upload = check(BAD)
    operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    assert UploadProblem.objects.count() == 2


def test_a_check_that_meets_a_defect_can_be_started_again(receive, mei, monkeypatch):
    upload = receive()
    monkeypatch.setattr("jilian.intake.operations.read_and_compare", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    upload.refresh_from_db()
    assert (upload.state, upload.note) == ("received", "check_stopped")
    monkeypatch.undo()
    assert operations.check_upload(upload_id=upload.pk, by=mei, at=NOON).state == "checked"


def test_a_table_that_the_register_refuses_whole_says_why(receive, mei, monkeypatch):
    def refuse(*_):
        raise Refusal("register_says_no", "It does not fit.")

    upload = receive()
    monkeypatch.setattr("jilian.intake.operations.read_and_compare", refuse)
    operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert "It does not fit." in upload.problems.get().sentence


# --- applying ---------------------------------------------------------------------------------


def test_applied_rows_name_their_table_and_row(check, mei):
    upload = apply(check(), mei)
    assert (upload.state, upload.outcome["new"]) == ("applied", 3)
    name = FirmName.objects.get(text="松江晶体材料有限公司")
    assert (name.source, name.source_row) == (upload.source, 3)
    assert upload.source.kind == "upload" and upload.fingerprint[:16] in upload.source.key
    assert Trace.objects.get(action="upload.applied").by == "mei"


def test_problems_have_the_whole_table_refused_and_nothing_is_half_done(check, mei):
    upload = check(BAD)
    assert refusal_of(apply, upload, mei).code == "upload_has_problems"
    upload.refresh_from_db()
    assert upload.state == "checked" and not Firm.objects.exists() and not Source.objects.exists()


def test_only_the_good_rows_are_applied_when_asked(check, mei):
    upload = apply(check(BAD), mei, only_good=True)
    assert (upload.outcome["new"], upload.outcome["left_out"]) == (3, 1)
    assert Firm.objects.count() == 3


def test_a_second_application_is_refused_and_changes_nothing(check, mei):
    upload = apply(check(), mei)
    traces = Trace.objects.count()
    assert refusal_of(apply, upload, mei).code == "upload_applied"
    assert Trace.objects.count() == traces


def test_what_was_not_checked_or_was_set_aside_is_not_applied(receive, mei):
    upload = receive()
    assert refusal_of(apply, upload, mei).code == "upload_not_checked"
    operations.refuse_upload(upload_id=upload.pk, by=mei, at=NOON)
    assert refusal_of(apply, upload, mei).code == "upload_refused"


def test_an_interruption_leaves_the_table_checked_and_no_record(check, mei, monkeypatch):
    upload = check()
    monkeypatch.setattr("jilian.intake.operations.notes.settle_checked", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply(upload, mei)
    monkeypatch.undo()
    upload.refresh_from_db()
    assert (upload.state, upload.source, upload.note) == ("checked", None, "apply_stopped")
    assert not Firm.objects.exists() and not Source.objects.exists()
    assert apply(upload, mei).state == "applied"


def test_what_a_person_asks_for_is_done_later_in_that_persons_name(
    check, mei, django_capture_on_commit_callbacks
):
    upload = check()
    with django_capture_on_commit_callbacks(execute=True):
        asked = operations.ask_to_apply(upload_id=upload.pk, only_good=False, by=mei, at=NOON)
        assert asked.is_being_applied
    upload.refresh_from_db()
    assert (upload.state, upload.applied_by) == ("applied", "mei")


def test_whoever_lost_the_role_in_between_applies_nothing(check, mei):
    upload = check()
    operations.ask_to_apply(upload_id=upload.pk, only_good=False, by=mei, at=NOON)
    mei.appointments.update(ended_at=NOON)
    worker = Person.objects.get(username="worker")
    with pytest.raises(NotAllowed):
        apply(upload, worker)
    assert not Firm.objects.exists()


def test_the_same_rows_in_another_file_change_nothing(check, mei):
    apply(check(), mei)
    records = FirmName.objects.count()
    again = check(FIRMS + b"\n")
    assert again.counts["same"] == 3
    applied = apply(again, mei, at=NOON + timedelta(days=1))
    assert applied.outcome["same"] == 3
    assert FirmName.objects.count() == records


def test_links_and_organisations_follow_their_firms(check, mei):
    apply(check(), mei)
    links = apply(check(LINKS, "links", "links.csv"), mei)
    assert links.outcome["new"] == 2
    amounts = SupplyLink.objects.order_by("pk").values_list("amount_yuan", flat=True)
    assert list(amounts) == [12_000_000, 200_000_000]
    bodies = apply(check(ORGANISATIONS, "organisations", "bodies.csv"), mei)
    assert bodies.outcome["new"] == 2
    branch = Organisation.objects.get(name="林氏晶圆党支部")
    assert branch.superiors.get().superior.name == "新桥镇党委"
    assert branch.covers.get().firm.identifier == CRYSTAL
    assert branch.counts.get().formal == 12


def test_links_to_firms_outside_the_register_are_problems_in_words(check):
    upload = check(LINKS, "links", "links.csv")
    assert upload.bad_rows == 2
    assert {one.code for one in upload.problems.all()} == {"firm_unknown"}


def test_two_thousand_rows_are_checked_in_as_many_queries_as_three(receive, mei):
    rows = [f"第{n}号有限公司,{credit_code(n)},新桥镇,3973" for n in range(10, 1510)]
    head = "企业名称,信用代码,所属街镇,行业代码"
    few = receive("\n".join([head, *rows[:3]]).encode(), name="few.csv")
    many = receive("\n".join([head, *rows]).encode(), name="many.csv")
    counted = []
    for upload in (few, many):
        with CaptureQueriesContext(connection) as queries:
            operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
        counted.append(len([q for q in queries if "rows_done" not in q["sql"]]))
    assert counted[0] == counted[1]


# --- the database has the last word ----------------------------------------------------------


def test_the_database_refuses_a_second_upload_and_an_application_without_source(check):
    upload = check()
    with pytest.raises(IntegrityError, match=r"table_uploaded_once|UNIQUE"), transaction.atomic():
        Upload.objects.create(
            world=upload.world, kind="firms", file_name="x", fingerprint=upload.fingerprint,
            content=b"", received_at=NOON, received_by="mei",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="upload_applied"), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(state="applied")
    with pytest.raises(IntegrityError, match="upload_checked"), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(difference=None)
