"""Every write of this area: a table is received, checked, looked at by a person, and applied.

Checking and applying run later and may run twice. Until the last row is written an upload stays
"checked", so an interruption leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import rows_held
from jilian.base.errors import Refusal
from jilian.intake import queries
from jilian.intake.models import Upload
from jilian.intake.operations import mapping, notes
from jilian.intake.operations.checking import (
    Checked,
    keep_checked,
    keep_refusal,
    read_and_compare,
)
from jilian.intake.operations.mapping import forget_meaning
from jilian.intake.operations.marking import marked_file
from jilian.intake.operations.receiving import (
    already_received,
    fingerprint_of,
    read_at_once,
    tidy_name,
)
from jilian.intake.operations.saving import has_problems, save_rows
from jilian.intake.operations.undoing import StandsOnIt, undo_upload
from jilian.intake.rules import UploadState, check_step
from jilian.jobs.later import after_commit
from jilian.places.models import World

__all__ = [
    "StandsOnIt",
    "apply_upload",
    "ask_to_apply",
    "ask_to_check",
    "check_upload",
    "compare_again",
    "fingerprint_of",
    "forget_meaning",
    "map_columns",
    "marked_file",
    "receive_upload",
    "refuse_upload",
    "undo_upload",
]

LONGEST_SENDER = 100


def _apply_given_up(*, upload_id: int, by: Person, at: datetime, only_good: bool = False) -> None:
    notes.keep_failed_apply(upload_id, "worker_died", by=by, at=at)


def _check_given_up(*, upload_id: int, by: Person, at: datetime) -> None:
    notes.keep_stopped_check(upload_id, by=by, at=at)


# What is noted where later work outlived several workers and was given up (jobs.operations).
GIVEN_UP = {"apply_upload": _apply_given_up, "check_upload": _check_given_up}


@transaction.atomic
def receive_upload(
    *,
    by: Person,
    at: datetime,
    world: World,
    kind: str,
    file_name: str,
    content: bytes,
    sheet: str = "",
    sender: str = "",
    columns: Mapping[str, str] | None = None,
    check_later: bool = True,
) -> Upload:
    """Keep a table as it was received, and have it checked later.

    Refuses at once, and then keeps nothing: what is no table or too large, a header that lacks a
    column, a column about persons, and the same table a second time. Where a heading that is not
    known may be the column that lacks, the table waits for a person to say so. ``columns`` says
    what headings mean (field, "" to leave out); it is kept for the sender.
    """
    allow(by, Permission.UPLOAD, world_code=world.code)
    name, fingerprint = tidy_name(file_name), fingerprint_of(content)
    earlier = queries.earlier_upload(world, kind, fingerprint, sheet)
    if earlier is not None:
        raise already_received(earlier)
    kept = queries.kept_meanings(world, kind, sender.strip() or by.username)
    meanings = mapping.meanings_for(kind, columns or {}, kept)
    read = read_at_once(
        kind, name, content, sheet, limit_mb=settings.UPLOAD_LIMIT_MB,
        meanings=mapping.plain(meanings),
    )  # fmt: skip
    upload = Upload(
        world=world,
        kind=kind,
        file_name=name,
        sheet=sheet,
        fingerprint=fingerprint,
        content=content,
        sender=sender.strip()[:LONGEST_SENDER],
        state=UploadState.UNCLEAR if read.is_unclear else UploadState.RECEIVED,
        received_at=at,
        received_by=by.username,
    )
    mapping.keep_reading(upload, read, meanings)
    upload.save()
    told = {base: one for base, one in meanings.items() if one["origin"] == mapping.PERSON}
    mapping.remember_meanings(upload, told, by=by, at=at)
    after = {"kind": kind, "rows": read.rows, "fingerprint": fingerprint}
    audit.record("upload.received", by=by, at=at, world=world, about=upload, after=after)
    if check_later and not read.is_unclear:
        after_commit(check_upload, upload_id=upload.pk)
    return upload


@transaction.atomic
def map_columns(
    *,
    upload_id: int,
    columns: Mapping[str, str],
    remember: bool,
    by: Person,
    at: datetime,
    check_later: bool = True,
) -> Upload:
    """Take what headings mean, read the table so, and have it checked later.

    Refuses meanings with which the table cannot be read, and then changes nothing. With
    ``remember`` the next table of the same sender is read so at once.
    """
    upload = mapping.tell_columns(
        upload_id=upload_id, columns=columns, remember=remember, by=by, at=at
    )
    if check_later:
        after_commit(check_upload, upload_id=upload.pk)
    return upload


def check_upload(*, upload_id: int, by: Person, at: datetime) -> Upload:
    """Compare every row with the register and note every problem; changes no record.

    A table that is being applied or has been is left alone.
    """
    upload = _begin_check(upload_id, by, at)
    if upload.state != UploadState.CHECKING:
        return upload
    try:
        checked = read_and_compare(upload, timezone.localdate(at))
    except Refusal as refusal:
        return keep_refusal(upload_id, refusal, by=by, at=at)
    except Exception:
        notes.keep_stopped_check(upload_id, by=by, at=at)
        raise
    return keep_checked(upload_id, checked, by=by, at=at)


def compare_again(upload: Upload, day: date) -> Checked:
    """Say what an applied table would change once more. Changes nothing."""
    with rows_held():
        return read_and_compare(upload, day)


@transaction.atomic
def _begin_check(upload_id: int, by: Person, at: datetime) -> Upload:
    upload = queries.locked_upload(upload_id)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    done = upload.state in (UploadState.APPLIED, UploadState.REFUSED)
    if done or upload.is_being_applied:
        return upload
    check_step(upload.state, UploadState.CHECKING)
    upload.state, upload.rows_done, upload.note = UploadState.CHECKING, 0, ""
    upload.save(update_fields=["state", "rows_done", "note"])
    audit.record("upload.check_begun", by=by, at=at, world=upload.world, about=upload)
    return upload


@transaction.atomic
def ask_to_check(*, upload_id: int, by: Person, at: datetime) -> Upload:
    """Have a table checked once more, against the register as it is by then."""
    upload = _begin_check(upload_id, by, at)
    check_step(upload.state, UploadState.CHECKING)
    after_commit(check_upload, upload_id=upload.pk)
    return upload


@transaction.atomic
def ask_to_apply(*, upload_id: int, only_good: bool, by: Person, at: datetime) -> Upload:
    """Have a checked table applied later, in the name of whoever asks."""
    upload = queries.locked_upload(upload_id)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    check_step(upload.state, UploadState.APPLIED)
    if upload.bad_rows and not only_good:
        raise has_problems(upload.bad_rows)
    upload.asked_at, upload.asked_by, upload.note = at, by.username, ""
    upload.save(update_fields=["asked_at", "asked_by", "note"])
    audit.record(
        "upload.applying_asked",
        by=by,
        at=at,
        world=upload.world,
        about=upload,
        after={"only_good": only_good},
    )
    after_commit(apply_upload, upload_id=upload.pk, only_good=only_good)
    return upload


def apply_upload(*, upload_id: int, only_good: bool, by: Person, at: datetime) -> Upload:
    """Write the rows of a checked table into the register, all of them or nothing.

    With problems it is refused unless ``only_good``, which leaves their rows out. What was asked
    for by a person is done, and allowed, in the name of that person.
    """
    try:
        return _apply(upload_id, only_good, by, at)
    except Refusal as refusal:
        notes.keep_failed_apply(upload_id, str(refusal), by=by, at=at)
        raise
    except Exception:
        notes.keep_failed_apply(upload_id, "apply_stopped", by=by, at=at)
        raise


@transaction.atomic
def _apply(upload_id: int, only_good: bool, by: Person, at: datetime) -> Upload:
    upload = queries.locked_upload(upload_id)
    if by.is_system and upload.asked_by:
        by = Person.objects.get(username=upload.asked_by)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    check_step(upload.state, UploadState.APPLIED)
    save_rows(queries.open_for_work(upload_id), only_good=only_good, by=by, at=at)
    upload.refresh_from_db()
    notes.settle_checked(upload, by=by, at=at)
    if upload.asked_by:
        notes.tell_applied(upload, by=by, at=at)
    return upload


@transaction.atomic
def refuse_upload(*, upload_id: int, by: Person, at: datetime) -> Upload:
    """Set a table aside that is not to be applied, and delete its content."""
    upload = queries.locked_upload(upload_id)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    check_step(upload.state, UploadState.REFUSED)
    upload.state, upload.note, upload.content = UploadState.REFUSED, "set_aside", b""
    upload.asked_at, upload.asked_by = None, ""
    upload.save(update_fields=["state", "note", "content", "asked_at", "asked_by"])
    audit.record("upload.set_aside", by=by, at=at, world=upload.world, about=upload)
    notes.settle_checked(upload, by=by, at=at)
    return upload
