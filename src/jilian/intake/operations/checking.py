"""The check of a table: read it row by row, compare it, keep what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.intake.formats import Findings, TableFormat, format_of, open_table
from jilian.intake.models import Upload, UploadProblem
from jilian.intake.operations import notes
from jilian.intake.queries import Register, locked_upload, open_for_work
from jilian.intake.rules import Problem, TableRefusal, UploadState
from jilian.sources.rules import Difference

STEP = 1_000  # rows between two signs of progress


@dataclass(frozen=True)
class Checked:
    """What the check of a table found."""

    difference: Difference
    findings: Findings
    rows: int


def rows_of(upload: Upload, day: date) -> tuple[TableFormat[Any], list[Any], Findings]:
    """Read the rows of an upload that can be taken, and what is wrong with the others."""
    table = open_table(
        format_of(upload.kind),
        upload.file_name,
        bytes(upload.content),
        limit_mb=settings.UPLOAD_LIMIT_MB,
        sheet=upload.sheet,
        meanings=upload.told_meanings,
    )
    findings = Findings()
    rows = table.rows(Register(upload.world), day, findings)
    return table.format, list(_counted(rows, upload)), findings


def _counted(rows: Iterable[Any], upload: Upload) -> Iterator[Any]:
    header, total = int(upload.reading.get("header_row", 0)), upload.rows_total or 0
    shown = 0
    for row in rows:
        done = min(row.row - header, total)
        if upload.state == UploadState.CHECKING and done - shown >= STEP:
            shown = done
            Upload.objects.filter(pk=upload.pk).update(rows_done=done)
        yield row


def read_and_compare(upload: Upload, day: date) -> Checked:
    """Say what a table would change if it were applied on this day. Changes no record."""
    work = open_for_work(upload.pk)
    format_, rows, findings = rows_of(work, day)
    difference = format_.compare(work.world, rows, day)
    return Checked(difference, findings, work.rows_total or 0)


@transaction.atomic
def keep_checked(upload_id: int, checked: Checked, *, by: Person, at: datetime) -> Upload:
    """Keep the outcome of a check and tell whoever uploaded the table."""
    upload = locked_upload(upload_id)
    if upload.state != UploadState.CHECKING:  # set aside, or checked elsewhere, in the meantime
        return upload
    mark_checked(upload, checked, by=by, at=at)
    notes.tell_checked(upload, by=by, at=at)
    return upload


@transaction.atomic
def mark_checked(upload: Upload, checked: Checked, *, by: Person, at: datetime) -> None:
    """Keep the outcome of a check with the upload, which then waits for a decision."""
    keep_problems(upload, checked.findings.kept)
    upload.state, upload.checked_at = UploadState.CHECKED, at
    upload.rows_done, upload.difference = checked.rows, plain_difference(checked)
    upload.save(update_fields=["state", "checked_at", "rows_done", "difference"])
    after = {**checked.difference.counts, "bad_rows": len(checked.findings.bad_rows)}
    audit.record("upload.checked", by=by, at=at, world=upload.world, about=upload, after=after)


@transaction.atomic
def keep_refusal(upload_id: int, refusal: Refusal, *, by: Person, at: datetime) -> Upload:
    """Keep that a table cannot be taken as a whole, and why."""
    upload = locked_upload(upload_id)
    if upload.state != UploadState.CHECKING:
        return upload
    if isinstance(refusal, TableRefusal):
        problem = Problem(0, "", "", refusal.code, refusal.details)
    else:
        problem = Problem(0, "", "", "register_refused", {"sentence": str(refusal)})
    keep_problems(upload, [problem])
    upload.state, upload.note = UploadState.REFUSED, str(refusal)[:300]
    upload.save(update_fields=["state", "note"])
    audit.record(
        "upload.refused",
        by=by,
        at=at,
        world=upload.world,
        about=upload,
        after={"code": refusal.code},
    )
    notes.tell_refused(upload, by=by, at=at)
    return upload


def keep_problems(upload: Upload, problems: Iterable[Problem]) -> None:
    """Put these problems in the place of those of an earlier check."""
    upload.problems.all().delete()
    ordered = sorted(problems, key=lambda problem: problem.row)
    UploadProblem.objects.bulk_create(
        [
            UploadProblem(
                upload=upload,
                row=problem.row,
                column=problem.column[:200],
                value=problem.value[:200],
                code=problem.code,
                details=dict(problem.details),
                is_warning=problem.is_warning,
            )
            for problem in ordered
        ],
        batch_size=1_000,
    )


def plain_difference(checked: Checked) -> dict[str, Any]:
    """What a check found, in values that JSON keeps."""
    findings = checked.findings
    found = {
        **checked.difference.counts,
        "bad_rows": len(findings.bad_rows),
        "problems": sum(findings.codes.values()),
        "codes": dict(findings.codes.most_common()),
        "warnings": dict(findings.warnings.most_common()),
        "examples": checked.difference.examples,
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain
