"""Taking an applied upload back, to the letter, as long as nothing stands on it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _, ngettext

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import rows_held, set_values
from jilian.base.database import references_set_aside, refresh_statistics
from jilian.base.errors import Refusal
from jilian.firms.models import HISTORY_OF_FIRMS, Firm
from jilian.firms.operations.names_changed import note_names_changed
from jilian.intake import queries
from jilian.intake.models import Upload
from jilian.intake.operations import notes
from jilian.intake.queries.undoing import Brought, Obstacle
from jilian.intake.rules import UploadState, check_step

MANY = 1_000
VERY_MANY = 20_000  # firms
LONGEST_REASON = 300


class StandsOnIt(Refusal):
    """The upload cannot be undone; carries what stands on it."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        count = len(obstacles)
        words = ngettext(
            "%(count)s change since then stands on this upload. Undo it first; the list names it.",
            "%(count)s changes since then stand on this upload. Undo them first; the list names"
            " them.",
            count,
        )
        super().__init__("upload_built_upon", words % {"count": f"{count:,}"})
        self.obstacles = obstacles


@transaction.atomic
def undo_upload(*, upload_id: int, reason: str, by: Person, at: datetime) -> Upload:
    """Remove what an upload added and set back what it ended or set.

    Refuses with a list (``StandsOnIt``) where a record was changed since or another was built on
    it, and then changes nothing. The upload, its source and all traces stay.
    """
    upload = queries.locked_upload(upload_id)
    allow(by, Permission.UPLOAD, world_code=upload.world.code)
    check_step(upload.state, UploadState.UNDONE)
    if not reason.strip():
        raise Refusal("undo_reason_missing", _("Say why the upload is undone."))
    brought = Brought(upload)
    if obstacles := brought.obstacles():
        raise StandsOnIt(obstacles)
    firms = brought.firms
    aside = references_set_aside(Firm) if len(firms) >= VERY_MANY else nullcontext()
    with rows_held(), audit.gathered():
        with aside:
            counts = _take_back(brought)
        said: dict[str, Any] = {"by": by, "at": at, "world": upload.world}
        touched = ((key, name, "", "") for key, name in firms.items())
        audit.record_many("firm.upload_undone", about=Firm, rows=touched, **said)
        upload.state, upload.undone_at, upload.undone_by = UploadState.UNDONE, at, by.username
        upload.undo_reason = reason.strip()[:LONGEST_REASON]
        upload.journal = b""
        upload.save(update_fields=["state", "undone_at", "undone_by", "undo_reason", "journal"])
        after = {"reason": upload.undo_reason, **counts}
        audit.record("upload.undone", about=upload, after=after, **said)
        notes.settle_checked(upload, by=by, at=at)
    if sum(counts.values()) >= MANY:
        refresh_statistics(*brought.added)
    note_names_changed(upload.world, firms)
    return upload


def _take_back(brought: Brought) -> dict[str, int]:
    """Delete and set back; foreign keys are looked at when the transaction ends."""
    counts: dict[str, int] = {}
    if Firm in brought.added:
        gone = Firm.objects.filter(brought.added[Firm]).values("pk")
        for model, past in HISTORY_OF_FIRMS.items():
            for field in model._meta.fields:
                if field.related_model is Firm:
                    rows = model._default_manager.filter(past, **{f"{field.name}__in": gone})
                    rows.update(**{field.name: None})
    # Firms last: the conditions of the others do not look at them, but these look at firms.
    for model in sorted(brought.added, key=lambda one: one is Firm):
        rows = model._default_manager.filter(brought.added[model]).order_by()
        counts[model._meta.label_lower] = rows._raw_delete(rows.db)
    for label, records in brought.journal.before.items():
        set_values(apps.get_model(label), brought.journal.changes(label))
        counts[label] = counts.get(label, 0) + len(records)
    return counts
