"""Every write of this area."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.jobs.later import after_commit
from jilian.network.analysis import FEW_FIRMS
from jilian.network.operations.inference import infer_supply_links
from jilian.network.operations.links import save_links
from jilian.network.operations.snapshots import freeze_snapshot
from jilian.network.operations.taken_out import note_export, note_snapshot_taken
from jilian.network.queries.snapshots import check_no_later_inference, what_stands
from jilian.network.rules import HALF_KM, check_day, check_inference
from jilian.notices.operations import tell
from jilian.places.models import World
from jilian.sources.rules import Difference

__all__ = [
    "ask_for_inference",
    "freeze_snapshot",
    "infer_for",
    "infer_supply_links",
    "note_export",
    "note_snapshot_taken",
    "save_links",
]


@transaction.atomic
def ask_for_inference(
    *,
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    expected_links: int,
    least_probability: float,
    half_km: float = HALF_KM,
) -> Difference | None:
    """Infer links at once where there are few firms; else later, and whoever asks is told.

    Returns None where it comes later. Refuses at once what can be refused without computing.
    """
    if what_stands(world, as_of).firms <= FEW_FIRMS:
        return infer_supply_links(
            by=by, at=at, world=world, as_of=as_of, expected_links=expected_links,
            least_probability=least_probability, half_km=half_km,
        )  # fmt: skip
    allow(by, Permission.CHANGE_LINKS, world_code=world.code)
    check_day(as_of, timezone.localdate(at))
    check_inference(expected_links, least_probability, half_km)
    check_no_later_inference(world, as_of)
    day = as_of.isoformat()
    asked = {
        "expected_links": expected_links,
        "least_probability": least_probability,
        "half_km": half_km,
    }
    audit.record("inference.asked", by=by, at=at, world=world, after={"as_of": day, **asked})
    after_commit(infer_for, person_id=by.pk, world_id=world.pk, as_of=day, **asked)
    return None


def infer_for(
    *,
    by: Person,
    at: datetime,
    person_id: int,
    world_id: int,
    as_of: str,
    expected_links: int,
    least_probability: float,
    half_km: float = HALF_KM,
) -> None:
    """Infer what a person asked for, as that person; may run twice: the second is refused."""
    person, world = Person.objects.get(pk=person_id), World.objects.get(pk=world_id)
    about = {"world": str(world), "as_of": as_of}
    kind, details = "links_inferred", about
    try:
        done = infer_supply_links(
            by=person, at=at, world=world, as_of=date.fromisoformat(as_of),
            expected_links=expected_links, least_probability=least_probability,
            half_km=half_km,
        )  # fmt: skip
        details = {**about, "new": f"{done.new:,}"}
    except Refusal as refusal:
        kind, details = "inference_refused", {**about, "note": str(refusal)}
    tell(
        by=by, at=at, to=person, world=world, kind=kind,
        key=f"inference-{world.pk}-{as_of}-{at.isoformat()}",
        url=reverse("network:snapshots", args=(world.code,)), details=details,
    )  # fmt: skip
