"""What waits for the data steward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState
from jilian.places.models import World

MOST_SHOWN = 8
STATES_WAITING = (UploadState.UNCLEAR, UploadState.CHECKED, UploadState.REFUSED)


@dataclass(frozen=True)
class UploadsAtDesk:
    """Uploads that wait for a decision, and the latest with what each changed."""

    waiting: list[Upload]
    latest: list[Upload]


def uploads_at_desk(person: Person, world: World) -> UploadsAtDesk:
    """Return uploads without a decision, and those that were applied; two queries."""
    rows: QuerySet[Upload] = Upload.objects.visible_to(person, world)
    waiting = rows.filter(state__in=STATES_WAITING).order_by("-received_at")[:MOST_SHOWN]
    applied = rows.filter(applied_at__isnull=False).order_by("-applied_at")[:MOST_SHOWN]
    return UploadsAtDesk(list(waiting), list(applied))


def open_duplicates(world: World) -> int | None:
    """Return how many possible duplicates wait for a decision; None where nobody looks for them."""
    try:
        pairs: Any = apps.get_model("duplicates", "DuplicatePair")
    except LookupError:
        return None
    return int(pairs.objects.open().filter(world=world).order_by().count())
