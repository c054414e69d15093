"""Inferring supply links where none are known, each with its probability and reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.network import analysis
from jilian.network.operations.links import save_links
from jilian.network.queries.snapshots import check_no_later_inference, standing_inference
from jilian.network.rules import HALF_KM, LinkRow, check_day, check_inference
from jilian.places.models import World
from jilian.sources import operations as sources
from jilian.sources.models import Source
from jilian.sources.rules import Difference


@transaction.atomic
def infer_supply_links(
    *,
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    expected_links: int,
    least_probability: float,
    half_km: float = HALF_KM,
) -> Difference:
    """Replace the inferred links by those that the evidence of the day makes likely.

    ``expected_links`` counts the known ones; ``half_km``, the distance at which closeness is a
    half, is wider where only the city of a firm is known. Earlier inferences end on the day;
    nothing is deleted, so that every earlier day answers as before. Refuses a day ahead, when an
    inference of the same or a later day stands, and what the evidence does not hold; then nothing
    is written.
    """
    allow(by, Permission.CHANGE_LINKS, world_code=world.code)
    check_day(as_of, timezone.localdate(at))
    check_inference(expected_links, least_probability, half_km)
    World.objects.select_for_update().get(pk=world.pk)  # one inference at a time
    check_no_later_inference(world, as_of)
    found = analysis.inferred(
        world,
        as_of,
        expected_links=expected_links,
        least_probability=least_probability,
        half_km=half_km,
    )
    ended = standing_inference(world, as_of).update(valid_to=as_of)
    asked = {
        "expected_links": expected_links,
        "least_probability": least_probability,
        "half_km": half_km,
    }
    source = _source(by, at, world, as_of, asked, found.rows)
    difference = save_links(by=by, at=at, world=world, source=source, rows=found.rows)
    audit.record(
        "links.inferred",
        by=by,
        at=at,
        about=source,
        world=world,
        after={
            "as_of": as_of,
            "new": difference.new,
            "ended": ended,
            "known": found.known,
            **asked,
        },
    )
    return difference


def _source(
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    asked: Mapping[str, float],
    rows: list[LinkRow],
) -> Source:
    fingerprint = _fingerprint(rows)
    named = "-".join(f"{value:.9g}" for value in asked.values())
    return sources.record_source(
        by=by,
        at=at,
        # The code of a world may be long; the fingerprint before it tells sources apart.
        key=f"INFERRED-{as_of}-{named}-{fingerprint[:12]}-{world.code}"[:80],
        kind=Source.Kind.INFERRED,
        title=f"供应关系推断（截至 {as_of}）",
        publisher="jilian_engine.links",
        reference="docs/methods/links.md",
        issued_on=as_of,
        note=", ".join(f"{name}={value:.9g}" for name, value in asked.items()),
        fingerprint=fingerprint,
    )


def _fingerprint(rows: list[LinkRow]) -> str:
    content = "\n".join(f"{row.supplier} {row.buyer} {row.probability}" for row in rows)
    return hashlib.sha256(content.encode()).hexdigest()
