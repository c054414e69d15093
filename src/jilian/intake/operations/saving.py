"""Applying a table: the source is recorded, the rows are saved, the upload is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.journal import journaling
from jilian.intake.formats import Findings, TableFormat
from jilian.intake.models import Upload
from jilian.intake.operations.checking import Checked, plain_difference, rows_of
from jilian.intake.queries.undoing import kept_journal
from jilian.intake.rules import UploadState
from jilian.sources.models import Source
from jilian.sources.operations import record_source
from jilian.sources.rules import Difference

Read = tuple[TableFormat[Any], list[Any], Findings]


@transaction.atomic
def save_rows(
    upload: Upload, *, only_good: bool, by: Person, at: datetime, read: Read | None = None
) -> Difference:
    """Save the rows of a checked upload, with a journal of what they change, and mark it applied.

    Unless handed in, the rows are read anew: what was good when they were checked may since have
    become a problem.
    """
    format_, rows, findings = read or rows_of(upload, timezone.localdate(at))
    if findings.bad_rows and not only_good:
        raise has_problems(len(findings.bad_rows))
    if not rows:
        raise Refusal("upload_has_no_good_row", _("No row of this table can be taken."))
    with audit.gathered():
        source = _source(upload, by, at)
        with journaling() as journal:
            said: dict[str, Any] = {"by": by, "at": at, "world": upload.world}
            difference = format_.save(**said, source=source, rows=rows)
        upload.journal = kept_journal(journal, source)
        _keep_outcome(upload, source, difference, findings, by=by, at=at)
    return difference


def _keep_outcome(
    upload: Upload,
    source: Source,
    difference: Difference,
    findings: Findings,
    *,
    by: Person,
    at: datetime,
) -> None:
    outcome = {**difference.counts, "left_out": len(findings.bad_rows)}
    if upload.checked_at is None:  # applied in one go with its check
        checked = Checked(difference, findings, upload.rows_total or 0)
        upload.checked_at, upload.rows_done = at, checked.rows
        upload.difference = plain_difference(checked)
    upload.state, upload.source, upload.outcome = UploadState.APPLIED, source, outcome
    upload.applied_at, upload.applied_by, upload.note = at, by.username, ""
    upload.save(
        update_fields=[
            "state", "source", "outcome", "applied_at", "applied_by", "note", "journal",
            "checked_at", "rows_done", "difference",
        ]
    )  # fmt: skip
    after = {"source": source.key, **outcome}
    audit.record("upload.applied", by=by, at=at, world=upload.world, about=upload, after=after)


def has_problems(bad_rows: int) -> Refusal:
    """The refusal to apply all rows of a table of which some have problems."""
    words = ngettext(
        "%(rows)s row has problems. Apply only the good rows, or mend the table first.",
        "%(rows)s rows have problems. Apply only the good rows, or mend the table first.",
        bad_rows,
    )
    return Refusal("upload_has_problems", words % {"rows": f"{bad_rows:,}"})


def _source(upload: Upload, by: Person, at: datetime) -> Source:
    return record_source(
        by=by,
        at=at,
        key=f"upload:{upload.pk}:{upload.fingerprint[:16]}",
        kind=Source.Kind.UPLOAD,
        title=upload.file_name,
        fingerprint=upload.fingerprint,
        note=", ".join(str(word) for word in _how(upload)),
    )


def _how(upload: Upload) -> list[object]:
    """The format as it was read: CSV, GB18030, or XLSX and the sheet."""
    return [upload.reading[key] for key in ("format", "encoding", "sheet") if key in upload.reading]
