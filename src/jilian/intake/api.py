"""The API of this area: send a table, ask how it fares, read its problems, apply it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES
from jilian.intake import operations, queries
from jilian.intake.formats import check_size, split_told
from jilian.intake.models import Upload, UploadProblem

router = Router()
PER_PAGE = 500
PAGES_AT_MOST = 10_000


class UploadOut(Schema):
    """An upload and how far it has come."""

    pk: int
    kind: str
    file_name: str
    fingerprint: str
    sender: str = Field(description="the office that the table comes from; empty: received_by")
    state: str = Field(
        description="unclear (say what its columns mean), received, checking, checked, applied or"
        " refused"
    )
    is_being_applied: bool
    note: str
    rows: int | None
    rows_done: int
    bad_rows: int | None = Field(description="null before the check")
    counts: dict[str, int] | None = Field(description="new, changed, same, conflicting")
    outcome: dict[str, int] | None
    reading: dict[str, Any] = Field(
        description="how the file was read; unknown: headings nobody told; proposals: what they may"
        " mean"
    )
    meanings: dict[str, Any] = Field(description="what headings mean, and who said so")
    received_by: str
    received_at: datetime
    applied_by: str
    applied_at: datetime | None
    source: int | None


class ProblemOut(Schema):
    """A problem; row 0 is the whole table."""

    row: int
    column: str
    value: str
    code: str
    details: dict[str, Any]
    sentence: str
    is_warning: bool


class ColumnsIn(Schema):
    """What headings mean: a field or the name of a column, "" to leave the column out."""

    columns: dict[str, str]
    remember: bool = True


class ApplyIn(Schema):
    """Whether rows with problems are left out; without it they make the request be refused."""

    only_good: bool = False


@router.get("/", response=list[UploadOut])
def uploads(request: HttpRequest, world_code: Path[str], page: int = 1) -> list[dict[str, Any]]:
    """List the uploads, the latest first."""
    asking = enter(request, world_code, Permission.UPLOAD)
    first = (max(1, min(page, PAGES_AT_MOST)) - 1) * PER_PAGE
    seen = queries.uploads_seen(asking.person, asking.world)[first : first + PER_PAGE]
    return [_upload(one) for one in seen]


@router.post("/", response={201: UploadOut})
def send(
    request: HttpRequest,
    world_code: Path[str],
    kind: Form[str],
    file: File[UploadedFile],
    sheet: Form[str] = "",
    sender: Form[str] = "",
    column: Form[tuple[str, ...]] = (),
) -> Status[dict[str, Any]]:
    """Send a table; it is checked later and changes nothing until it is applied.

    ``column`` says what a heading means, as heading=column; it is kept for the sender.
    """
    asking = enter(request, world_code, Permission.UPLOAD)
    check_size(file.size or 0, settings.UPLOAD_LIMIT_MB)
    upload = operations.receive_upload(
        by=asking.person,
        at=timezone.now(),
        world=asking.world,
        kind=kind,
        file_name=file.name or "",
        content=file.read(),
        sheet=sheet,
        sender=sender,
        columns=split_told(column),
    )
    return Status(201, _upload(upload))


@router.get("/{int:pk}", response=UploadOut)
def upload(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Read an upload and how far it has come."""
    return _upload(_seen(enter(request, world_code, Permission.UPLOAD), pk))


@router.get("/{int:pk}/problems", response=list[ProblemOut])
def problems(
    request: HttpRequest, world_code: Path[str], pk: int, code: str = "", page: int = 1
) -> list[UploadProblem]:
    """Read the problems of an upload, 500 a page, their sentences in the reader's language."""
    seen = _seen(enter(request, world_code, Permission.UPLOAD), pk)
    first = (max(1, min(page, PAGES_AT_MOST)) - 1) * PER_PAGE
    return list(queries.problem_rows(seen, code)[first : first + PER_PAGE])


@router.get("/{int:pk}/marked.xlsx")
def marked(
    request: HttpRequest, world_code: Path[str], pk: int, whole: bool = False
) -> HttpResponse:
    """Read the table as a workbook with the cells at fault marked; only bad rows unless whole."""
    seen = _seen(enter(request, world_code, Permission.UPLOAD), pk)
    file = operations.marked_file(seen, only_bad=not whole)
    return HttpResponse(file.content, content_type=CONTENT_TYPES["xlsx"])


@router.post("/{int:pk}/columns", response={202: UploadOut})
def columns(
    request: HttpRequest, world_code: Path[str], pk: int, told: ColumnsIn
) -> Status[dict[str, Any]]:
    """Say what headings mean; the table is read so and checked anew."""
    asking = enter(request, world_code, Permission.UPLOAD)
    mapped = operations.map_columns(
        upload_id=_seen(asking, pk).pk,
        columns=told.columns,
        remember=told.remember,
        by=asking.person,
        at=timezone.now(),
    )
    return Status(202, _upload(mapped))


@router.post("/{int:pk}/apply", response={202: UploadOut})
def apply(
    request: HttpRequest, world_code: Path[str], pk: int, wanted: ApplyIn
) -> Status[dict[str, Any]]:
    """Have a checked upload applied: all rows, or only the good ones."""
    asking = enter(request, world_code, Permission.UPLOAD)
    asked = operations.ask_to_apply(
        upload_id=_seen(asking, pk).pk,
        only_good=wanted.only_good,
        by=asking.person,
        at=timezone.now(),
    )
    return Status(202, _upload(asked))


class IntakeUndoIn(Schema):
    """Why the upload is undone."""

    reason: str


@router.post("/{int:pk}/undo", response=UploadOut)
def undo(
    request: HttpRequest, world_code: Path[str], pk: int, wanted: IntakeUndoIn
) -> dict[str, Any]:
    """Take an applied upload back; refused where something was changed since or stands on it."""
    asking = enter(request, world_code, Permission.UPLOAD)
    done = operations.undo_upload(
        upload_id=_seen(asking, pk).pk, reason=wanted.reason, by=asking.person, at=timezone.now()
    )
    return _upload(done)


def _seen(asking: Request, pk: int) -> Upload:
    return get_object_or_404(queries.uploads_seen(asking.person, asking.world), pk=pk)


def _upload(upload: Upload) -> dict[str, Any]:
    kinds = ("new", "changed", "same", "conflicting")
    counts = None if upload.difference is None else {kind: upload.counts[kind] for kind in kinds}
    names = (
        "pk", "kind", "file_name", "fingerprint", "sender", "meanings", "state",
        "is_being_applied", "note", "rows_done", "bad_rows", "outcome", "reading",
        "received_by", "received_at",
        "applied_by", "applied_at",
    )  # fmt: skip
    plain = {name: getattr(upload, name) for name in names}
    return {**plain, "rows": upload.rows_total, "counts": counts, "source": upload.source_id}
