"""What is deleted when, what a hold keeps, and who may see the register of what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOON
from jilian.accounts.models import Invitation
from jilian.accounts.queries import system_person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.retention import DELETIONS
from jilian.intake.models import Upload
from jilian.notices.models import Notice
from jilian.upkeep import operations
from jilian.upkeep.models import LegalHold
from jilian.upkeep.rules import CLASSES

OLD, YOUNG = NOON - timedelta(days=3000), NOON - timedelta(days=1)


@pytest.fixture
def records(mei, world):
    """A young and an old one of each class."""
    for name, at in (("old", OLD), ("young", YOUNG)):
        Notice.objects.create(to=mei, key=name, kind="k", url="/", sent_at=at, done_at=at)
        Invitation.objects.create(
            token_fingerprint=name, name=name, role="data_steward", invited_at=at, invited_by="mei",
            expires_at=at,
        )  # fmt: skip
        Upload.objects.create(
            world=world, kind="firms", file_name=f"{name}.csv", fingerprint=name, content=b"x",
            received_at=at, received_by="mei", state="refused",
        )  # fmt: skip
    Notice.objects.create(to=mei, key="open", kind="k", url="/", sent_at=OLD)


def names() -> tuple[list[str], list[str], list[bytes]]:
    return (
        sorted(Notice.objects.values_list("key", flat=True)),
        sorted(Invitation.objects.values_list("name", flat=True)),
        [bytes(one.content) for one in Upload.objects.order_by("received_at")],
    )


def retain(**more):
    return operations.retain(by=system_person("timetable"), at=NOON, **more)


def test_what_is_old_and_done_is_deleted_and_traced(records):
    found = {one.code: one.count for one in retain()}
    assert found["notices"] == found["invitations"] == found["uploaded_files"] == 1
    assert names() == (["open", "young"], ["young"], [b"", b"x"])
    trace = Trace.objects.filter(action="upkeep.retained").get()
    assert trace.after == {"invitations": 1, "notices": 1, "uploaded_files": 1}


def test_a_dry_run_counts_and_deletes_nothing(records):
    before = names()
    assert {one.code: one.count for one in retain(dry_run=True)}["notices"] == 1
    assert names() == before
    assert not Trace.objects.filter(action="upkeep.retained").exists()


def test_a_second_run_finds_nothing(records):
    retain()
    assert {one.count for one in retain()} == {0}
    assert Trace.objects.filter(action="upkeep.retained").count() == 1


def test_a_hold_keeps_a_class_until_it_is_lifted(records, person):
    by = person("wen", "security_administrator")
    operations.hold(by=by, at=NOON, code="notices", reason="Inspection 12 of 2026")
    held = {one.code: one for one in retain()}["notices"]
    assert (held.held, held.count) == (True, 1)
    assert names()[0] == ["old", "open", "young"]
    operations.lift_hold(by=by, at=NOON, code="notices")
    retain()
    assert names()[0] == ["open", "young"]
    actions = Trace.objects.filter(action__startswith="upkeep.h").values_list("action", flat=True)
    assert sorted(actions) == ["upkeep.held", "upkeep.hold_lifted"]


@pytest.mark.parametrize(
    "code, reason, refused",
    [
        ("nothing", "a good reason", "data_class_unknown"),
        ("notices", " ", "reason_missing"),
    ],
)
def test_a_hold_names_a_class_and_a_reason(person, code, reason, refused):
    by = person("wen", "security_administrator")
    with pytest.raises(Refusal) as found:
        operations.hold(by=by, at=NOON, code=code, reason=reason)
    assert found.value.code == refused


def test_a_class_is_held_once(person):
    by = person("wen", "security_administrator")
    operations.hold(by=by, at=NOON, code="notices", reason="Inspection")
    with pytest.raises(Refusal):
        operations.hold(by=by, at=NOON, code="notices", reason="Inspection")


def test_the_system_administrator_sees_but_does_not_hold(person, as_person):
    who = person("gao", "system_administrator")
    with pytest.raises(NotAllowed):
        operations.hold(by=who, at=NOON, code="notices", reason="Inspection")
    client = as_person(who)
    assert client.get("/kept-data/").status_code == 200
    assert client.get("/kept-data/notices/hold/").status_code == 404


def test_the_page_says_each_class_and_each_field_about_people(person, as_person):
    page = as_person(person("wen", "security_administrator")).get("/kept-data/").text
    for one in CLASSES:
        assert f'id="{one.code}"' in page
    assert "work mail" in page
    assert "Sealed in the database: supply link · yearly value (yuan)" in page


def test_a_security_administrator_holds_and_lifts_on_the_page(person, as_person):
    client = as_person(person("wen", "security_administrator"))
    refused = client.post("/kept-data/notices/hold/", {"reason": ""})
    assert refused.status_code == 200
    client.post("/kept-data/notices/hold/", {"reason": "Inspection 12"})
    assert LegalHold.objects.in_force().get().reason == "Inspection 12"
    assert "Inspection 12" in client.get("/kept-data/").text
    client.post("/kept-data/notices/hold/")
    assert not LegalHold.objects.in_force().exists()


def test_neither_a_steward_nor_an_outsider_sees_the_register(mei, wu, as_person):
    assert as_person(mei).get("/kept-data/").status_code == 404
    assert as_person(wu).get("/kept-data/").status_code == 404


def test_the_page_asks_the_database_as_often_with_holds_as_without(
    person, as_person, django_assert_max_num_queries
):
    client = as_person(person("wen", "security_administrator"))
    client.get("/kept-data/")
    with django_assert_max_num_queries(12) as few:
        client.get("/kept-data/")
    for one in CLASSES[:5]:
        LegalHold.objects.create(data_class=one.code, reason="x", ordered_at=NOON, ordered_by="wen")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/kept-data/")


def test_every_registered_deletion_is_of_a_class():
    assert set(DELETIONS) <= {one.code for one in CLASSES}
