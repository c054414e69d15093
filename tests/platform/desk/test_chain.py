"""The auditor verifies, seals, keeps elsewhere, prunes; on pages and on the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from conftest import NOON
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.audit.models import ChainHead, DailyDigest, Look, Pruning, Trace, Verification
from jilian.audit.queries import check_chain
from jilian.audit.rules import (
    START,
    Entry,
    SealOdd,
    chained,
    moment_text,
    read_statement,
    statement_file,
)
from jilian.base.database import keep_append_only, keep_no_longer_append_only
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.signing import SigningKey, is_signed, known_public_keys
from jilian.desk import operations
from jilian.desk.cli import audit as audit_command
from jilian.notices.models import Notice
from jilian.upkeep.operations.retaining import hold, lift_hold, retain


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def clerk(db):
    return system_person("timetable")


@pytest.fixture
def auditor(person):
    return person("shen", "audit_administrator")


@pytest.fixture
def written(mei, world):
    for number in range(6):
        audit.record("firm.changed", by=mei, at=NOON, world=world, after={"n": number})


def tamper(statement: str, *values: object) -> None:
    keep_no_longer_append_only(connection, "audit_trace")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    keep_append_only(connection, "audit_trace")


def run(*words: str):
    return CliRunner().invoke(audit_command, list(words), catch_exceptions=False)


def test_the_command_says_that_nothing_was_changed_and_names_what_was(written):
    assert run("verify").exit_code == 0
    tamper("UPDATE audit_trace SET world = 'x' WHERE number = 3")
    found = run("verify")
    assert found.exit_code == 2
    assert "3" in found.output.splitlines()[1]
    plain = json.loads(run("verify", "--json").output)
    assert [(one["kind"], one["first"]) for one in plain["findings"]] == [("changed", 3)]
    assert run("verify", "--from", "5").exit_code == 0


def test_a_digest_kept_elsewhere_tells_of_a_database_rewritten_as_a_whole(written, clerk, home):
    made = operations.seal_chain(by=clerk, at=NOON)
    kept = home / "kept.json"
    kept.write_bytes(statement_file(made.statement, made.signature))
    assert run("verify", "--digest", str(kept)).exit_code == 0
    rewrite("n", "m")
    keep_no_longer_append_only(connection, "audit_dailydigest")
    DailyDigest.objects.all().delete()
    assert run("verify").exit_code == 0, "within itself the rewritten chain is sound"
    found = run("verify", "--digest", str(kept))
    assert found.exit_code == 2
    assert str(made.last_number) in found.output


def rewrite(old: str, new: str) -> None:
    """Change every trace and make the whole chain anew, as whoever owns the database can."""
    rows = list(Trace.objects.order_by("number"))
    entries = [
        Entry(one.action, one.by, one.at, one.world, one.about_kind, one.about_key,
              one.about_name, one.before_text, one.after_text.replace(old, new), one.purpose,
              one.recipient)
        for one in rows
    ]  # fmt: skip
    keep_no_longer_append_only(connection, "audit_trace")
    Trace.objects.all().delete()
    for number, digest, one in chained(0, START, entries):
        Trace.objects.create(
            number=number, digest=digest, at=one.at, by=one.by, action=one.action,
            world=one.world, about_kind=one.about_kind, about_key=one.about_key,
            about_name=one.about_name, before_text=one.before, after_text=one.after,
            purpose=one.purpose, recipient=one.recipient,
        )  # fmt: skip
        ChainHead.objects.update(number=number, digest=digest)
    keep_append_only(connection, "audit_trace")


def test_a_seal_is_signed_with_a_key_outside_the_database(written, clerk, home):
    made = operations.seal_chain(by=clerk, at=NOON)
    file = home / "audit" / "signing.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (made.first_number, made.last_number, made.count) == (1, 6, 6)
    assert is_signed(made.statement.signed_bytes, made.signature, made.public_key)
    read, signature = read_statement(statement_file(made.statement, made.signature))
    assert (read, signature) == (made.statement, made.signature)
    assert read.sealed_at == moment_text(NOON)
    again = operations.seal_chain(by=clerk, at=NOON)
    assert again.pk == made.pk, "only the trace of the seal itself came after it"


def test_a_changed_digest_file_and_one_of_another_key_are_refused(written, clerk, home):
    made = operations.seal_chain(by=clerk, at=NOON)
    content = json.loads(statement_file(made.statement, made.signature))
    file = home / "odd.json"
    for change in ({"last_number": 5}, {"day": "2020-01-01"}, {"public_key": "00" * 32}):
        file.write_text(json.dumps({**content, **change}))
        with pytest.raises(Refusal) as refused:
            run("verify", "--digest", str(file))
        assert refused.value.code == "digest_unsigned"
    for odd in (b"{}", b"no", json.dumps({**content, "more": 1}).encode()):
        with pytest.raises(SealOdd):
            read_statement(odd)


def test_a_changed_seal_in_the_database_is_found(written, clerk):
    operations.seal_chain(by=clerk, at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DailyDigest.objects.update(count=1)
    keep_no_longer_append_only(connection, "audit_dailydigest")
    DailyDigest.objects.update(digest="0" * 64)
    assert {one.stands_at for one in check_chain().findings} == {"signature", "digest"}


def test_keys_rotate_and_old_digests_still_verify(written, clerk, home, mei, world):
    first = operations.seal_chain(by=clerk, at=NOON)
    fresh = operations.replace_signing_key(by=clerk, at=NOON)
    audit.record("firm.changed", by=mei, at=NOON, world=world)
    second = operations.seal_chain(by=clerk, at=NOON)
    assert second.public_key == fresh != first.public_key
    assert check_chain().is_sound
    assert known_public_keys(home / "audit") == {first.public_key, fresh}
    assert (home / "audit" / "signing.pem").stat().st_mode & 0o777 == 0o600
    assert SigningKey(home / "audit").public == fresh


YEAR = timedelta(days=366)


def test_old_traces_are_deleted_behind_a_seal_and_the_rest_verifies(written, clerk, mei, world):
    operations.seal_chain(by=clerk, at=NOON)
    audit.record("firm.changed", by=mei, at=NOON + YEAR, world=world)
    Look.objects.create(
        day=NOON.date(), person="mei", world="songjiang", about_kind="firms.firm", about_key="1",
        first_at=NOON,
    )  # fmt: skip
    assert operations.prune_traces(by=clerk, at=NOON + timedelta(days=364)) is None
    counted = {one.code: one.count for one in retain(by=clerk, at=NOON + YEAR, dry_run=True)}
    assert (counted["traces"], counted["looks"], Trace.objects.count()) == (6, 1, 8)
    kept = operations.prune_traces(by=clerk, at=NOON + YEAR)
    assert (kept.number, kept.count) == (6, 6)
    assert list(Trace.objects.order_by("number").values_list("number", "action")) == [
        (7, "chain.sealed"), (8, "firm.changed"), (9, "chain.pruned"),
    ]  # fmt: skip
    assert {one.code: one.count for one in retain(by=clerk, at=NOON + YEAR)}["looks"] == 1
    checked = check_chain()
    assert (checked.is_sound, checked.first, checked.checked) == (True, 7, 4)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Trace.objects.all().delete()
    tamper("UPDATE audit_trace SET action = 'x' WHERE number = 8")
    assert [one.first for one in check_chain().findings] == [8]


def test_the_nightly_retention_deletes_behind_a_seal_unless_held(written, clerk):
    operations.seal_chain(by=clerk, at=NOON)
    hold(by=clerk, at=NOON, code="traces", reason="调查通知书 2026-7")
    with pytest.raises(Refusal) as refused:
        operations.prune_traces(by=clerk, at=NOON + YEAR)
    assert refused.value.code == "traces_held"
    retain(by=clerk, at=NOON + YEAR)
    assert Trace.objects.filter(number=1).exists()
    lift_hold(by=clerk, at=NOON, code="traces")
    retain(by=clerk, at=NOON + YEAR)
    assert not Trace.objects.filter(number__lte=6).exists()
    assert check_chain().is_sound


def test_a_forged_beginning_is_found_by_the_seals(written, clerk):
    operations.seal_chain(by=clerk, at=NOON)
    tamper("DELETE FROM audit_trace WHERE number <= 4")
    digest = "f" * 64
    Pruning.objects.create(
        number=4, digest=digest, count=4, before_at=NOON, pruned_at=NOON, pruned_by="x"
    )
    assert ("seal", 4) in [(one.kind.value, one.first) for one in check_chain().findings]


def test_no_trace_is_deleted_early_or_from_a_broken_chain(written, clerk):
    with pytest.raises(Refusal, match="180"):
        operations.prune_traces(by=clerk, at=NOON, days=179)
    assert operations.prune_traces(by=clerk, at=NOON + YEAR) is None, "nothing sealed"
    operations.seal_chain(by=clerk, at=NOON)
    tamper("UPDATE audit_trace SET action = 'x' WHERE number = 2")
    with pytest.raises(Refusal) as refused:
        operations.prune_traces(by=clerk, at=NOON + YEAR)
    assert refused.value.code == "chain_broken"


def test_only_auditors_verify_and_seal(mei, db):
    for operation in (
        operations.ask_for_verification, operations.seal_chain, operations.replace_signing_key,
        operations.prune_traces,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            operation(by=mei, at=NOON)


def test_the_daily_verification_tells_the_auditors_of_a_break(written, clerk, auditor):
    assert operations.verify_daily(by=clerk, at=NOON).state == "sound"
    assert not Notice.objects.exists()
    tamper("DELETE FROM audit_trace WHERE number = 2")
    found = operations.verify_daily(by=clerk, at=NOON)
    assert (found.state, found.findings[0]["kind"]) == ("broken", "removed")
    assert Notice.objects.get().to == auditor


def test_the_page_says_who_verified_and_what_was_found(written, auditor, as_person, clerk):
    client = as_person(auditor)
    assert "not been verified yet" in client.get("/audit/").text
    operations.verify_daily(by=clerk, at=NOON)
    assert "stood as they were written" in client.get("/audit/").text
    tamper("UPDATE audit_trace SET action = 'x' WHERE number = 2")
    operations.verify_daily(by=clerk, at=NOON + timedelta(hours=1))
    assert "Trace 2 was changed." in client.get("/audit/").text


@pytest.mark.django_db(transaction=True)
def test_the_button_verifies_and_the_digest_is_a_file(
    auditor, as_person, mei, world, django_capture_on_commit_callbacks
):
    audit_in_transaction(mei, world)
    client = as_person(auditor)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/audit/verify/").status_code == 302
    found = Verification.objects.get()
    assert (found.state, found.asked_by) == ("sound", "shen")
    assert "has ended" in client.get(f"/audit/verifications/{found.pk}/").text
    client.post("/audit/seal/")
    made = DailyDigest.objects.get()
    answer = client.get(f"/audit/digests/{made.pk}.json")
    assert read_statement(answer.content)[0] == made.statement


def audit_in_transaction(mei, world):
    with transaction.atomic():
        audit.record("firm.changed", by=mei, at=NOON, world=world)
