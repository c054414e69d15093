"""A table checked and applied in one go, for the command line: nothing of it is half done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.bulk import rows_held
from jilian.intake import operations
from jilian.intake.formats import kept_open
from jilian.intake.models import Upload
from jilian.intake.operations.checking import Checked, keep_problems, mark_checked, rows_of
from jilian.intake.operations.saving import save_rows
from jilian.intake.rules import UploadState
from jilian.places.models import World


@transaction.atomic
def import_at_once(
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
    only_good: bool = False,
) -> Upload:
    """Receive, check and apply a table in one transaction, reading it once.

    With problems it is only checked, unless ``only_good``: the upload then waits with its problems
    as any other does. Refuses what ``receive_upload`` refuses.
    """
    with kept_open(), rows_held(), audit.gathered():
        upload = operations.receive_upload(
            by=by, at=at, world=world, kind=kind, file_name=file_name, content=content,
            sheet=sheet, sender=sender, columns=columns, check_later=False,
        )  # fmt: skip
        if upload.state == UploadState.UNCLEAR:
            return upload
        read = format_, rows, findings = rows_of(upload, timezone.localdate(at))
        if findings.bad_rows and not only_good:
            difference = format_.compare(world, rows, timezone.localdate(at))
            checked = Checked(difference, findings, upload.rows_total or 0)
            mark_checked(upload, checked, by=by, at=at)
        else:
            keep_problems(upload, findings.kept)
            save_rows(upload, only_good=only_good, by=by, at=at, read=read)
    return upload
