"""What is told to people about their tables, and what is kept when later work fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState
from jilian.notices import operations as notices

LONGEST_NOTE = 300


def tell_checked(upload: Upload, *, by: Person, at: datetime) -> None:
    """Tell whoever uploaded the table that it waits for a look."""
    details = {
        "file": upload.file_name,
        "rows": f"{upload.rows_total or 0:,}",
        "problems": f"{upload.counts['problems']:,}",
    }
    _tell(upload, upload.received_by, "checked", details, by=by, at=at)


def tell_refused(upload: Upload, *, by: Person, at: datetime) -> None:
    """Tell whoever uploaded the table that it cannot be taken."""
    details = {"file": upload.file_name, "note": upload.note}
    _tell(upload, upload.received_by, "refused", details, by=by, at=at)


def tell_applied(upload: Upload, *, by: Person, at: datetime) -> None:
    """Tell whoever asked for it that the table has been applied."""
    _tell(upload, upload.asked_by, "applied", {"file": upload.file_name}, by=by, at=at)


def settle_checked(upload: Upload, *, by: Person, at: datetime) -> None:
    """Take the table off the lists of what waits."""
    notices.settle(by=by, at=at, key=_key(upload, "checked"))


@transaction.atomic
def keep_stopped_check(upload_id: int, *, by: Person, at: datetime) -> None:
    """Put a table whose check met a defect back to where it was."""
    upload = Upload.objects.defer("content").get(pk=upload_id)
    if upload.state != UploadState.CHECKING:
        return
    upload.state, upload.note = UploadState.RECEIVED, "check_stopped"
    upload.save(update_fields=["state", "note"])
    audit.record("upload.check_stopped", by=by, at=at, world=upload.world, about=upload)


@transaction.atomic
def keep_failed_apply(upload_id: int, note: str, *, by: Person, at: datetime) -> None:
    """Keep why a checked table was not applied; it may be tried again."""
    upload = Upload.objects.defer("content").get(pk=upload_id)
    if upload.state != UploadState.CHECKED:
        return
    upload.note, upload.asked_at, upload.asked_by = note[:LONGEST_NOTE], None, ""
    upload.save(update_fields=["note", "asked_at", "asked_by"])
    audit.record(
        "upload.applying_failed",
        by=by,
        at=at,
        world=upload.world,
        about=upload,
        after={"note": upload.note},
    )


def _tell(
    upload: Upload,
    username: str,
    what: str,
    details: Mapping[str, object],
    *,
    by: Person,
    at: datetime,
) -> None:
    to = Person.objects.filter(username=username, is_active=True).first()
    if to is None:
        return
    url = reverse("intake:detail", kwargs={"world": upload.world.code, "pk": upload.pk})
    notices.tell(
        by=by,
        at=at,
        to=to,
        world=upload.world,
        kind=f"upload_{what}",
        key=_key(upload, what),
        url=url,
        details=details,
    )


def _key(upload: Upload, what: str) -> str:
    return f"upload:{upload.pk}:{what}"
