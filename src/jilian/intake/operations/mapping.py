"""What headings mean: said by a person, kept for the sender, taken into account at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.intake import queries
from jilian.intake.formats import format_of, told_columns
from jilian.intake.formats.header import take_apart
from jilian.intake.formats.telling import base_of
from jilian.intake.models import HeadingMeaning, Upload
from jilian.intake.operations.receiving import Read, read_at_once
from jilian.intake.rules import UploadState, check_step

MEMORY, PERSON = "memory", "person"


def meanings_for(
    kind: str, told: Mapping[str, str], kept: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """What is told now goes before what is kept; by the base of the heading."""
    found = {base: {"field": field, "origin": MEMORY} for base, field in kept.items()}
    for heading, field in told_columns(format_of(kind), told).items():
        found[base_of(heading)] = {"field": field, "origin": PERSON, "heading": heading}
    return found


def plain(meanings: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Fields by base, as the reading of a table wants them."""
    return {base: told["field"] for base, told in meanings.items()}


def used(meanings: Mapping[str, dict[str, str]], how: Mapping[str, Any]) -> dict[str, Any]:
    """The meanings that this very table needed, with the heading as it is written there."""
    headings = {
        take_apart(heading).base: heading
        for heading in (*how.get("left_out", ()), *how.get("told", {}))
    }
    return {
        base: {**told, "heading": headings.get(base, told.get("heading", base))}
        for base, told in meanings.items()
        if base in headings or told["origin"] == PERSON
    }


@transaction.atomic
def tell_columns(
    *, upload_id: int, columns: Mapping[str, str], remember: bool, by: Person, at: datetime
) -> Upload:
    """Take what headings mean (field, or "" to leave out) and read the table so.

    Refuses meanings with which the table cannot be read, and then changes nothing. With
    ``remember`` the next table of the same sender is read so at once.
    """
    upload = queries.open_for_work(queries.locked_upload(upload_id).pk)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    check_step(upload.state, UploadState.RECEIVED)
    meanings = {**upload.meanings, **meanings_for(upload.kind, columns, {})}
    read = read_at_once(
        upload.kind, upload.file_name, bytes(upload.content), upload.sheet,
        limit_mb=settings.UPLOAD_LIMIT_MB, meanings=plain(meanings), may_be_unclear=False,
    )  # fmt: skip
    keep_reading(upload, read, meanings)
    upload.state, upload.note, upload.rows_done = UploadState.RECEIVED, "", 0
    upload.asked_at, upload.asked_by = None, ""
    upload.save(
        update_fields=[
            "reading", "meanings", "rows_total", "state", "note", "rows_done", "asked_at",
            "asked_by",
        ]
    )  # fmt: skip
    told = {base: one for base, one in upload.meanings.items() if one["origin"] == PERSON}
    if remember:
        remember_meanings(upload, told, by=by, at=at)
    after = {"columns": plain(told), "remembered": remember}
    audit.record("upload.columns_told", by=by, at=at, world=upload.world, about=upload, after=after)
    return upload


def keep_reading(upload: Upload, read: Read, meanings: dict[str, dict[str, str]]) -> None:
    """Set on an upload how it was read; the caller saves it."""
    upload.reading, upload.rows_total = read.how, read.rows
    upload.meanings = used(meanings, read.how)


def remember_meanings(
    upload: Upload, told: Mapping[str, Mapping[str, str]], *, by: Person, at: datetime
) -> None:
    """Keep for the sender of an upload what its headings mean; the latest word counts."""
    for base, one in told.items():
        HeadingMeaning.objects.update_or_create(
            world=upload.world,
            kind=upload.kind,
            sender=upload.sender_key,
            base=base,
            defaults={
                "heading": one.get("heading", base)[:80],
                "field": one["field"],
                "kept_at": at,
                "kept_by": by.username,
            },
        )
    after = {"sender": upload.sender_key, "kind": upload.kind, "columns": plain_fields(told)}
    if told:
        audit.record("headings.kept", by=by, at=at, world=upload.world, about=upload, after=after)


def plain_fields(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Fields by heading, for a trace."""
    return {one.get("heading", base): one["field"] for base, one in told.items()}


@transaction.atomic
def forget_meaning(*, meaning: HeadingMeaning, by: Person, at: datetime) -> None:
    """No longer read a sender's heading as it was told; earlier uploads stay as they are."""
    allow(by, Permission.UPLOAD, world_code=meaning.world.code)
    before = {"sender": meaning.sender, "kind": meaning.kind, "column": meaning.field}
    audit.record(
        "headings.forgotten", by=by, at=at, world=meaning.world, about=meaning, before=before
    )
    meaning.delete()
